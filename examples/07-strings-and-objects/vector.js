import { instantiate } from '@wasm-by-hand/node-harness';

const guest = await instantiate('guest.wasm', { imports: { env: { call() {} } } });
const { exports } = guest;

// #region by-hand
class Vector {
  #ref;

  constructor(x, y) {
    this.#ref = exports.vector_new(x, y);
  }

  static dotProduct(a, b) {
    return exports.vector_dot_product(a.#ref, b.#ref);
  }

  free() {
    exports.vector_free(this.#ref);
    this.#ref = 0;
  }
}

const a = new Vector(1, 2);
const b = new Vector(3, 4);
console.log(Vector.dotProduct(a, b), 'in use', exports.live());
a.free();
b.free();
console.log('in use', exports.live());
// #endregion by-hand

// #region pointer-class
class Arrow extends guest.pointerClass('Arrow', 'vector_free') {
  static of = (x, y) => new Arrow(exports.vector_new(x, y));
  dot = (other) => exports.vector_dot_product(this.ptr, other.ptr);
}

const arrow = Arrow.of(1, 2);
console.log(arrow.dot(arrow));
arrow.free();
try {
  arrow.dot(arrow);
} catch (error) {
  console.log(error.code);
}
// #endregion pointer-class

// #region forgotten
for (let i = 0; i < 1_000; i++) Arrow.of(i, i);
console.log('in use', exports.live());
// Collected here and now, for the page; otherwise when the engine sees fit.
for (let turn = 0; turn < 100 && exports.live() > 0; turn++) {
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log('in use', exports.live());
// #endregion forgotten
