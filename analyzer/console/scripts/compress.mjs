// Writes FILE.gz beside every larger text file of dist/, which the server sends
// to browsers that accept it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const kSmallest = 1024; // bytes; below, the headers cost more

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    if (!entry.isFile() || !/\.(js|css|html|json|svg)$/.test(entry.name)) continue;
    const bytes = readFileSync(path);
    if (bytes.length >= kSmallest) writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

compress(fileURLToPath(new URL("../dist/", import.meta.url)));
