// Looks at every screen of the console in its states, at 1440 and 1280: empty,
// full, loading, failed, refused and with long texts. Each must stay inside the
// window and be free of serious findings of axe-core. Given a folder it leaves
// pictures there, to be looked at by a person.
//   ANALYZER_BIN=build/release/bin/analyzer node tests/browser/screens.mjs [FOLDER [WORD]]
// WORD: only the screens whose name has it. SCREENS_LANGUAGE=en: in English.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startLists } from "./bad_lists.mjs";
import { afterDeath, openAccounts, Session } from "./people.mjs";
import { kPassword, Person, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();
const [folder = "", wanted = ""] = process.argv.slice(2);
const english = process.env.SCREENS_LANGUAGE === "en";
if (folder) mkdirSync(folder, { recursive: true });
const kWidths = [1440, 1280];
const kWait = 15_000;

// ---- What the screens show.

const kScam =
  "【社保局】您的养老金资格认证未完成,24小时内将停发养老金,请立即点击 http://12333-renzheng.example.top/a 填写银行卡号和验证码。官方认证请到社保大厅办理,不收费";
const kChat = Array.from({ length: 60 }, (_, n) =>
  n % 2 === 0 ? `工作人员${n}:阿姨您的养老金认证过期了,今天不办就停发` : `张阿姨${n}:那怎么办,我不会用手机,要不要去社保大厅`,
).join("\n") + "\n工作人员:您把银行卡号和验证码发给我,我帮您办,打开 https://rz-12333.example.top/sb";
const kLongName = "示例省示例自治州示例县示例镇人力资源和社会保障服务中心(东院区)城乡居民基本养老保险待遇领取资格认证协办点";
const kRelatives = (n, ago) => new Date(Date.now() - ago * 86_400_000 + n * 60_000).toISOString();

async function must(person, method, path, body, headers) {
  const answer = await person.call(method, path, body, headers);
  if (answer.status >= 300) console.log(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer;
}

// A desk's day beside the demo's: every list has a row, some rows are long.
async function fill(server) {
  const { people, key } = await openAccounts(server);
  const system = await new Session(server).signIn("sysadmin", kPassword);
  const security = await new Session(server).signIn("secadmin", kPassword);
  const made = await must(system, "POST", "/v1/users", { name: "all.roles", display_name: kLongName.slice(0, 24) });
  await must(security, "PATCH", `/v1/users/${made.json.id}`, { roles: ["hotline", "reviewer", "second_reviewer", "supervisor"] }, { "if-match": made.etag });
  const all = await new Session(server).signIn("all.roles", made.json.initial_password);
  const none = await must(system, "POST", "/v1/users", { name: "no.role", display_name: "新同事" });
  await new Session(server).signIn("no.role", none.json.initial_password);
  const first = await must(system, "POST", "/v1/users", { name: "first.day", display_name: "新坐席" });
  const send = async (path, body) => {
    const response = await fetch(server.url + path, {
      method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
    });
    const json = await response.json();
    if (response.status >= 300) console.log(`POST ${path}: ${response.status} ${JSON.stringify(json)}`);
    return json;
  };
  const report = (n, text, more = {}) => send("/v1/reports", {
    report_id: `screen-${n}`, received_at: new Date(Date.now() - n * 3_600_000).toISOString(), source: "12333", region: `41132${n % 9}`, text, ...more,
  });
  const chat = await report(1, kChat, { harm: { paid_yuan: 3000 } });
  await report(2, "【医保】电子卡将停用,登录 http://a.kk7-cert.invalid/rz 更新");
  await report(3, "国家养老补贴到账,下载领取填写银行卡密码 http://b.qq8-sub.invalid/rz");
  await report(4, "国家养老补贴到账,下载领取填写银行卡密码 http://b.qq8-sub.invalid/rz", { region: "990102" });
  const dead = await send("/v1/attempts", afterDeath(1, "990102"));
  const proposed = await send("/v1/attempts", afterDeath(2, "411321"));
  await send("/v1/attempts", afterDeath(3, "990103"));
  for (const n of [1, 2, 3]) {
    await send("/v1/attempts", {
      attempt_id: `screen-visit-${n}`, occurred_at: kRelatives(0, 4 - n), channel: "alipay", outcome: "failed", failure_code: "liveness", region: "990302",
      person: { ref: "screen-visit", age: 87, special: ["blind", "lives_alone"], residence_region: "990302003001" }, operator: { role: "self", ref: "screen-visit-op" },
    });
  }
  for (let n = 1; n <= 14; ++n) {
    await send("/v1/attempts", {
      attempt_id: `screen-point-${n}`, occurred_at: kRelatives(n, 1), channel: "province_app", outcome: "passed", region: "990101", site_region: "990101001202",
      person: { ref: `screen-elder-${n}`, age: 74, benefit_status: "active" }, operator: { role: "volunteer", ref: `screen-own-${n}` }, device: { ref: "screen-phone", os: "android" },
    });
  }
  // A case that waits for the second person, one that is decided, one claimed by another.
  const claim = async (who, id) => {
    const { etag } = await who.call("GET", `/v1/cases/${id}`);
    return (await must(who, "POST", `/v1/cases/${id}/claim`, {}, { "if-match": etag })).etag;
  };
  const li = people["li.qiang"];
  let etag = await claim(li, proposed.case_id);
  const contact = await must(li, "POST", `/v1/cases/${proposed.case_id}/contacts`, { way: "spare_phone", result: "reached", note: "儿子接听,称母亲于上月去世,未办理申报;愿意配合退回。" }, { "if-match": etag });
  await must(li, "POST", `/v1/cases/${proposed.case_id}/decision`, {
    finding: "death_claim", amount_yuan: 12000, note: "殡仪馆回函一致,火化日期早于认证;家属承认用旧照片认证。",
  }, { "if-match": contact.etag });
  const listed = await people["sun.min"].call("GET", "/v1/cases?kind=report&state=open");
  const taken = listed.json.data.at(-1)?.id;
  if (taken) {
    etag = await claim(people["sun.min"], taken);
    await must(people["sun.min"], "POST", `/v1/cases/${taken}/decision`, { finding: "scam", note: "与名录不符" }, { "if-match": etag });
  }
  // One with evidence, handed down and looked at, one handed down and out, a conflict.
  const zhao = people["zhao.qian"];
  const given = await send("/v1/attempts", afterDeath(4, "990104"));
  const out = await send("/v1/attempts", afterDeath(5, "990104"));
  const laid = async (id, name, bytes, purpose) => {
    const path = `/v1/cases/${id}/files?name=${encodeURIComponent(name)}&purpose=${encodeURIComponent(purpose)}`;
    const response = await fetch(server.url + path, { method: "POST", headers: { cookie: zhao.cookie, "x-csrf-token": zhao.csrf, "content-type": "application/octet-stream" }, body: bytes });
    const json = await response.json();
    if (response.status >= 300) console.log(`POST ${path}: ${response.status} ${JSON.stringify(json)}`);
    return json;
  };
  const down = async (id, unit_region, unit_name) => {
    etag = await claim(zhao, id);
    await must(zhao, "POST", `/v1/cases/${id}/referrals`, { unit_region, unit_name, asked: "请上门见示例老人本人,核对身份并拍照(须两人),问清何人代为认证、有无收费。", working_days: 1 }, { "if-match": etag });
    return (await zhao.call("GET", `/v1/cases/${id}`)).json.referrals.at(-1).id;
  };
  await laid(given.case_id, "示例殡仪馆火化证明(扫描件)2026年3月.pdf", "%PDF-1.4 one", "证明火化日期早于认证");
  const wrong = await laid(given.case_id, "传错的文件.txt", "说明", "通话记录");
  await must(zhao, "POST", `/v1/cases/${given.case_id}/files/${wrong.id}/withdrawal`, { reason: "传错案件" });
  const done = await down(given.case_id, "990104001203", "示例镇示例村村民委员会");
  await must(zhao, "POST", `/v1/referrals/${done}/return`, { findings: "入户未见本人,邻居称已于去年冬天去世,由儿子保管手机。", found_by: "示例村干部", found_on: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) });
  await down(out.case_id, "990104001", "示例镇人力资源和社会保障服务中心");
  await must(zhao, "POST", "/v1/conflicts", { kind: "relatives", region: "990105001", note: "岳父母在该镇领取城乡居民养老待遇" });
  await must(all, "POST", "/v1/tips", { about: "示例镇经办人员", clue: `替去世的人做认证,已经两年。${"情况说明。".repeat(60)}`, informant_name: "示例举报人", informant_phone: "19900000000" });
  await must(all, "POST", "/v1/helpers", { kind: "point", name: kLongName.slice(0, 40), area: ["990101001203", "990101001204", "990101001205"], links: [{ kind: "device", value: "tablet" }], persons_day: 30 });
  await must(security, "POST", "/v1/keys", { name: "示例县认证平台", caller: "alipay", scopes: ["attempts:write", "reports:write"] });
  await must(all, "POST", "/v1/disputes", { value: "https://b.qq8-sub.invalid/rz", reason: "我方网站是正规的养老补贴说明页面,请核对备案。", contact: "12345678" });
  return { given: given.case_id, out: out.case_id, first: first.json.initial_password, chat: chat.case_id, dead: dead.case_id, proposed: proposed.case_id, decided: taken };
}

// ---- The states that a screen may be in, made between it and the server.

const problem = (status, name, title) => ({
  status, contentType: "application/problem+json", body: JSON.stringify({ type: `/problems/${name}`, title, status, request_id: "req_7f31c0" }),
});
const kKept = /\/v1\/(session|casework|openapi)/;
const data = (page, handler) => page.route((url) => url.pathname.startsWith("/v1/") && !kKept.test(url.pathname), handler);
const kStretched = new Set(["title", "name", "display_name", "region_name", "note", "reason", "text", "detail", "owner_name", "assignee_name", "about", "label", "summary", "purpose", "unit_name", "asked", "findings", "found_by", "account_name", "added_by_name", "sent_by_name"]);
function stretch(value, key = "") {
  if (Array.isArray(value)) return value.map((one) => stretch(one, key));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, stretch(v, k)]));
  if (typeof value === "string" && kStretched.has(key) && value !== "") return `${value}·${kLongName} ${"x".repeat(60)}`;
  return value;
}
const kStates = {
  loading: (page) => data(page, () => {}),
  error: (page) => data(page, (route) => route.fulfill(problem(500, "internal", "Internal error"))),
  offline: (page) => data(page, (route) => route.abort("connectionrefused")),
  refused: (page) => data(page, (route) => route.fulfill(problem(403, "forbidden", "Forbidden"))),
  long: (page) => data(page, async (route) => {
    const response = await route.fetch();
    if (!response.headers()["content-type"]?.includes("json")) return route.fulfill({ response });
    return route.fulfill({ response, json: stretch(await response.json()) });
  }),
};

// ---- Looking.

const faults = [];
const seen = [];
async function look(person, name) {
  const { page } = person;
  if (wanted && !name.includes(wanted)) return;
  await page.locator(".ant-message-notice").last().waitFor({ state: "detached", timeout: kWait }).catch(() => {});
  for (const width of kWidths) {
    await page.setViewportSize({ width, height: 900 });
    await pause(350);
    // A window that lies over the page is fixed to the screen.
    const fullPage = (await page.locator(".ant-modal-wrap:visible, .ant-drawer-open, .wallboard").count()) === 0;
    if (folder) await page.screenshot({ path: join(folder, `${name}_${width}.png`), fullPage });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) faults.push(`${name}: ${over} px wider than a window of ${width}`);
    const bar = await page.evaluate(() => document.querySelector("header.top")?.getBoundingClientRect().height ?? 0);
    if (bar > 60) faults.push(`${name}: the menu is ${bar} px high at ${width}`);
  }
  const before = person.faults.length;
  await person.checkAccess(name);
  seen.push({ name, findings: person.faults.length - before });
  faults.push(...person.faults.splice(0));
}

const settled = async (page) => {
  await page.locator("main h1, .ant-result").first().waitFor({ timeout: kWait });
  await page.waitForLoadState("networkidle").catch(() => {});
  await pause(500);
};

async function open(browser, server, name, password = kPassword) {
  const person = await Person.open(browser, server.url);
  person.page.setDefaultTimeout(kWait);
  if (name) await person.signIn(name, password);
  if (name && english) await person.button("English").click();
  return person;
}

// The same screen in every state that a list has.
async function states(person, path, name, which = Object.keys(kStates)) {
  for (const state of which) {
    if (wanted && !`${name}_${state}`.includes(wanted)) continue;
    await kStates[state](person.page);
    await person.go(path);
    await person.page.reload();
    await person.page.locator("header.top").waitFor();
    await pause(state === "long" ? 1500 : 900);
    await look(person, `${name}_${state}`);
    await person.page.unrouteAll({ behavior: "ignoreErrors" });
  }
  person.faults.splice(0);
}

async function step(name, work) {
  try {
    await work();
  } catch (error) {
    faults.push(`${name}: ${error.message.split("\n")[0]}`);
  }
}

const kPages = [
  ["desk", "all.roles"], ["cases", "all.roles"], ["campaigns", "all.roles"], ["visits", "all.roles"], ["referrals", "all.roles"], ["conflicts", "all.roles"], ["overview", "all.roles"], ["tips", "all.roles"],
  ["helpers", "all.roles"], ["rules", "all.roles"], ["feeds", "all.roles"], ["register", "all.roles"], ["users", "secadmin"], ["keys", "secadmin"], ["audit", "auditor"], ["settings", "auditor"],
];

async function lists(browser, server) {
  for (const name of new Set(kPages.map(([, who]) => who))) {
    const person = await open(browser, server, name);
    for (const [path] of kPages.filter(([, who]) => who === name)) {
      await step(path, async () => {
        await person.go(path);
        await settled(person.page);
        await look(person, path);
        await states(person, path, path);
      });
    }
    await person.close();
  }
}

async function hotline(browser, server) {
  const person = await open(browser, server, "all.roles");
  const { page } = person;
  const text = page.locator("#hotline-text");
  const write = async (what) => {
    await text.fill(what);
    await page.locator("section.verdict").waitFor();
    await pause(800);
  };
  const fresh = async () => {
    await person.go("hotline");
    await page.reload();
    await text.waitFor();
    await text.fill("");
  };
  const shot = (name, work) => step(name, async () => {
    if (wanted && !name.includes(wanted)) return;
    await fresh();
    await work();
    await look(person, name);
  });
  await shot("hotline", async () => {});
  await shot("hotline_scam", () => write(kScam));
  await shot("hotline_chat", () => write(kChat));
  await shot("hotline_official", () => write("认证打开 https://si.12333.gov.cn/ 就行"));
  await shot("hotline_low", () => write("老家下周三上午在村委会办养老认证,带身份证"));
  await shot("hotline_open_technical", async () => { await write(kScam); await page.getByTestId("technical").locator("summary").click(); });
  await shot("hotline_more", async () => { await write(kScam); await page.keyboard.press("Alt+M"); });
  await shot("hotline_faults", async () => { await write(kScam); await page.keyboard.press("Control+Enter"); });
  await shot("hotline_stop", async () => { await write(kScam); await page.keyboard.press("Alt+2"); await pause(500); });
  await shot("hotline_help", async () => { await page.keyboard.press("F2"); await pause(900); });
  await shot("hotline_certified", async () => { await page.keyboard.press("F3"); await pause(900); });
  await shot("hotline_tip", async () => { await page.keyboard.press("F8"); await pause(500); });
  await step("hotline_restored", async () => {
    if (wanted && !"hotline_restored".includes(wanted)) return;
    await fresh();
    await write(kScam);
    await page.reload();
    await page.getByTestId("restored").waitFor();
    await look(person, "hotline_restored");
  });
  await shot("hotline_unfolded", async () => { await write(kChat); await page.keyboard.press("Alt+O"); await pause(300); });
  await shot("hotline_harms", async () => { await write(kScam); await page.locator("fieldset.harms input").first().focus(); });
  await shot("hotline_saved", async () => {
    await write(kScam);
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("report-id").waitFor();
  });
  await shot("hotline_entry", async () => {
    await write(kScam);
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("report-id").waitFor();
    await page.keyboard.press("Alt+R");
    await page.locator("#entry-receipt").waitFor();
  });
  for (const [state, make] of Object.entries(kStates).filter(([name]) => name !== "loading")) {
    await step(`hotline_${state}`, async () => {
      if (wanted && !`hotline_${state}`.includes(wanted)) return;
      await fresh();
      await make(page);
      await text.fill(kScam);
      await pause(1500);
      await look(person, `hotline_${state}`);
      await page.unrouteAll({ behavior: "ignoreErrors" });
    });
  }
  person.faults.splice(0);
  await person.close();
}

async function cases(browser, server, ids) {
  const person = await open(browser, server, "zhao.qian");
  const { page } = person;
  const shot = (name, id, work = async () => {}) => step(name, async () => {
    if (wanted && !name.includes(wanted)) return;
    await person.go(`cases/${id}`);
    await page.reload();
    await page.getByTestId("case-state").waitFor();
    await settled(page);
    await work();
    await look(person, name);
  });
  const press = async (key, selector) => { await page.keyboard.press(key); await page.locator(selector).first().waitFor(); await pause(300); };
  await shot("case_report", ids.chat);
  await shot("case_attempt", ids.dead);
  await shot("case_second", ids.proposed);
  await shot("case_decided", ids.decided);
  await shot("case_deciding", ids.dead, async () => { await press("c", ".choice"); await page.keyboard.press("6"); await pause(300); });
  await shot("case_contact", ids.dead, () => press("v", "#contact-note"));
  await shot("case_snooze", ids.dead, () => press("p", "#snooze-note"));
  await shot("case_assign", ids.dead, () => press("m", "#assign-to"));
  await shot("case_recuse", ids.dead, () => press("x", ".ant-modal-content"));
  await shot("case_deciding_report", ids.chat, async () => { await press("c", ".choice"); await page.keyboard.press("1"); await pause(300); });
  await shot("case_given_back", ids.given);
  await shot("case_handed_down", ids.out);
  await shot("case_refer", ids.given, async () => { await press("c", ".choice"); await page.getByTestId("referrals").getByRole("button", { name: english ? "Hand down" : "下发" }).click(); await page.locator("#referral-asked").waitFor(); });
  await shot("case_file_add", ids.given, async () => { await page.getByTestId("file-picker").setInputFiles({ name: `${kLongName}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 x") }); await page.locator("#file-purpose").waitFor(); });
  await shot("case_file_open", ids.given, async () => { await page.getByTestId("case-file").first().getByRole("button").first().click(); await page.locator("#file-reason").waitFor(); });
  await shot("case_saved", ids.given, async () => { await press("c", ".choice"); await page.getByTestId("saved").getByRole("button").click(); await page.locator("#saved-yuan").waitFor(); });
  await shot("case_subject", ids.dead, async () => { await page.getByRole("button", { name: english ? /…/ : "查看…" }).click(); await pause(300); });
  await shot("shortcuts", ids.dead, () => press("?", ".ant-modal-content"));
  await step("case_not_here", async () => {
    await person.go("cases/cas_none");
    await page.reload();
    await settled(page);
    await look(person, "case_not_here");
  });
  await states(person, `cases/${ids.dead}`, "case");
  await person.close();
}

// Windows that open over a list.
async function windows(browser, server) {
  const person = await open(browser, server, "all.roles");
  const { page } = person;
  const shot = (name, path, work) => step(name, async () => {
    if (wanted && !name.includes(wanted)) return;
    await person.go(path);
    await page.reload();
    await settled(page);
    await work();
    await pause(600);
    await look(person, name);
  });
  const press = (name) => page.getByRole("button", { name }).first().click();
  if (!english) {
    await shot("desk_all", "desk", () => page.getByText("全部", { exact: true }).click());
    await shot("desk_objections", "desk", () => page.getByText("异议", { exact: true }).click());
    await shot("desk_objection_form", "desk", () => press("登记异议"));
    await shot("cases_chosen", "cases", () => page.locator("tbody input[type=checkbox]").first().check());
    await shot("cases_bulk", "cases", async () => { await page.locator("tbody input[type=checkbox]").first().check(); await page.locator("h1").click(); await page.keyboard.press("g"); });
    await shot("cases_none", "cases", () => page.locator("input[maxlength='100']").fill("没有这样的词"));
    await step("cases", () => page.evaluate(() => sessionStorage.clear()));
    await shot("campaigns_merge", "campaigns", () => press("合并"));
    await shot("campaigns_decide", "campaigns", () => press("整批办结"));
    await shot("visits_record", "visits", () => press("登记结果"));
    await shot("wallboard", "overview", () => press("大屏"));
    await shot("tips_detail", "tips", () => press(/^tip-/));
    await shot("helpers_form", "helpers", () => page.keyboard.press("a"));
    await shot("helpers_import", "helpers", () => press("批量导入"));
    await shot("rules_trials", "rules", () => page.getByRole("tab", { name: "策略试算" }).click());
    await shot("rules_trial_form", "rules", async () => { await page.getByRole("tab", { name: "策略试算" }).click(); await press("试算新策略"); });
    await shot("rules_trial_result", "rules", async () => {
      await page.getByRole("tab", { name: "策略试算" }).click();
      await press("试算新策略");
      await page.locator("#trial-review").fill("0.05");
      await page.locator("#trial-report_high").fill("0.85");
      await page.locator("#trial-floor-death_before").uncheck();
      await page.locator("#trial-reason").fill("队列积压,先看看少核查会漏掉谁");
      await page.locator(".ant-modal-footer .ant-btn-primary").click();
      await page.getByTestId("trial-reports").waitFor({ timeout: 60_000 });
    });
    await shot("feeds_entry", "feeds", () => press("新增条目"));
    await shot("feeds_dispute", "feeds", () => press("登记异议"));
    await shot("account_menu", "register", () => page.getByTestId("account").click());
    await shot("password", "register", async () => { await page.getByTestId("account").click(); await page.getByText("修改密码").click(); });
  }
  await person.close();
}

async function accounts(browser, server, first) {
  const nobody = await open(browser, server, "");
  await step("sign_in", () => look(nobody, "sign_in"));
  await step("sign_in_wrong", async () => { await nobody.fillSignIn("sysadmin", "wrong"); await nobody.page.getByRole("alert").first().waitFor(); await look(nobody, "sign_in_wrong"); });
  await step("first_password", async () => { await nobody.fillSignIn("first.day", first); await nobody.page.locator("#before").waitFor(); await look(nobody, "first_password"); });
  await nobody.close();
  const none = await open(browser, server, "no.role");
  await step("no_role", async () => { await settled(none.page); await look(none, "no_role"); });
  await none.close();
  const security = await open(browser, server, "secadmin");
  await step("users_roles", async () => { await security.go("users"); await settled(security.page); await security.page.getByRole("button", { name: "授权" }).last().click(); await look(security, "users_roles"); });
  await step("keys_new", async () => { await security.go("keys"); await security.page.reload(); await settled(security.page); await security.page.getByRole("button", { name: "新建密钥" }).click(); await look(security, "keys_new"); });
  await step("keys_new_lists", async () => { await security.page.getByLabel("读取名单").check(); await look(security, "keys_new_lists"); });
  await security.close();
  const desk = await open(browser, server, "all.roles");
  await step("objection", async () => {
    await desk.go("hotline");
    await desk.page.keyboard.press("F9");
    await desk.page.locator("#dispute-value").fill(`http://shop.example.net/${"a".repeat(90)}`);
    await look(desk, "objection");
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByTestId("dispute-number").or(desk.page.locator(".ant-message-notice, .ant-modal .ant-alert-error").first()).first().waitFor();
    await look(desk, "objection_sent");
  });
  await desk.close();
  const system = await open(browser, server, "sysadmin");
  await step("users_new", async () => { await system.go("users"); await settled(system.page); await system.page.getByRole("button", { name: "新建账号" }).click(); await look(system, "users_new"); });
  await system.close();
}

// On the first morning nothing is there yet.
async function empty(browser) {
  const server = await startServer();
  try {
    await openAccounts(server);
    for (const [name, paths] of [
      ["zhou.jie", ["desk", "cases", "campaigns", "visits", "overview", "tips", "helpers", "rules", "feeds"]], ["secadmin", ["users", "keys"]], ["auditor", ["audit"]],
    ]) {
      if (name === "auditor") await new Session(server).signIn(name, server.firstPassword(name));
      const person = await open(browser, server, name);
      for (const path of paths) {
        await step(`${path}_empty`, async () => { await person.go(path); await settled(person.page); await look(person, `${path}_empty`); });
      }
      await person.close();
    }
  } finally {
    await server.stop();
  }
}

// Lists of others in every state: fresh, stale, expired, held with what would change,
// failing in each way; the disputes; and whom the page shows less.
async function feeds(browser) {
  if (wanted && !"feeds_states feeds_states_hotline feeds_expired feeds_dry feeds_taken feeds_entries".includes(wanted)) return;
  const others = await startLists();
  const server = await startServer([], others.root);
  try {
    const { people } = await openAccounts(server);
    const chief = people["zhou.jie"];
    const state = async () => Object.fromEntries((await chief.call("GET", "/v1/sources")).json.data.map(({ name, running, status }) => [name, running ? "running" : status.state]));
    const settle = async () => { for (let n = 0; n < 150 && Object.values(await state()).some((s) => s === "new" || s === "running"); ++n) await pause(200); };
    await settle();
    others.turn();
    for (const name of others.names) await must(chief, "POST", `/v1/sources/${name}/runs`);
    await pause(9000); // the short-lived entries of one list run out
    await settle();
    await must(chief, "POST", "/v1/disputes", { value: "rz-3.bad-list.invalid", reason: "我方是村里的便民服务站,网址被误列,请核对。", contact: "19900000000" });
    const person = await open(browser, server, "zhou.jie");
    await step("feeds_states", async () => { await person.go("feeds"); await settled(person.page); await look(person, "feeds_states"); });
    // Entries last a day at least: a list that was not taken in for longer is shown as the server would tell it.
    await step("feeds_expired", async () => {
      const { page } = person;
      await page.route("**/v1/sources", async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        for (const { name, status } of json.data) {
          if (name === "stale") Object.assign(status, { in_force: 0, good_at: kRelatives(0, 40), failures: 160 });
        }
        await route.fulfill({ response, json });
      });
      await page.reload();
      await settled(page);
      await page.getByText(english ? "All its entries have expired" : "条目已全部过期").first().waitFor();
      await look(person, "feeds_expired");
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await page.reload();
      await settled(page);
    });
    if (!english) {
      await step("feeds_dry", async () => {
        await person.page.getByRole("row", { name: /某市反诈中心名单/ }).getByRole("button", { name: "试读" }).click();
        await person.page.locator(".ant-modal-content").waitFor();
        await look(person, "feeds_dry");
        await person.page.keyboard.press("Escape");
      });
      await step("feeds_taken", async () => {
        await person.page.locator("#reason-shrunk").fill("对方合并了条目,已电话核实");
        await person.page.getByRole("button", { name: /采用|采 用/ }).first().click();
        await person.page.locator("#reason-shrunk").waitFor({ state: "detached" });
        await look(person, "feeds_taken");
      });
      // Entered, found by a part of it, taken back: gone from the lists that go out.
      await step("feeds_entries", async () => {
        const { page } = person;
        const out = async () => (await chief.call("GET", "/v1/feeds")).json.data[0].entries;
        const before = await out();
        await page.getByRole("button", { name: "新增条目" }).click();
        await page.locator("#entry-value").fill("rz-own-entry.invalid");
        await page.locator("#entry-reason").fill("三位老人举报同一页面,已核实");
        await page.getByRole("button", { name: /保\s*存/ }).click();
        const row = page.getByRole("row", { name: /rz-own-entry\[\.\]invalid/ });
        await row.waitFor();
        if ((await out()) !== before + 1) throw new Error("the entry is not in the list that goes out");
        await page.getByPlaceholder("查网址、域名或名称的一部分").fill("own-entry");
        await page.keyboard.press("Enter");
        await settled(page);
        await look(person, "feeds_entries");
        await row.getByRole("button", { name: /撤\s*下/ }).click();
        await page.locator("#entry-reason").fill("对方已更正,是村服务站的页面");
        await look(person, "feeds_entry_back");
        await page.locator(".ant-modal-content").getByRole("button", { name: /撤\s*下/ }).click();
        await row.getByText("未列入").waitFor();
        if ((await out()) !== before) throw new Error("the entry is still in the list that goes out");
      });
    }
    await person.close();
    const reviewer = await open(browser, server, "li.qiang");
    await step("feeds_states_reviewer", async () => { await reviewer.go("feeds"); await settled(reviewer.page); await look(reviewer, "feeds_states_reviewer"); });
    await reviewer.close();
  } finally {
    await server.stop();
    others.stop();
  }
}

const browser = await startBrowser();
const server = await startServer(["--demo"]);
try {
  await new Session(server).signIn("auditor", server.firstPassword("auditor"));
  const ids = await fill(server);
  await accounts(browser, server, ids.first);
  await hotline(browser, server);
  await lists(browser, server);
  await windows(browser, server);
  await cases(browser, server, ids);
  await feeds(browser);
  if (!english) await empty(browser);
} finally {
  await server.stop();
  await browser.close();
}
console.log(`${seen.length} screens and states at ${kWidths.join(" and ")}, axe-core on each: ${seen.filter(({ findings }) => findings > 0).length} with serious findings`);
for (const fault of faults) console.log(`  ${fault}`);
if (folder) writeFileSync(join(folder, "screens.txt"), seen.map(({ name, findings }) => `${name} ${findings}`).join("\n"));
process.exit(faults.length > 0 ? 1 : 0);
