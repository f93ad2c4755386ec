// Lists of others as they go right and wrong, on loopback, and a root whose
// data/feeds.toml takes them in: for the pictures of the page 名单来源.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownRoot } from "./support.mjs";

const hosts = (from, to) => Array.from({ length: to - from }, (_, n) => `rz-${from + n}.bad-list.invalid\n`).join("");
const kShared = "si.12333.gov.cn\nwww.gov.cn\n"; // places that no list may call bad
// An entry of our own form that holds for so many seconds.
const briefly = (seconds) => JSON.stringify({
  format: "analyzer-list/1", name: "brief", removed: [],
  added: [{ kind: "host", value: "brief.bad-list.invalid", confidence: 0.9, valid_until: new Date(Date.now() + seconds * 1000).toISOString() }],
});

// What each list answers at first and after `turn()`; a number is a status.
const kLists = [
  { name: "fresh", title: "某市反诈中心名单", first: () => hosts(0, 60), then: () => hosts(0, 62) },
  { name: "stale", title: "某省通信管理局名单(对方服务器故障)", first: () => hosts(100, 150), then: () => 503 },
  { name: "expired", title: "某银行通报(有效期短)", format: "analyzer", first: () => briefly(8), then: () => 503 },
  { name: "shrunk", title: "某平台名单(条目骤减)", first: () => hosts(200, 260), then: () => hosts(200, 220) },
  { name: "innocent", title: "某论坛名单(列了官方网址)", first: () => hosts(300, 340), then: () => hosts(300, 340) + kShared },
  { name: "page", title: "某公司名单(返回网页)", first: () => "<!doctype html><html><body>请先登录</body></html>" },
  { name: "long", title: "某聚合名单(过大)", first: () => hosts(0, 60_000), megabytes: 1 },
  { name: "empty", title: "某县名单(空文件)", first: () => hosts(400, 430), then: () => "" },
  { name: "format", title: "某研究所名单(格式不符)", format: "stix", first: () => '{"objects": [' },
  { name: "partly", title: "某志愿者名单(部分行读不出)", first: () => `${hosts(500, 530)}这一行不是网址\nhttp://[::\n` },
];

export async function startLists() {
  const folder = mkdtempSync(join(tmpdir(), "analyzer-lists-"));
  let turned = false;
  const answer = (request, response) => {
    const list = kLists.find(({ name }) => request.url === `/${name}`);
    const text = list ? (turned ? (list.then ?? list.first)() : list.first()) : 404;
    if (typeof text === "number") response.writeHead(text).end();
    else response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(text);
  };
  const plain = http.createServer(answer);
  const files = ["-keyout", join(folder, "own.key"), "-out", join(folder, "own.pem")];
  spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", ...files]);
  const unsure = https.createServer({ key: readFileSync(join(folder, "own.key")), cert: readFileSync(join(folder, "own.pem")) }, answer);
  for (const server of [plain, unsure]) await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const at = (server, name) => `${server === plain ? "http" : "https"}://127.0.0.1:${server.address().port}/${name}`;

  const root = ownRoot(folder);
  const entry = ({ name, title, format = "lines", megabytes }, address) => `
[[feed]]
name = "${name}"
title = "${title}"
address = "${address}"
format = "${format}"
trust = 0.9
licence = "按协议使用"
may = "raise"
intranet = true
${megabytes ? `most_megabytes = ${megabytes}\n` : ""}`;
  const feeds = kLists.map((list) => entry(list, at(plain, list.name)));
  feeds.push(entry({ name: "tls", title: "某市场监管局名单(证书不可信)" }, at(unsure, "fresh")));
  feeds.push(entry({ name: "gone", title: "某县名单(连不上)" }, "http://127.0.0.1:9/list"));
  appendFileSync(join(root, "data/feeds.toml"), feeds.join(""));
  return {
    root,
    names: [...kLists.map(({ name }) => name), "tls", "gone"],
    turn() { turned = true; }, // from now on each answers as it does the second time
    stop() {
      for (const server of [plain, unsure]) { server.closeAllConnections(); server.close(); }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
