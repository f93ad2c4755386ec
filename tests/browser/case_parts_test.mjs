// What belongs to a case, in headless Chromium against the real server: evidence files,
// a village that is asked and answers, conflicts of interest, the form as a file, and the
// figures of who waits how long.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { afterDeath, change, openAccounts, openCase, openCaseWithKey, pick, signedIn, takeCase } from "./people.mjs";
import { requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

const kUnit = "990292001203";
const kAsked = "请上门见示例老人本人,核对身份并拍照";
const kFound = "本人健在,已当面核对身份";
const kPdf = Buffer.from("%PDF-1.4\n示例回函\n%%EOF\n");

let server;
let browser;
let key;
let people;

const submit = (number, region) => openCaseWithKey(server, key, "/v1/attempts", afterDeath(number, region));

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const withPerson = signedIn("parts", () => ({ browser, server }));

test("evidence is picked and dropped, downloaded with a reason, chosen for a finding, and stays", async () => {
  const id = await submit(1, "990291");
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.getByTestId("file-picker").setInputFiles({ name: "火化证明.pdf", mimeType: "application/pdf", buffer: kPdf });
    await page.locator("#file-purpose").fill("证明火化日期早于认证");
    await person.shots("file_add");
    await page.locator("#file-purpose").press("Enter");
    const row = page.getByTestId("case-file");
    await row.filter({ hasText: createHash("sha256").update(kPdf).digest("hex") }).waitFor();

    // A page in disguise is refused by what its bytes are, and said so.
    await page.getByTestId("file-picker").setInputFiles({ name: "照片.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") });
    await page.locator("#file-purpose").fill("照片");
    await page.locator("#file-purpose").press("Enter");
    await page.getByText("不接受这类文件").waitFor();
    await page.locator(".ant-modal-close").click();
    await page.locator(".ant-modal").waitFor({ state: "hidden" });

    // Dropped onto the panel.
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["通话记录:无人接听"], "通话记录.txt", { type: "text/plain" }));
      return data;
    });
    await page.getByTestId("case-files").dispatchEvent("drop", { dataTransfer: dropped });
    await page.locator("#file-purpose").fill("通话记录");
    await page.locator("#file-purpose").press("Enter");
    await row.nth(1).waitFor();

    await row.first().getByRole("button", { name: /下载查看/ }).click();
    await page.locator("#file-reason").fill("核查需要");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#file-reason").press("Enter")]);
    assert.equal(download.suggestedFilename(), "火化证明.pdf");
    assert.deepEqual(readFileSync(await download.path()), kPdf);

    await row.nth(1).getByRole("button", { name: /撤回/ }).click();
    await page.locator("#file-reason").fill("传错案件");
    await page.locator("#file-reason").press("Enter");
    await page.getByText("已撤回:").first().waitFor();
    await person.shots("case_files");
  });
  const li = people["li.qiang"];
  await change(li, `/v1/cases/${id}/contacts`, { way: "spare_phone", result: "reached", note: "儿子说已去世" });
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await openCase(person, id);
    await page.locator(".choice").filter({ hasText: "冒领" }).click();
    await page.getByRole("checkbox", { name: /火化证明/ }).check();
    await page.locator("#finding-note").fill("殡仪馆回函一致");
    await page.locator("#finding-note").press("Control+Enter");
    await page.getByTestId("case-file").filter({ hasText: "结论依据" }).waitFor({ timeout: 20_000 }).catch(async () => {
      await openCase(person, id); // the next case had opened
      await page.getByTestId("case-file").filter({ hasText: "结论依据" }).waitFor();
    });
  });
  const log = (await li.call("GET", `/v1/cases/${id}`)).json;
  assert.deepEqual(log.files.map(({ evidence, withdrawn_at }) => [evidence, withdrawn_at !== null]), [[true, false], [false, true]]);
  assert.ok(log.events.some(({ kind, note }) => kind === "file_added" && note.includes(log.files[0].sha256)));
  const answer = await fetch(`${server.url}/v1/cases/${id}/files/${log.files[0].id}?reason=${encodeURIComponent("复核")}`, { headers: { cookie: li.cookie } });
  assert.equal(answer.headers.get("content-type"), "application/octet-stream");
  assert.match(answer.headers.get("content-disposition"), /^attachment/);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
});

test("a village is asked, answers by its own account, and the case is back with the asker", async () => {
  const id = await submit(2, "990292");
  const li = people["li.qiang"];
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.getByTestId("referrals").getByRole("button", { name: "下发" }).click();
    await page.locator("#referral-region").fill(kUnit);
    await page.locator("#referral-name").fill("示例镇示例村");
    await page.locator("#referral-asked").fill(kAsked);
    await page.locator("#referral-days").fill("1");
    await person.shots("referral_send");
    await page.locator(".ant-modal .ant-btn-primary").click();
    await page.getByTestId("referrals").getByText("待回收").or(page.getByText("有认证被暂缓采信")).first().waitFor();
  });
  const { json } = await li.call("GET", `/v1/cases/${id}`);
  assert.equal(json.referrals.length, 1, "handed down within the time it is held");
  assert.ok(json.case.referred_until);
  const refused = await li.call("POST", "/v1/cases/next", { region: "990292" });
  assert.equal(refused.status, 204, "nobody is given it meanwhile");
  await withPerson("sun.min", async (person) => {
    const { page } = person;
    await person.go("cases");
    await page.getByRole("combobox", { name: "等待" }).click({ force: true });
    await page.locator(".ant-select-item-option").filter({ hasText: "等待下发回收" }).click();
    await page.locator("tbody tr.ant-table-row").filter({ hasText: id }).waitFor();
    await person.shots("queue_waits");
    await person.go("referrals");
    await page.locator("tbody tr.ant-table-row").filter({ hasText: "示例镇示例村" }).waitFor();
    assert.equal(await page.getByText(kAsked).count(), 0, "nothing of persons in the list");
    await page.getByRole("button", { name: "登记回收" }).click();
    await page.locator("#return-findings").fill(kFound);
    await page.locator("#return-by").fill("示例干部");
    await person.shots("referral_return");
    await page.locator(".ant-modal .ant-btn-primary").click();
    await page.getByText("没有下发事项").waitFor();
  });
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await openCase(person, id);
    await page.getByTestId("referrals").getByText(kFound).waitFor();
    await person.shots("case_returned");
  });
});

test("a stated conflict keeps a person from the cases of the place", async () => {
  const id = await submit(3, "990293");
  await withPerson("sun.min", async (person) => {
    const { page } = person;
    await person.go("conflicts");
    await page.getByText("没有声明").waitFor();
    await person.shots("conflicts_empty");
    await page.getByRole("button", { name: "声明回避" }).click();
    await page.locator("#conflict-region").fill("990293");
    await page.locator("#conflict-note").fill("本县城乡居保待遇发放岗");
    await person.shots("conflict_add");
    await page.locator("#conflict-note").press("Enter");
    await page.getByText("生效中").waitFor();
    await openCase(person, id);
    await page.keyboard.press("c");
    await page.getByText("已声明对该地案件回避").waitFor();
  });
  const next = await people["sun.min"].call("POST", "/v1/cases/next", { region: "990293" });
  assert.equal(next.status, 204);
  const other = await people["li.qiang"].call("POST", "/v1/cases/next", { region: "990293" });
  assert.equal(other.json.id, id);
});

test("the form is a file, what was saved is entered, and the figures show who waits", async () => {
  const id = await submit(4, "990294");
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.keyboard.press("v");
    await pick(page, page.locator(".ant-modal").getByRole("combobox").first(), "上门");
    await page.locator("#contact-second").fill("王某");
    await page.getByRole("radio", { name: "未找到人", exact: true }).click();
    await page.locator("#contact-note").fill("门锁着,邻居说去年冬天去世");
    await page.locator("#contact-note").press("Control+Enter");
    await page.getByText("同行:王某").first().waitFor();
    await page.getByTestId("saved").getByRole("button", { name: "填报" }).click();
    await page.locator("#saved-yuan").fill("3639");
    await page.locator("#saved-note").fill("多发待遇已退回");
    await person.shots("saved_enter");
    await page.locator("#saved-note").press("Enter");
    await page.getByText(/3,639 元/).first().waitFor();
    await page.getByRole("button", { name: /登记表/ }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /xlsx/i }).click()]);
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.subarray(0, 2).toString(), "PK");
    assert.match(download.suggestedFilename(), /^疑点核查登记表_cas_.*\.xlsx$/);
    await person.shots("case_parts");
    await person.go("overview");
    await page.getByText("等待时间(险种、年龄、城乡)").waitFor();
    await page.getByText("险种:城乡居民").waitFor();
    await page.getByText(id).first().waitFor();
    await person.shots("overview_waiting");
  });
  const { json } = await people["zhao.qian"].call("GET", "/v1/statistics?region=990294");
  assert.equal(json.saved.yuan, 3639);
  assert.equal(json.waiting.find(({ by, word }) => by === "scheme" && word === "resident").waiting, 1);
  assert.equal(json.queue_age[0].attempt, 1);
});
