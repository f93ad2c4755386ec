// People with accounts and a key, for the tests of casework: at the API without a
// screen, and what they work on.
import assert from "node:assert/strict";
import { kPassword } from "./support.mjs";

// One person at the API, without a screen.
export class Session {
  constructor(server) {
    this.server = server;
  }
  async call(method, path, body, headers = {}) {
    const response = await fetch(this.server.url + path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie, "x-csrf-token": this.csrf } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
    const text = await response.text();
    const json = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
    if (cookie) this.cookie = cookie;
    if (json?.csrf_token) this.csrf = json.csrf_token;
    return { status: response.status, json, etag: response.headers.get("etag") };
  }
  async signIn(name, first) {
    const answer = await this.call("POST", "/v1/session", { name, password: first });
    assert.equal(answer.status, 200, `${name}: ${JSON.stringify(answer.json)}`);
    if (answer.json.must_change_password) {
      const changed = await this.call("POST", "/v1/session/password", { old_password: first, new_password: kPassword });
      assert.equal(changed.status, 200, JSON.stringify(changed.json));
    }
    return this;
  }
}

const kPeople = [
  { name: "li.qiang", display_name: "李强", roles: ["reviewer"] },
  { name: "sun.min", display_name: "孙敏", roles: ["reviewer"] },
  { name: "zhao.qian", display_name: "赵倩", roles: ["reviewer", "second_reviewer"] },
  { name: "zhou.jie", display_name: "周杰", roles: ["supervisor"] },
];
// Opens their accounts: the people signed in by name, and a key for machines.
export async function openAccounts(server) {
  const people = {};
  const system = await new Session(server).signIn("sysadmin", server.firstPassword("sysadmin"));
  const security = await new Session(server).signIn("secadmin", server.firstPassword("secadmin"));
  for (const { name, display_name, roles } of kPeople) {
    const made = await system.call("POST", "/v1/users", { name, display_name });
    assert.equal(made.status, 201);
    const changed = await security.call("PATCH", `/v1/users/${made.json.id}`, { roles }, { "if-match": made.etag });
    assert.equal(changed.status, 200, JSON.stringify(changed.json));
    people[name] = await new Session(server).signIn(name, made.json.initial_password);
  }
  const made = await security.call("POST", "/v1/keys", { name: "test", caller: "test", scopes: ["attempts:write", "reports:write"] });
  return { people, key: made.json.key };
}

// An attempt of an invented person after a recorded death: a case of its own.
export function afterDeath(number, region) {
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return {
    attempt_id: `day-${region}-${number}`, occurred_at: new Date(Date.now() - 60_000).toISOString(), channel: "alipay",
    outcome: "passed", region, person: { ref: `person-${region}-${number}`, age: 81, scheme: "resident", monthly_benefit_yuan: 1213 },
    operator: { role: "relative", ref: `operator-${region}-${number}`, relation: "child" },
    device: { ref: `device-${region}-${number}`, os: "android", virtual_camera: true },
    registry: [
      { kind: "death_medical", on: day(40), source: "示例市第一人民医院(东院区)住院部登记信息共享接口" },
      { kind: "death_cremation", on: day(38), source: "示例殡仪馆" },
    ],
  };
}
