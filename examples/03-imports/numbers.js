import { readFileSync } from 'node:fs';

let value;
const env = { memory: new WebAssembly.Memory({ initial: 16 }), narrow: () => value, wide: () => value };
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { env });
const attempt = (ask) => {
  try {
    return ask();
  } catch (error) {
    return String(error);
  }
};
for (value of [7.9, 2 ** 32 + 1, '12', undefined, 5n]) {
  const { ask_narrow, ask_wide } = instance.exports;
  console.log(value, '| as i32:', attempt(ask_narrow), '| as i64:', attempt(ask_wide));
}
