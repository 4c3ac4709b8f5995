import { readFileSync } from 'node:fs';

const env = { memory: new WebAssembly.Memory({ initial: 16 }) };
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { Math, env });
const sum = instance.exports.random_add(1, 2);
console.log('1 + 2 is at least 3:', sum >= 3, '- and less than 4:', sum < 4);
