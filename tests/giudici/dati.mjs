// The open data of a site against their standards: `node dati.mjs SITO`. piao.json is valid for its schema (ajv), every CSV is
// what datapackage.json says, Turtle and JSON-LD are the same graph (n3, jsonld). Nothing is asked of the net: the schema and
// the context are in the files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import jsonld from 'jsonld';
import n3 from 'n3';

const folder = path.join(process.argv[2], 'dati');
const read = (name) => readFileSync(path.join(folder, name), 'utf8');
const problems = [];

// --- piao.json and its schema ---
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, allErrors: true, allowUnionTypes: true });
formats(ajv);
const valid = ajv.compile(JSON.parse(read('piao.schema.json')));
const plan = JSON.parse(read('piao.json'));
if (!valid(plan)) problems.push(...valid.errors.slice(0, 10).map((e) => `piao.json ${e.instancePath}: ${e.message}`));
// A schema that takes everything would say yes as well.
for (const spoil of [(p) => delete p.ente, (p) => (p.registri.ente[0].nome = 3), (p) => (p.data = 'ieri'), (p) => (p.sezioni[0].altro = 1)]) {
  const spoilt = structuredClone(plan);
  spoil(spoilt);
  if (valid(spoilt)) problems.push(`the schema accepts what it must not: ${spoil}`);
}

// --- CSV, as the package describes them ---
const rows = (text) => {
  const out = [[]];
  let cell = '', quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += c; i++; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') { out.at(-1).push(cell); cell = ''; }
    else if (c === '\r' && text[i + 1] === '\n') { out.at(-1).push(cell); cell = ''; out.push([]); i++; }
    else cell += c;
  }
  return out.slice(0, -1);
};
const forms = {
  string: /[^]/, integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?$/, date: /^\d{4}-\d\d-\d\d$/, boolean: /^(true|false)$/,
};
const pack = JSON.parse(read('datapackage.json'));
const tables = {};
for (const resource of pack.resources) {
  const bytes = readFileSync(path.join(folder, resource.path));
  const sum = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (sum !== resource.hash || bytes.length !== resource.bytes) problems.push(`${resource.path}: hash or bytes`);
  const [header, ...body] = rows(bytes.toString('utf8'));
  const { fields } = resource.schema;
  if (header.join() !== fields.map((f) => f.name).join()) problems.push(`${resource.path}: header ${header}`);
  for (const row of body) {
    fields.forEach((field, n) => {
      if (row[n] !== '' && !forms[field.type].test(row[n])) problems.push(`${resource.path} ${field.name}: ${row[n]}`);
    });
    if (row.length !== fields.length) problems.push(`${resource.path}: a row of ${row.length} cells`);
  }
  tables[resource.name] = { header, body, resource };
}
for (const { header, body, resource } of Object.values(tables)) {
  for (const { fields, reference } of resource.schema.foreignKeys ?? []) {
    const other = tables[reference.resource || resource.name];
    const known = new Set(other.body.map((row) => row[other.header.indexOf(reference.fields)]));
    for (const row of body) {
      const key = row[header.indexOf(fields)];
      if (key !== '' && !known.has(key)) problems.push(`${resource.path} ${fields}: no ${key} in ${reference.resource}`);
    }
  }
}

// --- DCAT-AP_IT, in two forms ---
const base = 'http://esempio.invalid/dati/';
const turtle = new n3.Parser({ baseIRI: `${base}dcat-ap_it.ttl` }).parse(read('dcat-ap_it.ttl'));
const quads = await new Promise((done, fail) => {
  const writer = new n3.Writer({ format: 'N-Quads' });
  writer.addQuads(turtle);
  writer.end((error, text) => (error ? fail(error) : done(text)));
});
const options = { algorithm: 'RDFC-1.0', format: 'application/n-quads' };
const one = await jsonld.canonize(quads, { ...options, inputFormat: 'application/n-quads' });
const documentLoader = () => { throw new Error('nothing is to be loaded'); };
const other = await jsonld.canonize(JSON.parse(read('dcat-ap_it.jsonld')), { ...options, base: `${base}dcat-ap_it.jsonld`, documentLoader });
if (one !== other) problems.push('Turtle and JSON-LD do not say the same');

console.log(`dati: ${Object.keys(tables).length} tables, ${turtle.length} statements`);
problems.slice(0, 20).forEach((problem) => console.log(problem));
process.exit(problems.length ? 1 : 0);
