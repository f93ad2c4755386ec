// Writes src/api/schema.d.ts, the types of analyzer/server/openapi.yaml, and of what
// data/ holds in words: src/text/typologies.ts, findings.ts, places.ts, counties.ts,
// banks.ts.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import { initialsOf } from "./letters.mjs";

const contract = parse(readFileSync(new URL("../../server/openapi.yaml", import.meta.url), "utf8"));

// "One of these fields must be there" has no counterpart in a type: the server
// checks it.
for (const schema of Object.values(contract.components.schemas)) {
  const onlyRequired = (part) => Object.keys(part).join() === "required";
  if (schema.properties && schema.anyOf?.every(onlyRequired)) delete schema.anyOf;
}
const types = await openapiTS(contract);
writeFileSync(new URL("../src/api/schema.d.ts", import.meta.url), astToString(types));

const readData = (name) => readFileSync(new URL(`../../../data/${name}`, import.meta.url), "utf8");
const write = (name, text) => writeFileSync(new URL(`../src/text/${name}.ts`, import.meta.url), text);

// Tables that are flat: a line is a key and its text, [[kind]] begins the next.
function tables(toml, kind) {
  const rows = [];
  for (const line of toml.split("\n")) {
    if (line === `[[${kind}]]`) rows.push({});
    const [, key, value] = /^(\w+) = ("(?:[^"\\]|\\.)*")$/.exec(line) ?? [];
    if (key && rows.length > 0) rows.at(-1)[key] = JSON.parse(value);
  }
  return rows;
}

const names = Object.fromEntries(tables(readData("typologies.toml"), "typology").map(({ id, zh, en }) => [id, { zh, en }]));
write("typologies", `export const typologies: Record<string, { zh: string; en: string }> = ${JSON.stringify(names, null, 2)};\n`);

const findings = Object.fromEntries(tables(readData("casework.toml"), "finding").map(({ id, zh, en }) => [id, { zh, en }]));
write("findings", `export const findings: Record<string, { zh: string; en: string }> = ${JSON.stringify(findings, null, 2)};\n`);

const banks = tables(readData("banks.toml"), "bank").map(({ name, en, number, initials }) => ({ name, en, number, initials }));
write("banks", `export const banks: readonly { name: string; en: string; number: string; initials: string }[] = ${JSON.stringify(banks, null, 2)};\n`);

// Prefectures, and counties apart, that data/regions.toml names: six digits, the name, its
// first letters.
const [, cities, counties] = readData("regions.toml").split(/^\[(?:names|counties)\]$/m);
const places = [];
for (const [, code, list] of cities.matchAll(/^"(\d\d)" = \[([^\]]*)\]/gm)) {
  for (const [, city, name] of list.matchAll(/"(\d\d) ([^"]+)"/g)) {
    if (!/撤销|直辖|^市辖区$|^县$/.test(name)) places.push(`${code}${city}00 ${name} ${initialsOf(name)}`); // nobody lives in what was abolished
  }
}
const below = [...counties.matchAll(/^"(\d{6})" = "([^"]+)"/gm)].map(([, code, name]) => `${code} ${name} ${initialsOf(name)}`);
write("places", `export const places: readonly string[] = ${JSON.stringify(places.sort(), null, 2)};\n`);
write("counties", `export const counties: readonly string[] = ${JSON.stringify(below.sort(), null, 2)};\n`);
