// What the screens of screens.mjs show: a desk's day beside the demo's.
import { afterDeath, openAccounts, Session } from "./people.mjs";
import { kPassword } from "./support.mjs";

export const kScam =
  "【社保局】您的养老金资格认证未完成,24小时内将停发养老金,请立即点击 http://12333-renzheng.example.top/a 填写银行卡号和验证码。官方认证请到社保大厅办理,不收费";
export const kChat = Array.from({ length: 60 }, (_, n) =>
  n % 2 === 0 ? `工作人员${n}:阿姨您的养老金认证过期了,今天不办就停发` : `张阿姨${n}:那怎么办,我不会用手机,要不要去社保大厅`,
).join("\n") + "\n工作人员:您把银行卡号和验证码发给我,我帮您办,打开 https://rz-12333.example.top/sb";
export const kLongName = "示例省示例自治州示例县示例镇人力资源和社会保障服务中心(东院区)城乡居民基本养老保险待遇领取资格认证协办点";
export const kRelatives = (n, ago) => new Date(Date.now() - ago * 86_400_000 + n * 60_000).toISOString();

export async function must(person, method, path, body, headers) {
  const answer = await person.call(method, path, body, headers);
  if (answer.status >= 300) console.log(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer;
}

const day = (ahead) => new Date(Date.now() + (8 + ahead * 24) * 3_600_000).toISOString().slice(0, 10); // in China

// Every list has a row, some rows are long.
export async function fill(server) {
  const { people, key } = await openAccounts(server);
  const system = await new Session(server).signIn("sysadmin", kPassword);
  const security = await new Session(server).signIn("secadmin", kPassword);
  const made = await must(system, "POST", "/v1/users", { name: "all.roles", display_name: kLongName.slice(0, 24) });
  await must(security, "PATCH", `/v1/users/${made.json.id}`, { roles: ["hotline", "reviewer", "second_reviewer", "supervisor"] }, { "if-match": made.etag });
  const all = await new Session(server).signIn("all.roles", made.json.initial_password);
  const none = await must(system, "POST", "/v1/users", { name: "no.role", display_name: "新同事" });
  await new Session(server).signIn("no.role", none.json.initial_password);
  const first = await must(system, "POST", "/v1/users", { name: "first.day", display_name: "新坐席" });
  const send = async (path, body) => {
    const response = await fetch(server.url + path, {
      method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
    });
    const json = await response.json();
    if (response.status >= 300) console.log(`POST ${path}: ${response.status} ${JSON.stringify(json)}`);
    return json;
  };
  const report = (n, text, more = {}) => send("/v1/reports", {
    report_id: `screen-${n}`, received_at: new Date(Date.now() - n * 3_600_000).toISOString(), source: "12333", region: `41132${n % 9}`, text, ...more,
  });
  const chat = await report(1, kChat, { harm: { paid_yuan: 3000 } });
  await report(2, "【医保】电子卡将停用,登录 http://a.kk7-cert.invalid/rz 更新");
  await report(3, "国家养老补贴到账,下载领取填写银行卡密码 http://b.qq8-sub.invalid/rz");
  await report(4, "国家养老补贴到账,下载领取填写银行卡密码 http://b.qq8-sub.invalid/rz", { region: "990102" });
  const dead = await send("/v1/attempts", afterDeath(1, "990102"));
  const proposed = await send("/v1/attempts", afterDeath(2, "411321"));
  const third = await send("/v1/attempts", afterDeath(3, "990103"));
  for (const n of [1, 2, 3]) {
    await send("/v1/attempts", {
      attempt_id: `screen-visit-${n}`, occurred_at: kRelatives(0, 4 - n), channel: "alipay", outcome: "failed", failure_code: "liveness", region: "990302",
      person: { ref: "screen-visit", age: 87, special: ["blind", "lives_alone"], residence_region: "990302003001" }, operator: { role: "self", ref: "screen-visit-op" },
    });
  }
  for (let n = 1; n <= 14; ++n) {
    await send("/v1/attempts", {
      attempt_id: `screen-point-${n}`, occurred_at: kRelatives(n, 1), channel: "province_app", outcome: "passed", region: "990101", site_region: "990101001202",
      person: { ref: `screen-elder-${n}`, age: 74, benefit_status: "active" }, operator: { role: "volunteer", ref: `screen-own-${n}` }, device: { ref: "screen-phone", os: "android" },
    });
  }
  // A case that waits for the second person, one that is decided, one claimed by another.
  const claim = async (who, id) => {
    const { etag } = await who.call("GET", `/v1/cases/${id}`);
    return (await must(who, "POST", `/v1/cases/${id}/claim`, {}, { "if-match": etag })).etag;
  };
  const li = people["li.qiang"];
  let etag = await claim(li, proposed.case_id);
  const contact = await must(li, "POST", `/v1/cases/${proposed.case_id}/contacts`, { way: "spare_phone", result: "reached", note: "儿子接听,称母亲于上月去世,未办理申报;愿意配合退回。" }, { "if-match": etag });
  await must(li, "POST", `/v1/cases/${proposed.case_id}/decision`, {
    finding: "death_claim", amount_yuan: 12000, note: "殡仪馆回函一致,火化日期早于认证;家属承认用旧照片认证。",
  }, { "if-match": contact.etag });
  const listed = await people["sun.min"].call("GET", "/v1/cases?kind=report&state=open");
  const taken = listed.json.data.at(-1)?.id;
  if (taken) {
    etag = await claim(people["sun.min"], taken);
    await must(people["sun.min"], "POST", `/v1/cases/${taken}/decision`, { finding: "scam", note: "与名录不符" }, { "if-match": etag });
  }
  const settled = taken && (await people["sun.min"].call("GET", `/v1/cases/${taken}`));
  if (settled) await must(people["sun.min"], "POST", `/v1/cases/${taken}/saved`, { saved_yuan: 23650.5, note: "银行止付" }, { "if-match": settled.etag });
  // One with evidence, handed down and looked at, one handed down and out, a conflict.
  const zhao = people["zhao.qian"];
  const given = await send("/v1/attempts", afterDeath(4, "990104"));
  const out = await send("/v1/attempts", afterDeath(5, "990104"));
  const laid = async (id, name, bytes, purpose) => {
    const path = `/v1/cases/${id}/files?name=${encodeURIComponent(name)}&purpose=${encodeURIComponent(purpose)}`;
    const response = await fetch(server.url + path, { method: "POST", headers: { cookie: zhao.cookie, "x-csrf-token": zhao.csrf, "content-type": "application/octet-stream" }, body: bytes });
    const json = await response.json();
    if (response.status >= 300) console.log(`POST ${path}: ${response.status} ${JSON.stringify(json)}`);
    return json;
  };
  const down = async (id, unit_region, unit_name) => {
    etag = await claim(zhao, id);
    await must(zhao, "POST", `/v1/cases/${id}/referrals`, { unit_region, unit_name, asked: "请上门见示例老人本人,核对身份并拍照(须两人),问清何人代为认证、有无收费。", working_days: 1 }, { "if-match": etag });
    return (await zhao.call("GET", `/v1/cases/${id}`)).json.referrals.at(-1).id;
  };
  await laid(given.case_id, "示例殡仪馆火化证明(扫描件)2026年3月.pdf", "%PDF-1.4 one", "证明火化日期早于认证");
  const wrong = await laid(given.case_id, "传错的文件.txt", "说明", "通话记录");
  await must(zhao, "POST", `/v1/cases/${given.case_id}/files/${wrong.id}/withdrawal`, { reason: "传错案件" });
  const done = await down(given.case_id, "990104001203", "示例镇示例村村民委员会");
  await must(zhao, "POST", `/v1/referrals/${done}/return`, { findings: "入户未见本人,邻居称已于去年冬天去世,由儿子保管手机。", found_by: "示例村干部", found_on: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) });
  await down(out.case_id, "990104001", "示例镇人力资源和社会保障服务中心");
  await must(zhao, "POST", "/v1/conflicts", { kind: "relatives", region: "990105001", note: "岳父母在该镇领取城乡居民养老待遇" });
  await must(all, "POST", "/v1/tips", { about: "示例镇经办人员", clue: `替去世的人做认证,已经两年。${"情况说明。".repeat(60)}`, informant_name: "示例举报人", informant_phone: "19900000000" });
  await must(all, "POST", "/v1/helpers", { kind: "point", name: kLongName.slice(0, 40), area: ["990101001203", "990101001204", "990101001205"], links: [{ kind: "device", value: "tablet" }], persons_day: 30 });
  await must(security, "POST", "/v1/keys", { name: "示例县认证平台", caller: "alipay", scopes: ["attempts:write", "reports:write"] });
  await must(all, "POST", "/v1/disputes", { value: "https://b.qq8-sub.invalid/rz", reason: "我方网站是正规的养老补贴说明页面,请核对备案。", contact: "12345678" });
  // What waits for a second person elsewhere than in a case: an entry of the register, a
  // brand's domains, more time; and one called a scam whose entries wait to be listed.
  const { json: register } = await people["sun.min"].call("GET", "/v1/register?q=si.12333.gov.cn");
  await must(people["sun.min"], "POST", "/v1/register/marks", { entry: register.data[0].id, kind: "confirmation", bureau: kLongName.slice(0, 40), evidence: "某月某日电话向平台运维核实;对照了官网首页公布的域名,截图存档。" });
  const { json: brands } = await people["sun.min"].call("GET", "/v1/register/brands");
  await must(people["sun.min"], "POST", "/v1/register/marks", { entry: brands.data[0].id, kind: "correction", bureau: "示例市社会保险事业中心", evidence: "还应有 12333.example" });
  const asked = await report(8, "老年大学发的通知:领取高龄补贴先交材料费二百元,扫码进群 http://g.glbt-qun.invalid/q", { region: "990105" });
  etag = await claim(li, asked.case_id);
  await must(li, "POST", `/v1/cases/${asked.case_id}/extension`, { until: day(12), note: "等待外省社保经办机构回函" }, { "if-match": etag });
  const scam = await report(7, "【社保局】您的养老金资格认证未完成,今天停发,请点击 http://list-me.rz9-cert.invalid/rz 填写银行卡号和验证码", { region: "990106" });
  etag = await claim(zhao, scam.case_id);
  await must(zhao, "POST", `/v1/cases/${scam.case_id}/decision`, { finding: "scam", note: "与名录不符" }, { "if-match": etag });
  const callback = await must(all, "POST", "/v1/reports", {
    report_id: `12333-${day(0).replaceAll("-", "")}-482913`, received_at: new Date(Date.now() - 7_200_000).toISOString(), source: "12333", kind: "message", region: "990101",
    text: kScam, harm: { paid_yuan: 3000 }, caller: { contact_ref: "19900000001", callback_ok: true, relation: "child" },
  });
  return { third: third.case_id, asked: asked.case_id, scam: scam.case_id, callback: callback.json?.report_id, given: given.case_id, out: out.case_id, first: first.json.initial_password, chat: chat.case_id, dead: dead.case_id, proposed: proposed.case_id, decided: taken };
}
