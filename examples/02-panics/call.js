// Calls `nth_prime` of a module, with a host that prints what it is told about a panic.
import { readFileSync } from 'node:fs';

const [path, n] = process.argv.slice(2);
const memory = new WebAssembly.Memory({ initial: 32 });
const text = (ptr, len) => new TextDecoder().decode(new Uint8Array(memory.buffer, ptr, len));
const env = {
  memory,
  panicked: (ptr, len, line) => console.log(`a panic at ${text(ptr, len)}:${line}`),
  print: (ptr, len) => process.stdout.write(text(ptr, len)),
};
const { instance } = await WebAssembly.instantiate(readFileSync(path), { env });
try {
  console.log(instance.exports.nth_prime(Number(n)));
} catch (error) {
  console.log(String(error));
}
