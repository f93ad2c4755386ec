#include "analyzer/service/simulate/world.h"

#include <algorithm>
#include <cstdio>

namespace analyzer::simulate {
namespace {

constexpr std::size_t kPeopleAVisitTeam = 6000;
constexpr std::size_t kPeopleABank = 4000;
constexpr std::size_t kVillagesAVolunteer = 3;
constexpr std::size_t kVillagesADoctor = 5;
constexpr double kCityLat = 33.0;
constexpr double kCityLon = 112.5;

std::string name(std::string_view kind, Random& random) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*s-%012llx", static_cast<int>(kind.size()), kind.data(),
                static_cast<unsigned long long>(random.bits() >> 16U));
  return text;
}

// Addresses of a carrier's shared range (RFC 6598): nobody's on the internet.
std::string carrier_ip(Random& random) {
  return "100." + std::to_string(random.integer(64, 127)) + '.' +
         std::to_string(random.integer(0, 255)) + '.' + std::to_string(random.integer(1, 254));
}

std::vector<Village> make_villages(const Parameters& p, Random& random) {
  std::vector<Village> villages;
  for (int i = 0; i < p.villages; ++i) {
    const int county = i % p.counties;
    Village village;
    char code[64];
    std::snprintf(code, sizeof code, "%s%02d%03d%03d", p.prefecture.c_str(), county + 1,
                  (i / p.counties) % 900 + 1, 200 + i % 700);
    village.code = code;
    village.wifi = name("w", random);
    village.lat = kCityLat + random.between(-0.5, 0.5);
    village.lon = kCityLon + random.between(-0.5, 0.5);
    village.rural = random.chance(0.6);
    village.half_year = random.uniform() < p.half_year_residents;
    villages.push_back(std::move(village));
  }
  return villages;
}

int draw_age(const Parameters& p, Scheme scheme, Random& random) {
  if (scheme == Scheme::kSurvivor || scheme == Scheme::kInjury) return random.integer(20, 85);
  const auto& bands = scheme == Scheme::kResident ? p.age_bands : p.age_bands_city;
  const int band = static_cast<int>(random.weighted(bands));
  return 50 + 5 * band + random.integer(0, band == 8 ? 9 : 4);
}

double draw_benefit(Scheme scheme, Random& random) {
  switch (scheme) {
    case Scheme::kResident:
      return random.lognormal(200, 0.3);
    case Scheme::kPublic:
      return random.lognormal(6200, 0.25);
    default:
      return random.lognormal(3300, 0.3);
  }
}

void draw_traits(const Parameters& p, int age, SimPerson& person, Random& random) {
  person.elsewhere = random.chance(p.elsewhere);
  person.abroad = random.chance(p.abroad);
  person.smartphone = random.chance(age < 70 ? 0.72 : age < 80 ? 0.42 : 0.14);
  person.bedridden = random.chance(age < 80 ? 0.03 : age < 90 ? 0.18 : 0.40);
  person.blind = random.chance(p.blind);
  person.tagged = random.chance(0.75);
  person.few_traces = random.chance(p.few_traces);
  static constexpr double kHelpers[] = {62, 18, 10, 6, 4};
  constexpr Relation kRelations[] = {Relation::kChild, Relation::kChildInLaw, Relation::kGrandchild,
                                     Relation::kSpouse, Relation::kOther};
  person.relation = kRelations[random.weighted(kHelpers)];
  person.same_household = random.chance(person.relation == Relation::kSpouse ? 0.95 : 0.45);
  person.same_surname = random.chance(person.relation == Relation::kChild ? 0.6 : 0.2);
}

SimPerson make_person(const Parameters& p, const World& world, std::size_t village,
                      Random& random) {
  SimPerson person;
  person.ref = name("p", random);
  person.village = village;
  constexpr Scheme kSchemes[] = {Scheme::kResident, Scheme::kEmployee, Scheme::kPublic,
                                 Scheme::kSurvivor, Scheme::kInjury};
  person.scheme = kSchemes[random.weighted(p.schemes)];
  const int age = draw_age(p, person.scheme, random);
  person.born = p.first_day - std::chrono::days(age * 365 + random.integer(0, 364) + age / 4);
  person.female = random.chance(0.5 + 0.004 * std::max(0, age - 60));
  person.rural =
      world.villages[village].rural &&
      random.chance(person.scheme == Scheme::kResident ? p.rural_resident : p.rural_other);
  draw_traits(p, age, person, random);
  person.face = random.bits();
  person.template_years = random.exponential(7.0);
  person.monthly_yuan = draw_benefit(person.scheme, random);
  person.last_certified = p.first_day - std::chrono::days(random.integer(1, 364));
  if (random.chance(0.8)) person.last_channel = Channel::kWechat;
  return person;
}

// Families live in one village: people next to each other share a phone.
void make_families(const Parameters& p, World& world, Random& random) {
  std::size_t next = 0;
  while (next < world.people.size()) {
    const std::size_t size = random.weighted(p.family_sizes) + 1;
    // Some families set up their account only in these years.
    const int age = random.chance(0.12) ? random.integer(-p.days, 60) : random.integer(200, 3000);
    Phone phone = new_phone(random, age);
    const std::size_t end = std::min(next + size, world.people.size());
    for (; next < end; ++next) world.people[next].family = world.families.size();
    world.families.push_back(std::move(phone));
  }
}

Helper make_helper(HelperKind kind, std::size_t village, bool registered, Random& random) {
  Helper helper{kind, village, registered, new_phone(random, random.integer(300, 3000)),
                name("s", random)};
  return helper;
}

void make_helpers(const Parameters& p, World& world, Random& random) {
  for (std::size_t i = 0; i < world.villages.size(); ++i) {
    world.helpers.push_back(
        make_helper(HelperKind::kVillage, i, !random.chance(p.helper_unregistered), random));
    world.helpers.back().phone.wifi = world.villages[i].wifi;
  }
  for (std::size_t i = 0; i < world.villages.size(); ++i) {
    if (i % kVillagesAVolunteer == 0) {
      world.helpers.push_back(make_helper(HelperKind::kVolunteer, i, random.chance(0.5), random));
    }
    if (i % kVillagesADoctor == 0) {
      world.helpers.push_back(make_helper(HelperKind::kDoctor, i, random.chance(0.4), random));
    }
  }
}

void make_homes(const Parameters& p, World& world, Random& random) {
  const int count = std::max(1, p.persons / p.persons_per_nursing_home);
  for (int i = 0; i < count; ++i) {
    NursingHome home;
    home.village = random.below(world.villages.size());
    home.phone = new_phone(random, random.integer(300, 2000));
    home.wifi = name("w", random);
    home.phone.wifi = home.wifi;
    world.homes.push_back(std::move(home));
  }
  for (std::size_t i = 0; i < world.people.size(); ++i) {
    SimPerson& person = world.people[i];
    const int age = age_on(person, p.first_day);
    if (!random.chance(age < 80 ? 0.015 : 0.06)) continue;
    person.home = random.below(world.homes.size());
    world.homes[*person.home].residents.push_back(i);
  }
}

Office make_office(Random& random, int clerks) {
  Office office{name("o", random), name("t", random), carrier_ip(random), {}};
  for (int i = 0; i < clerks; ++i) office.staff.push_back(name("s", random));
  return office;
}

}  // namespace

Phone new_phone(Random& random, int account_age) {
  Phone phone;
  phone.account = name("a", random);
  phone.device = name("d", random);
  phone.number = "199" + std::to_string(10'000'000 + random.below(89'999'999));
  phone.wifi = name("w", random);
  phone.ip = carrier_ip(random);
  phone.account_age = account_age;
  phone.rooted = random.chance(0.03);
  return phone;
}

int age_on(const SimPerson& person, Date day) {
  return static_cast<int>(static_cast<double>((day - person.born).count()) / 365.25);
}

double mortality(const Parameters& parameters, int age) {
  return std::min(0.6, parameters.mortality_at_60 * std::exp2((age - 60) / 8.0));
}

World make_world(const Parameters& parameters, Random random) {
  World world;
  world.villages = make_villages(parameters, random);
  const auto villages = static_cast<std::size_t>(parameters.villages);
  const auto persons = static_cast<std::size_t>(parameters.persons);
  for (std::size_t i = 0; i < persons; ++i) {
    world.people.push_back(make_person(parameters, world, i * villages / persons, random));
  }
  make_families(parameters, world, random);
  make_helpers(parameters, world, random);
  make_homes(parameters, world, random);
  for (int i = 0; i < parameters.counties; ++i) world.windows.push_back(make_office(random, 6));
  for (std::size_t i = 0; i < persons / kPeopleABank + 1; ++i) {
    world.banks.push_back(make_office(random, 3));
  }
  for (std::size_t i = 0; i < persons / kPeopleAVisitTeam + 1; ++i) {
    world.visit_teams.push_back(new_phone(random, 1000));
  }
  return world;
}

std::string id_number(const SimPerson& person, const World& world, int sequence) {
  const std::chrono::year_month_day born(person.born);
  char digits[24];
  std::snprintf(digits, sizeof digits, "%s%04d%02u%02u%03d",
                world.villages[person.village].code.substr(0, 6).c_str(), int{born.year()},
                unsigned{born.month()}, unsigned{born.day()}, sequence % 1000);
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return std::string(digits, 17) + "10X98765432"[sum % 11];
}

}  // namespace analyzer::simulate
