// What reviewers, their seconds and the hotline do beside deciding: objections, more
// time, campaigns, visits, rules and trials, searching the log. In headless Chromium
// against the real server.
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { afterDeath, openAccounts, sendWithKey, Session, signedIn } from "./people.mjs";
import { kPassword, ownRoot, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

let server;
let browser;
let people;
let key;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "analyzer-review-test-"));
  const root = ownRoot(folder);
  appendFileSync(join(root, "data/feeds.toml"), "\n[console]\nintranet = true\n");
  server = await startServer([], root);
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const send = (path, body) => sendWithKey(server, key, path, body);
const withPerson = signedIn("review", () => ({ browser, server }));

const scam = (number, domain, text) => ({
  report_id: `review-${number}`, received_at: new Date().toISOString(), source: "12333", region: `99030${number % 9}`, text: `${text} http://${domain}/rz`,
});

test("more time is asked for on the case's page and granted by another person", async () => {
  const { case_id } = await send("/v1/reports", scam(1, "m1.rz5-cert.invalid", "【社保局】养老金24小时内将停发,请点击"));
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go(`cases/${case_id}`);
    await page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await person.button("申请延期").click();
    await page.locator("#extension-note").fill("等待运营商回函");
    await person.shots("extension_ask");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("延期申请已提交").waitFor();
    await page.getByText("申请延期", { exact: true }).first().waitFor();
  });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await page.getByRole("checkbox", { name: "申请延期的" }).check();
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await person.go(`cases/${case_id}`);
    await page.getByTestId("extension").filter({ hasText: "等待运营商回函" }).waitFor();
    await person.shots("extension_answer");
    await page.getByTestId("extension").getByRole("button", { name: "批准延期" }).click();
    await page.getByText(/已延期至/).first().waitFor();
  });
});

test("a settled scam lists its links by itself; what covers more waits for another person; reopened, all goes back", async () => {
  const host = "list-me.rz9-cert.invalid";
  const { case_id } = await send("/v1/reports", scam(9, host, "【社保局】养老金资格认证未完成,请点击填写银行卡号和验证码"));
  const second = people["zhao.qian"];
  const claimed = await second.call("POST", `/v1/cases/${case_id}/claim`, undefined, { "if-match": (await second.call("GET", `/v1/cases/${case_id}`)).etag });
  const decided = await second.call("POST", `/v1/cases/${case_id}/decision`, { finding: "scam", note: "与名录不符" }, { "if-match": claimed.etag });
  assert.equal(decided.status, 200, JSON.stringify(decided.json));
  const check = async (name) => (await people["zhou.jie"].call("POST", "/v1/check", { urls: [`http://${name}/rz`] })).json.urls[0].listed;
  const panelOf = (page) => page.getByRole("region", { name: "列入名单" });
  const rowOf = (page, kind) => panelOf(page).getByRole("listitem").filter({ hasText: kind });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${case_id}`);
    await rowOf(page, "主机").getByText("生效后自动列入").waitFor();
    await rowOf(page, "域名及以下").getByText("生效后待第二人确认").waitFor();
    await person.shots("case_listing_before");
    assert.deepEqual(await check(host), []);
    server.settle(case_id);
    // The clock of settling turns by itself; a page that is loaded after it shows what was listed.
    const until = Date.now() + 60000;
    while ((await check(host)).length === 0) {
      assert.ok(Date.now() < until, "the finding never settled");
      await pause(200);
    }
    await page.reload();
    await rowOf(page, "主机").getByText("已列入", { exact: true }).waitFor();
    // Who decided cannot be the other person.
    await rowOf(page, "域名及以下").getByText("须由另一人处理").waitFor();
  });
  assert.deepEqual(await check(host), ["disposition"]);
  assert.deepEqual(await check("other.rz9-cert.invalid"), []);
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("feeds");
    const waiting = page.getByRole("region", { name: "待第二人确认的条目" });
    const row = waiting.getByRole("row").filter({ hasText: "域名及以下" }).filter({ hasText: "rz9-cert" });
    await row.getByRole("button", { name: /处\s*理/ }).click();
    await page.locator("#listing-note").fill("整个域名都是仿冒");
    await person.shots("listing_decide");
    await page.locator(".ant-modal-content").getByRole("button", { name: /^列\s*入$/ }).click();
    await row.waitFor({ state: "detached" });
    assert.deepEqual(await check("other.rz9-cert.invalid"), ["disposition"]);
    await person.shots("listings_waiting");
    await person.go(`cases/${case_id}`);
    await rowOf(page, "域名及以下").getByText("已列入", { exact: true }).waitFor();
    await person.shots("case_listing");
  });
  const now = await people["zhou.jie"].call("GET", `/v1/cases/${case_id}`);
  const reopened = await people["zhou.jie"].call("POST", `/v1/cases/${case_id}/reopen`, { note: "另有说法" }, { "if-match": now.etag });
  assert.equal(reopened.status, 200, JSON.stringify(reopened.json));
  assert.deepEqual(await check(host), []);
  assert.deepEqual(await check("other.rz9-cert.invalid"), []);
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go(`cases/${case_id}`);
    await rowOf(page, "主机").getByText("已随案件撤回").waitFor();
    // What the panel shows is the store's word: listed by hand as something else, the host stays free.
    await rowOf(page, "主机").getByRole("button", { name: "人工列入" }).click();
    await page.locator("#entry-value").fill("other-place.rz9-cert.invalid");
    await page.getByRole("button", { name: /保\s*存/ }).click();
    await page.getByText("已保存").waitFor();
    assert.equal(await rowOf(page, "主机").getByText("另有来源列入").count(), 0);
    await person.go("feeds");
    const row = page.getByRole("row", { name: /other-place\[\.\]rz9-cert\[\.\]invalid/ });
    await row.getByRole("button", { name: /撤\s*下/ }).click();
    await page.locator("#entry-reason").fill("对方已更正");
    await page.locator(".ant-modal-content").getByRole("button", { name: /撤\s*下/ }).click();
    await row.getByText("未列入").waitFor();
  });
});

test("an objection is taken in at the desk; what there is nothing to object to is said in words", async () => {
  const attempt = afterDeath(1, "990301");
  const { case_id } = await send("/v1/attempts", attempt);
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("desk");
    await page.getByRole("button", { name: "登记异议" }).click();
    await page.locator("#objection-about").fill(case_id);
    await page.locator("#objection-said").fill("我本人健在,是登记错了人。");
    await page.locator("#objection-contact").fill("19900000001");
    await person.shots("objection_form");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("尚无生效的结论").waitFor();
    await page.locator(".ant-modal-footer .ant-btn").first().click();
    await page.getByText("异议", { exact: true }).click();
    await page.getByText("没有异议").waitFor();
    await person.shots("objections");
  });
});

test("campaigns are listed, made one, taken apart, and decided as one", async () => {
  await send("/v1/reports", scam(2, "a.kk7-cert.invalid", "【医保】电子卡将停用,登录更新"));
  await send("/v1/reports", scam(3, "b.qq8-sub.invalid", "国家养老补贴到账,下载领取填写银行卡密码"));
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("campaigns");
    await page.locator("tbody tr.ant-table-row").nth(1).waitFor();
    const rows = await page.locator("tbody tr.ant-table-row").count();
    await person.shots("campaigns");
    await page.getByRole("button", { name: "合并" }).first().click();
    await page.locator("#merge-into").click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#merge-reason").fill("同一伙人");
    await person.shots("campaign_merge");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("已合并").waitFor();
    await page.waitForFunction((before) => document.querySelectorAll("tbody tr.ant-table-row").length === before - 1, rows);
    const merged = page.locator("tbody tr.ant-table-row", { hasText: "含合并的" });
    await merged.getByRole("button", { name: "整批办结" }).click();
    await page.locator(".ant-modal .choice").first().waitFor();
    await page.keyboard.press("1");
    await page.getByTestId("bulk-preview").waitFor();
    await person.shots("campaign_decide");
    await page.keyboard.press("Escape");
    await merged.getByRole("button", { name: "拆分" }).click();
    await page.locator("#split-reason").fill("不是一伙");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("已拆分").waitFor();
    await page.waitForFunction((before) => document.querySelectorAll("tbody tr.ant-table-row").length === before, rows);
  });
});

test("the visit list holds whom certification fails again and again, and is saved as xlsx", async () => {
  const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();
  for (const [n, days] of [[1, 3], [2, 2], [3, 1]]) {
    await send("/v1/attempts", {
      attempt_id: `visit-${n}`, occurred_at: ago(days), channel: "alipay", outcome: "failed", failure_code: "liveness", region: "990302",
      person: { ref: "visit-person", age: 87, special: ["blind", "lives_alone"], residence_region: "990302003001" },
      operator: { role: "self", ref: "visit-operator" },
    });
  }
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go("visits");
    for (let i = 0; i < 20 && (await page.locator("tbody tr.ant-table-row").count()) === 0; ++i) {
      await page.waitForTimeout(1000); // taken in every ten seconds
      await page.getByRole("button", { name: "刷新" }).click();
    }
    await page.locator("tbody tr.ant-table-row").filter({ hasText: "87 岁" }).waitFor();
    await person.shots("visits");
    await page.getByRole("button", { name: "导出名单" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Excel" }).click()]);
    assert.match(file.suggestedFilename(), /\.xlsx$/);
    await page.getByRole("button", { name: "登记结果" }).click();
    await page.getByRole("button", { name: "已上门,当场认证通过" }).click();
    assert.match(await page.getByTestId("missing").innerText(), /上门的两人/, "nobody goes alone");
    await page.locator("#visit-went").fill("示例甲、示例乙");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("没有需要上门的人").waitFor();
    await page.getByText("已办", { exact: true }).click();
    await page.getByText("已上门,当场认证通过(上门:示例甲、示例乙)").waitFor();
  });
});

test("rules are read with what they did; a threshold is tried and switched on by another", async () => {
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go("rules");
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await person.shots("rules");
    await page.getByRole("tab", { name: "策略试算" }).click();
    await page.getByRole("button", { name: "试算新策略" }).click();
    await page.locator("#trial-review").fill("0.3");
    await page.locator("#trial-report_high").fill("0.2");
    await page.getByText("须由低到高", { exact: false }).waitFor();
    assert.ok(await page.locator(".ant-modal-footer .ant-btn-primary").isDisabled(), "medium < high");
    await page.locator("#trial-report_high").fill("0.85");
    await page.locator("#trial-floor-village_hopping").uncheck();
    await page.locator("#trial-reason").fill("队列积压");
    await person.shots("trial_ask");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByTestId("trial-result").waitFor();
    await page.getByTestId("trial-reports").waitFor();
    await page.getByRole("heading", { name: "停用:跨村连续代办" }).waitFor();
    await person.shots("trial_result");
    assert.equal(await page.getByRole("button", { name: "启用", exact: true }).count(), 0, "not by who asked for it");
  });
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("rules");
    await page.getByRole("tab", { name: "策略试算" }).click();
    await page.getByRole("button", { name: "启 用" }).or(page.getByRole("button", { name: "启用" })).first().click();
    await page.locator(".ant-modal-confirm-btns .ant-btn-primary").click();
    await page.getByText("现行", { exact: true }).waitFor();
  });
  const trials = await people["li.qiang"].call("GET", "/v1/trials");
  assert.equal(trials.json.present.review, 0.3);
  assert.equal(trials.json.present.report_high, 0.85);
  assert.deepEqual(trials.json.floors.filter(({ on }) => !on).map(({ id }) => id), ["village_hopping"]);
});

test("the log is searched by words and days", async () => {
  const auditor = await new Session(server).signIn("auditor", server.firstPassword("auditor"));
  assert.ok(auditor.cookie);
  await withPerson("auditor", async (person) => {
    const { page } = person;
    await person.go("audit");
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await page.getByLabel("内容或姓名").fill("队列积压");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr.ant-table-row").length === 1);
    await person.shots("audit_words");
    await page.getByLabel("从").fill("2020-01-01");
    await page.getByLabel("到", { exact: true }).fill("2020-01-02");
    await page.getByText(/没有/).first().waitFor();
  });
});

test("these pages in English have no Chinese left but data", async () => {
  const chinese = /[一-鿿]/;
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.button("English").click();
    for (const path of ["campaigns", "visits", "rules", "desk", "tips"]) {
      await person.go(path);
      await page.locator("main h1").waitFor();
      await page.waitForTimeout(500);
      for (const text of await page.locator("main h1, main h2, main button, main th, main label, header nav a").allInnerTexts()) {
        assert.doesNotMatch(text, chinese, path);
      }
      await person.shot(`${path}_en`);
    }
  });
});

test("a list is set up on the page, tried before it counts, and taken back whole once it is removed", async () => {
  const system = await new Session(server).signIn("sysadmin", kPassword);
  const listed = async () => (await people["zhou.jie"].call("POST", "/v1/check", { urls: ["http://liuyin-7.com/"] })).json.urls[0].listed;
  const lists = createServer((_, response) => response.end("liuyin-7.com\nliuyin-8.com\n"));
  await new Promise((done) => lists.listen(0, "127.0.0.1", done));
  try {
    await withPerson("sysadmin", async (person) => {
      const { page } = person;
      await person.go("feeds");
      await page.getByRole("button", { name: "新增名单" }).click();
      await page.locator("#name").fill("Bureau X");
      await page.locator("#title").fill("某市反诈中心名单");
      await page.locator("#address").fill(`http://127.0.0.1:${lists.address().port}/list.txt`);
      await page.locator("#licence").fill("按协议");
      await page.getByRole("button", { name: /保\s*存/ }).click();
      await page.getByText("只能用小写字母、数字和短横线,最多40个字").waitFor();
      await page.getByText("须以 https:// 开头;http:// 须勾选内网地址").waitFor();
      await person.shots("source_form_wrong");
      await page.locator("#name").fill("bureau-x");
      await page.locator("#intranet").check();
      await page.locator("#bearer").fill("key-of-the-list");
      await page.getByRole("button", { name: /保\s*存/ }).click();
      const row = page.getByRole("row").filter({ hasText: "bureau-x" });
      await row.getByText("在本页设置").waitFor();
      assert.equal(await row.getByRole("button", { name: /启\s*用/ }).isDisabled(), true);
      await row.getByRole("button", { name: /试\s*读/ }).click();
      await page.getByText("新增2条").waitFor();
      await person.shots("source_dry");
      await page.locator(".ant-modal-close").last().click();
      await row.getByRole("button", { name: /启\s*用/ }).click();
      await row.getByText("正常").waitFor({ timeout: 30_000 });
      await person.shots("sources_console");
      assert.deepEqual(await listed(), ["bureau-x"]);
      const shown = await system.call("GET", "/v1/sources");
      assert.equal(JSON.stringify(shown.json).includes("key-of-the-list"), false);
      assert.equal(shown.json.data[0].has_bearer, true);
      await row.getByRole("button", { name: /移\s*除/ }).click();
      await page.locator("#remove-bureau-x").fill("协议到期");
      await page.locator(".ant-modal-footer .ant-btn-primary").click();
      const gone = page.getByRole("row").filter({ hasText: "已从配置中移除" });
      await gone.getByText("2条").waitFor();
      await person.shots("source_removed");
      assert.deepEqual(await listed(), ["bureau-x"]);
      await gone.getByRole("button", { name: "全部撤下" }).click();
      await page.locator("#withdraw-reason").fill("协议到期");
      await page.locator(".ant-modal-content").getByRole("button", { name: "全部撤下" }).click();
      await gone.waitFor({ state: "detached", timeout: 30_000 });
      assert.deepEqual(await listed(), []);
    });
  } finally {
    lists.close();
  }
});
