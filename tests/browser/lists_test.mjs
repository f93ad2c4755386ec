// The page of lists: a bulletin that is pasted becomes entries where a person ticks them,
// an objection goes its whole way between three persons, and who was not told is told again.
// In headless Chromium against the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openAccounts, signedIn } from "./people.mjs";
import { ownRoot, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

let server;
let browser;
let people;
let folder;
let consumer;
let gone = true; // whoever is told of what happens
const heard = [];

before(async () => {
  consumer = http.createServer((request, response) => {
    request.resume().on("end", () => {
      if (!gone) heard.push(request.headers["webhook-id"]);
      response.writeHead(gone ? 410 : 204).end();
    });
  });
  await new Promise((go) => consumer.listen(0, "127.0.0.1", go));
  folder = mkdtempSync(join(tmpdir(), "analyzer-lists-test-"));
  const root = ownRoot(folder);
  writeFileSync(join(folder, "whsec"), `whsec_${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
  appendFileSync(join(root, "data/webhooks.toml"), `
[[hook]]
name = "bureau"
title = "邻市社保局"
url = "http://127.0.0.1:${consumer.address().port}/hook"
secret_file = "${join(folder, "whsec")}"
types = ["list.changed", "dispute.closed"]
intranet = true
`);
  server = await startServer([], root);
  browser = await startBrowser();
  ({ people } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  consumer?.closeAllConnections();
  consumer?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const withPerson = signedIn("lists", () => ({ browser, server }));

const listed = async (url) => {
  const { json } = await people["zhao.qian"].call("POST", "/v1/check", { urls: [url] });
  return json.urls[0].listed;
};

const kBulletin = `【某市反诈中心通报】近日有人冒充社保局发送短信,称“养老金资格认证未完成”。
涉诈网址:http://12333.rz-notice.invalid/rz?id=7、hxxps://pay[.]rz[.]example[.]top/bank,
以及 https://si.12333.gov.cn/(官方,勿拦)。客服电话 17000001234,转账至其指定账户。`;

test("a pasted bulletin becomes entries, but only what a person ticks and nothing official", async () => {
  const links = ["http://12333.rz-notice.invalid/rz?id=7", "http://pay.rz.example.top/bank"];
  for (const link of links) assert.deepEqual(await listed(link), []);
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("feeds");
    const panel = page.getByRole("region", { name: "从通报中提取" });
    await panel.locator("#bulletin").fill("没有任何网址的一段话");
    await panel.getByRole("button", { name: "查找条目" }).click();
    await panel.getByText("未找到网址或号码").waitFor();
    await panel.locator("#bulletin").fill(kBulletin);
    await panel.getByRole("button", { name: "查找条目" }).click();
    const rows = panel.locator("tbody tr.ant-table-row");
    await rows.first().waitFor();
    const found = (await rows.allInnerTexts()).map((row) => row.replace(/\s+/g, " "));
    assert.equal(found.length, 4, found.join(" | "));
    // Ticked from the start is what is no official place; numbers wait for a person.
    const box = (value) => panel.getByRole("checkbox", { name: value, exact: true });
    assert.equal(await box("rz-notice.invalid").isChecked(), true);
    assert.equal(await box("example.top").isChecked(), true);
    assert.equal(await box("17000001234").isChecked(), false);
    const official = rows.filter({ hasText: "官方,不列入" });
    assert.equal(await official.count(), 1);
    assert.equal(await official.getByRole("checkbox").isDisabled(), true);
    // One of them as a link alone, the other not at all, and the number.
    await box("example.top").uncheck();
    await rows.filter({ has: page.getByRole("checkbox", { name: "rz-notice.invalid", exact: true }) }).getByRole("combobox").press("ArrowDown");
    await page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: "仅此链接" }).click();
    await box("rz-notice.invalid").waitFor({ state: "detached", timeout: 10000 }); // the row names the link now
    await box("17000001234").check();
    const save = panel.getByRole("button", { name: /列入勾选的2条/ });
    assert.equal(await save.isDisabled(), true); // whose bulletin it is must be said
    await panel.locator("#bulletin-source").fill("某市反诈中心通报第17号");
    await person.shots("lists_bulletin");
    await save.click();
    await page.getByText("已列入2条").waitFor();
    assert.equal(await panel.locator("#bulletin").inputValue(), "");
  });
  assert.deepEqual(await listed(links[0]), ["manual"]);
  assert.deepEqual(await listed("http://12333.rz-notice.invalid/other"), []); // the link alone
  assert.deepEqual(await listed(links[1]), []);
  const { json } = await people["zhou.jie"].call("GET", "/v1/indicators?kind=phone");
  assert.equal(json.data.length, 1);
  assert.equal(json.data[0].statements[0].reason, "某市反诈中心通报第17号");
  assert.equal(JSON.stringify(json).includes("17000001234"), false);
});

test("an objection taken in at the desk is decided by a third person and closed once no list holds it", async () => {
  const say = (who, body) => people[who].call("POST", "/v1/indicators", { reason: "经核实", ...body });
  assert.equal((await say("zhao.qian", { kind: "host", value: "www.shop-rz.invalid" })).status, 201);
  assert.equal((await say("zhao.qian", { kind: "domain", value: "shop-rz.invalid" })).status, 201);
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go("feeds");
    const panel = page.getByRole("region", { name: "名单异议" });
    await panel.getByRole("button", { name: "登记异议" }).click();
    await page.locator("#dispute-value").fill("http://www.shop-rz.invalid/");
    await page.locator("#dispute-contact").fill("17000005678");
    await page.locator("#dispute-reason").fill("我们是正规商家");
    await page.locator("#dispute-reason").press("Control+Enter");
    await page.getByTestId("dispute-number").waitFor();
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await panel.getByText("待处理").waitFor();
    assert.equal(await panel.getByRole("button", { name: /^处\s*理$/ }).count(), 0); // no second reviewer
  });
  const decide = async (person, name) => {
    const panel = person.page.getByRole("region", { name: "名单异议" });
    await panel.getByRole("button", { name: /^处\s*理$/ }).click();
    await person.page.locator("#dispute-note").fill("已核对备案和营业执照");
    await person.button(name).click();
  };
  await withPerson("zhao.qian", async (person) => {
    await person.go("feeds");
    await decide(person, "异议成立,撤下");
    // Whoever listed the host, and so the link, does not decide on it.
    await person.page.locator(".ant-message-error").waitFor();
    await person.shots("lists_dispute_same");
  });
  assert.deepEqual(await listed("http://www.shop-rz.invalid/"), ["manual"]);
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("feeds");
    const panel = page.getByRole("region", { name: "名单异议" });
    await decide(person, "异议成立,撤下");
    // Its host and the domain above are listed yet: taken down is not gone.
    await panel.getByText("已撤下,待核对").waitFor();
    await panel.getByText(/仍在/).waitFor();
    await person.shots("lists_dispute_granted");
  });
  for (const [kind, value] of [["domain", "shop-rz.invalid"], ["host", "www.shop-rz.invalid"]]) {
    assert.equal((await say("zhao.qian", { kind, value, revokes: true })).status, 201);
  }
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    const panel = page.getByRole("region", { name: "名单异议" });
    for (let i = 0; i < 60; ++i) {
      await person.go("overview");
      await person.go("feeds");
      await panel.locator("tbody tr.ant-table-row").first().waitFor();
      if (await panel.getByText("已办结").count() > 0) break;
      await pause(1000);
    }
    assert.equal(await panel.getByText("已办结").count(), 1);
    assert.equal(await panel.getByText(/仍在/).count(), 0);
    await person.shots("lists_dispute_closed");
  });
  assert.deepEqual(await listed("http://www.shop-rz.invalid/"), []);
});

test("who was gone when something happened is told of it once a person asks for that", async () => {
  const counts = async () => (await people["zhou.jie"].call("GET", "/v1/webhooks")).json.data[0].counts;
  for (let i = 0; (await counts()).given_up === 0; ++i) {
    assert.ok(i < 120, "nothing was ever given up");
    await pause(250);
  }
  for (let i = 0; (await counts()).waiting > 0; ++i) {
    assert.ok(i < 120, "deliveries wait yet");
    await pause(250);
  }
  assert.deepEqual(heard, []);
  const { given_up: missed } = await counts();
  gone = false;
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("feeds");
    const panel = page.getByRole("region", { name: "事件推送" });
    await panel.getByRole("button", { name: /记\s*录/ }).click();
    await page.locator(".ant-modal-content").getByText("已放弃").first().waitFor();
    await person.shots("lists_deliveries");
    await page.getByRole("button", { name: "重送全部已放弃的" }).click();
    await page.getByText(`${missed}条将重新推送`).waitFor();
  });
  for (let i = 0; heard.length < missed; ++i) {
    assert.ok(i < 120, `${heard.length} of ${missed} were told`);
    await pause(250);
  }
  assert.equal(new Set(heard).size, heard.length);
  for (let i = 0; (await counts()).delivered < missed; ++i) {
    assert.ok(i < 120, "what was taken is not known to be");
    await pause(250);
  }
});
