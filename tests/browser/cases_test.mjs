// A reviewer's day in headless Chromium against the real server: fifty cases by
// keyboard alone, two people pressing next a thousand times, four hundred cases
// decided together and taken back, four eyes, and the printed form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { afterDeath, openAccounts, pick, Session, signedIn, takeCase } from "./people.mjs";
import { requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

let server;
let browser;
let key;
let people;

async function submit(count, region) {
  const ids = [];
  for (let from = 0; from < count; from += 500) {
    const attempts = Array.from({ length: Math.min(500, count - from) }, (_, n) => afterDeath(from + n, region));
    const response = await fetch(`${server.url}/v1/attempts/batch`, {
      method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify({ attempts }),
    });
    const { results } = await response.json();
    ids.push(...results.map(({ decision }) => decision.case_id));
  }
  assert.equal(new Set(ids).size, count, "a case each");
  return ids;
}

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  ({ people, key } = await openAccounts(server));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const withPerson = signedIn("cases", () => ({ browser, server }));

test("fifty cases are decided by keyboard, two keys each, the next opening by itself", async (t) => {
  await submit(50, "990201");
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await person.shots("queue");
    await page.mouse.move(0, 0); // and never again
    await page.keyboard.press("n");
    const began = Date.now();
    let keys = 1;
    const seen = new Set();
    for (let done = 0; done < 50; ++done) {
      await page.locator(".choice[aria-checked]").first().waitFor();
      const id = page.url().split("/").pop();
      assert.ok(!seen.has(id), "never the same case twice");
      seen.add(id);
      if (done === 0) await person.shots("case_by_keyboard");
      await page.keyboard.press(done % 2 === 0 ? "1" : "3");
      await page.keyboard.press("Enter");
      keys += 2;
      await page.waitForFunction((before) => !location.href.endsWith(before) || document.querySelector("[data-testid=settles]"), id);
    }
    const seconds = (Date.now() - began) / 1000;
    t.diagnostic(`50 cases, ${keys} keys, ${seconds.toFixed(1)} s with everything the page loads`);
    await page.getByTestId("undo-bar").waitFor();
  });
  const left = await people["li.qiang"].call("GET", "/v1/cases?state=open,claimed,second_review&limit=200&region=990201");
  assert.equal(left.json.data.length, 0);
});

test("two reviewers who press next a thousand times never get the same case", async (t) => {
  const ids = await submit(1000, "990202");
  const slow = [];
  const press = async (name) => {
    const got = [];
    while (true) {
      const began = Date.now();
      const next = await people[name].call("POST", "/v1/cases/next", {});
      slow.push(Date.now() - began);
      if (next.status === 204) return got;
      assert.equal(next.status, 200, JSON.stringify(next.json));
      got.push(next.json.id);
    }
  };
  const [one, two] = await Promise.all([press("li.qiang"), press("sun.min")]);
  assert.equal(new Set([...one, ...two]).size, one.length + two.length, "no case twice");
  assert.equal(one.length + two.length, ids.length);
  slow.sort((a, b) => a - b);
  t.diagnostic(`${one.length} and ${two.length} cases; next takes ${slow[Math.floor(slow.length / 2)]} ms, at the 95th percentile ${slow[Math.floor(slow.length * 0.95)]} ms`);
});

test("four hundred cases are looked at, decided together and taken back", async (t) => {
  await submit(400, "990203");
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("cases");
    await page.getByRole("combobox", { name: "地区" }).fill("990203");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr.ant-table-row").length === 50);
    for (let rows = 50; rows < 400; rows += 50) {
      await page.getByRole("button", { name: "加载更多" }).click();
      await page.waitForFunction((n) => document.querySelectorAll("tbody tr.ant-table-row").length >= n, rows + 50);
    }
    await page.getByRole("checkbox", { name: "选中全部已列出的" }).check();
    await page.getByTestId("chosen").filter({ hasText: "已选 400 件" }).waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("g");
    await page.locator(".ant-modal .choice").first().waitFor();
    assert.equal(await page.locator(".ant-modal .choice").filter({ hasText: "冒领" }).count(), 0, "nobody is accused in bulk");
    await page.keyboard.press("3");
    await page.getByTestId("bulk-preview").filter({ hasText: "将办结 400 件" }).waitFor();
    await person.shots("bulk_preview");
    const began = Date.now();
    await page.keyboard.press("Enter");
    await page.getByTestId("undo-bar").filter({ hasText: "400" }).waitFor();
    const took = Date.now() - began;
    t.diagnostic(`400 cases decided in ${took} ms`);
    await page.getByText("没有符合条件的案件").waitFor();
    await person.shots("bulk_done");
    await page.keyboard.press("z");
    await page.getByText("已撤回 400 件").waitFor();
    await page.locator("tbody tr.ant-table-row").first().waitFor();
  });
  const auditor = await new Session(server).signIn("auditor", server.firstPassword("auditor"));
  const rows = [];
  let cursor = "";
  do {
    const page = await auditor.call("GET", `/v1/audit?action=case.decided&limit=200${cursor && `&cursor=${cursor}`}`);
    rows.push(...page.json.data);
    cursor = page.json.next_cursor;
  } while (cursor && rows.length < 2000);
  const bulk = rows.filter(({ detail }) => detail.startsWith("blk_")).map(({ detail }) => detail.split(" ")[0]);
  assert.equal(bulk.length, 400, "a row each in the log");
  assert.equal(new Set(bulk).size, 1, "and one name for all");
});

test("a finding against a person goes step by step, and the same person never confirms it", async () => {
  const [id] = await submit(1, "990204");
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${id}`);
    await page.getByTestId("case-state").waitFor();
    await person.shots("case_open");
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await page.keyboard.press("["); // 暂未核实
    await page.getByTestId("finding-fault").filter({ hasText: "三次电话" }).waitFor();
    await page.keyboard.press("6");
    await page.getByTestId("finding-fault").filter({ hasText: "联系记录" }).waitFor();
    await page.keyboard.press("v");
    await person.shot("contact_form");
    assert.ok(await page.locator(".ant-modal-footer .ant-btn-primary").isDisabled(), "what came of it is never assumed");
    await page.getByRole("radio", { name: "无人接听", exact: true }).waitFor();
    await page.keyboard.press("2"); // reached; the cursor goes on to the note
    await page.waitForFunction(() => document.activeElement?.id === "contact-note");
    await page.locator("#contact-note").fill("儿子接听,称母亲于上月去世,未办理申报;愿意配合退回,约定下周三到窗口办理。");
    await page.locator("#contact-note").press("Control+Enter");
    await page.getByText("联系记录已登记").waitFor();
    await page.locator("#finding-amount").fill("523000");
    await page.getByTestId("amount-notice").filter({ hasText: "立即审定" }).waitFor();
    await page.locator("#finding-note").fill("殡仪馆回函一致,火化日期早于认证;家属承认用旧照片认证。");
    await page.getByRole("checkbox", { name: "提交后领取下一件" }).uncheck();
    await person.shots("case_adverse");
    await page.locator("#finding-note").press("Control+Enter");
    await page.getByText("不能由本人复核").waitFor();
    assert.equal(await person.button("确认结论").count(), 0);
    await person.shots("case_waiting_second");
    const form = page.getByTestId("case-form");
    await page.emulateMedia({ media: "print" });
    await form.waitFor({ state: "visible" });
    assert.match(await form.innerText(), /疑点核查登记表[^]*涉嫌死亡冒领[^]*移送|涉嫌死亡冒领/);
    assert.match(await form.innerText(), /要情报告\(草稿[^]*523,000/);
    assert.equal(await page.locator("header.top").isVisible(), false);
    await person.shot("case_form_print");
    await page.emulateMedia({ media: "screen" });
  });
  const zhao = people["zhao.qian"];
  const { etag } = await zhao.call("GET", `/v1/cases/${id}`);
  const alone = await zhao.call("POST", `/v1/cases/${id}/confirmation`, { confirmation: "confirm" }, { "if-match": etag });
  assert.equal(alone.status, 409);
  assert.equal(alone.json.type, "/problems/same_person");

  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go(`cases/${id}`);
    await page.locator(".quote").waitFor();
    await person.shots("case_second");
    await page.locator("#opinion-note").fill("缺殡仪馆回函原件,请补充后再提交。");
    await person.button("退回重办").click();
    await page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
  });
  const next = await people["sun.min"].call("POST", `/v1/cases/${id}/claim`, {}, { "if-match": (await people["sun.min"].call("GET", `/v1/cases/${id}`)).etag });
  assert.equal(next.json.type, "/problems/handed_over", "it is the proposer's again");
});

test("a case that is passed over goes back to the queue, and not to the same person again", async () => {
  const [id] = await submit(2, "990207");
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    await page.keyboard.press("n");
    await page.waitForURL((url) => /cases\/cas_/.test(url.hash) && !url.hash.endsWith(id));
    const { json } = await people["sun.min"].call("GET", `/v1/cases/${id}`);
    assert.equal(json.case.state, "open");
    assert.ok(json.events.some(({ kind }) => kind === "released"));
  });
});

test("a visit is made in twos, and the answer to a letter is waited for", async () => {
  const [id] = await submit(1, "990208");
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await takeCase(person, id);
    const begin = async (way) => {
      await page.keyboard.press("v");
      await pick(page, page.locator(".ant-modal").getByRole("combobox").first(), way);
    };
    await begin("上门");
    await page.getByRole("radio", { name: "联系上", exact: true }).click();
    await page.locator("#contact-note").fill("本人在家,精神好");
    assert.ok(await page.locator(".ant-modal-footer .ant-btn-primary").isDisabled(), "nobody goes alone");
    await page.locator("#contact-second").fill("示例同事");
    await page.locator(".ant-modal").getByRole("checkbox", { name: "出示证件" }).check();
    await page.locator(".ant-modal").getByRole("checkbox", { name: "见到本人" }).check();
    await person.shot("contact_visit");
    await page.locator("#contact-note").press("Control+Enter");
    await page.locator(".contacts").getByText("两人上门,已做:出示证件、见到本人。本人在家,精神好").waitFor();
    await page.locator(".contacts").getByText("同行:示例同事").first().waitFor();
    await page.locator("#contact-note").waitFor({ state: "detached" });

    await begin("函询有关部门");
    await page.getByRole("radio", { name: "已发出,待回复", exact: true }).click();
    await page.getByRole("button", { name: "函询民政(殡葬)" }).click();
    await page.locator("#contact-note").press("Control+Enter");
    await page.getByTestId("letter-waits").filter({ hasText: "等待回函" }).waitFor();
    await page.locator("#contact-note").waitFor({ state: "detached" });
    await person.shots("case_letter_waits");
  });
});

test("a case is put off, handed over and kept from who must not have it", async () => {
  const [first, second, third] = await submit(3, "990205");
  await withPerson("sun.min", async (person) => {
    const { page } = person;
    const open = async (id) => {
      await person.go(`cases/${id}`);
      await page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
      await page.keyboard.press("c");
      await page.locator(".choice").first().waitFor();
    };
    await open(first);
    await page.keyboard.press("p");
    await page.locator("#snooze-note").fill("等待殡仪馆回函");
    await person.shots("case_snooze");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("已搁置,到期自动回来").waitFor();
    await page.getByText(/搁置至 \d\d-\d\d/).first().waitFor();

    await open(second);
    await page.keyboard.press("m");
    await page.locator("#assign-to").fill("李强");
    await page.keyboard.press("Enter");
    await person.shots("case_assign");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("已移交给 李强").first().waitFor();

    await open(third);
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "同村" }).click();
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("回避:孙敏").waitFor();
    await page.keyboard.press("c");
    await page.waitForTimeout(300);
    assert.match(await page.getByTestId("case-state").innerText(), /待领取/, "no claim after recusal");
    await person.shots("case_recused");
  });
  const list = await people["li.qiang"].call("GET", "/v1/cases?assignee=me&region=990205");
  assert.deepEqual(list.json.data.map(({ id }) => id), [second]);
});

test("the ledger is saved as a file that spreadsheets read", async () => {
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.go("cases");
    await page.getByRole("combobox", { name: "地区" }).fill("990205");
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await page.getByRole("button", { name: "导出台账" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "CSV" }).click()]);
    assert.match(file.suggestedFilename(), /核查台账_\d{4}-\d\d-\d\d\.csv/);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.match(bytes.toString("utf8"), /编号,类别,状态/);
  });
});

test("what is not there, and whom it does not concern, is said in words", async () => {
  await withPerson("li.qiang", async (person) => {
    await person.go("cases/cas_none");
    await person.page.getByText("没有这个案件,或不在您的辖区内").waitFor();
    await person.shots("case_not_here");
  });
});

test("the pages of casework in English have no Chinese left but data", async () => {
  const chinese = /[\u4e00-\u9fff]/;
  const [id] = await submit(1, "990206");
  await withPerson("zhou.jie", async (person) => {
    const { page } = person;
    await person.button("English").click();
    await takeCase(person, id);
    await page.keyboard.press("6");
    for (const text of await page.locator("main h2, main .choice, main button, main legend, main label, main .checklist li").allInnerTexts()) {
      assert.doesNotMatch(text, chinese);
    }
    await person.shots("case_en");
  });
});
