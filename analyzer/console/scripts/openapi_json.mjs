// Writes analyzer/server/openapi.yaml as JSON.
// Usage: node scripts/openapi_json.mjs OUTPUT.json
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const output = process.argv[2];
if (!output) {
  console.error("usage: node scripts/openapi_json.mjs OUTPUT.json");
  process.exit(2);
}
const source = fileURLToPath(new URL("../../server/openapi.yaml", import.meta.url));
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, JSON.stringify(parse(readFileSync(source, "utf8"))) + "\n");
