import { readFileSync } from 'node:fs';

const compiled = await WebAssembly.compile(readFileSync(process.argv[2]));
for (const { module, name, kind } of WebAssembly.Module.imports(compiled)) console.log(kind, `${module}.${name}`);
