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
import { openAccounts, Session } from "./people.mjs";
import { shortLived } from "./screens_more.mjs";
import { fill, kChat, kLongName, kRelatives, kScam, must } from "./screens_day.mjs";
import { kPassword, Person, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();
const [folder = "", wanted = ""] = process.argv.slice(2);
const english = process.env.SCREENS_LANGUAGE === "en";
if (folder) mkdirSync(folder, { recursive: true });
const kWidths = [1440, 1280];
const kWait = 15_000;

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
async function look(person, name, zoomed = false) {
  const { page } = person;
  if (wanted && !name.includes(wanted)) return;
  await page.locator(".ant-message-notice").last().waitFor({ state: "detached", timeout: kWait }).catch(() => {});
  for (const width of kWidths) {
    await page.setViewportSize({ width, height: 900 });
    await pause(350);
    // A window that lies over the page is fixed to the screen.
    const fullPage = !/^case_deciding/.test(name) && (await page.locator(".ant-modal-wrap:visible, .ant-drawer-open, .wallboard").count()) === 0;
    if (folder) await page.screenshot({ path: join(folder, `${name}_${width}.png`), fullPage });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) faults.push(`${name}: ${over} px wider than a window of ${width}`);
    const bar = await page.evaluate(() => document.querySelector("header.top")?.getBoundingClientRect().height ?? 0);
    if (bar > 60) faults.push(`${name}: the menu is ${bar} px high at ${width}`);
  }
  if (zoomed) await zoom(page, name);
  const before = person.faults.length;
  await person.checkAccess(name);
  seen.push({ name, findings: person.faults.length - before });
  faults.push(...person.faults.splice(0));
}

// At 200 % a window of 1440 by 900 holds half as much: nothing may stand beside it.
async function zoom(page, name) {
  await page.setViewportSize({ width: 720, height: 450 });
  await pause(350);
  const fullPage = (await page.locator(".ant-modal-wrap:visible").count()) === 0;
  if (folder) await page.screenshot({ path: join(folder, `${name}_zoom.png`), fullPage });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) faults.push(`${name}: ${over} px wider than the window at 200 %`);
  await page.setViewportSize({ width: kWidths[0], height: 900 });
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
      if (wanted && ![path, ...Object.keys(kStates).map((state) => `${path}_${state}`)].some((one) => one.includes(wanted))) continue;
      await step(path, async () => {
        await person.go(path);
        await settled(person.page);
        await look(person, path, true);
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
  const shot = (name, work, zoomed = false) => step(name, async () => {
    if (wanted && !name.includes(wanted)) return;
    await fresh();
    await work();
    await look(person, name, zoomed);
  });
  await shot("hotline", async () => {});
  await shot("hotline_scam", () => write(kScam), true);
  await shot("hotline_chat", () => write(kChat));
  await shot("hotline_official", () => write("认证打开 https://si.12333.gov.cn/ 就行"));
  await shot("hotline_low", () => write("老家下周三上午在村委会办养老认证,带身份证"));
  await shot("hotline_open_technical", async () => { await write(kScam); await page.getByTestId("technical").locator("summary").click(); });
  await shot("hotline_more", async () => { await write(kScam); await page.keyboard.press("Alt+M"); });
  await shot("hotline_faults", async () => { await write(kScam); await page.keyboard.press("Control+Enter"); });
  await shot("hotline_stop", async () => { await write(kScam); await page.keyboard.press("Alt+2"); await pause(500); }, true);
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
    await look(person, name, /^case_(report|attempt|second|deciding)$/.test(name));
  });
  const press = async (key, selector) => { await page.keyboard.press(key); await page.locator(selector).first().waitFor(); await pause(300); };
  const own = async () => { if (!(await page.locator(".choice").first().isVisible())) await press("c", ".choice"); };
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
  await shot("case_refer", ids.given, async () => { await own(); await page.getByTestId("referrals").getByRole("button", { name: english ? "Hand down" : "下发" }).click(); await page.locator("#referral-asked").waitFor(); });
  await shot("case_file_add", ids.given, async () => { await page.getByTestId("file-picker").setInputFiles({ name: `${kLongName}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 x") }); await page.locator("#file-purpose").waitFor(); });
  await shot("case_file_open", ids.given, async () => { await page.getByTestId("case-file").first().getByRole("button").first().click(); await page.locator("#file-reason").waitFor(); });
  await shot("case_saved", ids.given, async () => { await own(); await page.getByTestId("saved").getByRole("button").click(); await page.locator("#saved-yuan").waitFor(); });
  await shot("case_listing", ids.scam);
  // What is due at a moment that has just gone by is said to come, not to have come in 1970.
  await step("case_settling", async () => {
    server.settle(ids.decided);
    await shot("case_settling", ids.decided);
  });
  await shot("case_extension_answer", ids.asked);
  await shot("case_extension", ids.chat, async () => { await own(); await page.getByRole("button", { name: english ? "Ask for more time" : "申请延期" }).click(); await page.locator("#extension-note").waitFor(); });
  await shot("case_printed", ids.given, () => page.emulateMedia({ media: "print" }));
  await page.emulateMedia({ media: null });
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
async function windows(browser, server, ids) {
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
    await shot("referrals_look", "referrals", () => press("查看"));
    await shot("referrals_return", "referrals", () => press("登记回收"));
    await shot("referrals_returned", "referrals", () => page.getByText("已回收", { exact: true }).first().click());
    await shot("conflicts_add", "conflicts", () => press("声明回避"));
    await shot("conflicts_end", "conflicts", () => press(/解\s*除/));
    await shot("register_waiting", "register", async () => {});
    await shot("register_refuse", "register", () => press(/^不同意$/));
    await shot("register_brands", "register", () => page.getByRole("tab", { name: "被仿冒的名称" }).click());
    await shot("register_mark", "register", () => press(/^确认或更正/));
    await shot("register_history", "register", () => press(/^历次核对/));
    await shot("desk_callback", "desk", () => press(/回\s*访/));
    await shot("desk_supplement", "desk", async () => { await page.getByText("全部", { exact: true }).click(); await pause(600); await press(/补\s*充/); });
    await shot("cases_export", "cases", () => press("导出台账"));
    await shot("overview_export", "overview", () => press("导出统计表"));
    await shot("cases_undo", "cases", async () => {
      await page.evaluate(() => sessionStorage.setItem("analyzer.draft.last_decision", JSON.stringify({ id: "cas_x", many: null, title: "收到含链接的来件", finding: "scam", until: new Date(Date.now() + 600_000).toISOString() })));
      await page.reload();
      await page.getByTestId("undo-bar").waitFor();
    });
    await step("cases", () => page.evaluate(() => sessionStorage.clear()));
    await shot("feeds_listing", "feeds", async () => {
      server.settle(ids.scam);
      const act = page.getByRole("region", { name: "待第二人确认的条目" }).getByRole("button", { name: /处\s*理/ });
      for (let n = 0; n < 40 && (await act.count()) === 0; ++n) { await pause(1000); await page.reload(); await settled(page); }
      await act.first().click();
    });
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

// What stands behind the answers, and whom others are told of: states that take a disaster or
// another system to come about are told by the page's own server in between.
async function oversight(browser, server) {
  const auditor = await open(browser, server, "auditor");
  const { page } = auditor;
  const check = async (name, change) => step(name, async () => {
    if (wanted && !name.includes(wanted)) return;
    await auditor.go("audit");
    await page.reload();
    await settled(page);
    await page.getByTestId("chain").getByRole("button").first().click();
    await page.getByTestId("chain-result").waitFor();
    if (change) {
      await page.route("**/v1/audit/check", async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        return route.fulfill({ response, json: { ...json, last: { ...json.last, ...change } } });
      });
      await page.reload();
      await settled(page);
    }
    await look(auditor, name);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
  await check("audit_whole");
  await check("audit_broken", { state: "broken", first_bad: 12, fault: "changed", bad_at: kRelatives(0, 2), bad_action: "case.decided" });
  await check("audit_rebuilt", { state: "broken", seal: { number: 40, found: "other" } });
  await auditor.close();
  const chief = await open(browser, server, "all.roles");
  await step("feeds_deliveries", async () => {
    if (wanted && !"feeds_deliveries".includes(wanted)) return;
    const hook = { name: "bureau", title: "邻市社保局", url: "https://hooks.example/analyzer", types: ["list.changed", "dispute.closed"], enabled: true, counts: { waiting: 2, delivered: 1, given_up: 2 } };
    const sent = (n, state, status, detail, type) => ({ id: `evt_0${n}`, type, subject: "list:confirmed", at: kRelatives(n, 1), state, tries: n, next_at: null, tried_at: kRelatives(n, 1), status, detail });
    const data = [
      sent(1, "delivered", 204, null, "list.changed"), sent(2, "waiting", 0, "too slow", "list.changed"), sent(3, "waiting", 503, "answers 503", "list.changed"),
      sent(4, "given_up", 0, "its name cannot be resolved", "dispute.closed"), sent(5, "given_up", 0, "the connection broke off", "case.settled"),
    ];
    await chief.page.route("**/v1/webhooks", (route) => route.fulfill({ json: { data: [hook] } }));
    await chief.page.route("**/v1/webhooks/*/deliveries*", (route) => route.fulfill({ json: { data } }));
    await chief.go("feeds");
    await settled(chief.page);
    await chief.page.getByRole("region", { name: english ? "Webhooks" : "事件推送" }).getByRole("button").first().click();
    await chief.page.locator(".ant-modal-content tbody tr").nth(3).waitFor();
    await look(chief, "feeds_deliveries");
  });
  await chief.close();
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
    await desk.page.locator("#hotline-text").waitFor();
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
      ["zhou.jie", ["desk", "cases", "campaigns", "visits", "referrals", "conflicts", "overview", "tips", "helpers", "rules", "feeds"]], ["secadmin", ["users", "keys"]], ["auditor", ["audit"]],
    ]) {
      if (name === "auditor") await new Session(server).signIn(name, server.firstPassword(name));
      const person = await open(browser, server, name);
      for (const path of paths.filter((one) => `${one}_empty`.includes(wanted))) {
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
  await windows(browser, server, ids);
  await oversight(browser, server);
  await cases(browser, server, ids);
  if (!english) await shortLived({ open: (name) => open(browser, server, name), step, look, settled, wanted }, ids);
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
