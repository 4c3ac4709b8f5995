import { counted } from './counted.js';

/** How many are printed in a row; a loop in the guest would scroll everything else away. */
const MOST_LINES = 100;

/** A line for each call of the heap, as long as there are not too many of them. */
export class HeapLines {
  #print;
  #count = 0;

  /** @param {(line: string) => void} print */
  constructor(print) {
    this.#print = print;
  }

  /** @param {string} line */
  say(line) {
    if (++this.#count <= MOST_LINES) this.#print(line);
  }

  /** Says how many lines were held back since the last time, if any, and begins anew. */
  settle() {
    if (this.#count > MOST_LINES) this.#print(`… and ${counted(this.#count - MOST_LINES, 'more call')} of the heap`);
    this.#count = 0;
  }
}
