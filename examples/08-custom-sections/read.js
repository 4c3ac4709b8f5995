import { readFileSync } from 'node:fs';

// #region read
const module = await WebAssembly.compile(readFileSync(process.argv[2]));
for (const name of ['greeting', 'version', 'Version']) {
  const sections = WebAssembly.Module.customSections(module, name);
  console.log(name, sections.map((section) => new TextDecoder().decode(section)));
}
// #endregion read
