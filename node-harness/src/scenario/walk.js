import { HarnessError } from '../harness-error.js';
import { hex } from '../hex.js';
import { hexdump } from '../hexdump.js';
import { fail } from '../core/error.js';
import { GuestPanic } from '../core/panics.js';
import { instantiateFullSync } from '../full.js';
import { FirstFit } from './first-fit.js';
import { parseStep, unusable } from './step.js';

/** @typedef {import('./step.js').Step} Step */
/** What an earlier step set; `len` in bytes, if it was `write`. @typedef {{ value: string, len?: number }} Variable */

/**
 * A guest on its way through a scenario. `wasmtime-runner plugin` reads the same
 * scenarios and writes the same transcripts; docs/plugins.md has the format.
 */
export class Walk {
  #bytes;
  #name;
  /** What the guest said since the last step. @type {string[]} */
  #said = [];
  #stopped = false;
  /** @type {Map<string, Variable>} */
  #variables = new Map();
  #guest;

  /**
   * @param {Uint8Array} bytes a module
   * @param {string} name what error texts call it
   */
  constructor(bytes, name) {
    this.#bytes = bytes;
    this.#name = name;
    this.#guest = this.#instantiate();
  }

  /**
   * Takes one line, and gives what the transcript has for it: nothing for a line
   * without a step.
   *
   * @param {string} line
   */
  take(line) {
    const trimmed = line.trimEnd();
    const step = parseStep(trimmed);
    if (!step) return '';
    let answer;
    try {
      answer = this.#answer(step);
    } catch (error) {
      answer = `error: ${wordsOf(error)}`;
    }
    const said = this.#said;
    this.#said = [];
    return [`> ${trimmed}`, ...said, ...(answer === undefined ? [] : [answer])].map((text) => `${text}\n`).join('');
  }

  /**
   * @param {Step} step
   * @returns {string | undefined}
   */
  #answer(step) {
    const { memory } = this.#guest;
    switch (step.verb) {
      case 'instantiate':
        this.#variables.clear();
        this.#stopped = true;
        this.#guest = this.#instantiate();
        this.#stopped = false;
        return undefined;
      case 'pages':
        return String(memory.buffer.byteLength / 65536);
      case 'section': {
        const sections = this.#guest.customSection(step.name);
        if (sections.length === 0) throw unusable(`the module has no custom section \`${step.name}\``);
        return sections.filter(({ length }) => length > 0).map(dump).join('\n') || undefined;
      }
      case 'read': {
        const [ptr, len] = [this.#address(step.ptr), this.#address(step.len)];
        if (step.as === 'text') return this.#guest.text.read(ptr, len);
        this.#guest.bytes.view(ptr, len);
        return this.#guest.hexdump(ptr, len) || undefined;
      }
      default:
    }
    if (this.#stopped) return 'error: the instance was stopped by an earlier call';
    switch (step.verb) {
      case 'call':
        return this.#call(step);
      case 'write': {
        this.#require('alloc');
        const placed = this.#run(() => this.#place(step.bytes));
        if (step.variable) this.#variables.set(step.variable, { value: String(placed.ptr), len: placed.len });
        return hex(placed.ptr);
      }
      case 'release': {
        this.#require('dealloc');
        const { value, len } = this.#placed(step.variable);
        this.#run(() => this.#guest.exports.dealloc(address(value), len));
        return undefined;
      }
    }
  }

  /** Through the guest's own exports, as the other host has it. @param {Uint8Array} bytes */
  #place(bytes) {
    const len = bytes.length;
    const ptr = this.#guest.exports.alloc(len) >>> 0;
    if (ptr === 0 && len > 0) fail('ERR_GUEST_OUT_OF_MEMORY', len);
    this.#guest.bytes.view(ptr, len).set(bytes);
    return { ptr, len };
  }

  #instantiate() {
    return instantiateFullSync(this.#bytes, {
      name: this.#name,
      heap: (memory) => /** @type {any} */ (new FirstFit(memory)),
      // So that a scenario ends in the same way each time.
      imports: { Math: { random: () => 0.5 } },
      onLine: (line) => this.#said.push(`sent: ${line}`),
      onMalloc: (size, ptr) => this.#said.push(`malloc ${size} -> ${hex(ptr)}`),
      onFree: (ptr) => this.#said.push(`free ${hex(ptr)}`),
      onRealloc: (ptr, size, newPtr) => this.#said.push(`realloc ${hex(ptr)} ${size} -> ${hex(newPtr)}`),
    });
  }

  /** @param {Extract<Step, { verb: 'call' }>} step */
  #call({ name, args, variable }) {
    const callee = this.#require(name);
    if (callee.length !== args.length) {
      throw unusable(`\`${name}\` takes ${callee.length} arguments, and ${args.length} are given`);
    }
    const values = args.map((arg) => argument(this.#resolve(arg)));
    const result = this.#run(() => callee(...values));
    const texts = [result].flat().filter((value) => value !== undefined).map(numberText);
    if (variable) {
      if (texts.length !== 1) throw unusable(`\`${name}\` gives ${texts.length} values, and not one`);
      this.#variables.set(variable, { value: texts[0] });
    }
    return texts.join(', ') || undefined;
  }

  /**
   * Runs the guest. After an error its state is whatever it was in the middle of
   * the call, so no other call follows.
   *
   * @template R
   * @param {() => R} call
   */
  #run(call) {
    try {
      return call();
    } catch (error) {
      // A value of the wrong type: JavaScript finds out only while it calls.
      if (error instanceof TypeError) throw unusable(error.message);
      this.#stopped = true;
      throw error;
    }
  }

  /** @param {string} name */
  #require(name) {
    const callee = this.#guest.exports[name];
    if (typeof callee !== 'function') throw unusable(`the module exports no function \`${name}\``);
    return callee;
  }

  /** @param {import('./step.js').Value} value */
  #resolve(value) {
    if ('number' in value) return value.number;
    return value.length ? String(this.#placed(value.variable).len) : this.#variable(value.variable).value;
  }

  /** @param {string} name */
  #variable(name) {
    const variable = this.#variables.get(name);
    if (!variable) throw unusable(`no earlier step of this instance set \`${name}\``);
    return variable;
  }

  /** @param {string} name */
  #placed(name) {
    const { value, len } = this.#variable(name);
    if (len === undefined) throw unusable(`\`${name}\` was not set by \`write\``);
    return { value, len };
  }

  /** @param {import('./step.js').Value} value */
  #address(value) {
    return address(this.#resolve(value));
  }
}

/**
 * An address or a length: what an i32 is as bits.
 *
 * @param {string} text
 */
function address(text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) throw unusable(`\`${text}\` is no i32`);
  return value >>> 0;
}

/** @param {string} text */
const argument = (text) => (text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text));

/** @param {number | bigint} value */
const numberText = (value) => (typeof value === 'bigint' ? `${value}n` : String(value));

/** @param {Uint8Array<ArrayBuffer>} bytes */
function dump(bytes) {
  const memory = /** @type {WebAssembly.Memory} */ (/** @type {unknown} */ ({ buffer: bytes.buffer }));
  return hexdump(memory, 0, bytes.length);
}

/**
 * The words that are the same in every host: not those in which an engine says
 * why it trapped.
 *
 * @param {unknown} error
 */
function wordsOf(error) {
  if (error instanceof GuestPanic) return error.message;
  if (error instanceof HarnessError && error.code !== 'ERR_SCENARIO') return error.message;
  // V8 throws a RangeError when the guest's calls are nested too deeply.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return 'the guest trapped';
  throw error;
}
