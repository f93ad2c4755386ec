// People with accounts and a key, for the tests of casework: at the API without a
// screen, and what they work on.
import assert from "node:assert/strict";
import { kPassword, Person } from "./support.mjs";

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
// Opens the account of one, whose first password is changed; by the administrators' sessions.
export async function openAccount(server, system, security, { name, display_name, roles }) {
  const made = await system.call("POST", "/v1/users", { name, display_name });
  assert.equal(made.status, 201);
  const changed = await security.call("PATCH", `/v1/users/${made.json.id}`, { roles }, { "if-match": made.etag });
  assert.equal(changed.status, 200, JSON.stringify(changed.json));
  return new Session(server).signIn(name, made.json.initial_password);
}
// Opens their accounts: the people signed in by name, and a key for machines.
export async function openAccounts(server) {
  const people = {};
  const system = await new Session(server).signIn("sysadmin", server.firstPassword("sysadmin"));
  const security = await new Session(server).signIn("secadmin", server.firstPassword("secadmin"));
  for (const person of kPeople) people[person.name] = await openAccount(server, system, security, person);
  const made = await security.call("POST", "/v1/keys", { name: "test", caller: "test", scopes: ["attempts:write", "reports:write"] });
  return { people, key: made.json.key };
}

// What a machine with `key` sends: the answer, which must be a success.
export async function sendWithKey(server, key, path, body) {
  const response = await fetch(server.url + path, {
    method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const json = await response.json();
  assert.ok(response.status < 300, JSON.stringify(json));
  return json;
}
// The case that it opens.
export async function openCaseWithKey(server, key, path, body) {
  const { case_id } = await sendWithKey(server, key, path, body);
  assert.ok(case_id);
  return case_id;
}

// A function (name, work, width) for one file of tests: that person signs in, does `work`
// without a fault in the console, and leaves; a failure leaves a picture. `at` gives the
// browser and the server, which before() makes.
export function signedIn(file, at) {
  return async (name, work, width) => {
    const { browser, server } = at();
    const person = await Person.open(browser, server.url, width);
    try {
      await person.signIn(name, kPassword);
      await work(person);
      assert.deepEqual(person.faults, []);
    } catch (error) {
      await person.shot(`failed_${file}_${name}`);
      throw error;
    } finally {
      await person.close();
    }
  };
}

// Sends a change of what stands at `path`'s parent (a case, say), as it is now.
export async function change(who, path, body) {
  const { etag } = await who.call("GET", path.replace(/\/[^/]+$/, ""));
  const answer = await who.call("POST", path, body, { "if-match": etag });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer;
}

// A case on the screen, and taken by whoever sits there.
export async function openCase(person, id) {
  await person.go(`cases/${id}`);
  await person.page.getByTestId("case-state").waitFor();
}
export async function takeCase(person, id) {
  await openCase(person, id);
  await person.page.keyboard.press("c");
  await person.page.locator(".choice").first().waitFor();
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

// Chooses `option` of a list that opens. By key, since a click while its window still moves
// may open it a second time; and waits until it no longer lies over what is below.
export async function pick(page, combobox, option) {
  await combobox.press("ArrowDown");
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").getByText(option, { exact: true }).click();
  await page.locator(".ant-select-dropdown:visible").waitFor({ state: "hidden" });
}
