// Further screens of screens.mjs: what stands on a screen for a moment only, or comes about
// between two people.
const kKey = { name: "示例市反诈中心", caller: "example-centre" };
const kRows = "类别,名称,区域,每天预计人数,设备,手机号\n养老机构,示例敬老院,990102,30,home-tablet,\n服务点,东街服务点,99x,10,east-tablet,\nstaff,示例村,990102001201,,,12\n";

// The tools are those of screens.mjs; `open` is bound to its browser and server.
export async function shortLived({ open, step, look, settled, wanted }, ids) {
  const asked = (name) => !wanted || name.includes(wanted);
  // `who` opens `path`, does `work`, and what then stands there is looked at.
  const shot = async (name, who, path, work) => {
    if (!asked(name)) return;
    const person = await open(who);
    await step(name, async () => {
      await person.go(path);
      await settled(person.page);
      await work(person.page, person);
      await person.page.waitForTimeout(500);
      await look(person, name);
    });
    await person.close();
  };
  const press = (page, name) => page.getByRole("button", { name }).first().click();

  await shot("menu_more", "all.roles", "desk", (page) => page.getByRole("button", { name: /更多/ }).click());
  await shot("session_expired", "all.roles", "hotline", async (page) => {
    await page.locator("#hotline-text").fill("有人打电话要验证码");
    await page.context().clearCookies();
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Control+Enter");
    await page.getByText("登录已过期").first().waitFor();
  });
  await shot("unreachable", "all.roles", "desk", async (page) => {
    await page.route("**/v1/session", (route) => route.abort("connectionrefused"));
    await page.reload();
    await page.locator(".ant-result").waitFor();
  });
  await shot("hotline_picture", "all.roles", "hotline", async (page) => {
    const bytes = await page.locator("header.top").screenshot();
    await page.locator("input[type=file]").first().setInputFiles({ name: "截图.png", mimeType: "image/png", buffer: bytes });
    await page.locator("[data-testid=picture]:not([data-state=sending]):not([data-state=waiting])").waitFor({ timeout: 60_000 });
  });
  await shot("hotline_tip_saved", "all.roles", "hotline", async (page) => {
    await page.keyboard.press("F8");
    const fields = page.locator(".ant-modal-content").locator("input:not([type=checkbox]), textarea");
    await fields.nth(0).fill("示例镇经办人员");
    await fields.nth(1).fill("替去世的人做认证");
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("tip-id").waitFor();
  });
  await shot("keys_made", "secadmin", "keys", async (page) => {
    await press(page, "新建密钥");
    await page.locator("#name").fill(kKey.name);
    await page.locator("#caller").fill(kKey.caller);
    await page.getByLabel("读取名单").check();
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByTestId("secret").waitFor();
  });
  await shot("keys_revoke", "secadmin", "keys", (page) => press(page, /吊\s*销/));
  await shot("users_made", "sysadmin", "users", async (page) => {
    await press(page, "新建账号");
    await page.locator("#name").fill("example.new");
    await page.locator("#display").fill("示例新同事");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByTestId("secret").waitFor();
  });
  await shot("users_off", "sysadmin", "users", (page) => press(page, /停\s*用/));
  await shot("register_none", "all.roles", "register", async (page) => {
    await page.locator("main input").first().fill("没有这样的词");
    await page.locator("main .ant-table-placeholder").waitFor();
  });
  await shot("settings_changed", "auditor", "settings", (page) => page.getByRole("checkbox").first().check());
  await shot("settings_none", "auditor", "settings", (page) => page.locator("main input").first().fill("没有这样的词"));
  await shot("overview_tables", "all.roles", "overview", async (page) => {
    for (const fold of await page.locator("main details summary").all()) await fold.click();
  });
  await shot("campaigns_split", "all.roles", "campaigns", (page) => press(page, /拆\s*分/));
  await shot("cases_bulk_preview", "all.roles", "cases", async (page) => {
    await page.locator("tbody tr").filter({ hasText: "群众反映" }).locator("input[type=checkbox]").first().check();
    await page.locator("h1").click();
    await page.keyboard.press("g");
    await page.locator(".ant-modal-content .choice").first().waitFor();
    await page.keyboard.press("1");
    await page.getByTestId("bulk-preview").waitFor();
  });
  await shot("helpers_imported", "all.roles", "helpers", async (page) => {
    await press(page, "批量导入");
    await page.getByTestId("helper-file").setInputFiles({ name: "协办点.csv", mimeType: "text/csv", buffer: Buffer.from(kRows) });
    await page.locator(".ant-modal-content table.plain").waitFor();
  });
  await shot("helpers_end", "all.roles", "helpers", (page) => press(page, /撤\s*销/));
  await shot("entry_effect", "all.roles", "feeds", async (page) => {
    await press(page, "看作用");
    await page.locator(".ant-modal-content").waitFor();
    await page.waitForTimeout(1500);
  });
  await shot("visits_printed", "all.roles", "visits", (page) => page.emulateMedia({ media: "print" }));
  await shot("objection_refused", "all.roles", "desk", async (page) => {
    await press(page, "登记异议");
    await page.locator("#objection-about").fill(ids.dead);
    await page.locator("#objection-said").fill("我本人健在,是登记错了人。");
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.getByText("尚无生效的结论").first().waitFor();
  });
  // Two at one case: the later one is told what the other did, and loses nothing.
  await shot("case_meanwhile", "sun.min", `cases/${ids.third}`, async (page) => {
    await page.getByTestId("case-state").waitFor();
    const first = await open("li.qiang");
    await first.go(`cases/${ids.third}`);
    await first.page.getByTestId("case-state").waitFor();
    await first.page.keyboard.press("c");
    await first.page.locator(".choice").first().waitFor();
    await first.close();
    await page.keyboard.press("c");
    await page.getByTestId("meanwhile").waitFor();
  });
}
