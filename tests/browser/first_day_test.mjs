// What a first day stumbled over, in headless Chromium against the real server: where a
// reviewer begins, what is in sight while evidence is read, why a finding came back, whom
// to ring for a bank that nobody lists, and accounts opened without a mouse.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { afterDeath, openAccount, openAccounts, openCaseWithKey, Session, signedIn } from "./people.mjs";
import { kPassword, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

const kScam = "【社保局】您的养老金资格认证未完成,24小时内将停发养老金,请立即点击 http://12333-renzheng.example.top/a 填写银行卡号和验证码";
const kOpinion = "联系记录写无人接听,依据却写家属来电,请补登";

let server;
let browser;
let people;
let key;

async function open(name, display_name, roles) {
  const system = await new Session(server).signIn("sysadmin", kPassword);
  const security = await new Session(server).signIn("secadmin", kPassword);
  await openAccount(server, system, security, { name, display_name, roles });
}

const submit = (path, body) => openCaseWithKey(server, key, path, body);

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
  await open("he.ping", "何平", ["hotline", "reviewer"]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const withPerson = signedIn("first_day", () => ({ browser, server }));

const openCase = async (person, id) => {
  await person.go(`cases/${id}`);
  await person.page.getByTestId("case-state").waitFor();
};
const topOf = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);

test("who reviews and answers calls begins with the queue, and finds the keys without knowing one", () =>
  withPerson("he.ping", async ({ page, url }) => {
    await page.waitForURL(`${url}/#/cases`);
    await page.getByTestId("account").click();
    await page.getByText("快捷键 (?)").click();
    await page.getByRole("dialog").getByText("登记联系记录").waitFor();
  }));

test("a report's words stand above the reasons, within the first window", async () => {
  const id = await submit("/v1/reports", {
    report_id: "first-day-1", received_at: new Date().toISOString(), source: "12333", kind: "message", region: "990291", text: kScam,
  });
  await withPerson("li.qiang", async (person) => {
    await openCase(person, id);
    const { page } = person;
    const words = page.getByRole("heading", { name: "原文" });
    assert.ok((await topOf(words)) < (await topOf(page.getByRole("heading", { name: "为什么列为疑点" }))));
    assert.ok((await topOf(words)) < 500);
    await page.keyboard.press("c");
    await page.getByText("信息定性(一人即可办结)").waitFor();
  });
});

test("the finding stays in sight while evidence is read, every part is one click away, at 200 % too", async () => {
  const id = await submit("/v1/attempts", afterDeath(1, "990291"));
  await withPerson("li.qiang", async (person) => {
    await openCase(person, id);
    const { page } = person;
    await page.keyboard.press("c");
    const finding = page.getByRole("region", { name: "核查结论" });
    await finding.locator(".choice").first().waitFor();
    await page.evaluate(() => window.scrollTo(0, 800));
    await page.waitForFunction(() => window.scrollY > 700);
    assert.ok((await topOf(finding)) >= 0 && (await topOf(finding)) < 100);
    await page.evaluate(() => window.scrollTo(0, 0));
    const parts = page.getByRole("navigation", { name: "本案各部分" });
    await parts.getByRole("button", { name: "联系记录 0" }).click();
    assert.equal(await page.evaluate(() => window.scrollY), 0); // the evidence stays where it is
    assert.ok((await topOf(page.getByRole("region", { name: "联系记录" }))) < 400);
    await page.setViewportSize({ width: 640, height: 450 });
    await page.evaluate(() => window.scrollTo(0, 1500));
    await parts.getByRole("button", { name: "核查结论" }).click();
    const top = await topOf(finding);
    assert.ok(top >= 60 && top < 200, `the finding is at ${top}`); // below the line of parts, which stays
    await person.checkAccess("case at 200 %");
  });
});

test("why a finding came back stands where it is made anew; who confirms sees what it tells the service", async () => {
  const id = await submit("/v1/attempts", afterDeath(2, "990291"));
  const mine = people["li.qiang"];
  const write = async (who, action, body) => {
    const { etag } = await who.call("GET", `/v1/cases/${id}`);
    const answer = await who.call("POST", `/v1/cases/${id}/${action}`, body, { "if-match": etag });
    assert.ok(answer.status < 300, `${action}: ${JSON.stringify(answer.json)}`);
  };
  await write(mine, "claim");
  await write(mine, "contacts", { way: "phone", result: "no_answer", note: "无人接听" });
  await write(mine, "decision", { finding: "death_claim", cause: "evidence_found", destinations: [], note: "两处登记一致" });
  await withPerson("zhao.qian", async (person) => {
    await openCase(person, id);
    await person.page.keyboard.press("c");
    await person.page.getByText("对认证机构:不予采信").waitFor();
    await person.page.locator("#opinion-note").fill(kOpinion);
    await person.button("退回重办").click();
    await person.page.getByText("复核退回").first().waitFor();
  });
  await withPerson("li.qiang", async (person) => {
    await person.go("cases");
    await person.page.locator("tr", { hasText: "复核退回" }).getByText("归您办理").waitFor();
    await openCase(person, id);
    await person.page.getByTestId("sent-back").getByText(kOpinion).waitFor();
    assert.match(await person.page.getByTestId("sent-back").innerText(), /赵倩 .*退回/);
  });
});

test("that nobody answered is logged in three keys; what else is missing is said", async () => {
  const id = await submit("/v1/attempts", afterDeath(3, "990291"));
  await withPerson("li.qiang", async (person) => {
    await openCase(person, id);
    const { page } = person;
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await page.keyboard.press("v");
    await page.getByTestId("contact-fault").getByText("请选择结果").waitFor();
    await page.keyboard.press("2");
    await page.getByTestId("contact-fault").getByText("请写明谁接的、说了什么").waitFor();
    await page.locator(".contact-results .choice", { hasText: "无人接听" }).click();
    await page.keyboard.press("Control+Enter");
    await page.locator(".contacts li", { hasText: "无人接听" }).waitFor();
  });
});

test("a bank that nobody lists gets no number of another; the last call's region is marked, an address is read", () =>
  withPerson("he.ping", async (person) => {
    const { page } = person;
    await person.go("hotline");
    await page.locator("#hotline-text").fill(kScam);
    await page.keyboard.press("Alt+2");
    await page.locator("#stop-bank").fill("农信社");
    await page.getByTestId("stop-unlisted").waitFor();
    assert.equal(await page.getByTestId("stop-bank-number").count(), 0);
    assert.match(await page.locator(".stop-say").innerText(), /银行卡背面/);
    await page.locator("#stop-bank").fill("农行");
    await page.getByTestId("stop-bank-number").getByText("95599").waitFor();
    await person.button(/返回登记/).click();
    await page.locator("#hotline-yuan").fill("三万八");
    await page.locator("#hotline-region").fill("河南省周口市太康县清集镇");
    await page.locator(".ant-select-item-option").first().getByText("411627 河南周口市太康县").waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#hotline-region").inputValue(), "411627 河南周口市太康县");
    assert.equal(await page.getByTestId("region-kept").count(), 0);
    await page.keyboard.press("Control+Enter");
    await page.locator(".saved-number").waitFor();
    await page.getByTestId("region-kept").waitFor();
    await page.locator("#hotline-region").fill("宛城区");
    await page.getByTestId("region-kept").waitFor({ state: "detached" });
  }));

test("who rings back sees what it was about", async () => {
  const report = {
    report_id: "12333-20260102-470815", received_at: new Date().toISOString(), source: "12333", kind: "message", region: "990291", text: kScam,
    harm: { paid_yuan: 3800 }, caller: { contact_ref: "13900000015", callback_ok: true },
  };
  await open("wang.ying", "王莹", ["hotline"]);
  const agent = await new Session(server).signIn("wang.ying", kPassword);
  assert.equal((await agent.call("POST", "/v1/reports", report)).status, 201);
  await withPerson("wang.ying", async (person) => {
    await person.go("desk");
    const { page } = person;
    await person.button("回访").click();
    const about = page.getByTestId("report-about");
    await about.getByText("极可能为诈骗").waitFor();
    await about.getByText("已转 3,800 元").waitFor();
    await about.getByText("12333-renzheng[.]example[.]top").waitFor();
    assert.match(await about.innerText(), /还没问到的:.*已经做了什么/);
    assert.ok((await about.locator("li").count()) > 0); // what to say
    await person.checkAccess("call back");
  });
});

test("an account is opened by Enter alone, its region by name", async () => {
  await withPerson("sysadmin", async (person) => {
    const { page } = person;
    await person.button("新建账号").click();
    await page.getByRole("dialog").waitFor();
    await page.locator("#name").fill("qian.li");
    await page.keyboard.press("Tab");
    await page.keyboard.type("钱丽");
    await page.keyboard.press("Enter");
    await page.locator("tr", { hasText: "qian.li" }).waitFor();
  });
  await withPerson("secadmin", async (person) => {
    const { page } = person;
    const row = page.locator("tr", { hasText: "qian.li" });
    await row.getByRole("button", { name: "授权" }).click();
    await page.getByRole("dialog").getByText("核查员", { exact: true }).click();
    await page.locator("#user-region").fill("太康县");
    await page.getByTestId("code-name").getByText("太康县").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
    await row.getByText("411627").waitFor();
  });
});
