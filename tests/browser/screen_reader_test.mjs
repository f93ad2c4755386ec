// The hotline, the queue and a case as a screen reader has them: Chromium's own tree of
// accessibility. Every control has a name, a verdict is announced, a level is a word.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { afterDeath, openAccounts, signedIn } from "./people.mjs";
import { requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

const kControls = new Set([
  "button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "switch", "tab", "spinbutton", "menuitem", "option", "slider",
]);
const kScam = "【社保局】您的养老金认证未完成,24小时内将停发,请点击 http://12333-gov.cn.rz8-cert.invalid/rz 填写银行卡号和验证码";

let server;
let browser;
let caseId;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const { key } = await openAccounts(server);
  const send = async (path, body) => (await (await fetch(server.url + path, {
    method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
  })).json()).case_id;
  caseId = await send("/v1/attempts", afterDeath(1, "990277"));
  const report = { report_id: "reader-1", received_at: new Date().toISOString(), source: "12333", region: "990277", text: kScam };
  assert.ok(caseId && await send("/v1/reports", report));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// What of the tree is not ignored: role, name and properties of each node.
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties, backendDOMNodeId }) => ({
    role: role?.value ?? "", name: (name?.value ?? "").trim(), id: backendDOMNodeId,
    of: Object.fromEntries((properties ?? []).map(({ name: key, value }) => [key, value.value])),
  }));
}

async function checkNames(page, where) {
  const nodes = await tree(page);
  const controls = nodes.filter(({ role }) => kControls.has(role));
  assert.ok(controls.length > 5, `${where}: ${controls.length} controls`);
  const nameless = controls.filter(({ name }) => name === "");
  assert.deepEqual(nameless.map(({ role }) => role), [], `${where}: controls without a name`);
  assert.equal(nodes.filter(({ role, of }) => role === "heading" && of.level === 1).length, 1, `${where}: one main heading`);
  assert.ok(nodes.some(({ role }) => role === "main"), `${where}: a main landmark`);
  assert.ok(nodes.some(({ role, name }) => role === "navigation" && name !== ""), `${where}: a named navigation`);
  return nodes;
}

// Names of what Tab stops at, in order, from the top of the page.
async function stops(page, most) {
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  const out = [];
  for (let n = 0; n < most; ++n) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const box = one.getBoundingClientRect();
      return { id: one.id, text: (one.innerText ?? "").trim().slice(0, 30), inMain: !!one.closest("main"), inHeader: !!one.closest("header"), width: box.width };
    });
    if (stop === null) break;
    out.push(stop);
  }
  return out;
}

const withPerson = signedIn("reader", () => ({ browser, server }));

test("the hotline: named controls, the verdict announced with its word, the way through by Tab", async () => {
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("hotline");
    await page.locator("#hotline-text").waitFor();
    const announced = page.getByTestId("announced");
    assert.equal(await announced.getAttribute("aria-live"), "polite", "there before it speaks");
    assert.equal(await announced.innerText(), "");
    await checkNames(page, "hotline");
    await page.locator("#hotline-text").fill(kScam);
    await page.locator("section.verdict").waitFor();
    await page.waitForFunction(() => document.querySelector("[data-testid=announced]").textContent !== "");
    const level = await page.locator("section.verdict .word").innerText();
    assert.match(level, /可疑|诈骗/);
    assert.ok((await announced.textContent()).startsWith(level), "the word comes first");
    const first = await page.locator("ol.say li").first().innerText();
    assert.ok((await announced.textContent()).includes(first), "and what to say");
    const nodes = await checkNames(page, "hotline with a verdict");
    assert.ok(nodes.some(({ role, name }) => role === "StaticText" && name === level), "the level is a word of the tree");
    const order = await stops(page, 40);
    assert.match(order[0].text, /跳/, "first the way past the menu");
    const menu = order.findIndex(({ inHeader }) => inHeader);
    const main = order.findIndex(({ inMain }) => inMain);
    assert.ok(menu >= 0 && main > menu, "menu before content");
    const text = order.findIndex(({ id }) => id === "hotline-text");
    const region = order.findIndex(({ id }) => id === "hotline-region");
    assert.ok(text > 0 && region > text, "the text before the rest of the form");
  });
});

test("the queue: named controls, each level a word and not a colour alone", async () => {
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("cases");
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    const nodes = await checkNames(page, "queue");
    const headers = nodes.filter(({ role }) => role === "columnheader");
    assert.ok(headers.length > 3);
    for (const tag of await page.locator(".level").all()) assert.notEqual((await tag.innerText()).trim(), "", "a level without its word");
    assert.ok((await page.locator(".level, [data-decision]").count()) > 0);
    const order = await stops(page, 60);
    assert.ok(order.some(({ inMain }) => inMain), "Tab reaches the list");
  });
});

test("a case: named controls, its state and decision as words, links that open nothing", async () => {
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${caseId}`);
    await page.getByTestId("case-state").waitFor();
    const nodes = await checkNames(page, "case");
    const said = nodes.filter(({ role }) => role === "StaticText").map(({ name }) => name).join("\n");
    assert.match(said, /暂缓采信|建议核查/);
    const outside = await page.locator("main a[href^=http]").count();
    assert.equal(outside, 0, "nothing leads out of the console");
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await checkNames(page, "case, claimed");
    const pressed = (await tree(page)).filter(({ role }) => role === "radio" || role === "button");
    assert.ok(pressed.every(({ name }) => name !== ""));
  });
});

test("a window takes the cursor to the field that is filled in first, and Escape gives it back", async () => {
  const opens = async (page, key, field) => {
    await page.keyboard.press(key);
    await page.waitForFunction((wanted) => document.activeElement?.matches(wanted), field);
    await page.keyboard.press("Escape");
    await page.locator(".ant-modal-wrap:visible, .ant-drawer-open").first().waitFor({ state: "detached" });
  };
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("hotline");
    await page.locator("#hotline-text").waitFor();
    for (const [key, field] of [["F2", "#help-failure"], ["F3", "#help-where"], ["F4", "#stop-minutes"], ["F8", "#tip-about"], ["F9", "#dispute-value"]]) {
      await opens(page, key, field);
      await page.waitForFunction(() => document.activeElement?.id === "hotline-text");
    }
    // A tip is written, sealed and its number put away without the mouse.
    await page.keyboard.press("F8");
    await page.waitForFunction(() => document.activeElement?.id === "tip-about");
    await page.keyboard.type("示例村经办人员");
    await page.keyboard.press("Tab");
    await page.keyboard.type("替去世的人做认证");
    await page.keyboard.press("Escape"); // not thrown away by a slip
    await page.locator(".ant-modal-confirm-title").filter({ hasText: "所写的不会留下" }).waitFor();
    await page.getByRole("button", { name: "接着写" }).click();
    await page.locator("#tip-clue").press("Control+Enter");
    await page.getByTestId("tip-id").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.id === "hotline-text");
    // What was dictated and is no address is said to be none.
    await page.keyboard.press("Alt+D");
    await page.keyboard.type("三个w点什么什么点西西");
    await page.getByTestId("no-address").waitFor();
  });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${caseId}`);
    await page.getByTestId("case-state").waitFor();
    // It may be his already, from the test before.
    if ((await page.getByTestId("case-state").innerText()).includes("待领取")) await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    for (const [key, field] of [["v", ".contact-results button"], ["p", "#snooze-note"], ["m", "#assign-to"], ["x", "#recuse-note"]]) await opens(page, key, field);
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor({ state: "detached" });
  });
});
