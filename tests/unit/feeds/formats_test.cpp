// What each format's reader makes of a list as others publish it.

#include <catch2/catch.hpp>

#include "tests/unit/feeds/read_all.h"

namespace analyzer::feeds {
namespace {

using Texts = std::vector<std::string>;

struct Row {
  const char* name;
  Format format;
  std::string text;
  Texts values;
  Texts causes;
};

const Row kRows[] = {
    {"lines: a scheme makes it that link alone, comments and blanks are left out",
     Format::kLines,
     "# bad\n\n a.invalid \r\nhttp://B.invalid/x#part # seen\n203.0.113.7\nhttp://c.invalid/\n"
     "; old\n[2001:DB8::1]\nd.invalid/x y\nnot a host\n测试.invalid\nhttp://u:p@e.invalid:80/\n"
     "javascript://f.invalid/",
     {"domain a.invalid", "url b.invalid/x", "ip 203.0.113.7", "url c.invalid/", "ip [2001:db8::1]",
      "url d.invalid/x%20y", "domain xn--0zwm56d.invalid", "url e.invalid/"},
     {"10 not a link or host", "13 not a link that a browser opens"}},
    {"hosts: several names a line, the machine's own left out",
     Format::kHosts,
     "127.0.0.1 localhost\n0.0.0.0 a.invalid b.invalid # both\n::1 ip6-localhost\n"
     "203.0.113.9 c.invalid\n0.0.0.0\n:: d.invalid\n",
     {"host a.invalid", "host b.invalid", "host d.invalid"},
     {"4 does not begin with an address that leads nowhere", "5 an address without a name"}},
    {"dnsmasq: domains and single hosts, what leads somewhere is wrong",
     Format::kDnsmasq,
     "local=/a.invalid/b.invalid/\naddress=/c.invalid/#\naddress=/d.invalid/203.0.113.1\n"
     "host-record=e.invalid,0.0.0.0\nserver=/f.invalid/\ncache-size=10\nserver=9.9.9.9\n",
     {"domain a.invalid", "domain b.invalid", "domain c.invalid", "host e.invalid",
      "domain f.invalid"},
     {"3 leads somewhere", "6 a setting that lists nothing", "7 names no domain"}},
    {"adblock: whole places only",
     Format::kAdblock,
     "[Adblock Plus 2.0]\n! title\n||a.invalid^\n||b.invalid^$all,important\n@@||c.invalid^\n"
     "d.invalid##.ad\n||e.invalid^$third-party\n|https://f.invalid^\n|http://g.invalid/x/\n"
     "|http://g.invalid/x/y|\n||203.0.113.7^\n||h.*^\n||i.invalid/x\nbanner\n",
     {"domain a.invalid", "domain b.invalid", "host f.invalid", "path g.invalid/x/",
      "url g.invalid/x/y", "ip 203.0.113.7"},
     {"5 an exception lists nothing", "6 a rule about a page's content", "7 a rule with conditions",
      "12 a rule with a wildcard", "13 a path below any name", "14 no rule about a whole place"}},
    {"rpz: a name, and with its wildcard what lies below",
     Format::kRpz,
     "$TTL 300\n@ SOA localhost. root.localhost. (1\n 2 3 4 5) ; serial\n@ NS localhost.\n"
     "a.invalid CNAME .\nb.invalid 300 IN CNAME .\n*.b.invalid CNAME .\n*.c.invalid CNAME .\n"
     "d.invalid CNAME rpz-passthru.\n32.7.113.0.203.rpz-ip CNAME .\ne.invalid A 203.0.113.1\n"
     "f.invalid CNAME .",
     {"host a.invalid", "domain b.invalid", "host f.invalid"},
     {"8 lists what lies below a name, but not the name", "9 a policy that does not block",
      "10 no name below the zone", "11 no policy for a name"}},
    {"csv: quotes, line breaks within them, missing cells",
     Format::kCsv,
     "kind,value,reason\r\ndomain,a.invalid,\"said \"\"so\"\",\ntwice\"\r\n,http://b.invalid/x,\r\n"
     "site,c.invalid,\r\nhost,d.invalid\r\nhost,e.invalid,ok\r\n",
     {"domain a.invalid", "url b.invalid/x", "host e.invalid"},
     {"5 no such kind", "6 2 cells below a head of 3"}},
    {"phishtank json",
     Format::kPhishtankJson,
     R"([{"phish_id":"1","url":"http:\/\/a.invalid\/x","submission_time":"2026-01-02T03:04:05+00:00",
"verified":"yes","verification_time":"2026-01-02T04:00:00+00:00","online":"yes","details":[{"ip_address":"203.0.113.1"}],"target":"Other"},
{"phish_id":2,"url":"http://b.invalid/","verified":"yes","online":"no"},
{"phish_id":3}, 7])",
     {"url a.invalid/x"},
     {"3 not verified or not online", "4 no object with a url", "4 no object with a url"}},
    {"phishtank csv",
     Format::kPhishtankCsv,
     "phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n"
     "1,\"http://a.invalid/x,y\",http://p.invalid/1,2026-01-02T03:04:05+00:00,yes,"
     "2026-01-02T04:00:00+00:00,yes,Other\n2,http://b.invalid/,,,no,,yes,Other\n",
     {"url a.invalid/x,y"},
     {"3 not verified or not online"}},
    {"openphish: URLs with their scheme",
     Format::kOpenphish,
     "http://a.invalid/x\nhttps://b.invalid\nc.invalid\n",
     {"url a.invalid/x", "url b.invalid/"},
     {"3 no URL with its scheme"}},
    {"urlhaus csv: the head stands in the last comment",
     Format::kUrlhausCsv,
     "# URLhaus\r\n# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\r\n"
     "\"7\",\"2026-01-02 03:04:05\",\"http://203.0.113.5:8080/i\",\"online\",\"\","
     "\"malware_download\",\"elf,arm\",\"https://u.invalid/7\",\"x\"\r\n",
     {"url 203.0.113.5/i"},
     {}},
    {"urlhaus json: lists by id",
     Format::kUrlhausJson,
     R"({"7":[{"dateadded":"2026-01-02 03:04:05 UTC","url":"http://a.invalid/i","threat":"malware_download","tags":["elf"]}],
"8":[{"url":""}]})",
     {"url a.invalid/i"},
     {"2 no object with a url"}},
    {"misp: attributes of the event and of its objects",
     Format::kMisp,
     R"({"Event":{"info":"x","Attribute":[{"type":"domain","value":"a.invalid","to_ids":true},
{"type":"url","value":"http://b.invalid/x","to_ids":false},
{"type":"domain|ip","value":"c.invalid|203.0.113.1","to_ids":true},{"type":"md5","value":"00"}],
"Object":[{"name":"url","Attribute":[{"type":"hostname","value":"d.invalid","comment":"seen"}]}]}})",
     {"domain a.invalid", "domain c.invalid", "host d.invalid"},
     {"2 not meant for detection", "3 no link, host or address"}},
    {"misp: the answer of a search",
     Format::kMisp,
     R"({"response":[{"Event":{"Attribute":[{"type":"ip-dst","value":"2001:db8::5"}]}}]})",
     {"ip [2001:db8::5]"},
     {}},
    {"misp warninglist",
     Format::kWarninglist,
     R"({"description":"x","list":["a.invalid",".b.invalid","203.0.113.0/24","203.0.113.7/32",
"/evil.*/"],"matching_attributes":["domain"],"name":"x","type":"hostname","version":1})",
     {"domain a.invalid", "domain b.invalid", "ip 203.0.113.7"},
     {"1 a block of addresses", "2 not a link or host"}},
    {"stix: places only",
     Format::kStix,
     R"({"type":"bundle","id":"bundle--1","objects":[{"type":"identity","name":"x"},
{"type":"indicator","pattern":"[domain-name:value = 'a.invalid' OR domain-name:value LIKE '%.a.invalid']","pattern_type":"stix"},
{"type":"indicator","pattern":"[url:value = 'http://b.invalid/it\\'s'] OR [ipv4-addr:value = '203.0.113.7']","pattern_type":"stix","revoked":true},
{"type":"indicator","pattern":"[file:hashes.MD5 = '00']","pattern_type":"stix"},
{"type":"indicator","pattern":"[url:value = 'http://c.invalid/'] AND [ipv4-addr:value = '203.0.113.7']","pattern_type":"stix"},
{"type":"indicator","pattern":"rule x {}","pattern_type":"yara"}]})",
     {"domain a.invalid", "url b.invalid/it's", "ip 203.0.113.7"},
     {"4 a pattern that names no place", "5 a pattern that asks for more than a place",
      "6 no STIX pattern"}},
    {"stix: what QR codes say and fingerprints of texts, by their labels alone",
     Format::kStix,
     R"({"type":"bundle","id":"bundle--1","objects":[
{"type":"indicator","labels":["qr-code"],"pattern":"[url:value = 'https://u.invalid/a?b']","pattern_type":"stix"},
{"type":"indicator","labels":["qr-code"],"pattern":"[artifact:payload_bin = b'V0lGSTpTOmE7']","pattern_type":"stix"},
{"type":"indicator","labels":["text-fingerprint"],"pattern":"[artifact:hashes.'SHA-256' = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881']","pattern_type":"stix"},
{"type":"indicator","pattern":"[artifact:hashes.'SHA-256' = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881']","pattern_type":"stix"},
{"type":"indicator","labels":["qr-code"],"pattern":"[artifact:payload_bin = b'?']","pattern_type":"stix"}]})",
     {"qr https://u.invalid/a?b", "qr WIFI:S:a;",
      "text 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
     {"5 an artifact of a kind that is not known", "6 a pattern that asks for more than a place"}},
    {"misp: what QR codes say, by its tag",
     Format::kMisp,
     R"({"Event":{"Attribute":[{"type":"text","value":"WIFI:S:a;","Tag":[{"name":"analyzer:kind=\"qr\""}]},
{"type":"text","value":"x","Tag":[{"name":"analyzer:kind=\"phone\""}]}]}})",
     {"qr WIFI:S:a;"},
     {"2 no link, host or address"}},
    {"our own changes",
     Format::kDelta,
     R"({"format":"analyzer-list/1","added":[{"kind":"host","value":"a.invalid","confidence":0.5}],
"removed":[{"kind":"host","value":"b.invalid"},{"kind":"phone","value":"13900005678"},{"kind":"x"}]})",
     {"host a.invalid", "host b.invalid"},
     {"2 values of this kind are hashes", "2 no such kind"}},
};

}  // namespace

TEST_CASE("each format is read as it is published, and what it cannot say is named") {
  for (const Row& row : kRows) {
    for (const std::size_t step : {std::size_t{1} << 20, std::size_t{1}, std::size_t{7}}) {
      INFO(row.name << ", by " << step);
      const ReadAll read = read_all(row.format, row.text, {}, step);
      CHECK(read.failure == "");
      CHECK(read.values() == row.values);
      CHECK(read.causes() == row.causes);
    }
  }
}

TEST_CASE("what else a list tells of an entry is kept") {
  const ReadAll csv = read_all(
      Format::kCsv,
      "url,why,sure,from,until\nhttp://a.invalid/,test,0.4,2026-01-02,2026-02-02 03:04:05\n",
      {.source = "them", .columns = {"", "url", "", "sure", "from", "until", "", "why"}});
  REQUIRE(csv.entries.size() == 1);
  CHECK(csv.entries[0] == Entry{IndicatorKind::kUrl, "a.invalid/", "them", 0.4,
                                parse_time("2026-01-02T00:00:00Z").value(),
                                parse_time("2026-02-02T03:04:05Z").value(), false, "test"});
  const ReadAll stix = read_all(Format::kStix, kRows[14].text);
  CHECK_FALSE(stix.entries.at(0).revoked);
  CHECK(stix.entries.at(1).revoked);
  const ReadAll ours = read_all(Format::kDelta, kRows[17].text);
  CHECK(ours.entries.at(0).confidence == 0.5);
  CHECK(ours.entries.at(1).revoked);
  const ReadAll tank = read_all(Format::kPhishtankJson, kRows[6].text);
  CHECK(tank.entries.at(0).valid_from == parse_time("2026-01-02T04:00:00Z").value());
}

}  // namespace analyzer::feeds
