import { GuestStopped, GuestThread } from './guest-thread.js';
import { HeapModel, History } from './heap-model.js';

/** A module as it was given. @typedef {{ name: string, bytes: Uint8Array }} File */
/** @typedef {import('./protocol.js').Loaded} Loaded */

/** A guest, and all that is known of it. */
export class Session {
  model = new HeapModel();
  history = new History();
  /** By number of the site. @type {string[][]} */
  stacks = [];
  /** The calls that were asked for; each is one call or more. @type {{ first: number, text: string }[]} */
  requests = [];
  /** @type {Loaded | undefined} */
  loaded;
  memoryBytes = 0;
  /** The number of the call that is shown, if it is not the last. @type {number | undefined} */
  travelled;
  running = false;
  /** Whether a call was ended in its middle. */
  stopped = false;

  /**
   * @param {File} file
   * @param {import('./protocol.js').Setting} setting
   * @param {(lines: string[]) => void} onNews what the guest said, when more is known
   */
  constructor(file, setting, onNews) {
    this.file = file;
    this.setting = setting;
    this.thread = new GuestThread((batch) => {
      this.model.apply(batch.events);
      this.history.push(batch.events);
      this.stacks.push(...batch.sites);
      this.memoryBytes = batch.memoryBytes;
      onNews(batch.lines);
    });
  }

  /** The bytes of memory before anything could grow it. */
  get initialBytes() {
    return this.model.calls[0]?.memory ?? this.memoryBytes;
  }

  /** What a call was. @param {number} call */
  labelOf(call) {
    return this.requests.findLast(({ first }) => first <= call)?.text ?? '';
  }

  /**
   * Bytes of the guest; none while it runs, and of one that was stopped.
   *
   * @param {number} ptr
   * @param {number} len
   * @returns {Promise<Uint8Array>}
   */
  async read(ptr, len) {
    try {
      if (!this.running) return await this.thread.ask({ do: 'read', ptr, len });
    } catch (error) {
      if (!(error instanceof GuestStopped)) throw error;
    }
    return new Uint8Array();
  }

  /**
   * Results as an address, if they may be one: behind the static data, and in memory.
   *
   * @param {unknown[]} results
   */
  pointerOf([result, ...others]) {
    if (typeof result !== 'number' || !Number.isInteger(result) || others.length > 0) return undefined;
    const ptr = result >>> 0;
    return ptr >= (this.loaded?.heapBase ?? 1024) && ptr < this.memoryBytes ? ptr : undefined;
  }
}
