// Serves wasm-opt from the npm package `binaryen`, whose index.js is the first
// argument. A request on standard input is a line of JSON,
// {"arguments": ["-Oz"], "features": ["SignExt"], "bytes": N}, and N bytes of
// module; an answer on standard output is {"bytes": N} and N bytes, or
// {"error": "…"}, after which the process ends.
import { pathToFileURL } from 'node:url';

// Standard output carries answers only, and Binaryen keeps the `console.log`
// that it finds when it is loaded.
const said = [];
console.log = console.warn = console.error = (...words) => said.push(words.join(' '));
const { default: binaryen } = await import(pathToFileURL(process.argv[1]));

// wasm-opt's levels as it documents them: optimise, shrink.
const LEVELS = {
  '-O': [2, 1], '-O0': [0, 0], '-O1': [1, 0], '-O2': [2, 0], '-O3': [3, 0], '-O4': [4, 0], '-Os': [2, 1], '-Oz': [2, 2],
};
const SETTINGS = {
  '-g': 'setDebugInfo', '--debuginfo': 'setDebugInfo', '--fast-math': 'setFastMath', '-ffm': 'setFastMath',
  '--low-memory-unused': 'setLowMemoryUnused', '-lmu': 'setLowMemoryUnused', '--zero-filled-memory': 'setZeroFilledMemory',
  '--traps-never-happen': 'setTrapsNeverHappen', '-tnh': 'setTrapsNeverHappen', '--closed-world': 'setClosedWorld',
};

function optimize(bytes, args, features) {
  const mask = features.reduce((mask, name) => mask | (binaryen.Features[name] ?? 0), binaryen.Features.MVP);
  for (const setting of new Set(Object.values(SETTINGS))) binaryen[setting]?.(false);
  let converge = false;
  const steps = [];
  let levels = [0, 0];
  for (const arg of args) {
    if (arg in LEVELS) {
      levels = LEVELS[arg];
      steps.push({ levels, run: (module) => module.optimize() });
    } else if (arg === '--converge' || arg === '-c') converge = true;
    else if (binaryen[SETTINGS[arg]]) binaryen[SETTINGS[arg]](true);
    else if (/^--[a-z][a-z0-9-]*$/.test(arg)) steps.push({ pass: arg, run: (module) => module.runPasses([arg.slice(2)]) });
    else throw new Error(`the npm package binaryen has no argument ${arg}: a native wasm-opt on the path has them all`);
  }
  const module = binaryen.readBinaryWithFeatures
    ? binaryen.readBinaryWithFeatures(bytes, mask)
    : binaryen.readBinary(bytes);
  module.setFeatures(mask);
  if (!module.validate()) throw new Error('the module is not valid for the features it was compiled for');
  const pass = () => {
    for (const step of steps) {
      const [optimize, shrink] = step.levels ?? levels;
      binaryen.setOptimizeLevel(optimize);
      binaryen.setShrinkLevel(shrink);
      try {
        step.run(module);
      } catch (error) {
        if (step.pass) throw new Error(`the npm package binaryen has no pass ${step.pass}: a native wasm-opt on the path has every argument`);
        throw error;
      }
    }
    return module.emitBinary();
  };
  let result = pass();
  while (converge) {
    const next = pass();
    if (next.length >= result.length) break;
    result = next;
  }
  module.dispose();
  return result;
}

let buffered = Buffer.alloc(0);
let request = null;
for await (const chunk of process.stdin) {
  buffered = Buffer.concat([buffered, chunk]);
  for (;;) {
    if (!request) {
      const end = buffered.indexOf(10);
      if (end < 0) break;
      request = JSON.parse(buffered.subarray(0, end).toString());
      buffered = buffered.subarray(end + 1);
    }
    if (buffered.length < request.bytes) break;
    const bytes = new Uint8Array(buffered.subarray(0, request.bytes));
    buffered = buffered.subarray(request.bytes);
    said.length = 0;
    try {
      const result = optimize(bytes, request.arguments, request.features);
      process.stdout.write(JSON.stringify({ bytes: result.length }) + '\n');
      process.stdout.write(result);
    } catch (error) {
      const text = [error instanceof Error ? error.message : '', ...said].filter(Boolean).join('\n');
      process.stdout.write(JSON.stringify({ error: text || 'Binaryen gave no reason' }) + '\n', () => process.exit(1));
    }
    request = null;
  }
}
