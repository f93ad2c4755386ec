// Writes src/api/schema.d.ts, the types of analyzer/server/openapi.yaml, and
// src/text/typologies.ts, the names in data/typologies.toml.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";

const contract = parse(readFileSync(new URL("../../server/openapi.yaml", import.meta.url), "utf8"));

// "One of these fields must be there" has no counterpart in a type: the server
// checks it.
for (const schema of Object.values(contract.components.schemas)) {
  const onlyRequired = (part) => Object.keys(part).join() === "required";
  if (schema.properties && schema.anyOf?.every(onlyRequired)) delete schema.anyOf;
}
const types = await openapiTS(contract);
writeFileSync(new URL("../src/api/schema.d.ts", import.meta.url), astToString(types));

// The file's tables are flat, so that a line is a key and its value.
const toml = readFileSync(new URL("../../../data/typologies.toml", import.meta.url), "utf8");
const names = {};
let id = "";
for (const [, key, value] of toml.matchAll(/^(id|zh|en) = ("(?:[^"\\]|\\.)*")$/gm)) {
  if (key === "id") id = JSON.parse(value);
  else names[id] = { ...names[id], [key]: JSON.parse(value) };
}
writeFileSync(
  new URL("../src/text/typologies.ts", import.meta.url),
  `export const typologies: Record<string, { zh: string; en: string }> = ${JSON.stringify(names, null, 2)};\n`,
);
