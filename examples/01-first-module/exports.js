import { readFileSync } from 'node:fs';

const module = await WebAssembly.compile(readFileSync(process.argv[2]));
for (const { name, kind } of WebAssembly.Module.exports(module)) console.log(kind, name);
