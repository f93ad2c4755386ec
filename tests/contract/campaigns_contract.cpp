// The contract of Campaigns.

#include <catch2/catch.hpp>

#include "tests/contract/store_contract.h"

namespace analyzer::store {
namespace {

using Ids = std::vector<std::string>;

Campaign a_campaign(const std::string& id, Time last_seen = kNoon) {
  return {id, "社保卡停用", {"example.test"}, {990102}, 1, kNoon, last_seen, std::nullopt};
}

// All values `n`, but for the first `other`.
Sketch sketch(std::uint16_t n, std::size_t other = 0) {
  Sketch out;
  for (std::size_t i = 0; i < Sketch::kValues; ++i) {
    out.values[i] = static_cast<std::uint16_t>(n * 1000 + i + (i < other ? 500 : 0));
  }
  return out;
}

const Link kShapeLink{LinkKind::kShape, key(1)};
const Link kDomainLink{LinkKind::kDomain, key(2)};
const Link kPhoneLink{LinkKind::kPhone, key(3)};

}  // namespace

TEST_CASE("a campaign is kept as it was put, across a restart") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    Campaign one = a_campaign("cam_1");
    {
      const auto session = open(*test);
      Campaigns& campaigns = session->campaigns();
      must(campaigns.put(one));
      one.domains = {"example.test", "second.test"};
      one.counties = {990102, 990103};
      one.reports = 7;
      one.last_seen = kNoon + Milliseconds(5);
      one.shape = key(1);
      must(campaigns.put(one));
      must(campaigns.put(a_campaign("cam_2", kNoon + Milliseconds(9))));
      must(session->cases().put(a_case("cas_1"), std::nullopt));
      must(campaigns.add_links("cam_1", std::vector{kShapeLink, kDomainLink}));
      must(campaigns.add_links("cam_1", std::vector{kDomainLink}));
      must(campaigns.add_sketch("cam_1", sketch(1)));
      must(campaigns.count("cam_1", Date{std::chrono::days{20'000}}, 990102));
      must(campaigns.relate("cam_2", "cam_1"));
      must(campaigns.set_case("cam_1", "9901", "cas_1"));
    }
    test->reopen();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    const auto read = must(campaigns.find("cam_1"));
    REQUIRE(read.has_value());
    CHECK(read->title == "社保卡停用");
    CHECK(read->domains == one.domains);
    CHECK(read->counties == one.counties);
    CHECK(read->reports == 7);
    CHECK(read->first_seen == kNoon);
    CHECK(read->last_seen == one.last_seen);
    CHECK(read->shape == key(1));
    CHECK(must(campaigns.links("cam_1")).size() == 2);
    CHECK(must(campaigns.sketch_count("cam_1")) == 1);
    CHECK(must(campaigns.alike(sketch(1), 0.9)).size() == 1);
    CHECK(must(campaigns.counts("cam_1")).size() == 1);
    CHECK(must(campaigns.related("cam_1")) == Ids{"cam_2"});
    CHECK(must(campaigns.case_of("cam_1", "9901")) == "cas_1");

    CHECK_FALSE(must(campaigns.find("cam_3")).has_value());
    const auto recent = [&](std::size_t offset) {
      Ids out;
      for (const Campaign& c : must(campaigns.recent(10, offset))) out.push_back(c.id);
      return out;
    };
    CHECK(recent(0) == Ids{"cam_2", "cam_1"});
    CHECK(recent(1) == Ids{"cam_1"});
  }
}

TEST_CASE("ties name who has which link, in the order asked, the oldest eight") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    for (int n = 1; n <= 9; ++n) {
      const std::string id = "cam_" + std::to_string(n);
      must(campaigns.put(a_campaign(id)));
      must(campaigns.add_links(id, std::vector{kPhoneLink}));
    }
    must(campaigns.add_links("cam_2", std::vector{kDomainLink}));
    const auto ties = must(campaigns.ties(std::vector{kDomainLink, kShapeLink, kPhoneLink}));
    REQUIRE(ties.size() == 9);
    CHECK(ties[0] == CampaignTie{kDomainLink, "cam_2"});
    CHECK(ties[1] == CampaignTie{kPhoneLink, "cam_1"});
    CHECK(ties[8] == CampaignTie{kPhoneLink, "cam_8"});
    CHECK(must(campaigns.ties(std::vector{Link{LinkKind::kHost, key(2)}})).empty());
    CHECK(code_of(campaigns.add_links("cam_x", std::vector{kDomainLink})) == ErrorCode::kNotFound);
  }
}

TEST_CASE("alike are those with a text that is near, the likest first") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    for (const char* id : {"cam_1", "cam_2", "cam_3"}) must(campaigns.put(a_campaign(id)));
    constexpr std::size_t kHalf = Sketch::kValues / 2;
    must(campaigns.add_sketch("cam_1", sketch(1, kHalf)));
    must(campaigns.add_sketch("cam_1", sketch(2)));
    must(campaigns.add_sketch("cam_2", sketch(1, 6)));
    must(campaigns.add_sketch("cam_3", sketch(3)));
    const auto found = must(campaigns.alike(sketch(1), 0.4));
    REQUIRE(found.size() == 2);
    CHECK(found[0].campaign == "cam_2");
    CHECK(found[0].likeness == Approx(1.0 - 6.0 / Sketch::kValues));
    CHECK(found[1].campaign == "cam_1");
    CHECK(found[1].likeness == Approx(0.5));
    CHECK(must(campaigns.alike(sketch(1), 0.6)).size() == 1);
    CHECK(must(campaigns.alike(sketch(9), 0.0)).empty());
    CHECK(must(campaigns.sketch_count("cam_1")) == 2);
    CHECK(must(campaigns.sketch_count("cam_x")) == 0);
    CHECK(code_of(campaigns.add_sketch("cam_x", sketch(1))) == ErrorCode::kNotFound);
  }
}

TEST_CASE("many texts that share a band hide none that is the same") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    must(campaigns.put(a_campaign("cam_0")));
    must(campaigns.put(a_campaign("cam_1")));
    must(campaigns.add_sketch("cam_1", sketch(1)));
    for (std::uint16_t n = 2; n < 40; ++n) {
      Sketch near = sketch(n);
      for (std::size_t i = 0; i < Sketch::kBandValues; ++i) near.values[i] = sketch(1).values[i];
      must(campaigns.add_sketch("cam_0", near));
    }
    const auto found = must(campaigns.alike(sketch(1), 0.4));
    REQUIRE(found.size() == 1);
    CHECK(found[0].campaign == "cam_1");
    CHECK(found[0].likeness == 1.0);
  }
}

TEST_CASE("reports are counted by day and county") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    must(campaigns.put(a_campaign("cam_1")));
    const Date day{std::chrono::days{20'000}};
    const Date next = day + std::chrono::days{1};
    for (const std::uint32_t county : {990103U, 990102U, 990103U, 0U}) {
      must(campaigns.count("cam_1", day, county));
    }
    must(campaigns.count("cam_1", next, 990102));
    CHECK(must(campaigns.counts("cam_1")) ==
          std::vector<CampaignCount>{
              {day, 0, 1}, {day, 990102, 1}, {day, 990103, 2}, {next, 990102, 1}});
    CHECK(must(campaigns.counts("cam_2")).empty());
    CHECK(code_of(campaigns.count("cam_2", day, 0)) == ErrorCode::kNotFound);
  }
}

TEST_CASE("relations are of both, once, and never with oneself") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    for (const char* id : {"cam_1", "cam_2", "cam_3"}) must(campaigns.put(a_campaign(id)));
    must(campaigns.relate("cam_2", "cam_1"));
    must(campaigns.relate("cam_1", "cam_2"));
    must(campaigns.relate("cam_2", "cam_3"));
    must(campaigns.relate("cam_1", "cam_1"));
    CHECK(must(campaigns.related("cam_1")) == Ids{"cam_2"});
    CHECK(must(campaigns.related("cam_2")) == Ids{"cam_1", "cam_3"});
    CHECK(code_of(campaigns.relate("cam_1", "cam_x")) == ErrorCode::kNotFound);
  }
}

TEST_CASE("a campaign has one case a bureau") {
  for (const Maker& maker : makers()) {
    INFO(maker.name);
    const auto test = maker.make();
    const auto session = open(*test);
    Campaigns& campaigns = session->campaigns();
    must(campaigns.put(a_campaign("cam_1")));
    must(campaigns.put(a_campaign("cam_2", kNoon + Milliseconds(1))));
    for (const char* id : {"cas_1", "cas_2", "cas_3"}) {
      must(session->cases().put(a_case(id), std::nullopt));
    }
    must(campaigns.set_case("cam_1", "9901", "cas_1"));
    must(campaigns.set_case("cam_1", "", "cas_2"));
    CHECK(must(campaigns.case_of("cam_1", "9901")) == "cas_1");
    CHECK_FALSE(must(campaigns.case_of("cam_1", "9902")).has_value());
    CHECK(must(campaigns.cases("cam_1")) == Ids{"cas_2", "cas_1"});
    must(campaigns.set_case("cam_1", "9901", "cas_3"));
    CHECK(must(campaigns.case_of("cam_1", "9901")) == "cas_3");
    CHECK_FALSE(must(campaigns.of_case("cas_1")).has_value());
    CHECK(must(campaigns.of_case("cas_2")) == "cam_1");
    must(campaigns.set_case("cam_2", "", "cas_2"));
    CHECK(must(campaigns.of_case("cas_2")) == "cam_2");
    CHECK(code_of(campaigns.set_case("cam_1", "9901", "cas_x")) == ErrorCode::kNotFound);
  }
}

}  // namespace analyzer::store
