// The console in headless Chromium against the real server, from an empty store
// on: the administrators open accounts, the hotline takes calls, reviewers decide.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { draw, screenOfText } from "../pictures/screens.mjs";
import { hasPictureReader, kPassword, Person, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();

const kScam =
  "【社保局】您的养老金资格认证未完成,24小时内将停发养老金,请立即点击 http://12333-renzheng.example.top/a 填写银行卡号和验证码";
const kOfficial = "https://si.12333.gov.cn/";
const kPeople = [
  { name: "wang.ying", shown: "王莹", roles: ["热线坐席"] },
  { name: "li.qiang", shown: "李强", roles: ["核查员"] },
  { name: "zhao.qian", shown: "赵倩", roles: ["核查员", "复核员"] },
  { name: "sun.yan", shown: "孙岩", roles: ["负责人"] },
];

let server;
let browser;
const passwords = new Map();
const keys = {};

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// Opens a screen, does `work` and demands that nothing went wrong behind it.
async function withPerson(name, work, width) {
  const person = await Person.open(browser, server.url, width);
  try {
    if (name) {
      const known = passwords.get(name);
      if (known === kPassword) await person.signIn(name, known);
      else await person.signInFirst(name, known);
      passwords.set(name, kPassword);
    }
    await work(person);
    assert.deepEqual(person.faults, []);
  } catch (error) {
    await person.shot(`failed_${name ?? "nobody"}`);
    throw error;
  } finally {
    await person.close();
  }
}

async function callApi(method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${keys.alipay}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

// An attempt that a register's record of death puts to a person's decision.
function afterDeath(number) {
  const now = Date.now();
  const day = (ago) => new Date(now - ago * 86_400_000).toISOString().slice(0, 10);
  return {
    attempt_id: `browser-${number}`,
    occurred_at: new Date(now - 60_000).toISOString(),
    channel: "alipay",
    outcome: "passed",
    region: "990102",
    person: { ref: `person-${number}`, age: 81, sex: "f", scheme: "resident", benefit_status: "active", due_on: day(-60) },
    operator: { role: "relative", ref: `operator-${number}`, relation: "child", registered: false },
    device: { ref: `device-${number}`, os: "android", virtual_camera: true },
    biometric: { mode: "blink", face_match: 0.83, face_threshold: 0.7 },
    registry: [
      { kind: "death_medical", on: day(40), source: "示例医院" },
      { kind: "death_cremation", on: day(38), source: "示例殡仪馆" },
    ],
    subject: { name: "示例人员", id_last4: "0013", phone: "19900000000", address: "示例县示例村" },
  };
}

test("a wrong password is refused in plain words", async () => {
  await withPerson(null, async (person) => {
    await person.fillSignIn("sysadmin", "not-the-password");
    await person.page.getByRole("alert").filter({ hasText: "账号或密码不正确" }).waitFor();
    await person.shots("sign_in");
  });
});

// Closes the dialog with the new password, again if it was still being drawn.
async function closeSecret(page) {
  const secret = page.getByTestId("secret");
  for (let i = 0; i < 10 && (await secret.isVisible()); ++i) {
    await page.locator(".ant-modal-footer").getByText("关闭").click();
    await secret.waitFor({ state: "hidden", timeout: 3000 }).catch(() => {});
  }
  await secret.waitFor({ state: "hidden" });
}

test("the first password must be changed, and the system administrator opens accounts", async () => {
  passwords.set("sysadmin", server.firstPassword("sysadmin"));
  await withPerson("sysadmin", async (person) => {
    for (const { name, shown } of kPeople) {
      await person.button("新建账号").click();
      await person.page.locator("#name").fill(name);
      await person.page.locator("#display").fill(shown);
      await person.button("保存").click();
      passwords.set(name, (await person.page.getByTestId("secret").innerText()).trim());
      await closeSecret(person.page);
    }
    await person.page.getByText("王莹").first().waitFor();
    assert.equal(await person.button("授权").count(), 0, "the system administrator grants no roles");
    await person.shots("users");
  });
});

test("a person without a role is told so", async () => {
  await withPerson("wang.ying", async (person) => {
    await person.page.getByText("还没有分配可用的功能").waitFor();
    await person.shots("no_role");
  });
});

// Ticks a box as a person does: looks, and clicks again if it is still empty (the
// dialog may have been drawn anew under the pointer).
async function tick(box) {
  for (let i = 0; i < 10 && !(await box.isChecked()); ++i) {
    await box.click();
    await box.page().waitForTimeout(100);
  }
  assert.ok(await box.isChecked());
}

test("the security administrator grants roles and makes an API key", async () => {
  passwords.set("secadmin", server.firstPassword("secadmin"));
  await withPerson("secadmin", async (person) => {
    for (const { shown, roles } of kPeople) {
      await person.page.getByRole("row").filter({ hasText: shown }).getByRole("button", { name: "授权" }).click();
      for (const role of roles) await tick(person.page.getByRole("checkbox", { name: role }));
      if (shown === "王莹") await person.shots("users_roles");
      await person.button("保存").click();
      // The dialog closes and the list is read again before the next one opens.
      await person.page.locator(".ant-modal-content").waitFor({ state: "hidden" });
      await person.page.getByRole("row").filter({ hasText: shown }).getByText(roles[0]).waitFor();
    }
    await person.go("keys");
    await person.button("新建密钥").click();
    await person.page.locator("#name").fill("浏览器测试");
    await person.page.locator("#caller").fill("alipay");
    await person.page.getByRole("checkbox", { name: "提交认证" }).check();
    await person.button("保存").click();
    keys.alipay = (await person.page.getByTestId("secret").innerText()).trim();
    await person.page.locator(".ant-modal-footer").getByText("关闭").click();
    await person.page.getByRole("row").filter({ hasText: "浏览器测试" }).waitFor();
    await person.shots("keys");
  });
});

// Whether all of an element is on the screen without scrolling.
const onScreen = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
});

test("a call from paste to saved report, by keyboard alone, on one small screen", async (t) => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await person.shots("hotline_empty");
    await page.setViewportSize({ width: 1280, height: 720 });
    assert.equal(await page.evaluate(() => document.activeElement?.id), "hotline-text", "the cursor stands there by itself");
    const began = Date.now();
    await page.keyboard.insertText(kScam);
    await page.locator("section.verdict[data-level=high], section.verdict[data-level=critical]").waitFor();
    t.diagnostic(`from paste to verdict: ${Date.now() - began} ms`);
    const sentences = page.locator(".say li");
    assert.ok((await sentences.count()) >= 1, "there is a sentence to read out");
    for (const part of [page.locator("section.verdict"), sentences.last(), page.locator(".marked")]) assert.ok(await onScreen(part));
    assert.equal(await page.locator("section.verdict svg").count(), 1, "a shape beside the colour and the word");
    assert.equal(await page.getByTestId("technical").evaluate((details) => details.open), false, "the technical part is folded");
    assert.doesNotMatch(await page.locator("main").innerText(), /骗子|放心点/);
    assert.equal(await page.locator("main a[href^=http]").count(), 0, "no link of a stranger can be clicked");
    await person.shots("hotline_scam");

    await page.keyboard.press("Control+Enter");
    await page.getByText("钱转了吗?按 1").waitFor();
    assert.equal(await page.getByTestId("report-id").count(), 0, "not saved before the question about money");
    await page.keyboard.press("1"); // the cursor was put on the question
    await page.keyboard.press("Control+Enter");
    const number = (await page.getByTestId("report-id").innerText()).trim();
    assert.match(number, /^12333-\d{8}-\d{6}$/);
    const digits = page.getByTestId("report-digits");
    assert.equal((await digits.innerText()).replace(" ", ""), number.slice(-6), "read out in two groups of three");
    assert.ok((await digits.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))) >= 48);
    assert.equal(await page.locator("#hotline-text").inputValue(), "", "the next form is empty");
    assert.equal(await page.locator("section.verdict").count(), 0, "nothing of the last caller is left");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "hotline-text");
    await person.shots("hotline_saved");

    await page.keyboard.insertText(kScam);
    await page.locator("section.verdict").waitFor();
    assert.equal(await page.getByTestId("report-id").count(), 0, "the number goes with the next caller's words");
    await page.getByText("同类信息已登记 1 起").waitFor();
  });
});

test("the rest of the form can wait, places are found by initials, and the caller's number is not kept over a reload", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.keyboard.insertText("有人让我在小程序里刷脸认证,要收20块钱");
    assert.match(await page.getByTestId("later").innerText(), /待补 \d+ 项/);
    await page.locator("#hotline-region").fill("nys");
    await page.locator(".ant-select-item-option").filter({ hasText: "411300 河南南阳市" }).waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#hotline-region").inputValue(), "411300 河南南阳市");
    await page.keyboard.press("Alt+M");
    await page.keyboard.type("19900000000");
    await page.locator("#hotline-program").fill("养老年审");
    await person.shots("hotline_more");
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify(sessionStorage)), /19900000000/);
    await page.keyboard.press("Alt+1");
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/v1/reports"));
    await page.keyboard.press("Control+Enter");
    const body = (await sent).postDataJSON();
    assert.equal(body.region, "411300");
    assert.deepEqual(body.caller, { contact_ref: "19900000000" });
    assert.deepEqual(body.suspect, { app_name: "养老年审" });
    assert.equal(body.harm.paid_yuan, 0);
    await page.getByTestId("report-id").waitFor();
  });
});

test("a caller is known by the number, passed on with a receipt, and called back from a list", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.keyboard.insertText(kScam);
    await page.keyboard.press("Alt+M");
    await page.keyboard.type("19900000000"); // rang in the test before
    await page.getByTestId("known-caller").filter({ hasText: "这个号码来过 1 次" }).waitFor();
    await page.locator("#hotline-callback").focus();
    await page.keyboard.press("Enter");
    await page.locator(".ant-select-item-option").filter({ hasText: "是" }).click();
    await person.shots("hotline_known");
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Control+Enter");
    const digits = (await page.getByTestId("report-digits").innerText()).trim();
    await page.keyboard.press("Alt+R");
    await page.locator("#entry-receipt").fill("FZ-2026-77");
    await person.shots("hotline_referral");
    await page.keyboard.press("Control+Enter");
    await page.getByText("已记下").waitFor();
    await page.locator(".ant-modal-content").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement?.id), "hotline-text");

    await person.go("desk");
    const row = page.locator(".ant-table-row").filter({ hasText: digits });
    await row.waitFor();
    assert.match(await row.innerText(), /转办 96110[^]*FZ-2026-77/);
    assert.doesNotMatch(await page.locator("main").innerText(), /19900000000/, "the number is not on the list");
    await person.shots("desk");
    await row.getByRole("button", { name: /回\s?访/ }).click();
    await page.getByTestId("callback-number").filter({ hasText: "19900000000" }).waitFor();
    await person.shots("desk_callback");
    await page.getByText("已接通").click();
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("没有要回访的").waitFor();
    await page.getByRole("textbox").first().fill(digits);
    await row.filter({ hasText: "已接通" }).waitFor();
  });
});

test("a tip on fund fraud is sealed: only a supervisor reads it, and the informant with a reason", async () => {
  let number = "";
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.keyboard.press("F8");
    await page.locator("#tip-about").fill("示例镇经办人员");
    await page.locator("#tip-clue").fill("替去世的人做认证,已经两年");
    await page.locator("#tip-name").fill("示例举报人");
    await person.shots("tip");
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify(sessionStorage)), /示例举报人|两年/);
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    number = (await page.getByTestId("tip-id").innerText()).trim();
    assert.match(number, /^tip-\d{8}-\d{3}$/);
    await person.shots("tip_sealed");
    const status = await page.evaluate(async (id) => (await fetch(`/v1/tips/${id}`)).status, number);
    assert.equal(status, 403, "not even for whoever took it");
  });
  await withPerson("li.qiang", async (person) => {
    await person.go("tips");
    await person.page.locator("h1").waitFor();
    assert.doesNotMatch(await person.page.locator("main").innerText(), /tip-\d/, "nothing for a reviewer");
  });
  await withPerson("sun.yan", async (person) => {
    const { page } = person;
    await person.go("tips");
    await page.getByRole("button", { name: number }).click();
    await page.getByText("替去世的人做认证").waitFor();
    await person.shots("tips_detail");
    assert.doesNotMatch(await page.locator(".ant-modal-content").innerText(), /示例举报人/);
    await page.getByPlaceholder("查看举报人的理由").fill("告知受理情况");
    await page.getByRole("button", { name: /查\s?看/ }).click();
    await page.getByTestId("informant").filter({ hasText: "示例举报人" }).waitFor();
    await page.getByRole("button", { name: /^受\s?理$/ }).click();
    await page.getByText("前告知").first().waitFor();
    await page.locator(".ant-modal-close").click();
    await person.shots("tips");
  });
});

test("both questions about certifying have an answer of their own, true of the place", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.keyboard.press("F3");
    await page.locator("#help-region").fill("hn");
    await page.locator(".ant-select-item-option").filter({ hasText: "410000 河南" }).click();
    await page.getByTestId("help-certified").getByText("365天").waitFor();
    await page.getByText("名录里当地的官方应用").waitFor();
    await person.shots("hotline_certified");
    await page.keyboard.press("Escape");
    await page.locator(".ant-drawer-open").waitFor({ state: "detached" });
    await page.keyboard.press("F2");
    await page.getByTestId("help-say").waitFor();
    await person.shots("hotline_help");
  });
});

test("an official link is official, and never said to be safe to open", async () => {
  await withPerson("wang.ying", async (person) => {
    await person.page.locator("#hotline-text").fill(kOfficial);
    await person.page.locator("section.verdict[data-level=official]").waitFor();
    const said = await person.page.locator("main").innerText();
    assert.match(said, /官方渠道/);
    assert.doesNotMatch(said, /放心点|可以放心/);
    await person.page.getByTestId("technical").locator("summary").click();
    const card = await person.page.locator(".link-card").innerText();
    assert.match(card, /国家社会保险公共服务平台[^]*未经经办机构确认[^]*来源:/);
    await person.shots("hotline_official");
  });
});

test("a look-alike is taken apart, opens nothing and is copied in a form that does not open", async () => {
  await withPerson("wang.ying", async (person) => {
    await person.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await person.page.locator("#hotline-text").fill("http://si.12333.gov.cn.rz8-cert.top:8443/index?u=1");
    await person.page.getByTestId("technical").locator("summary").click();
    const card = person.page.locator(".link-card");
    await card.waitFor();
    assert.equal(await card.locator(".registered").innerText(), "rz8-cert[.]top", "whose the site is stands out");
    const shown = await card.innerText();
    assert.match(shown, /:8443/);
    assert.match(shown, /像在冒充[^]*国家社会保险公共服务平台[^]*不在名录中[^]*未列入/);
    assert.equal(await card.locator("a").count(), 0, "nothing to click");
    await card.getByRole("button").click();
    await person.page.getByText("写法不可直接点开").waitFor();
    assert.equal(await person.page.evaluate(() => navigator.clipboard.readText()),
      "hxxp://si[.]12333[.]gov[.]cn[.]rz8-cert[.]top:8443/index?u=1");
    await person.shots("hotline_look_alike");
  });
});

test("the official register is searched, and says what no bureau has confirmed", async () => {
  await withPerson("wang.ying", async (person) => {
    await person.go("register");
    const rows = person.page.locator(".ant-table-row");
    await rows.first().waitFor();
    await person.shots("register");
    await person.page.getByRole("textbox").first().fill("gx12333.net");
    await person.page.getByText("共 1 项,").waitFor();
    const found = await rows.first().innerText();
    assert.match(found, /广西[^]*gx12333\.net[^]*未经经办机构确认/);
    await person.page.getByRole("textbox").first().fill("没有这样的名称");
    await person.page.getByText("没有符合条件的名录项").waitFor();
  });
});

test("money that has gone fills the screen with whom to ring, and one key leads back", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await page.keyboard.insertText(kScam);
    await page.keyboard.press("Alt+2");
    const stop = page.locator(".stop-page");
    await stop.getByText("110", { exact: true }).waitFor();
    await page.keyboard.type("12");
    await page.getByTestId("stop-since").filter({ hasText: "已过去 12 分钟" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("gs");
    await page.keyboard.press("Enter");
    assert.match(await page.getByTestId("stop-bank-number").innerText(), /中国工商银行[^]*95588/);
    assert.match(await stop.locator(".stop-say").innerText(), /挂断[^]*110[^]*95588/);
    await page.setViewportSize({ width: 1280, height: 720 });
    assert.ok(await onScreen(stop.getByRole("button", { name: /返回登记/ })));
    await person.shots("hotline_stop");
    await page.keyboard.press("Escape");
    await stop.waitFor({ state: "hidden" });
    assert.match(await page.getByTestId("paid-told").innerText(), /已过去 1[23] 分钟 · 中国工商银行/, "what was asked stays in sight");
    await page.keyboard.press("Control+Enter");
    await page.getByText("请问清大约金额").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "hotline-yuan");
    await person.shots("hotline_paid");
    await page.keyboard.type("3千");
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/v1/reports"));
    await page.keyboard.press("Control+Enter");
    const { harm } = (await sent).postDataJSON();
    assert.equal(harm.paid_yuan, 3000);
    assert.equal(harm.pay_method, "中国工商银行");
    assert.ok(Math.abs(Date.now() - 12 * 60_000 - Date.parse(harm.paid_at)) < 10 * 60_000);
    await page.getByTestId("report-id").waitFor();
  });
});

test("hostile texts are shown as text", async () => {
  await withPerson("wang.ying", async (person) => {
    const texts = [
      `<img src=x onerror="window.hit=1"><script>window.hit=1</script> 养老金认证 http://evil.example.top/"><b>`,
      `养老金\u202e停发\u2066请点\u200b击 \u0000 e${"\u0301".repeat(9000)}`,
      "a".repeat(19_000),
      "社".repeat(6_600),
    ];
    for (const text of texts) {
      await person.page.locator("#hotline-text").fill(text);
      await person.page.locator("section.verdict").waitFor();
      await person.page.locator("#hotline-text").fill("");
      await person.page.locator("section.verdict").waitFor({ state: "detached" });
      assert.equal(await person.page.locator("main img:not([src^='blob:']), main script").count(), 0);
    }
    assert.equal(await person.page.evaluate(() => window.hit), undefined);
    await person.page.locator("#hotline-text").fill(texts[1]);
    await person.page.locator("section.verdict").waitFor();
    assert.match(await person.page.locator(".marked").innerText(), /⟨202E⟩/, "a turning mark is made visible");
    const width = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(width <= 0, "nothing runs out of the page");
    await person.page.locator("#hotline-text").fill("社".repeat(7_000));
    await person.page.getByText("内容太长").waitFor();
    await person.page.locator("#hotline-text").fill("");
    await person.page.getByText("内容太长").waitFor({ state: "detached" });
    await person.page.locator("#hotline-text").fill("a".repeat(65_536));
    await person.page.getByText("内容太长").waitFor();
    assert.equal((await person.page.locator("#hotline-text").inputValue()).length, 65_536, "nothing is cut off in silence");
  });
});

test("a screenshot is read as it is pasted, can be corrected, and is recorded as one", async (t) => {
  if (!hasPictureReader()) return t.skip("the reader of pictures was not built");
  const [bytes] = await draw(browser, [{ look: "sms", html: screenOfText("sms", "dark", kScam) }]);
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    const began = Date.now();
    await page.evaluate((base64) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], "shot.png", { type: "image/png" }));
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, bytes.toString("base64"));
    await page.getByTestId("picture").locator("img").waitFor();
    await page.locator("[data-testid=picture][data-state=reading]").waitFor();
    await person.shot("hotline_picture_reading");
    await page.locator("[data-testid=picture][data-state=done]").waitFor();
    t.diagnostic(`from paste to text: ${Date.now() - began} ms`);
    const text = page.locator("#hotline-text");
    assert.match(await text.inputValue(), /您的养老金资格认证未完成/);
    assert.doesNotMatch(await text.inputValue(), /9:41|昨天/, "what is the phone's own is left out");
    assert.equal(await page.locator("#hotline-sender").inputValue(), "106900000000", "the number above the conversation");
    await page.locator("section.verdict[data-level=high], section.verdict[data-level=critical]").waitFor();
    await person.shots("hotline_picture");

    await text.fill(`${await text.inputValue()}(已核对)`);
    await page.getByRole("radio", { name: /没有转/ }).click();
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/v1/reports"));
    await page.keyboard.press("Control+Enter");
    const body = (await sent).postDataJSON();
    assert.equal(body.wording, "screenshot");
    assert.match(body.text, /已核对/);
    await page.getByTestId("report-id").waitFor();
    assert.equal(await page.getByTestId("picture").count(), 0, "the next form has no picture");
  });
});

test("a file that is no picture is refused in words, and a dropped one is taken", async (t) => {
  if (!hasPictureReader()) return t.skip("the reader of pictures was not built");
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    const file = { name: "shot.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator("[data-testid=picture][data-state=refused]").waitFor();
    await page.getByText("图片须为PNG、JPEG或WebP").waitFor();
    await person.button("移除图片").click();
    assert.equal(await page.getByTestId("picture").count(), 0);
    const [bytes] = await draw(browser, [{ look: "chat", html: screenOfText("chat", "light", kScam), type: "jpeg" }]);
    await page.evaluate((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "a.jpg", { type: "image/jpeg" }));
      const form = document.querySelector("form.panel");
      for (const type of ["dragover", "drop"]) {
        form.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, bytes.toString("base64"));
    await page.locator("[data-testid=picture][data-state=done]").waitFor();
    assert.match(await page.locator("#hotline-text").inputValue(), /养老金/);
    await page.getByText("社区便民群(213)").waitFor();
  });
});

test("a draft outlives a reload, a lost connection and an ended session", async () => {
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    const text = page.locator("#hotline-text");
    await text.fill("正在登记的内容:有人打电话要验证码");
    await page.reload();
    await page.getByText(/恢复了 \d\d:\d\d 没有提交的内容/).waitFor();
    assert.match(await text.inputValue(), /要验证码/);
    await page.keyboard.press("Alt+Z");
    await page.getByTestId("restored").waitFor({ state: "detached" });
    assert.equal(await text.inputValue(), "", "one key throws it away");
    await text.fill("正在登记的内容:有人打电话要验证码");
    await page.reload();
    await page.getByTestId("restored").waitFor();

    await page.getByRole("radio", { name: /没有转/ }).click();
    await page.context().setOffline(true);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").filter({ hasText: "连接不上服务器" }).first().waitFor();
    await page.context().setOffline(false);
    await person.shots("hotline_offline");

    await page.context().clearCookies();
    await page.keyboard.press("Control+Enter");
    await page.getByText("登录已过期").first().waitFor();
    await person.shots("session_expired");
    await page.locator(".ant-modal #password").fill(kPassword);
    await page.locator(".ant-modal #password").press("Enter");
    await page.locator(".ant-modal #password").waitFor({ state: "detached" });
    assert.match(await text.inputValue(), /要验证码/);
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("report-id").waitFor();

    await text.fill("只属于王莹的草稿");
    await page.context().clearCookies();
    await page.reload();
    await page.locator("#name").waitFor();
    await person.signIn("sysadmin", kPassword);
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    assert.doesNotMatch(kept, /只属于王莹/, "whoever signs in next at this computer finds nothing");
  });
});

test("a reviewer takes the next case and decides it by keyboard", async () => {
  for (const number of [1, 2]) {
    const { status, body } = await callApi("POST", "/v1/attempts", afterDeath(number));
    assert.equal(status, 201);
    assert.notEqual(body.decision, "pass");
    assert.notEqual(body.case_id, null);
  }
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await person.shots("cases");
    await page.keyboard.press("?");
    await page.getByText("快捷键").first().waitFor();
    await person.shots("shortcuts");
    await page.keyboard.press("Escape");
    await page.locator(".ant-modal-wrap").waitFor({ state: "hidden" });
    await page.locator(".ant-select").nth(1).click();
    await page.locator(".ant-select-item-option").filter({ hasText: "群众反映" }).click();
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("n");
    await page.getByTestId("case-state").filter({ hasText: "核查中" }).waitFor();
    await page.locator(".marked").first().waitFor();
    await person.shots("case_report");
    const decided = page.url().split("/").pop();
    await page.keyboard.press("1");
    await page.keyboard.press("q");
    await page.keyboard.press("Enter");
    // The next case opens by itself; the last decision stays at hand.
    await page.getByTestId("undo-bar").filter({ hasText: "属实诈骗信息" }).waitFor();
    await page.waitForURL((url) => !url.href.endsWith(decided));
    await page.getByTestId("case-state").filter({ hasText: "核查中" }).waitFor();
    await page.keyboard.press("c"); // given back
    await page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
    await person.go(`cases/${decided}`);
    await page.getByTestId("settles").waitFor();
    assert.match(await page.locator("main").innerText(), /已办结[^]*属实诈骗信息/);
    await person.shots("case_decided");
    await page.keyboard.press("z");
    await page.getByTestId("case-state").filter({ hasText: "核查中" }).waitFor();
    assert.equal(await page.getByTestId("undo-bar").count(), 0);
    await page.keyboard.press("1");
    await page.keyboard.press("Enter");
    await page.getByTestId("undo-bar").waitFor();
  });
});

let disputed = "";

test("an adverse finding needs its evidence and another person", async () => {
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    const { body } = await callApi("GET", "/v1/attempts/browser-1");
    disputed = body.case_id;
    await person.go(`cases/${disputed}`);
    await page.getByTestId("case-state").waitFor();
    await person.shots("case_attempt");
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await page.keyboard.press("6");
    await page.getByTestId("finding-fault").filter({ hasText: "至少一条联系记录" }).waitFor();
    await page.keyboard.press("v");
    await page.getByRole("radio", { name: "无人接听", exact: true }).click();
    await page.locator("#contact-note").fill("响铃无人接听");
    await page.locator("#contact-note").press("Control+Enter");
    await page.getByText("联系记录已登记").waitFor();
    await page.getByTestId("finding-fault").filter({ hasText: "不利结论必须写明依据" }).waitFor();
    await page.keyboard.press("Enter");
    assert.match(await page.getByTestId("case-state").innerText(), /核查中/, "not accepted without a note");
    await page.getByTestId("clearing").waitFor();
    assert.match(await page.getByTestId("contact-step").innerText(), /再打本人电话/);
    await page.locator("#finding-amount").fill("12000");
    await page.getByTestId("amount-notice").filter({ hasText: "可能达到要情报告标准" }).waitFor();
    await page.getByRole("checkbox", { name: "提交后领取下一件" }).uncheck();
    await page.locator("#finding-note").fill("电话联系家属,证实已于上月去世;殡仪馆回函附后。");
    await person.shots("case_deciding");
    await page.locator("#finding-note").press("Control+Enter");
    await page.getByTestId("case-state").filter({ hasText: "待复核" }).waitFor();
    await page.getByText("不能由本人复核").waitFor();
    assert.equal(await person.button("确认结论").count(), 0);
    await person.shots("case_waiting");
  });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${disputed}`);
    await page.locator(".quote").filter({ hasText: "殡仪馆回函" }).waitFor();
    await person.shots("case_confirm");
    await person.button("退回重办").click();
    await page.getByText("退回须写明意见").waitFor();
    await page.locator("#opinion-note").fill("回函已核对,一致。");
    await person.button("确认结论").click();
    await page.getByTestId("case-state").filter({ hasText: "已办结" }).waitFor();
  });
  const { body } = await callApi("GET", "/v1/attempts/browser-1");
  assert.deepEqual([body.review.state, body.review.outcome], ["open", null], "told once it can no longer be taken back");
});

test("the same person cannot confirm an own finding, even past the console", async () => {
  // A case of its own: the others may have been taken as somebody's next one.
  const { body } = await callApi("POST", "/v1/attempts", afterDeath(4));
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${body.case_id}`);
    await page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
    await page.keyboard.press("c");
    await page.locator(".choice").first().waitFor();
    await page.keyboard.press("6");
    await page.keyboard.press("v");
    await page.getByRole("radio", { name: "联系上", exact: true }).click();
    await page.locator("#contact-note").fill("家属证实");
    await page.locator("#contact-note").press("Control+Enter");
    await page.getByText("联系记录已登记").waitFor();
    await page.locator("#finding-note").fill("殡仪馆回函一致。");
    await page.getByRole("checkbox", { name: "提交后领取下一件" }).uncheck();
    await page.locator("#finding-note").press("Control+Enter");
    await page.getByText("不能由本人复核").waitFor();
    const status = await page.evaluate(async (id) => {
      const session = await (await fetch("/v1/session")).json();
      const present = await fetch(`/v1/cases/${id}`);
      const answer = await fetch(`/v1/cases/${id}/confirmation`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-csrf-token": session.csrf_token,
          "if-match": present.headers.get("etag"),
        },
        body: JSON.stringify({ confirmation: "confirm" }),
      });
      return answer.status;
    }, body.case_id);
    assert.ok([403, 409].includes(status), `answered ${status}`);
  });
});

test("two people at one case: the later one is told and loses nothing", async () => {
  const { body } = await callApi("POST", "/v1/attempts", afterDeath(3));
  await withPerson("li.qiang", async (first) => {
    await withPerson("zhao.qian", async (second) => {
      for (const person of [first, second]) {
        await person.go(`cases/${body.case_id}`);
        await person.page.getByTestId("case-state").filter({ hasText: "待领取" }).waitFor();
      }
      await first.page.keyboard.press("c");
      await first.page.locator(".choice").first().waitFor();
      await second.page.keyboard.press("c");
      await second.page.getByText("已为您刷新").waitFor();
      await second.page.getByText("李强 正在办理").waitFor();
      const told = await second.page.getByTestId("meanwhile").innerText();
      assert.match(told, /状态\s*待领取\s*\S+/, "what was seen stands beside what holds now");
      assert.match(told, /领取人\s*无\s*李强/);
      assert.match(told, /李强 领取/, "and what the other did");
    });
  });
});

// The n-th person of yesterday morning at one volunteer's phone, a minute after the
// one before, each signed in by herself.
function atTheVolunteers(number) {
  const yesterday = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  return {
    attempt_id: `volunteer-${number}`,
    occurred_at: new Date(Date.parse(`${yesterday}T09:00:00+08:00`) + number * 60_000).toISOString(),
    channel: "province_app",
    outcome: "passed",
    region: "990101",
    site_region: "990101001202",
    person: { ref: `elder-${number}`, age: 74, benefit_status: "active" },
    operator: { role: "volunteer", ref: `own-account-${number}` },
    device: { ref: "phone-of-the-volunteer", os: "android" },
  };
}

test("a false alarm is registered in two keys, and the next attempt passes", async () => {
  let last;
  for (let number = 1; number <= 14; ++number) {
    const { status, body } = await callApi("POST", "/v1/attempts", atTheVolunteers(number));
    assert.equal(status, 201, JSON.stringify(body));
    last = body;
  }
  assert.equal(last.decision, "review");
  assert.ok(last.typologies.includes("unregistered_helper"), last.typologies.join());
  assert.ok(last.required_actions.includes("register_helper"));
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go(`cases/${last.case_id}`);
    await person.button(/登记为协办点 \(H\)/).waitFor();
    await person.shots("case_helper");
    await page.keyboard.press("h");
    await page.locator("#helper-name").waitFor();
    await person.shots("case_helper_form");
    await page.keyboard.press("Control+Enter");
    await page.getByText("已登记,即时生效").first().waitFor();
    const { body } = await callApi("POST", "/v1/attempts", atTheVolunteers(15));
    assert.equal(body.decision, "pass", JSON.stringify(body.reasons));

    const away = await callApi("POST", "/v1/attempts", { ...atTheVolunteers(16), site_region: "990103001201" });
    assert.ok(away.body.reasons.slice(0, 2).some(({ code }) => code === "helper.outside_area"), JSON.stringify(away.body));
    await person.go(`cases/${away.body.case_id}`);
    await page.reload(); // the case may be the one that is open already
    await page.getByRole("heading", { name: "登记的协办点超出登记范围", exact: true }).waitFor();
    await person.shots("case_helper_outside");

    await person.go("helpers");
    await page.locator(".ant-table-row").first().waitFor();
    assert.match(await page.locator(".ant-table-row").first().innerText(), /志愿者[^]*990101001202[^]*有效/);
    await person.shots("helpers");
  });
});

test("helpers are imported line by line, proposed by one, confirmed by another, and revoked", async () => {
  const head = "类别,名称,区域,每天预计人数,设备,手机号";
  const rows = ["养老机构,示例敬老院,990102,30,home-tablet,", "服务点,东街服务点,99x,10,east-tablet,", "staff,示例村,990102001201,,,12"];
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go("helpers");
    await person.button("批量导入").click();
    await page.getByTestId("helper-file").setInputFiles({
      name: "helpers.csv", mimeType: "text/csv", buffer: Buffer.from([head, ...rows, rows[0]].join("\n")),
    });
    await page.getByText("登记1行,已有1行,未通过2行").waitFor();
    const told = await page.locator("table.plain").innerText();
    assert.match(told, /2\s+示例敬老院\s+待确认[^]*3\s+东街服务点\s+未通过\s+区域:[^]*行政区划代码[^]*4\s+示例村\s+未通过\s+手机号:[^]*电话号码[^]*5\s+示例敬老院\s+已有/);
    await person.shots("helpers_import");
    await page.locator(".ant-modal-footer button").click();

    await page.keyboard.press("a");
    await page.locator("#helper-name").fill("示例村卫生室");
    await page.locator("#helper-name").press("Control+Enter");
    await page.getByText("至少填一个区划代码").first().waitFor();
    await page.locator("#helper-area").fill("990101001203");
    await page.locator("#helper-area").press("Enter");
    await page.getByPlaceholder("原值").fill("tablet-of-the-clinic");
    await person.shots("helpers_form");
    await page.locator("#helper-name").press("Control+Enter");
    await page.getByText("待他人确认后生效").first().waitFor();
    assert.equal(await person.button("撤销").count(), 0, "a reviewer revokes nothing");
  });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.go("helpers");
    const clinic = page.locator(".ant-table-row").filter({ hasText: "示例村卫生室" });
    await clinic.getByRole("button", { name: "确 认" }).or(clinic.getByRole("button", { name: "确认" })).first().click();
    await page.locator(".ant-popconfirm-buttons .ant-btn-primary").click();
    await clinic.getByText("有效", { exact: true }).waitFor();
    await clinic.getByRole("button", { name: /撤\s?销/ }).click();
    await page.locator("#revoke-reason").fill("已迁址");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await clinic.getByText("已迁址").waitFor();
    await person.shots("helpers_revoked");
  });
});

// An attempt of the n-th person of a ring, of whom a death makes a case.
function ringAttempt(ring, n, { phone, account, wifi, dead = false }) {
  return {
    attempt_id: `${ring}-${n}`, occurred_at: new Date(Date.UTC(2026, 4, 10, 1, n * 3)).toISOString(), channel: "alipay",
    outcome: "passed", region: "990102", site_region: `9901${String((n % 6) + 1).padStart(2, "0")}`,
    person: { ref: `${ring}-person-${n}`, age: 76 },
    operator: { role: "relative", ref: `${ring}-account-${account}`, same_household: false, same_surname: false },
    device: { ref: `${ring}-phone-${phone}`, os: "android" }, network: { wifi_ref: `${ring}-wifi-${wifi}` },
    ...(dead ? { registry: [{ kind: "death_medical", on: "2026-01-02", source: "医疗机构" }, { kind: "death_cremation", on: "2026-01-04", source: "殡葬管理" }] } : {}),
  };
}

test("a ring is a picture with a table that says the same, of a gang as of a family", async () => {
  const gang = Array.from({ length: 60 }, (_, n) =>
    ringAttempt("gang", n, { phone: n % 4, account: (n * 5) % 7, wifi: n < 40 ? 1 : 2 + (n % 2), dead: n === 59 }));
  const family = [0, 1, 2].map((n) => ringAttempt("family", n, { phone: 1, account: 1, wifi: 1, dead: n === 2 }));
  const { body } = await callApi("POST", "/v1/attempts/batch", { attempts: [...gang, ...family] });
  assert.deepEqual(body.results.filter(({ status }) => status !== 201), []);
  const caseOf = (index) => body.results[index].decision.case_id;
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    const scripts = [];
    page.on("request", (request) => scripts.push(request.url()));
    await person.go("cases");
    await page.locator("tbody tr.ant-table-row").first().waitFor();
    assert.deepEqual(scripts.filter((url) => /echarts/.test(url)), [], "the queue needs no chart");

    await person.go(`cases/${caseOf(59)}`);
    await page.locator("[data-testid=ring-picture] canvas").waitFor();
    assert.match(await page.getByTestId("ring-sum").innerText(), /60 人/);
    const table = page.getByRole("region", { name: "关联圈列表" });
    assert.equal(await table.locator("tbody tr").count(), 40);
    await table.getByRole("button", { name: /显示全部/ }).click();
    const rows = await table.locator("tbody tr").count();
    assert.ok(rows >= 60 + 4 + 7, `a row a node, not ${rows}`);
    assert.match(await table.innerText(), /超过 12/, "a network that many share");
    assert.doesNotMatch(await page.locator("main").innerText(), /gang-(person|phone|account)/);
    await person.shots("case_ring_gang");
    await page.getByText("直接关联").click();
    await page.getByTestId("ring-sum").filter({ hasNotText: "60 人" }).waitFor();

    await person.go(`cases/${caseOf(62)}`);
    await page.getByTestId("ring-sum").filter({ hasText: "3 人" }).waitFor();
    await page.locator("[data-testid=ring-picture] canvas").waitFor();
    assert.equal(await page.getByRole("region", { name: "关联圈列表" }).locator("tbody tr").count(), 6);
    await person.shots("case_ring_family");
  });
});

test("personal detail is shown only with a reason, and both views are audited", async () => {
  await withPerson("li.qiang", async (person) => {
    const { page } = person;
    await person.go(`cases/${disputed}`);
    await page.getByTestId("case-state").waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), /示例人员|19900000000/);
    await page.getByRole("button", { name: "查看…" }).click();
    await page.locator(".ant-modal input").fill("电话核实");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("本次查看已记入审计日志").waitFor();
    await person.shots("case_subject");
  });
  passwords.set("auditor", server.firstPassword("auditor"));
  await withPerson("auditor", async (person) => {
    await person.page.locator("tbody tr.ant-table-row").first().waitFor();
    await person.page.locator("tbody").getByText("电话核实").first().waitFor();
    await person.shots("audit");
  });
});

test("the overview counts what was done, as pictures, tables and files, and on a wall", async () => {
  await withPerson("sun.yan", async (person) => {
    const { page } = person;
    await person.go("overview");
    await page.locator(".figure").first().waitFor();
    await page.locator("[data-testid=day-chart] .chart-day rect[fill]").first().waitFor();
    await person.shots("overview");
    const reports = page.locator("section.panel").filter({ hasText: "群众反映(按日)" });
    await reports.locator("summary").click();
    const last = await reports.locator("tbody tr").last().innerText();
    assert.ok(last.split(/\s+/).slice(1).map(Number).reduce((sum, n) => sum + n, 0) >= 5, `today's reports: ${last}`);
    const saved = page.waitForEvent("download");
    await reports.getByRole("button", { name: /导出/ }).click();
    const file = readFileSync(await (await saved).path());
    assert.deepEqual([...file.subarray(0, 3)], [0xef, 0xbb, 0xbf], "Excel reads it as UTF-8");
    assert.equal(file.toString("utf8").trim().split("\r\n").length, 31, "a line a day below its head");
    assert.ok((await page.getByRole("button", { name: /^导出 CSV: / }).count()) >= 9, "every panel is a file as well");
    assert.match(await page.locator("section.panel").filter({ hasText: "误报原因" }).innerText(), /数量|没有/);
    await person.button("大屏").or(person.button("大 屏")).click();
    await page.locator(".wallboard .figure").first().waitFor();
    await person.shots("wallboard");
    await page.keyboard.press("Escape");
    await page.locator(".wallboard").waitFor({ state: "detached" });
  });
});

// Every page that a person has, by the menu.
async function walk(person, look) {
  const { page } = person;
  const paths = await page.locator("header nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href").replace(/^#\//, "")));
  for (const path of paths) {
    await person.go(path);
    await page.locator("main h1").waitFor();
    await page.waitForTimeout(600); // what the page loads
    await look(path);
  }
}

// Texts of the page's own making: headings, labels, buttons, heads of tables, hints.
const ownTexts = (page) =>
  page.locator("main h1, main h2, main label, main button:not(.ant-btn-link), main th[scope=col], main thead th, main legend, main summary, header nav a").allInnerTexts();

test("every page is whole in one language: no Chinese in the English one, no English in the Chinese", async () => {
  const chinese = /[\u4e00-\u9fff]/;
  const english = /[a-z]{3,}/; // keys, codes and names of formats are in capitals or listed
  for (const name of ["wang.ying", "zhao.qian", "sun.yan", "sysadmin", "secadmin", "auditor"]) {
    await withPerson(name, async (person) => {
      const { page } = person;
      const pages = [];
      await walk(person, async (path) => {
        pages.push(path);
        for (const text of await ownTexts(page)) assert.doesNotMatch(text.replace(/Ctrl|Enter|Alt|Esc/g, ""), english, `${name} ${path}: ${text}`);
      });
      assert.ok(pages.length >= 2, `${name} has pages: ${pages}`);
      await person.button("English").click();
      await walk(person, async (path) => {
        for (const text of await ownTexts(page)) assert.doesNotMatch(text.replace("中文", ""), chinese, `${name} ${path}: ${text}`);
      });
    });
  }
});

test("the English console has no Chinese left but data", async () => {
  const chinese = /[\u4e00-\u9fff]/;
  await withPerson("wang.ying", async (person) => {
    const { page } = person;
    await person.button("English").click();
    await page.getByRole("heading", { name: "Hotline" }).waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), chinese);
    await page.locator("#hotline-text").fill(kScam);
    await page.locator("section.verdict").waitFor();
    // What is read out to the caller, and the reasons, stay in the caller's language.
    for (const title of await page.locator("h1, h2, label, button").allInnerTexts()) {
      if (title !== "中文" && !title.includes("王莹")) assert.doesNotMatch(title, chinese);
    }
    await person.shots("hotline_en");
    await person.go("overview");
    await page.locator(".figure").first().waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), chinese);
  });
  await withPerson("zhao.qian", async (person) => {
    const { page } = person;
    await person.button("English").click();
    await person.go("helpers");
    await page.locator(".ant-table-row").first().waitFor();
    for (const title of await page.locator("main h1, main th, main button, main .muted:not(td *)").allInnerTexts()) {
      assert.doesNotMatch(title, chinese);
    }
    await page.keyboard.press("a");
    await page.locator("#helper-name").waitFor();
    assert.doesNotMatch(await page.locator(".ant-modal-content").innerText(), chinese);
    await person.shots("helpers_form_en");
  });
});
