onmessage = async ({ data: { module, limit } }) => {
  const { exports } = await WebAssembly.instantiate(module);
  postMessage(exports.primes_below(limit));
};
