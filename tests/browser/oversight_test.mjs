// What stands behind the answers: the audit log's chain, the settings with their source,
// the register and its confirmations. In headless Chromium against the real server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openAccounts, Session, signedIn } from "./people.mjs";
import { requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

let server;
let browser;
let people;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ people } = await openAccounts(server));
  await new Session(server).signIn("auditor", server.firstPassword("auditor"));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const withPerson = signedIn("oversight", () => ({ browser, server }));

const check = async (url) => (await people["sun.min"].call("POST", "/v1/check", { urls: [url] })).json.urls[0].official;

// What somebody does who holds the database's file.
const tamper = (sql) => execFileSync("python3", ["-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=30); c.executescript(sys.argv[2])", server.store, sql]);
const kWithoutTriggers = "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER audit_in_order; DROP TRIGGER audit_head_no_delete; DROP TRIGGER audit_head_onwards;";

test("an entry of the register is confirmed by a second person, shown in answers, and withdrawn", async () => {
  assert.equal((await check("https://si.12333.gov.cn/")).confirmed, false);
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go("register");
    await page.getByLabel("名称、单位、网址或电话").fill("si.12333.gov.cn");
    const row = page.locator(".ant-table-row").filter({ hasText: "国家社会保险公共服务平台" }).first();
    await row.getByRole("button", { name: /^确认或更正/ }).click();
    await page.locator("#mark-bureau").fill("某市社会保险事业中心");
    await page.locator("#mark-evidence").fill("打电话向平台运维核实过");
    await page.reload(); // what was typed is there again
    await page.getByLabel("名称、单位、网址或电话").fill("si.12333.gov.cn");
    await row.getByRole("button", { name: /^确认或更正/ }).click();
    await page.getByTestId("restored").waitFor();
    assert.equal(await page.locator("#mark-evidence").inputValue(), "打电话向平台运维核实过");
    await person.shots("register_confirm");
    await person.button("提交,待另一人同意").click();
    await row.getByText("李强 已提请确认,待另一人同意").waitFor();
    assert.equal(await row.getByRole("button", { name: "同意", exact: true }).count(), 0, "not the same person");
  });
  assert.equal((await check("https://si.12333.gov.cn/")).confirmed, false);
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go("register");
    const waiting = page.getByRole("region", { name: "有 1 项待第二人同意" });
    await waiting.waitFor();
    await person.shots("register_waiting");
    await waiting.getByRole("button", { name: "同意", exact: true }).click();
    await waiting.waitFor({ state: "detached" });
    await page.getByLabel("名称、单位、网址或电话").fill("si.12333.gov.cn");
    const row = page.locator(".ant-table-row").filter({ hasText: "某市社会保险事业中心" });
    await row.first().waitFor();
    const shown = await check("https://si.12333.gov.cn/");
    assert.deepEqual([shown.confirmed, shown.confirmed_by], [true, "某市社会保险事业中心"]);
    await row.getByRole("button", { name: "撤回", exact: true }).click();
    await page.getByLabel("撤回的理由").fill("平台换了网址");
    await page.getByRole("dialog").getByRole("button", { name: "撤回", exact: true }).click();
    await row.first().waitFor({ state: "detached" });
    assert.equal((await check("https://si.12333.gov.cn/")).confirmed, false);
    await page.locator(".ant-table-row").filter({ hasText: "国家社会保险公共服务平台" }).first().getByRole("button", { name: /^历次核对/ }).click();
    await page.getByRole("dialog").getByText("平台换了网址").waitFor();
    await person.shots("register_history");
  });
});

test("a correction of a brand's domains waits for the file's keeper and changes no answer", async () => {
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go("register");
    await page.getByRole("tab", { name: "被仿冒的名称" }).click();
    const row = page.locator(".ant-table-row").filter({ hasText: "人社部门" }).first();
    await row.waitFor();
    await person.shots("register_brands");
    await row.getByRole("button", { name: /^确认或更正/ }).click();
    await page.getByText("有误,提出更正").click();
    await page.locator("#mark-bureau").fill("某市社会保险事业中心");
    await page.locator("#mark-evidence").fill("还应有 12333.example");
    await person.button("提交,待另一人同意").click();
    await row.getByText("李强 提出更正,待另一人同意").waitFor();
  });
  const marks = (await people["zhao.qian"].call("GET", "/v1/register/marks")).json.data;
  assert.equal(marks.length, 1);
  const agreed = await people["zhao.qian"].call("POST", `/v1/register/marks/${marks[0].id}/decision`, { accept: true }, { "if-match": `"${marks[0].version}"` });
  assert.equal(agreed.json.state, "in_force");
  const again = await people["zhou.jie"].call("POST", `/v1/register/marks/${marks[0].id}/decision`, { accept: true }, { "if-match": `"${marks[0].version}"` });
  assert.equal(again.status, 412);
});

test("every setting stands there with its value and where it comes from; secrets do not", async () => {
  await withPerson("auditor", async (person) => {
    const { page } = person;
    await person.go("settings");
    const row = (name) => page.locator(".ant-table-row").filter({ has: page.locator("strong", { hasText: new RegExp(`^${name}$`) }) });
    await row("port").waitFor();
    assert.match(await row("port").innerText(), /0[^]*启动参数 --port/);
    assert.match(await row("synthetic_ids").innerText(), /true[^]*默认为 false[^]*启动参数 --synthetic-ids/);
    assert.match(await row("workers").innerText(), /4 个线程[^]*默认值/);
    assert.match(await row("finding").innerText(), /\d+ 项[^]*核查结论[^]*data\/casework\.toml:\d+/);
    const told = page.locator("main [role=status]");
    const all = await told.innerText();
    assert.ok(await page.locator(".ant-table-row").count() <= 50, "some thousand settings are not all on one page");
    await page.getByRole("combobox", { name: "文件", exact: true }).fill("policy");
    await page.locator(".ant-select-item-option").filter({ hasText: "data/policy.toml" }).click();
    assert.match(await row("attempt\\.review").innerText(), /0\.2[^]*由人核查[^]*data\/policy\.toml:\d+/);
    assert.notEqual(await told.innerText(), all);
    assert.equal(await row("port").count(), 0, "of the chosen file only");
    await page.locator("main .ant-select").hover();
    await page.locator("main .ant-select-clear").click();
    await page.getByLabel("名称、含义或数值").fill("抽查");
    await page.getByText("attempt.spot_check").waitFor();
    assert.ok(await page.locator(".ant-table-row").count() < 5);
    await person.shots("settings_found");
    await page.getByLabel("名称、含义或数值").fill("");
    await page.getByText("只看与默认不同的").click();
    await row("port").waitFor();
    assert.equal(await row("workers").count(), 0);
    const [file] = await Promise.all([page.waitForEvent("download"), person.button("导出 CSV").click()]);
    const table = readFileSync(await file.path(), "utf8");
    assert.match(table, /^\ufeff/);
    assert.match(table, /port,/);
    assert.doesNotMatch(await page.locator("main").innerText(), /Shi-fan|whsec_/);
  });
  const refused = await people["li.qiang"].call("GET", "/v1/settings");
  assert.equal(refused.status, 403);
});

test("the log's chain is proved at the console, and what was tampered with is found", async () => {
  await withPerson("auditor", async (person) => {
    const { page } = person;
    await person.go("audit");
    await page.getByText("还没有校验过。").waitFor();
    await person.shots("audit_chain_never");
    await page.getByText("现在的末条").click();
    const number = await page.getByTestId("head-number").innerText();
    const hash = await page.getByTestId("head-hash").innerText();
    await person.button("校验全部记录").click();
    const result = page.getByTestId("chain-result");
    await result.getByText(/记录完整:.+的 \d+ 条全部相符/).waitFor();
    await page.locator(".ant-table-row").filter({ hasText: "校验审计日志" }).first().waitFor();
    await person.shots("audit_chain_whole");
    await page.getByLabel("抄下的序号(可不填)").fill(number);
    await page.getByText("须同时填写").waitFor();
    await page.getByLabel("抄下的校验值(可不填)").fill(hash);
    await person.button("再次校验").click();
    await result.getByText(`与抄下的第 ${number} 条相符。`).waitFor();
    await page.getByLabel("抄下的校验值(可不填)").fill("b".repeat(64));
    await person.button("再次校验").click();
    await result.getByText(`第 ${number} 条的校验值不同`).waitFor();
    tamper(`${kWithoutTriggers} UPDATE audit SET actor = 'usr_x' WHERE number = 3;`);
    await page.getByLabel("抄下的序号(可不填)").fill("");
    await page.getByLabel("抄下的校验值(可不填)").fill("");
    await person.button("再次校验").click();
    await result.getByText("记录已被破坏:第 3 条起不再可信").waitFor();
    assert.match(await result.innerText(), /改过[^]*之前的 2 条仍然相符[^]*请立即/);
    assert.equal(await result.getAttribute("role"), "alert");
    await person.shots("audit_chain_broken");
  });
  const refused = await people["zhou.jie"].call("POST", "/v1/audit/check", {});
  assert.equal(refused.status, 403);
});
