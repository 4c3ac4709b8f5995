/** A table of the functions in a source, and what they are in modules: `node signatures.js SOURCE TITLE=WAT…`. */
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** The types of all exported functions, out of what `size-report wat` prints. */
function signatures(wat) {
  const all = (pattern) => new Map([...wat.matchAll(pattern)].map(([, key, value]) => [key, value]));
  const types = all(/^ {2}\(type \(;(\d+);\) \(func ?(.*)\)\)$/gm);
  const functions = all(/^ {2}\(func \(;(\d+);\) \(type (\d+)\)/gm);
  const exported = all(/^ {2}\(export "([^"]+)" \(func (\d+)\)\)$/gm);
  return (name) => {
    const type = types.get(functions.get(exported.get(name)));
    const of = (word) => new RegExp(`\\(${word} ([^)]*)\\)`).exec(type)?.[1].replaceAll(' ', ', ') ?? '';
    return `\`(${of('param')}) → (${of('result')})\``;
  };
}

const [source, ...columns] = process.argv.slice(2);
const [titles, modules] = [0, 1].map((i) => columns.map((column) => column.split('=')[i]));
const found = modules.map((path) => signatures(readFileSync(path, 'utf8')));
console.log(`| in Rust | ${titles.join(' | ')} |\n|---|${'---|'.repeat(titles.length)}`);
for (const [, name, type] of readFileSync(source, 'utf8').matchAll(/^extern "C" fn (\w+)(.*) \{/gm)) {
  console.log(`| \`${name}${type.replaceAll('extern "C" ', '')}\` | ${found.map((signature) => signature(name)).join(' | ')} |`);
}
