// What a second day stumbled over, in headless Chromium against the real server: files that
// cannot be taken, handing down and over, an objection during a call, what a window still
// needs, and what a role may do.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { afterDeath, change, openAccount, openAccounts, openCase, openCaseWithKey, Session, signedIn, takeCase } from "./people.mjs";
import { kPassword, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

const kFound = "入户见到本人,精神很好,由邻居代办";
const kHint = "这个镇您熟,家属只认您";

let server;
let browser;
let people;
let key;
let files;

const submit = (number, region) => openCaseWithKey(server, key, "/v1/attempts", afterDeath(number, region));
const withPerson = signedIn("second_day", () => ({ browser, server }));

async function open(name, display_name, roles, region) {
  const system = await new Session(server).signIn("sysadmin", kPassword);
  const security = await new Session(server).signIn("secadmin", kPassword);
  const session = await openAccount(server, system, security, { name, display_name, roles });
  if (!region) return session;
  const user = (await security.call("GET", "/v1/users")).json.data.find((one) => one.name === name);
  const changed = await security.call("PATCH", `/v1/users/${user.id}`, { region }, { "if-match": `"${user.version}"` });
  assert.equal(changed.status, 200, JSON.stringify(changed.json));
  return new Session(server).signIn(name, kPassword);
}

before(async () => {
  files = mkdtempSync(join(tmpdir(), "analyzer-second-day-"));
  for (const name of ["照片.heic", "坏东西.exe", "张三身份证.jpg", "回函.pdf"]) writeFileSync(join(files, name), name.endsWith("pdf") ? "%PDF-1.4 one" : Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]));
  server = await startServer();
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(files, { recursive: true, force: true });
});

test("files that are not taken and names of persons are pointed out before anything is sent; a ticked box leaves the keys alive", async () => {
  const id = await submit(1, "990281");
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.getByTestId("file-picker").setInputFiles(["照片.heic", "坏东西.exe", "张三身份证.jpg"].map((name) => join(files, name)));
    await page.locator("#file-purpose").fill("死亡(火化)证明");
    const row = (name) => page.locator(".file-names li", { hasText: name });
    await row("照片.heic").getByText("另存为JPEG").waitFor();
    await row("坏东西.exe").getByText("不收这类文件").waitFor();
    await page.getByText("文件名里像有人名").waitFor();
    assert.match(await page.getByTestId("missing").innerText(), /去掉标红的文件/);
    await person.checkAccess("files refused");
    for (const name of ["照片.heic", "坏东西.exe", "张三身份证.jpg"]) await page.getByRole("button", { name: `去掉 ${name}` }).click();
    await page.keyboard.press("Escape");
    await page.locator("#file-purpose").waitFor({ state: "detached" });
    await page.getByTestId("file-picker").setInputFiles(join(files, "回函.pdf"));
    await page.locator("#file-purpose").fill("死亡(火化)证明");
    await page.locator("#file-purpose").press("Enter");
    await page.getByTestId("case-file").filter({ hasText: "回函.pdf" }).waitFor();
    await page.locator("#file-purpose").waitFor({ state: "detached" });
    await page.locator("body").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("6");
    await page.getByRole("checkbox", { name: /^回函/ }).check();
    await page.keyboard.press("i");
    await page.keyboard.type("回函一致");
    assert.equal(await page.locator("#finding-note").inputValue(), "回函一致");
  });
});

test("a unit asked before is picked by name, told the attempt's number, begins with what it is asked, and its answer stands at the decision", async () => {
  const [first, second] = [await submit(2, "990282"), await submit(3, "990282")];
  await open("town", "示例镇专干", ["reviewer"], "990282001");
  const li = people["li.qiang"];
  await change(li, `/v1/cases/${first}/claim`);
  await change(li, `/v1/cases/${first}/referrals`, { unit_region: "990282001", unit_name: "示例镇人社所", asked: "请上门见本人", working_days: 1 });
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, second);
    await page.getByTestId("referrals").getByRole("button", { name: "下发" }).click();
    await page.getByText("本案暂缓采信到").waitFor();
    assert.match(await page.getByTestId("missing").innerText(), /还缺:单位区划代码、单位名称、要求核实/);
    await page.locator("#referral-before").focus();
    await page.keyboard.type("示例镇");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#referral-region").inputValue(), "990282001");
    await page.locator("#referral-asked").fill("请问邻居,本人是否健在");
    await page.locator("#referral-name").press("Enter"); // the days offered end before the hold does
    await page.getByTestId("referrals").getByText("待回收").waitFor();
    await page.getByText("案件已下发,回收或撤销后才能作结论").waitFor();
  });
  const sent = (await li.call("GET", `/v1/cases/${second}`)).json.referrals[0];
  assert.match(sent.asked, /认证编号:day-990282-3$/);
  await withPerson("town", async (person) => {
    const { page, url } = person;
    await page.waitForURL(`${url}/#/referrals`);
    await page.locator("tr", { hasText: second }).getByRole("button", { name: "登记回收" }).click();
    await page.locator("#return-findings").fill(kFound);
    await page.locator("#return-by").fill("示例甲、示例乙");
    await page.locator("#return-by").press("Enter");
    await page.locator("tr", { hasText: second }).waitFor({ state: "detached" });
  });
  await withPerson("li.qiang", async (person) => {
    await openCase(person, second);
    await person.page.getByRole("region", { name: "核查结论" }).getByTestId("unit-found").getByText(kFound).waitFor();
  });
});

test("who is handed a case reads why where it is decided; who stood back is told so", async () => {
  const id = await submit(4, "990283");
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.keyboard.press("m");
    await page.locator("#assign-to").waitFor();
    assert.match(await page.getByTestId("missing").innerText(), /移交给/);
    await page.locator("#assign-to").focus();
    await page.keyboard.type("孙敏");
    await page.locator(".ant-select-item-option").filter({ hasText: "孙敏" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("#assign-note").fill(kHint);
    await page.locator("#assign-note").press("Enter");
    await page.getByRole("region", { name: "核查结论" }).getByText("已移交给 孙敏").waitFor();
  });
  await withPerson("sun.min", async (person) => {
    const { page } = person;
    await openCase(person, id);
    const finding = page.getByRole("region", { name: "核查结论" });
    await finding.getByTestId("handed-over").getByText(kHint).waitFor();
    await page.keyboard.press("x");
    await page.locator("#recuse-note").fill("同村");
    await page.locator("#recuse-note").press("Enter");
    await finding.getByText("您已回避,此案由他人办理。").waitFor();
  });
});

test("an objection is taken in during a call, and that its outcome is to be told stands where calls back are made", async () => {
  const id = await submit(5, "990284");
  const li = people["li.qiang"];
  await change(li, `/v1/cases/${id}/claim`);
  await change(li, `/v1/cases/${id}/contacts`, { way: "phone", result: "no_answer", note: "无人接听" });
  await change(li, `/v1/cases/${id}/decision`, { finding: "death_claim", cause: "evidence_found", destinations: [], note: "两处登记一致" });
  await change(people["zhao.qian"], `/v1/cases/${id}/confirmation`, { confirmation: "confirm", note: "属实" });
  server.settle(id);
  await open("wang.ying", "王莹", ["hotline"]);
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.locator("#hotline-text").waitFor();
    await page.keyboard.press("F7");
    await page.locator("#objection-about").waitFor();
    assert.match(await page.getByTestId("missing").innerText(), /还缺:案件编号或认证回执号、本人怎么说/);
    await page.locator("#objection-about").fill("day-990284-5");
    await page.locator("#objection-said").fill("我妈还在,昨天还去赶集");
    await page.locator("#objection-contact").fill("19900000021");
    await page.locator("#objection-contact").press("Enter");
    await page.locator(".ant-modal-confirm-title", { hasText: "异议已登记" }).waitFor();
    await person.checkAccess("objection taken during a call");
  });
  const objection = (await people["sun.min"].call("GET", "/v1/cases?kind=objection")).json.data[0].id;
  await withPerson("sun.min", async (person) => {
    const { page } = person;
    await takeCase(person, objection);
    assert.equal(await page.getByText("不利结论(须依据").count(), 0, "nothing to choose there");
    await page.keyboard.press("1");
    await page.locator("#finding-note").fill("视频见到本人,登记有误,已更正");
    await page.locator("#finding-note").press("Control+Enter");
    await page.getByText("可撤回").first().waitFor();
  });
  server.settle(objection);
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await person.go("desk");
    await page.getByTestId("to-tell").getByText("待告知 1").click({ timeout: 30_000 });
    await page.getByRole("button", { name: "告知结果" }).waitFor();
  });
});

test("a tip half written is not thrown away by Enter", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.locator("#hotline-text").waitFor();
    await page.keyboard.press("F8");
    await page.locator("#tip-about").fill("示例村会计");
    await page.keyboard.press("Escape");
    await page.locator(".ant-modal-confirm-title", { hasText: "确定关闭?" }).waitFor();
    await page.locator(".ant-modal-confirm-btns .ant-btn:focus:not(.ant-btn-dangerous)").waitFor(); // once the window has opened
    await page.keyboard.press("Enter");
    await page.locator(".ant-modal-confirm-title", { hasText: "确定关闭?" }).waitFor({ state: "detached" });
    assert.equal(await page.locator("#tip-about").inputValue(), "示例村会计");
    assert.match(await page.getByTestId("missing").innerText(), /还缺:线索/);
  });
});

test("what a role and a key may do is said where they are chosen", () =>
  withPerson("secadmin", async (person) => {
    const { page } = person;
    await person.go("users");
    await page.locator("tr", { hasText: "li.qiang" }).getByRole("button", { name: "授权" }).click();
    await page.getByRole("dialog").getByText("复核他人的不利结论").waitFor();
    await person.checkAccess("roles explained");
    await page.keyboard.press("Escape");
    await person.go("keys");
    await page.getByRole("button", { name: "新建密钥" }).click();
    await page.getByRole("dialog").getByText("只研判文字和网址,不保存").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "吊销" }).first().click();
    assert.match(await page.locator(".ant-popconfirm-buttons .ant-btn-primary").getAttribute("class"), /danger/i);
  }));
