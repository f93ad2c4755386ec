// The invented city: places, people, the phones that help them, and offices.
// Plain values; made once from parameters and a seed.

#ifndef ANALYZER_SERVICE_SIMULATE_WORLD_H_
#define ANALYZER_SERVICE_SIMULATE_WORLD_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/words.h"
#include "analyzer/service/simulate/parameters.h"
#include "analyzer/service/simulate/random.h"

namespace analyzer::simulate {

struct Village {
  std::string code;  // 12 digits
  std::string wifi;
  double lat = 0.0;
  double lon = 0.0;
  bool rural = true;
  bool half_year = false;  // residents are due twice a year
};

// A phone and account with which somebody certifies.
struct Phone {
  std::string account;
  std::string device;
  std::string number;
  std::string wifi;
  std::string ip;
  int account_age = 0;  // days at the first day
  bool rooted = false;
};

struct SimPerson {
  std::string ref;
  Date born{};
  bool female = false;
  Scheme scheme = Scheme::kResident;
  std::size_t village = 0;
  bool rural = true;
  bool elsewhere = false;
  bool abroad = false;
  bool smartphone = false;
  bool bedridden = false;
  bool blind = false;
  bool tagged = true;  // the disability is on record
  bool few_traces = false;
  std::optional<std::size_t> home;  // nursing home
  std::size_t family = 0;
  Relation relation = Relation::kChild;
  bool same_household = false;
  bool same_surname = false;
  std::uint64_t face = 0;     // what a perfect capture would hash to
  double template_years = 0;  // age of the photo at the first day
  double monthly_yuan = 0;
  Date last_certified{};
  std::optional<Channel> last_channel;
  std::optional<Date> died;
  std::optional<std::uint64_t> last_capture;
  bool taken = false;    // a scenario has this person; not for another
  bool dormant = false;  // long not certified, on purpose
};

enum class HelperKind : std::uint8_t { kVillage, kVolunteer, kDoctor };

struct Helper {
  HelperKind kind = HelperKind::kVillage;
  std::size_t village = 0;
  bool registered = true;
  Phone phone;
  std::string staff;
};

struct NursingHome {
  std::size_t village = 0;
  Phone phone;
  std::string wifi;
  std::vector<std::size_t> residents;
};

// A counter with a machine: window, bank, kiosk.
struct Office {
  std::string site;
  std::string terminal;
  std::string ip;
  std::vector<std::string> staff;
};

struct World {
  std::vector<Village> villages;
  std::vector<SimPerson> people;
  std::vector<Phone> families;
  std::vector<Helper> helpers;  // the first villages.size() are the villages' own
  std::vector<NursingHome> homes;
  std::vector<Office> windows;  // one a county
  std::vector<Office> banks;
  std::vector<Phone> visit_teams;  // handhelds
};

World make_world(const Parameters& parameters, Random random);

// A phone that was not seen before.
Phone new_phone(Random& random, int account_age);

// Age on `day` in full years.
int age_on(const SimPerson& person, Date day);

// Yearly probability of death at an age in years.
double mortality(const Parameters& parameters, int age);

// An id number of region 99 with a correct check digit (GB 11643): no such
// region exists, so that no person can have it.
std::string id_number(const SimPerson& person, const World& world, int sequence);

}  // namespace analyzer::simulate

#endif  // ANALYZER_SERVICE_SIMULATE_WORLD_H_
