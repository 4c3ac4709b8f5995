/** @type {Record<string, (wanted: any) => string>} */
const EXAMPLES = {
  function: ({ params }) => `(${params ? params.map(nameOfParam).join(', ') : '...args'}) => …`,
  memory: () => 'new WebAssembly.Memory(…)',
  table: () => 'new WebAssembly.Table(…)',
  global: () => 'new WebAssembly.Global(…)',
};

/**
 * What to do about an import that nobody provides, or of the wrong kind.
 *
 * @param {{ module: string, name: string, kind: string }} wanted
 * @param {string} [meant] a name near to it that the user gives
 */
export function cureOf(wanted, meant) {
  const { module, name, kind } = wanted;
  if (meant) return `did you mean it by ${meant}, which the module does not import? Give it the one name or the other`;
  if (module === 'Math') {
    return `globalThis.Math has no such function; correct its name in the guest's import block`;
  }
  if (module === 'wasi_snapshot_preview1') {
    return 'pass parts: [wasi({ args })] with the part of @wasm-by-hand/node-harness/wasi, or run it with wasmtime-runner';
  }
  if (module.startsWith('wasi_')) {
    return 'this is a WASI module; run it with wasmtime-runner, or build it for wasm32-unknown-unknown';
  }
  if (module.includes('wbindgen')) {
    return 'a crate pulled wasm-bindgen in; find it with `cargo tree -i wasm-bindgen` and drop it';
  }
  return `pass imports: { ${key(module)}: { ${key(name)}: ${EXAMPLES[kind]?.(wanted) ?? '…'} } }`;
}

/**
 * @param {{ name?: string }} param
 * @param {number} i
 */
const nameOfParam = ({ name }, i) => (name && /^[A-Za-z_$][\w$]*$/.test(name) ? name : `a${i}`);

/** @param {string} name as an object literal has it */
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
