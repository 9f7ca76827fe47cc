// Weighs a site: no page is more than 60 KB with its style sheets and scripts, packed by gzip as a server sends them, fonts and
// pictures apart. Usage: node peso.mjs FOLDER.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT = 60_000;
const root = process.argv[2];
const packed = new Map();
const weigh = (file) => packed.get(file) ?? packed.set(file, gzipSync(readFileSync(join(root, file))).length).get(file);

let [heaviest, most, over] = [0, "", 0];
const pages = readdirSync(root).filter((file) => file.endsWith(".html"));
for (const page of pages) {
    const html = readFileSync(join(root, page), "utf8");
    const parts = [...html.matchAll(/<(?:link rel="stylesheet"|script)[^>]*? (?:href|src)="([^"]+)"/g)].map((m) => m[1]);
    const weight = [page, ...parts].reduce((sum, file) => sum + weigh(file), 0);
    if (weight > LIMIT) console.log(`${page}: ${weight} bytes with ${parts.join(", ")}`);
    over += weight > LIMIT;
    if (weight > heaviest) [heaviest, most] = [weight, page];
}
// The page that lists several bodies has no search.
const index = existsSync(join(root, "cerca/indice.js")) ? `; the index of the search is ${weigh("cerca/indice.js")}` : "";
console.log(`peso: ${pages.length} pages, the heaviest is ${most} with ${heaviest} bytes${index}`);
process.exit(over || !pages.length ? 1 : 0);
