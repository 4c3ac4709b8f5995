// Compiles while the file comes in, from a server that says what it is and from one that does not.
import { serve } from './server.js';

for (const types of [undefined, { '.wasm': 'application/octet-stream' }]) {
  const server = await serve(process.argv[2], types);
  // #region streaming
  const load = () => WebAssembly.instantiateStreaming(fetch(`${server.url}primes.wasm`));
  // #endregion streaming
  await load().then(
    ({ instance }) => console.log('primes below 100:', instance.exports.primes_below(100)),
    ({ name, code }) => console.log(name, code),
  );
  server.close();
}
