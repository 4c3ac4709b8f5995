import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';

import { table } from '../src/core/handles.js';
import '../src/explain/index.js';
import { instantiate } from '../src/node.js';
import { guestPath, mustExist } from '../test-support/guest-files.js';
import { seeded } from '../test-support/random.js';

test('an object is handed out by a number, and found by it until it is dropped', () => {
  const handles = table();
  const [a, b] = [{}, 'text'];
  const [first, second] = [handles.add(a), handles.add(b)];
  assert.deepEqual([first, second], [1, 2]);
  assert.equal(handles.get(first), a);
  assert.equal(handles.drop(second), b);
  assert.equal(handles.count(), 1);
});

test('undefined and null are objects like any other', () => {
  const handles = table();
  const [none, nothing] = [handles.add(undefined), handles.add(null)];
  assert.equal(handles.get(none), undefined);
  assert.equal(handles.drop(nothing), null);
  assert.equal(handles.count(), 1);
});

test('a handle that was dropped is refused by name, also when its place is taken again', () => {
  const handles = table();
  const handle = handles.add('old');
  handles.drop(handle);
  const cure = 'Use a handle before it is dropped, and drop it once.';
  for (const use of [() => handles.get(handle), () => handles.drop(handle)]) {
    assert.throws(use, {
      code: 'ERR_STALE_HANDLE',
      message: `the guest passed handle 0x1, which is none that it holds now: it was dropped, or never given out. ${cure}`,
    });
  }
  const next = handles.add('new');
  assert.throws(() => handles.get(handle), {
    message:
      'the guest passed handle 0x1, which is none that it holds now: it was dropped, and its place was given away ' +
      `again, as 0x${next.toString(16)}. ${cure}`,
  });
  assert.equal(handles.get(next), 'new');
});

test('numbers that were never given out are refused, the next one included', () => {
  const handles = table();
  const handle = handles.add('x');
  handles.drop(handle);
  for (const wild of [0, -1, 2, handle + 2 ** 20, 0x7fffffff, -(2 ** 31)]) {
    assert.throws(() => handles.get(wild), { code: 'ERR_STALE_HANDLE' }, String(wild));
  }
});

test('a place is used again 4,096 times before a handle comes back, and negative ones are handles too', () => {
  const handles = table();
  const seen = new Set();
  for (let i = 0; i < 4096; i++) {
    const handle = handles.add(i);
    assert.equal(handles.get(handle), i);
    seen.add(handle);
    handles.drop(handle);
  }
  assert.equal(seen.size, 4096);
  assert.ok([...seen].some((handle) => handle < 0));
  assert.equal(handles.add('again'), 1);
});

test('against a model: no handle means another object', () => {
  const random = seeded(0x4a11d1e);
  const handles = table();
  /** @type {Map<number, number>} */
  const live = new Map();
  for (let step = 0; step < 20_000; step++) {
    if (random.below(2) || live.size === 0) {
      const handle = handles.add(step);
      assert.ok(!live.has(handle));
      live.set(handle, step);
    } else {
      const handle = [...live.keys()][random.below(Math.min(live.size, 50))];
      assert.equal(handles.drop(handle), live.get(handle));
      live.delete(handle);
      assert.throws(() => handles.get(handle), { code: 'ERR_STALE_HANDLE' });
    }
    assert.equal(handles.count(), live.size);
  }
  for (const [handle, object] of live) assert.equal(handles.get(handle), object);
});

test('there can be 1,048,575 objects, and the next one is an error', () => {
  const handles = table();
  for (let i = 0; i < 2 ** 20 - 1; i++) handles.add(i);
  assert.throws(() => handles.add('one more'), {
    code: 'ERR_HANDLES_FULL',
    message: 'the guest holds 1048575 objects of the host, and there can be no more. Drop those that are no longer needed.',
  });
  assert.equal(handles.count(), 2 ** 20 - 1);
  handles.drop(1);
  assert.equal(handles.get(handles.add('fits')), 'fits');
});

async function vectors() {
  const guest = await instantiate(mustExist(guestPath));
  class Vector extends guest.pointerClass('Vector', 'vector_free') {
    /** @param {number[]} numbers */
    static of(...numbers) {
      return guest.bytes.with(Float64Array.from(numbers), (ptr) => new Vector(guest.exports.vector_new(ptr, numbers.length)));
    }

    /** @param {Vector} other */
    dot(other) {
      return guest.exports.vector_dot_product(this.ptr, other.ptr);
    }
  }
  return { guest, Vector };
}

test('a pointer of the guest is an object that is used and freed', async () => {
  const { guest, Vector } = await vectors();
  const [a, b] = [Vector.of(1, 2, 3), Vector.of(4, 5, 6.5)];
  assert.equal(a.dot(b), 33.5);
  a.free();
  b[Symbol.dispose]();
  b[Symbol.dispose]();
  assert.equal(guest.exports.add(1, 2), 3);
});

test('an object that was freed is refused by name, and so is one from before a reset', async () => {
  const { guest, Vector } = await vectors();
  const [a, b] = [Vector.of(1), Vector.of(2)];
  const { ptr } = a;
  a.free();
  const message =
    `the Vector at 0x${ptr.toString(16)} was freed already. Use an object before its free(), and free it once.`;
  for (const use of [() => a.ptr, () => b.dot(a), () => a.free()]) assert.throws(use, { code: 'ERR_STALE_POINTER', message });
  const old = b.ptr;
  guest.reset();
  assert.throws(() => b.free(), {
    message: `the Vector at 0x${old.toString(16)} was made before guest.reset(), which ended it. Make a new one.`,
  });
  b[Symbol.dispose]();
});

test('0 is no object', async () => {
  const { Vector } = await vectors();
  assert.throws(() => new Vector(0), {
    code: 'ERR_NULL_POINTER',
    message: 'the guest gave 0 for a Vector: it is out of memory, or there is none. Check for 0 before making the object.',
  });
});

test('an object that is forgotten is freed', async () => {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  /** @type {number[]} */
  const freed = [];
  const { guest } = await vectors();
  const { vector_free: free } = guest.exports;
  guest.exports.vector_free = (/** @type {number} */ ptr) => (freed.push(ptr), free(ptr));
  const Counted = guest.pointerClass('Vector', 'vector_free');
  const make = () => guest.bytes.with(Float64Array.of(1, 2), (ptr) => new Counted(guest.exports.vector_new(ptr, 2)).ptr);
  const ptr = make();
  for (let i = 0; i < 50 && freed.length === 0; i++) {
    gc();
    await setTimeout(5);
  }
  assert.deepEqual(freed, [ptr]);
});
