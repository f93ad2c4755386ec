// What reviewers, their seconds and the hotline do beside deciding: objections, more
// time, campaigns, visits, rules and trials, searching the log. In headless Chromium
// against the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { afterDeath, openAccounts, Session } from "./people.mjs";
import { kPassword, Person, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

let server;
let browser;
let people;
let key;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function send(path, body) {
  const response = await fetch(server.url + path, {
    method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const json = await response.json();
  assert.ok(response.status < 300, JSON.stringify(json));
  return json;
}

async function withPerson(name, work) {
  const person = await Person.open(browser, server.url);
  try {
    await person.signIn(name, kPassword);
    await work(person);
    assert.deepEqual(person.faults, []);
  } catch (error) {
    await person.shot(`failed_review_${name}`);
    throw error;
  } finally {
    await person.close();
  }
}

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

test("a settled scam's host goes on the list from its case, by another person, and is taken back", async () => {
  const host = "list-me.rz9-cert.invalid";
  const { case_id } = await send("/v1/reports", scam(9, host, "【社保局】养老金资格认证未完成,请点击填写银行卡号和验证码"));
  const reviewer = people["li.qiang"];
  const claimed = await reviewer.call("POST", `/v1/cases/${case_id}/claim`, undefined, { "if-match": (await reviewer.call("GET", `/v1/cases/${case_id}`)).etag });
  const decided = await reviewer.call("POST", `/v1/cases/${case_id}/decision`, { finding: "scam", note: "与名录不符" }, { "if-match": claimed.etag });
  assert.equal(decided.status, 200, JSON.stringify(decided.json));
  const check = async () => (await people["zhao.qian"].call("POST", "/v1/check", { urls: [`http://${host}/rz`] })).json.urls[0].listed;
  assert.deepEqual(await check(), []);
  await withPerson("li.qiang", async (person) => {
    await person.go(`cases/${case_id}`);
    await person.page.getByTestId("settles").waitFor();
    assert.equal(await person.page.getByRole("region", { name: "列入名单" }).count(), 0);
  });
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go(`cases/${case_id}`);
    const panel = page.getByRole("region", { name: "列入名单" });
    await panel.getByRole("button", { name: /列\s*入/ }).click();
    assert.ok((await page.locator("#entry-reason").inputValue()).includes(case_id));
    await person.shots("case_listing");
    await page.getByRole("button", { name: /保\s*存/ }).click();
    await panel.getByText("已列入").waitFor();
    assert.deepEqual(await check(), ["manual"]);
    await person.go("feeds");
    const row = page.getByRole("row", { name: /list-me\[\.\]rz9-cert\[\.\]invalid/ });
    await row.getByRole("button", { name: /撤\s*下/ }).click();
    await page.locator("#entry-reason").fill("对方已更正");
    await page.locator(".ant-modal-content").getByRole("button", { name: /撤\s*下/ }).click();
    await row.getByText("未列入").waitFor();
    assert.deepEqual(await check(), []);
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
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("没有需要上门的人").waitFor();
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
