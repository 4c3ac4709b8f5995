// The contract suite inside wasm: one fresh instance per allocator, in a memory
// that ends. Build the module first:
//
//   cargo rustc -p alloc-contract --lib --crate-type cdylib --release \
//     --target wasm32-unknown-unknown
//
// CONTRACT_WASM names another path to it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const PAGE_LEN_BYTES = 65536;
const PAGES_IN_4_GIB = 65536;
/** Pages that a heap may grow by: 32 MiB, so that it can be filled. */
const ROOM_PAGES = 512;

const path =
  process.env.CONTRACT_WASM ??
  new URL("../../target/wasm32-unknown-unknown/release/alloc_contract.wasm", import.meta.url);
const bytes = await readFile(path);
const module = await WebAssembly.compile(bytes);

const ALLOCATORS = [
  "check_host_malloc",
  "check_arena",
  "check_bump",
  "check_locked_bump",
  "check_tiny",
  "check_balanced",
  "check_full",
  "check_lol_leaking",
  "check_lol_free_list",
  "check_lol_leaking_locked",
  "check_lol_free_list_locked",
];

/** The host's allocator: first fit, sizes and free blocks kept on this side. */
class HostHeap {
  /** Sizes by address of what is lent to the guest. */
  #lent = new Map();
  /** Free pieces, by address, neighbours merged. */
  #free = [];
  #memory;

  constructor(memory) {
    this.#memory = memory;
  }

  malloc = (size) => {
    const need = Math.ceil(Math.max(size >>> 0, 1) / 16) * 16;
    let index = this.#free.findIndex((piece) => piece.len >= need);
    if (index < 0) {
      if (!this.#grow(need)) return 0;
      index = this.#free.findIndex((piece) => piece.len >= need);
    }
    const piece = this.#free[index];
    const addr = piece.addr;
    piece.addr += need;
    piece.len -= need;
    if (piece.len === 0) this.#free.splice(index, 1);
    this.#lent.set(addr, need);
    return addr;
  };

  free = (ptr) => {
    const addr = ptr >>> 0;
    if (addr === 0) return;
    const len = this.#lent.get(addr);
    assert.notEqual(len, undefined, `free of 0x${addr.toString(16)}, which is not lent`);
    this.#lent.delete(addr);
    this.#giveBack(addr, len);
  };

  realloc = (ptr, newSize) => {
    const old = ptr >>> 0;
    const len = this.#lent.get(old);
    assert.notEqual(len, undefined, `realloc of 0x${old.toString(16)}, which is not lent`);
    const addr = this.malloc(newSize);
    if (addr === 0) return 0;
    const kept = Math.min(len, newSize >>> 0);
    new Uint8Array(this.#memory.buffer).copyWithin(addr, old, old + kept);
    this.free(old);
    return addr;
  };

  /** Makes new pages a free piece. Whoever else grew memory keeps what is theirs. */
  #grow(len) {
    const pages = Math.ceil(len / PAGE_LEN_BYTES);
    // The engine throws for more than the maximum, and may for much less.
    try {
      const before = this.#memory.grow(pages);
      this.#giveBack(before * PAGE_LEN_BYTES, pages * PAGE_LEN_BYTES);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  #giveBack(addr, len) {
    let index = this.#free.findIndex((piece) => piece.addr > addr);
    if (index < 0) index = this.#free.length;
    this.#free.splice(index, 0, { addr, len });
    for (const at of [index, index - 1]) {
      const [low, high] = [this.#free[at], this.#free[at + 1]];
      if (low && high && low.addr + low.len === high.addr) {
        low.len += high.len;
        this.#free.splice(at + 1, 1);
      }
    }
  }
}

/**
 * The pages that the module's memory has to start with. JavaScript cannot ask,
 * so this reads the import section (WebAssembly core specification 2.0, §5.5.5).
 */
function initialPages(bytes) {
  let at = 8;
  const u32 = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const skipName = () => {
    const len = u32();
    at += len;
  };
  const limits = () => {
    const hasMaximum = u32() & 1;
    const initial = u32();
    if (hasMaximum) u32();
    return initial;
  };
  // Section 2 holds the imports.
  for (let id = bytes[at++]; id !== 2; id = bytes[at++]) {
    assert.ok(at < bytes.length, "the module imports nothing");
    const len = u32();
    at += len;
  }
  u32();
  for (let left = u32(); left > 0; left--) {
    skipName();
    skipName();
    const kind = bytes[at++];
    if (kind === 0) u32();
    else if (kind === 2) return limits();
    else assert.fail(`an import of kind ${kind} is not expected`);
  }
  assert.fail("the module imports no memory; was it linked with --import-memory?");
}

const INITIAL_PAGES = initialPages(bytes);

/** Runs one allocator's suite in a memory of its own; throws what it complains. */
async function check(name, { maximum = INITIAL_PAGES + ROOM_PAGES, grownTo, somebodyElse } = {}) {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  if (grownTo !== undefined) memory.grow(grownTo - INITIAL_PAGES);
  const { malloc, free, realloc } = new HostHeap(memory);
  const between_calls = () => somebodyElse?.(memory);
  const env = { memory, malloc, free, realloc, between_calls };
  const { exports } = await WebAssembly.instantiate(module, { env });

  const ptr = exports[name](somebodyElse === undefined ? 1 : 0) >>> 0;
  if (ptr !== 0) {
    const text = new Uint8Array(memory.buffer, ptr, exports.violation_len());
    assert.fail(`${name}: ${new TextDecoder().decode(text)}`);
  }
  return memory;
}

test("the module exports every allocator's check", () => {
  const exported = WebAssembly.Module.exports(module)
    .map(({ name }) => name)
    .filter((name) => name.startsWith("check_"));
  assert.deepEqual(exported.sort(), [...ALLOCATORS].sort());
});

test("the module exports __heap_base and imports its memory", () => {
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.ok(exported.includes("__heap_base"), String(exported));
  const imported = WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`);
  assert.ok(imported.includes("env.memory"), String(imported));
});

/** What the host writes into pages that it took for itself. */
const THEIRS = 0x5e;

const pageBytes = (memory, page) =>
  new Uint8Array(memory.buffer, page * PAGE_LEN_BYTES, PAGE_LEN_BYTES);

for (const name of ALLOCATORS) {
  test(`${name} keeps the contract until memory is full`, () => check(name));

  test(`${name} keeps the contract while the host grows memory`, async () => {
    let turn = 0;
    const taken = [];
    const memory = await check(name, {
      somebodyElse: (memory) => {
        if (++turn % 2 === 0) {
          const page = memory.grow(1);
          pageBytes(memory, page).fill(THEIRS);
          taken.push(page);
        }
      },
    });
    assert.ok(taken.length > 0, "the host grew memory");
    for (const page of taken) {
      const at = pageBytes(memory, page).findIndex((byte) => byte !== THEIRS);
      assert.equal(at, -1, `${name} wrote to byte ${at} of page ${page}, which is the host's`);
    }
  });

  test(`${name} keeps the contract where memory ends at 4 GiB`, async () => {
    // Only the address space is that large: pages nobody writes to cost nothing.
    await check(name, { maximum: PAGES_IN_4_GIB, grownTo: PAGES_IN_4_GIB - ROOM_PAGES });
  });
}
