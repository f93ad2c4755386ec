// Measures the console by Chromium's own numbers: what the first load of a screen
// weighs and takes at both widths, and keys and seconds of twenty cases.
//   ANALYZER_BIN=build/release/bin/analyzer node tests/browser/measure.mjs [--keys]
import { setTimeout as pause } from "node:timers/promises";
import { afterDeath, openAccounts } from "./people.mjs";
import { kPassword, Person, requireParts, startBrowser, startServer } from "./support.mjs";

requireParts();
const kRuns = 5; // the median is told
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// One cold load: nothing cached, the session alone is there.
async function load(browser, url, cookies, width, path, ready) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  const painted = page.addInitScript(() => {
    window.largest = 0;
    new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) window.largest = startTime; })
      .observe({ type: "largest-contentful-paint", buffered: true });
  });
  await painted;
  await page.goto(`${url}/#/${path}`);
  await page.locator(ready).first().waitFor();
  const shown = await page.evaluate(() => performance.now());
  await page.waitForLoadState("networkidle");
  await pause(300);
  const times = await page.evaluate(() => ({
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, largest: window.largest,
  }));
  await context.close();
  return { kB: bytes / 1000, shown, ...times };
}

async function loads(browser, server) {
  const person = await Person.open(browser, server.url);
  await person.signIn("zhou.jie", kPassword);
  const cookies = await person.page.context().cookies();
  await person.close();
  console.log("screen | width | kB over the wire | first paint ms | largest paint ms | usable ms");
  for (const [name, path, ready, known] of [
    ["sign in", "", "#name", []], ["hotline", "hotline", "#hotline-text", cookies], ["queue", "cases", "tbody tr.ant-table-row", cookies],
    ["overview", "overview", ".figure", cookies],
  ]) {
    for (const width of [1440, 1280]) {
      const runs = [];
      for (let n = 0; n < kRuns; ++n) runs.push(await load(browser, server.url, known, width, path, ready));
      const of = (key) => Math.round(median(runs.map((run) => run[key])));
      console.log(`${name} | ${width} | ${of("kB")} | ${of("first")} | ${of("largest")} | ${of("shown")}`);
    }
  }
}

// Twelve that are no campaign of each other.
const kMessages = [
  "【社保局】养老金认证未完成,24小时内将停发,点击 http://a1.rz3-cert.invalid/rz 填写银行卡号和验证码",
  "您的医保电子卡已被停用,请登录 http://b2.yb7-ka.invalid/u 更新身份证照片和密码",
  "国家发放高龄补贴三千元,下载领取 http://c3.bt9-lq.invalid/app 绑定银行卡即可到账",
  "我是公安局民警,您名下的社保卡涉嫌洗钱,请把钱转到安全账户配合调查,不要告诉家人",
  "上门办理养老年审,当面刷脸拍身份证,每人收费五十元,扫码付款",
  "加老师微信领退休金补差款,先交保证金二百元,当天返还",
  "您的退休金多发了,请按客服指引共享屏幕操作退款,把收到的验证码念给我",
  "养老金资格认证小程序刷脸认证费二十元,不交费就停发,扫码 http://d4.xcx5-rz.invalid/q",
  "ETC 和社保卡同时过期,打开 http://e5.etc-sb.invalid/k 填卡号密码重新激活",
  "领导要求今天之内交齐补缴养老保险的钱,转到这个个人账户,回执发给我",
  "免费领鸡蛋,登记老人身份证号和银行卡,刷脸三次就送",
  "人社部门通知补发工龄工资,点击 http://f6.glgz-bf.invalid/l 输入短信验证码确认领取",
];

// Twenty cases as a day has them.
async function fill(server, key) {
  const send = async (path, body) => {
    const response = await fetch(server.url + path, {
      method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
    });
    if (response.status >= 300) throw new Error(`${path}: ${await response.text()}`);
  };
  for (const [n, text] of kMessages.entries()) {
    await send("/v1/reports", {
      report_id: `twenty-${n}`, received_at: new Date().toISOString(), source: "12333", region: `9902${String(n).padStart(2, "0")}`, text,
    });
  }
  for (let n = 0; n < 8; ++n) await send("/v1/attempts", afterDeath(n, `9903${String(n).padStart(2, "0")}`));
}

// They are decided by keyboard alone; every key that is not part of a sentence is
// counted.
async function twenty(browser, server) {
  const person = await Person.open(browser, server.url);
  const { page } = person;
  await person.signIn("li.qiang", kPassword);
  await person.go("cases");
  await page.locator("tbody tr.ant-table-row").first().waitFor();
  let keys = 0;
  let letters = 0;
  const press = async (name) => { keys += 1; await page.keyboard.press(name); };
  const type = async (text) => { letters += text.length; await page.keyboard.type(text); };
  const began = Date.now();
  const spent = { message: [], cleared: [], adverse: [] };
  const count = { message: [], cleared: [], adverse: [] };
  await press("n");
  let attempts = 0;
  for (let done = 0; done < 20; ++done) {
    await page.locator(".choice[aria-checked]").first().waitFor({ timeout: 30_000 }).catch(async () => {
      throw new Error(`no more than ${done} cases were there`);
    });
    const address = page.url();
    const report = await page.locator(".marked").count() > 0;
    const kind = report ? "message" : ++attempts % 4 === 0 ? "adverse" : "cleared";
    const [at, before] = [Date.now(), keys];
    if (kind === "adverse") {
      await press("6");
      await press("v");
      await page.locator("#contact-note").waitFor();
      await press("2"); // reached
      await page.waitForFunction(() => document.activeElement?.id === "contact-note");
      await type("儿子接听,称母亲上月去世");
      await press("Control+Enter");
      await page.getByText("联系记录已登记").first().waitFor();
      await page.locator("#contact-note").waitFor({ state: "detached" }).catch(() => {});
      await pause(200);
      await press("i");
      await type("殡仪馆回函一致");
      await press("Control+Enter");
    } else {
      await press("1");
      await press("Enter");
    }
    await page.waitForFunction((was) => location.href !== was || document.querySelector("[data-testid=settles]"), address);
    spent[kind].push((Date.now() - at) / 1000);
    count[kind].push(keys - before);
  }
  const whole = (Date.now() - began) / 1000;
  await person.close();
  console.log(`\ntwenty cases: ${keys} keys, ${letters} letters of sentences, ${whole.toFixed(1)} s with everything the page loads`);
  for (const kind of Object.keys(spent)) {
    if (spent[kind].length > 0) console.log(`  ${kind}: ${spent[kind].length} cases, ${median(count[kind])} keys, ${median(spent[kind]).toFixed(2)} s each (median)`);
  }
}

const browser = await startBrowser();
const server = await startServer();
try {
  const { key } = await openAccounts(server);
  await fill(server, key);
  if (!process.argv.includes("--keys")) await loads(browser, server);
  await twenty(browser, server);
} finally {
  await server.stop();
  await browser.close();
}
