// Rings by hand: what joins and what does not, by the kind of link, and the
// picture that a reviewer sees of one.

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "analyzer/store/windows.h"

namespace analyzer::store {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Time kStart = from_millis(1'767'225'600'000);  // 2026-01-01T00:00Z

LinkKey key(LinkKind kind, std::uint64_t n) {
  return {static_cast<std::uint64_t>(kind) + 1, n * 0x9E3779B97F4A7C15ULL + 1};
}

// A world in which attempts follow each other, one a minute.
class World {
 public:
  AttemptEvent attempt(std::uint64_t person) {
    AttemptEvent e;
    e.at = now_ += minutes(1);
    e.arrival = ++arrival_;
    e.person = key(LinkKind::kPerson, person);
    return e;
  }
  AttemptEvent certify(std::uint64_t person, std::optional<int> device,
                       std::optional<int> account = {}, std::optional<int> wifi = {},
                       std::optional<int> payee = {}) {
    AttemptEvent e = attempt(person);
    const auto link = [](LinkKind kind, std::optional<int> n) -> std::optional<LinkKey> {
      if (!n) return std::nullopt;
      return key(kind, static_cast<std::uint64_t>(*n));
    };
    e.device = link(LinkKind::kDevice, device);
    e.operator_ = link(LinkKind::kOperator, account);
    e.wifi = link(LinkKind::kWifi, wifi);
    e.fee_payee = link(LinkKind::kPayee, payee);
    static_cast<void>(windows.apply(e));
    return e;
  }
  void wait(hours time) { now_ += time; }
  Time now() const { return now_; }

  // As seen by the next attempt like `event`, of a person nobody knows.
  History look(AttemptEvent event) const {
    event.at = now_;
    event.arrival = 0;
    event.person = key(LinkKind::kPerson, 1'000'000);
    History history;
    windows.look(event, history);
    return history;
  }

  Windows windows;

 private:
  Time now_ = kStart;
  std::uint64_t arrival_ = 0;
};

std::uint64_t n(int value) { return static_cast<std::uint64_t>(value); }

}  // namespace

TEST_CASE("a link joins its persons up to the bound of its kind") {
  struct Row {
    const char* what;
    int persons;
    std::function<AttemptEvent(World&, int)> certify;
    bool joins;
  };
  const auto on_device = [](World& w, int i) { return w.certify(n(i), 1); };
  const auto on_account = [](World& w, int i) { return w.certify(n(i), {}, 1); };
  const auto on_payee = [](World& w, int i) { return w.certify(n(i), {}, {}, {}, 1); };
  const auto on_wifi = [](World& w, int i) { return w.certify(n(i), {}, {}, 1); };
  for (const Row& row :
       {Row{"a gang's phone of 200 clients", 200, on_device, true},
        Row{"a bank's tablet of 1,000", 1000, on_device, false},
        Row{"an account of 120", 120, on_account, true},
        Row{"a counter's account of 1,000", 1000, on_account, false},
        Row{"a payee of 300", 300, on_payee, true}, Row{"a home's network of 5", 5, on_wifi, true},
        Row{"a lane's network of 24", 24, on_wifi, false},
        Row{"a hospital's network of 500", 500, on_wifi, false}}) {
    INFO(row.what);
    World world;
    AttemptEvent last;
    for (int i = 1; i <= row.persons; ++i) last = row.certify(world, i);
    const History seen = world.look(last);
    CHECK(seen.ring_persons == (row.joins ? n(row.persons) : 0));
    CHECK(seen.ring.links() == (row.joins ? 1 : 0));
    CHECK(seen.ring.hubs == (row.joins ? 0 : 1));
    CHECK_FALSE(seen.ring.cut);
    CHECK(seen.ring_density() == (row.joins ? std::optional<double>(1.0) : std::nullopt));
  }
}

TEST_CASE("addresses and offices join nobody") {
  World world;
  for (int i = 1; i <= 20; ++i) {
    AttemptEvent e = world.attempt(n(i));
    e.ip = key(LinkKind::kIp, 1);
    e.site = key(LinkKind::kSite, 1);
    e.staff = key(LinkKind::kStaff, 1);
    e.terminal = key(LinkKind::kTerminal, 1);
    e.document = key(LinkKind::kDocument, 1);
    static_cast<void>(world.windows.apply(e));
    const History seen = world.look(e);
    CHECK(seen.ring_persons == 0);
    CHECK(seen.ring.hubs == 0);
  }
}

TEST_CASE("a gang's phones hang together by the accounts that change hands") {
  World world;
  // Forty clients over four phones and six accounts in turn.
  for (int i = 0; i < 40; ++i) world.certify(n(i + 1), i % 4, 10 + i % 6);
  const AttemptEvent next = world.certify(99, 0, 10);
  const History seen = world.look(next);
  CHECK(seen.ring_persons >= 20);
  CHECK(seen.ring.operators >= 3);
  CHECK(seen.ring.devices >= 2);
  CHECK(seen.ring.persons_30d == seen.ring_persons);
  REQUIRE(seen.ring_density());
  CHECK(*seen.ring_density() < 0.6);
}

TEST_CASE("the homes of a helper's persons are no part of her ring") {
  World world;
  // Each couple was certified at home, by a daughter's phone, half a year ago.
  for (int i = 0; i < 30; ++i) world.certify(n(i + 1), 100 + i / 2, 200 + i / 2, 300 + i / 2);
  world.wait(hours(24 * 180));
  AttemptEvent last;
  for (int i = 0; i < 30; ++i) last = world.certify(n(i + 1), 1, 2);
  const History seen = world.look(last);
  CHECK(seen.ring_persons == 30);
  CHECK(seen.ring.devices == 1);
  CHECK(seen.ring.operators == 1);
  CHECK(seen.ring.wifis == 0);
  CHECK(seen.ring.ties == 60);
  CHECK(seen.ring_density() == 1.0);
  // Seen from one of the homes there are those who live there.
  const History home = world.look(world.certify(1, 100, 200, 300));
  CHECK(home.ring_persons == 2);
  CHECK(home.ring.devices == 1);
}

TEST_CASE("a second phone that served three of the first one's persons joins") {
  for (const int shared : {2, 3}) {
    INFO(shared);
    World world;
    for (int i = 1; i <= 10; ++i) world.certify(n(i), 1);
    for (int i = 1; i <= shared; ++i) world.certify(n(i), 2);
    for (int i = 11; i <= 20; ++i) world.certify(n(i), 2);
    AttemptEvent from = world.certify(1, 1);
    const History seen = world.look(from);
    CHECK(seen.ring.devices == (shared == 3 ? 2 : 1));
    CHECK(seen.ring_persons == (shared == 3 ? 20 : 10));
  }
}

TEST_CASE("a customer's own account on a shop's phone is nobody's tool") {
  World world;
  AttemptEvent last;
  for (int i = 1; i <= 50; ++i) last = world.certify(n(i), 1, 100 + i);
  const History seen = world.look(last);
  CHECK(seen.ring_persons == 50);
  CHECK(seen.ring.devices == 1);
  CHECK(seen.ring.operators == 1);  // the attempt's own
}

TEST_CASE("a ring ages out, and a phone that was sold is quiet") {
  World world;
  AttemptEvent last;
  for (int i = 1; i <= 40; ++i) last = world.certify(n(i), 1, 2);
  world.wait(hours(24 * 60));
  last.operator_ = key(LinkKind::kOperator, 3);
  History seen = world.look(last);
  CHECK(seen.ring_persons == 40);
  CHECK(seen.ring.persons_30d == 0);
  CHECK(seen.ring.last_on == parse_date("2026-01-01").value());
  world.wait(hours(24 * 306));
  seen = world.look(last);
  CHECK(seen.ring_persons == 0);
  CHECK_FALSE(seen.ring.last_on.has_value());
}

TEST_CASE("what was found of a ring's persons and links is counted") {
  World world;
  AttemptEvent last;
  for (int i = 1; i <= 10; ++i) last = world.certify(n(i), 1, 2);
  DispositionEvent bad;
  bad.at = world.now();
  bad.adverse = true;
  bad.links = {{LinkKind::kPerson, key(LinkKind::kPerson, 1)},
               {LinkKind::kDevice, key(LinkKind::kDevice, 1)}};
  static_cast<void>(world.windows.apply(bad));
  DispositionEvent good = bad;
  good.adverse = false;
  good.cleared = true;
  good.links = {{LinkKind::kPerson, key(LinkKind::kPerson, 2)}};
  static_cast<void>(world.windows.apply(good));
  const History seen = world.look(last);
  CHECK(seen.ring_confirmed == 2);
  CHECK(seen.ring.confirmed_persons == 1);
  CHECK(seen.ring.cleared_persons == 1);
}

TEST_CASE("the picture of a family is the family") {
  World world;
  world.certify(1, 1, 2, 3);
  world.certify(2, 1, 2, 3);
  const AttemptEvent own = world.certify(3, 1, 2, 3);
  const RingPicture picture = world.windows.ring({&own, 1}, 2, 150, world.now());
  REQUIRE(picture.nodes.size() == 6);
  CHECK(picture.persons == 3);
  CHECK(picture.links == 3);
  CHECK(picture.edges.size() == 9);
  CHECK(picture.left_out_persons + picture.left_out_links == 0);
  std::size_t own_persons = 0;
  for (const RingNode& node : picture.nodes) {
    if (node.kind == LinkKind::kPerson) {
      CHECK(node.attempts == 1);
      if (node.own) ++own_persons;
    } else {
      CHECK(node.own);
      CHECK(node.persons == 3);
      CHECK(node.attempts == 3);
      CHECK(node.last == own.at);
    }
    CHECK_FALSE(node.hub);
    CHECK_FALSE(node.confirmed);
  }
  CHECK(own_persons == 1);
  for (const RingEdge& edge : picture.edges) {
    CHECK(picture.nodes[edge.person].kind == LinkKind::kPerson);
    CHECK(picture.nodes[edge.link].kind != LinkKind::kPerson);
    CHECK(edge.attempts == 1);
    CHECK(edge.first == edge.last);
  }
}

TEST_CASE("the picture of a gang says what had no room and what is a hub") {
  World world;
  std::vector<AttemptEvent> own;
  for (int i = 0; i < 300; ++i) {
    const AttemptEvent e = world.certify(n(i + 1), i % 3, 10 + i % 5, 1);
    if (i >= 295) own.push_back(e);
  }
  DispositionEvent bad;
  bad.at = world.now() + hours(1);
  bad.adverse = true;
  bad.links = {{LinkKind::kPerson, own.front().person}, {LinkKind::kDevice, *own.front().device}};
  static_cast<void>(world.windows.apply(bad));

  const RingPicture picture = world.windows.ring(own, 2, 60, world.now() + hours(2));
  CHECK(picture.nodes.size() == 60);
  CHECK(picture.persons == 300);
  CHECK(picture.links == 8);
  CHECK(picture.hubs == 1);
  CHECK(picture.left_out_links == 0);
  CHECK(picture.left_out_persons == 300 - (60 - 9));
  std::size_t confirmed = 0;
  std::size_t own_persons = 0;
  for (const RingNode& node : picture.nodes) {
    if (node.confirmed) ++confirmed;
    if (node.own && node.kind == LinkKind::kPerson) ++own_persons;
    CHECK(node.hub == (node.kind == LinkKind::kWifi));
    if (node.hub) CHECK(node.persons == RingLimits{}.wifi);
  }
  CHECK(confirmed == 2);
  CHECK(own_persons == 5);
  CHECK(picture.edges.size() == 51 * 3);  // each person: a phone, an account, the network

  // A finding of tomorrow is not known today.
  const RingPicture before = world.windows.ring(own, 2, 60, world.now());
  for (const RingNode& node : before.nodes) CHECK_FALSE(node.confirmed);
  // One step: what the case's own attempts used.
  const AttemptEvent one = own.back();
  const RingPicture near = world.windows.ring({&one, 1}, 1, 500, world.now());
  CHECK(near.links == 2);
  CHECK(near.persons < 200);
}

TEST_CASE("a phone with thousands of tries is a hub whoever passed on it") {
  World world;
  AttemptEvent e = world.certify(1, 1);
  for (int i = 0; i < 1700; ++i) {
    AttemptEvent tried = world.attempt(n(i + 1));
    tried.device = e.device;
    tried.outcome = Outcome::kFailed;
    static_cast<void>(world.windows.apply(tried));
  }
  const History seen = world.look(e);
  CHECK(seen.ring_persons == 0);
  CHECK(seen.ring.hubs == 1);
  const RingPicture picture = world.windows.ring({&e, 1}, 2, 150, world.now());
  REQUIRE(picture.nodes.size() == 2);
  CHECK(picture.nodes[0].hub);
  CHECK(picture.nodes[0].persons == 0);
  CHECK(picture.nodes[0].attempts == 1701);
  CHECK(picture.edges.size() == 1);
}

TEST_CASE("the picture of an attempt that nobody can know is that of nobody") {
  World world;
  world.certify(1, 1);
  AttemptEvent other = world.attempt(2);
  other.device = key(LinkKind::kDevice, 7);
  const RingPicture picture = world.windows.ring({&other, 1}, 2, 150, world.now());
  CHECK(picture.nodes.empty());
  CHECK(picture.edges.empty());
  CHECK(world.windows.ring({}, 2, 150, world.now()).nodes.empty());
}

TEST_CASE("two windows of one history show one picture, whatever the hashes") {
  // The same events under other keys: nodes and edges keep their order.
  const auto picture_of = [](std::uint64_t salt) {
    Windows windows;
    AttemptEvent e;
    for (std::uint64_t i = 1; i <= 80; ++i) {
      e.at = kStart + minutes(i / 3);
      e.arrival = i;
      e.person = key(LinkKind::kPerson, i * salt);
      e.device = key(LinkKind::kDevice, (i % 5) * salt + 1);
      e.operator_ = key(LinkKind::kOperator, (i % 7) * salt + 1);
      static_cast<void>(windows.apply(e));
    }
    const RingPicture picture = windows.ring({&e, 1}, 2, 40, e.at);
    std::string text;
    for (const RingNode& node : picture.nodes) {
      text += std::string(name_of(node.kind)) + ' ' + std::to_string(node.persons) + ' ' +
              format_time(*node.last) + '\n';
    }
    for (const RingEdge& edge : picture.edges) {
      text += std::to_string(edge.person) + '-' + std::to_string(edge.link) + '\n';
    }
    return text;
  };
  const std::string text = picture_of(1);
  CHECK(text.size() > 1000);
  CHECK(picture_of(7919) == text);
}

}  // namespace analyzer::store
