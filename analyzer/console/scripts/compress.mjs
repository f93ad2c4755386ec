// Writes FILE.gz beside every larger text file of dist/, which the server sends
// to browsers that accept it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const kSmallest = 1024; // bytes; below, the headers cost more
const dist = fileURLToPath(new URL("../dist/", import.meta.url));

for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(js|css|html|json|svg)$/.test(name)) continue;
  const bytes = readFileSync(dist + name);
  if (bytes.length >= kSmallest) writeFileSync(`${dist}${name}.gz`, gzipSync(bytes, { level: 9 }));
}
