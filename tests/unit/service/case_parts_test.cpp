// Evidence files, what is handed down, conflicts of interest, what was saved, the form
// and the waiting times.

#include "analyzer/core/digest.h"
#include "analyzer/service/conflict_list.h"
#include "analyzer/service/evidence_files.h"
#include "analyzer/service/file_types.h"
#include "analyzer/service/referral_work.h"
#include "tests/unit/service/casework_world.h"

namespace analyzer {
namespace {

const std::string kPdf = "%PDF-1.4 示例";

template <class T>
std::string refusal(const Result<T>& result) {
  if (result) return "";
  const auto& fields = result.error().fields;
  return fields.empty() ? std::string("refused") : fields.front().code;
}

std::string held(World& world, const std::string& name = "a") {
  return text_at(world.attempt(after_death(name)), "/case_id");
}

// A case that holds nothing: of a person whose certification came after a later record.
std::string free_case(World& world, const std::string& name) {
  world.attempt(R"({"attempt_id":")" + name +
                R"(","occurred_at":"2026-03-10T09:00:00+08:00","channel":"app_12333",)"
                R"("outcome":"passed","region":"990102001203","person":{"ref":"p-)" +
                name + R"(","age":83,"scheme":"resident"},"device":{"ref":"d-)" + name + R"("}})");
  const json::Value answer = world.registry_event(
      R"({"event_id":"e-)" + name + R"(","kind":"death_cremation","person":{"ref":"p-)" + name +
      R"("},"from":"2026-01-01","match":"id","status":"confirmed","source":"示例殡仪馆"})");
  return text_at(answer, "/case_ids/0");
}

json::Value add(World& world, const Actor& actor, const std::string& id,
                const std::string& bytes = kPdf, bool personal = true) {
  return parsed(
      world.service().evidence_files().add(actor, id, {"回函.pdf", "死亡证明", personal, bytes}));
}

std::vector<std::string> log_of(World& world, const std::string& object) {
  Actor auditor = person("usr_audit", role_bit(Role::kAuditAdmin));
  AuditFilter filter;
  filter.object = object;
  filter.limit = 200;
  const json::Value log = parsed(world.service().audit(auditor, filter));
  std::vector<std::string> out;
  const json::Value rows = at(log, "/data");
  for (const json::Value& row : rows.get_array()) {
    out.push_back(text_at(row, "/action") + " " + text_at(row, "/detail"));
  }
  return out;
}

bool logged(World& world, const std::string& object, const std::string& part) {
  for (const std::string& line : log_of(world, object)) {
    if (line.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the bytes of a file decide what it is") {
  struct Row {
    std::string bytes;
    std::string type;
  };
  const std::string zip("PK\x03\x04", 4);
  const Row rows[] = {
      {kPdf, "application/pdf"},
      {"\x89PNG\r\n\x1A\n....", "image/png"},
      {"\xFF\xD8\xFF....", "image/jpeg"},
      {"RIFF....WEBPVP8 ", "image/webp"},
      {"RIFF....WAVEfmt ", "audio/wav"},
      {"....WAVE", ""},  // no RIFF; control characters there are none, so it is text
      {"#!AMR\n..", "audio/amr"},
      {"....ftypM4A ", "audio/mp4"},
      {"....ftypisom", "video/mp4"},
      {std::string("\0\0\0\x18", 4) + "ftypheic", ""},  // a phone's photo, no film
      {zip + "[Content_Types].xml word/document.xml",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {zip + "[Content_Types].xml word/document.xml word/vbaProject.bin", ""},
      {zip + "anything.exe", ""},
      {"MZ\x90\x01", ""},
      {"通话记录:无人接听", "text/plain"},
      {"\xCD\xA8\xBB\xB0\xBC\xC7\xC2\xBC:1", "text/plain"},  // GBK, as Windows saves it
      {"\xCD\xA8\xBB", ""},
      {"<html><script>alert(1)</script>", ""},
      {"  <svg onload=alert(1)>", ""},
      {"#!/bin/sh\nrm", ""},
      {std::string("a\0b", 3), ""},
      {"\xC3\x28", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.bytes);
    if (row.bytes == "....WAVE") {
      CHECK(evidence_type(row.bytes) == "text/plain");
      continue;
    }
    CHECK(evidence_type(row.bytes) == row.type);
  }
  CHECK(plain_file_name("C:\\tmp\\..\\回函.pdf") == "回函.pdf");
  CHECK(plain_file_name("../../etc/passwd") == "passwd");
  CHECK(plain_file_name("gpj.\xE2\x80\xAE"
                        "exe\r\n\".pdf") == "gpj.exe.pdf");
  CHECK(plain_file_name("/") == "未命名");
  CHECK(plain_file_name(std::string(500, 'x')).size() == 120);
  CHECK(file_name_as("run.bat", "text/plain") == "run.bat.txt");
  CHECK(file_name_as("page.html", "application/pdf") == "page.html.pdf");
  CHECK(file_name_as("回函.PDF", "application/pdf") == "回函.PDF");
  CHECK(file_name_as("照片.jpeg", "image/jpeg") == "照片.jpeg");
}

TEST_CASE("a file is laid in, looked at with a reason, and withdrawn with its hash kept") {
  World world;
  const std::string id = held(world);
  const json::Value file = add(world, kLi, id);
  const std::string file_id = text_at(file, "/id");
  CHECK(text_at(file, "/type") == "application/pdf");
  CHECK(text_at(file, "/sha256") == sha256_hex(kPdf));
  CHECK(logged(world, id, "case.file_added 回函.pdf"));
  CHECK(logged(world, id, sha256_hex(kPdf)));
  EvidenceFiles& files = world.service().evidence_files();

  CHECK(refusal(files.open(kLi, id, file_id, "")) == "required");
  const auto opened = files.open(kZhao, id, file_id, "复核需要");
  REQUIRE(opened);
  CHECK(opened->bytes == kPdf);
  CHECK(logged(world, id, "case.file_opened"));
  CHECK(logged(world, id, "复核需要"));

  SECTION("on the disk stands none of it in clear") {
    const auto session = world.service().store().open_session(store::Mode::kReadOnly);
    REQUIRE(session);
    const auto secret = (*session)->secrets().find(file_id, "file");
    REQUIRE(secret);
    REQUIRE(*secret);
    CHECK((*secret)->bytes.find("示例") == std::string::npos);
  }
  SECTION("it is withdrawn by who laid it in or a supervisor") {
    CHECK(refusal(files.withdraw(kZhao, id, file_id, R"({"reason":"传错文件"})")) == "forbidden");
    CHECK(refusal(files.withdraw(kLi, id, file_id, R"({"reason":""})")) == "required");
    const json::Value gone = parsed(files.withdraw(kLi, id, file_id, R"({"reason":"传错文件"})"));
    CHECK(text_at(gone, "/withdrawn_why") == "传错文件");
    CHECK(text_at(gone, "/sha256") == sha256_hex(kPdf));
    // Out of sight; that it is gone takes a supervisor who did not lay it in.
    CHECK(at(gone, "/kept").get_bool());
    CHECK(refusal(files.open(kLi, id, file_id, "再看")) == "refused");
    CHECK(refusal(files.withdraw(kLi, id, file_id, R"({"reason":"再撤一次"})")) == "refused");
    CHECK(refusal(files.open(supervisor(), id, file_id, "")) == "required");
    CHECK(files.open(supervisor(), id, file_id, "核对撤回的文件")->bytes == kPdf);
    const json::Value erased =
        parsed(files.withdraw(supervisor(), id, file_id, R"({"reason":"确属传错"})"));
    CHECK_FALSE(at(erased, "/kept").get_bool());
    CHECK(refusal(files.open(supervisor(), id, file_id, "再看一次")) == "refused");
    CHECK(logged(world, id, "case.file_withdrawn"));
    const json::Value detail = world.case_detail(kLi, id);
    CHECK(at(detail, "/files").get_array().size() == 1);
  }
  SECTION("the finding rests on it and keeps it") {
    REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
    REQUIRE(act(world, kLi, id, CaseAction::kContact,
                R"({"way":"phone","result":"reached","note":"家属说已去世"})")
                .empty());
    CHECK(act(world, kLi, id, CaseAction::kDecide,
              R"({"finding":"death_claim","note":"回函一致","files":["fil_other"]})") ==
          "file_unknown");
    REQUIRE(act(world, kLi, id, CaseAction::kDecide,
                R"({"finding":"death_claim","note":"回函一致","files":[")" + file_id + R"("]})")
                .empty());
    CHECK(at(world.case_detail(kLi, id), "/files/0/evidence").get_bool());
    CHECK(refusal(files.withdraw(kLi, id, file_id, R"({"reason":"传错文件"})")) == "evidence");
  }
  SECTION("what is refused says why") {
    const auto refused = [&](NewFile one) { return refusal(files.add(kLi, id, std::move(one))); };
    CHECK(refused({"a.pdf", "用途", true, kPdf}) == "file_known");
    CHECK(refused({"a.exe", "用途", true, "MZ\x90\x01"}) == "file_type");
    CHECK(refused({"a.pdf", "用途", true, ""}) == "file_empty");
    CHECK(refused({"a.pdf", "", true, kPdf + "1"}) == "required");
    std::string large = kPdf;
    large.resize(EvidenceFiles::kMostBytes + 1, 'x');
    CHECK(refused({"a.pdf", "用途", true, large}) == "file_large");
    Actor elsewhere = kLi;
    elsewhere.region = "41";
    CHECK(refusal(files.add(elsewhere, id, {"a.pdf", "用途", true, kPdf + "2"})) == "refused");
    CHECK(refusal(files.open(elsewhere, id, file_id, "看看")) == "refused");
    const Actor hotline = person("usr_desk", role_bit(Role::kHotline));
    CHECK(refusal(files.open(hotline, id, file_id, "看看")) == "forbidden");
  }
  SECTION("one without persons needs no reason, and the look is logged all the same") {
    const std::string plain = text_at(add(world, kLi, id, "说明文字", false), "/id");
    CHECK(files.open(kZhao, id, plain, "").has_value());
    CHECK(logged(world, id, "未涉及个人信息"));
  }
}

TEST_CASE("a case is handed down, waits, and comes back with what was found") {
  World world;
  const std::string id = free_case(world, "a");
  REQUIRE_FALSE(id.empty());
  ReferralWork& work = world.service().referral_work();
  const std::string body =
      R"({"unit_region":"990102001","unit_name":"示例镇","asked":"请上门见本人","working_days":3})";
  const auto version = [&] { return *world.service().case_by_id(kLi, id)->version; };
  CHECK(refusal(work.send(kLi, id, version(), body)) == "refused");  // not claimed
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  Actor county = kLi;
  county.region = "990102";
  CHECK(refusal(work.send(county, id, version(),
                          R"({"unit_region":"990103001","unit_name":"别处镇","asked":"请核实一下",)"
                          R"("working_days":3})")) == "outside_scope");
  CHECK(refusal(work.send(kLi, id, version(),
                          R"({"unit_region":"990102","unit_name":"示例县",)"
                          R"("asked":"请核实一下","working_days":3})")) == "format");
  CHECK(refusal(work.send(kLi, id, version() - 1, body)) == "stale");
  REQUIRE(work.send(kLi, id, version(), body));
  CHECK(text_at(case_of(world, id), "/state") == "open");
  CHECK_FALSE(at(case_of(world, id), "/referred_until").is_null());
  CaseFilter waits;
  waits.waits = "unit";
  CHECK(at(world.cases(kLi, waits), "/data").get_array().size() == 1);
  // Nobody is given it meanwhile.
  CHECK_FALSE(world.service().next_case(kZhao, "")->text);
  CHECK_FALSE(world.service().next_case(kLi, "")->text);

  // The unit's own person sees what is asked, and not the case.
  Actor unit = person("usr_unit");
  unit.region = "990102001";
  Actor other = person("usr_other");
  other.region = "990102002";
  const json::Value list = parsed(work.list(unit, {}));
  REQUIRE(at(list, "/data").get_array().size() == 1);
  CHECK(at(list, "/data/0/asked").is_null());
  CHECK(at(parsed(work.list(other, {})), "/data").get_array().empty());
  const std::string ref = text_at(list, "/data/0/id");
  CHECK(text_at(parsed(work.find(unit, ref)), "/asked") == "请上门见本人");
  CHECK(logged(world, ref, "referral.view"));
  CHECK(refusal(work.find(other, ref)) == "refused");
  CHECK(refusal(work.recall(unit, ref, R"({"reason":"不想查"})")) != "");

  SECTION("returned by the unit, it is the sender's again") {
    const std::string found =
        R"({"findings":"本人健在,已见面","found_by":"示例干部","found_on":"2026-03-10"})";
    CHECK(refusal(work.give_back(unit, ref,
                                 R"({"findings":"本人健在","found_by":"示例干部",)"
                                 R"("found_on":"2027-01-01"})")) == "range");
    const json::Value back = parsed(work.give_back(unit, ref, found));
    CHECK(text_at(back, "/state") == "returned");
    CHECK(text_at(back, "/findings") == "本人健在,已见面");
    CHECK(refusal(work.give_back(unit, ref, found)) == "refused");
    CHECK(at(case_of(world, id), "/referred_until").is_null());
    CHECK(logged(world, id, "case.referral_returned"));
    const json::Value detail = world.case_detail(kLi, id);
    CHECK(text_at(detail, "/referrals/0/found_by") == "示例干部");
    CHECK_FALSE(world.service().next_case(kZhao, "")->text);
    CHECK(world.service().next_case(kLi, "")->text);
  }
  SECTION("who stated a conflict neither reads nor answers it") {
    add_user(world, unit.id, "unit", "reviewer");
    REQUIRE(world.service().conflict_list().add(
        unit, R"({"kind":"relatives","region":"990102001","note":"亲属在该镇领取"})"));
    CHECK(refusal(work.find(unit, ref)) == "conflict_of_interest");
    CHECK(refusal(work.give_back(unit, ref,
                                 R"({"findings":"本人健在,已见面","found_by":"示例干部",)"
                                 R"("found_on":"2026-03-10"})")) == "conflict_of_interest");
  }
  SECTION("overdue, it comes back to the sender and says so; taken back, it may be decided") {
    world.now += std::chrono::hours{24 * 7};
    waits.waits = "unit_overdue";
    CHECK(at(world.cases(kLi, waits), "/data").get_array().size() == 1);
    CHECK(at(parsed(work.list(unit, {})), "/data/0/overdue").get_bool());
    REQUIRE(world.service().next_case(kLi, "")->text);
    CHECK(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"alive"})") == "referred");
    REQUIRE(work.recall(kLi, ref, R"({"reason":"逾期未回"})"));
    CHECK(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"alive"})").empty());
  }
}

TEST_CASE("who pays or approves benefits of a place judges no case of it") {
  World world;
  const std::string id = held(world);
  add_user(world, "usr_li", "li", "reviewer");
  add_user(world, "usr_zhao", "zhao", "second_reviewer");
  ConflictList& conflicts = world.service().conflict_list();
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  const std::string body = R"({"kind":"paying","region":"990102","note":"城乡居保发放岗"})";
  const json::Value stated = parsed(conflicts.add(kLi, body));
  CHECK(logged(world, "usr_li", "conflict.stated"));

  // What was claimed before is not decided either.
  CHECK(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"wrong_record"})") ==
        "conflict_of_interest");
  // Nor is anything laid in, looked at or noted of whom was spoken to.
  EvidenceFiles& files = world.service().evidence_files();
  CHECK(refusal(files.add(kLi, id, {"回函.pdf", "死亡证明", true, kPdf})) ==
        "conflict_of_interest");
  CHECK(act(world, kLi, id, CaseAction::kContact,
            R"({"way":"phone","result":"reached","note":"本人接听"})") == "conflict_of_interest");
  const std::string of_zhao = text_at(add(world, kZhao, id), "/id");
  CHECK(refusal(files.open(kLi, id, of_zhao, "想看")) == "conflict_of_interest");
  REQUIRE(act(world, kLi, id, CaseAction::kRelease).empty());
  world.now += std::chrono::hours{13};
  CHECK(act(world, kLi, id, CaseAction::kClaim) == "conflict_of_interest");
  CHECK_FALSE(world.service().next_case(kLi, "")->text);
  CHECK(world.service().next_case(kZhao, "")->text);

  SECTION("nor confirmed, nor handed to") {
    REQUIRE(act(world, kZhao, id, CaseAction::kContact,
                R"({"way":"phone","result":"reached","note":"家属说已去世"})")
                .empty());
    REQUIRE(conflicts.add(supervisor(), R"({"account":"usr_zhao","kind":"approving",)"
                                        R"("region":"990103","note":"审批岗"})"));
    CHECK(act(world, kZhao, id, CaseAction::kAssign, R"({"person":"usr_li"})") ==
          "conflict_of_interest");
    REQUIRE(
        act(world, kZhao, id, CaseAction::kDecide, R"({"finding":"death_claim","note":"回函一致"})")
            .empty());
    const Actor second = person("usr_li", role_bit(Role::kSecondReviewer));
    CHECK(act(world, second, id, CaseAction::kConfirmation, R"({"confirmation":"confirm"})") ==
          "conflict_of_interest");
  }
  SECTION("nobody frees himself, and another's is stated by a supervisor alone") {
    const std::string one = text_at(stated, "/id");
    CHECK(refusal(conflicts.end(kLi, one, R"({"reason":"调离"})")) == "forbidden");
    const Actor self = person("usr_li", role_bit(Role::kSupervisor));
    CHECK(refusal(conflicts.end(self, one, R"({"reason":"调离"})")) == "same_person");
    CHECK(refusal(conflicts.add(kLi, R"({"account":"usr_zhao","kind":"paying","region":"990102",)"
                                     R"("note":"替人声明"})")) == "forbidden");
    CHECK(refusal(conflicts.add(
              kLi, R"({"kind":"same_village","region":"990102","note":"本村"})")) == "format");
    REQUIRE(conflicts.end(supervisor(), one, R"({"reason":"调离发放岗"})"));
    CHECK(at(parsed(conflicts.list(kLi)), "/data/0/ended_at").is_string());
    world.now += std::chrono::hours{13};
    CHECK(act(world, kLi, id, CaseAction::kClaim).empty());
  }
}

TEST_CASE("a village is told by where the person lives") {
  World world;
  world.attempt(R"({"attempt_id":"v","occurred_at":"2026-03-10T09:00:00+08:00",)"
                R"("channel":"app_12333","outcome":"passed","region":"990102",)"
                R"("person":{"ref":"p-v","age":83,"residence_region":"990102001203"},)"
                R"("device":{"ref":"d-v"}})");
  const std::string id = text_at(
      world.registry_event(R"({"event_id":"e-v","kind":"death_cremation","person":{"ref":"p-v"},)"
                           R"("from":"2026-01-01","match":"id","status":"confirmed",)"
                           R"("source":"示例殡仪馆"})"),
      "/case_ids/0");
  REQUIRE_FALSE(id.empty());
  add_user(world, "usr_li", "li", "reviewer");
  ConflictList& conflicts = world.service().conflict_list();
  REQUIRE(conflicts.add(kLi, R"({"kind":"same_village","region":"990102001204","note":"邻村"})"));
  CHECK(act(world, kLi, id, CaseAction::kClaim).empty());
  REQUIRE(conflicts.add(kLi, R"({"kind":"same_village","region":"990102001203","note":"本村"})"));
  CHECK(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"wrong_record"})") ==
        "conflict_of_interest");
}

TEST_CASE("the figures tell who waits how long and what was saved, within a region") {
  World world;
  const std::string id = free_case(world, "a");
  free_case(world, "b");
  world.now += std::chrono::hours{30};
  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  CHECK(act(world, kLi, id, CaseAction::kSaved, R"({"saved_yuan":-1,"note":"退回"})") == "range");
  CHECK(act(world, kLi, id, CaseAction::kSaved, R"({"saved_yuan":1200.5})") == "required");
  REQUIRE(
      act(world, kLi, id, CaseAction::kSaved, R"({"saved_yuan":1200.5,"note":"已退回"})").empty());
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"alive"})").empty());
  settle(world);
  const json::Value value = parsed(world.service().statistics(supervisor(), {}));
  std::size_t rows = 0;
  const json::Value lines = at(value, "/waiting");
  for (const json::Value& line : lines.get_array()) {
    const std::string word = text_at(line, "/word");
    const bool ours = word == "all" || word == "resident" || word == "80-89" || word == "rural";
    INFO(word);
    CHECK(number_at(line, "/decided") == (ours ? 1 : 0));
    CHECK(number_at(line, "/waiting") == (ours ? 1 : 0));
    if (!ours) continue;
    ++rows;
    CHECK(at(line, "/median_hours").to_number<double>() == Approx(30.0).margin(0.1));
    CHECK(at(line, "/p90_hours").to_number<double>() == Approx(30.0).margin(0.1));
  }
  CHECK(rows == 4);
  CHECK(number_at(value, "/queue_age/0/total") == 0);
  CHECK(number_at(value, "/queue_age/1/retro") == 1);
  CHECK(at(value, "/saved/yuan").to_number<double>() == 1200.5);
  CHECK(text_at(value, "/saved/entries/0/case_id") == id);
  CHECK(text_at(value, "/saved/entries/0/by_name") == "usr_li");
  StatisticsFilter elsewhere;
  elsewhere.region = "41";
  const json::Value none = parsed(world.service().statistics(supervisor(), elsewhere));
  CHECK(number_at(none, "/saved/cases") == 0);
  CHECK(refusal(world.service().statistics(supervisor("99"), elsewhere)) == "outside_scope");
  StatisticsFilter nowhere;
  nowhere.region = "99x";
  CHECK(refusal(world.service().statistics(supervisor("99"), nowhere)) == "format");
  const auto file = world.service().statistics_file(supervisor(), {}, SheetFormat::kCsv);
  REQUIRE(file);
  for (const char* part : {"等待时间", "待办时长", "挽损金额", "1200.5", "城乡居民"}) {
    INFO(part);
    CHECK(file->bytes.find(part) != std::string::npos);
  }
}

TEST_CASE("the page tells what is usual of the person, and decided cases beside open ones") {
  World world;
  const auto passed = [&](const std::string& id, const std::string& at, const char* channel) {
    world.attempt(R"({"attempt_id":")" + id + R"(","occurred_at":")" + at + R"(","channel":")" +
                  channel +
                  R"(","outcome":"passed","region":"990102","site_region":"990102001203",)"
                  R"("person":{"ref":"p-a","age":83}})");
  };
  passed("u1", "2024-03-10T08:00:00+08:00", "window");
  passed("u2", "2025-03-10T08:30:00+08:00", "window");
  const std::string id = held(world);
  const json::Value usual = at(world.case_detail(kLi, id), "/usual");
  CHECK(number_at(usual, "/attempts") == 2);
  CHECK(text_at(usual, "/channels/0/word") == "window");
  CHECK(number_at(usual, "/channels/0/count") == 2);
  CHECK(text_at(usual, "/places/0/word") == "990102");
  CHECK(text_at(usual, "/hours/0/word") == "morning");
  CHECK(text_at(usual, "/present/channel") == "app_12333");
  CHECK(at(usual, "/present/place").is_null());

  REQUIRE(act(world, kLi, id, CaseAction::kClaim).empty());
  REQUIRE(act(world, kLi, id, CaseAction::kDecide, R"({"finding":"wrong_record"})").empty());
  settle(world);
  std::string again = after_death("a");
  again.replace(again.find(R"("attempt_id":"a")"), 16, R"("attempt_id":"z")");
  const std::string other = text_at(world.attempt(again), "/case_id");
  REQUIRE_FALSE(other.empty());
  if (other != id) {
    const json::Value related = at(world.case_detail(kLi, other), "/related/0");
    CHECK(text_at(related, "/id") == id);
    CHECK(text_at(related, "/state") == "decided");
    CHECK(text_at(related, "/finding") == "wrong_record");
  }
}

TEST_CASE("the form of a case is a spreadsheet, and making it is logged") {
  World world;
  const std::string id = held(world);
  add(world, kLi, id);
  const auto form = world.service().case_form(kLi, id);
  REQUIRE(form);
  CHECK(form->bytes.substr(0, 2) == "PK");
  CHECK(form->bytes.size() > 3000);
  CHECK(logged(world, id, "case.form_export"));
  Actor elsewhere = kLi;
  elsewhere.region = "41";
  CHECK(refusal(world.service().case_form(elsewhere, id)) == "refused");
}

}  // namespace analyzer
