import { timeOf } from './clock.js';
import { Input, OpenFile, Output } from './descriptors.js';
import { BADF, INVAL, refuse } from './errno.js';

const SUBSCRIPTION_LEN = 48;
const EVENT_LEN = 32;

/** `eventtype`. */
const CLOCK = 0;
const FD_READ = 1;
const FD_WRITE = 2;

const ABSTIME = 1;
/** `eventrwflags`: the end of a file is reached. */
const HANGUP = 1;

/** Waiting. Files and streams are always ready, so only a clock is waited for. @param {import('./system.js').System} system */
export const pollCalls = ({ memory, descriptors, clock }) => ({
  /**
   * @param {number} subscriptions
   * @param {number} events
   * @param {number} count
   * @param {number} ready
   */
  poll_oneoff(subscriptions, events, count, ready) {
    if (count === 0) refuse(INVAL);
    const all = Array.from({ length: count >>> 0 }, (_, i) => read((subscriptions >>> 0) + SUBSCRIPTION_LEN * i));
    const soonest = all.reduce((least, { wait }) => (wait < least ? wait : least), all[0].wait);
    if (soonest > 0n) clock.sleep(soonest);
    const due = all.filter(({ wait }) => wait <= soonest);
    due.forEach(({ userdata, type, hangup }, i) => {
      memory.record((events >>> 0) + EVENT_LEN * i, EVENT_LEN, (event) => {
        event.setBigUint64(0, userdata, true);
        event.setUint8(10, type);
        event.setBigUint64(16, type === CLOCK ? 0n : 1n, true);
        event.setUint16(24, hangup ? HANGUP : 0, true);
      });
    });
    memory.setU32(ready, due.length);

    /** @param {number} at */
    function read(at) {
      const subscription = { userdata: memory.u64(at), type: memory.u8(at + 8), wait: 0n, hangup: false };
      if (subscription.type === CLOCK) {
        const id = memory.u32(at + 16);
        if (id > 1) refuse(INVAL);
        const timeout = memory.u64(at + 24);
        const past = memory.u16(at + 40) & ABSTIME ? timeOf(clock, id) : 0n;
        subscription.wait = timeout > past ? timeout - past : 0n;
        return subscription;
      }
      const descriptor = descriptors.get(memory.u32(at + 16));
      if (subscription.type === FD_READ) {
        if (!(descriptor instanceof Input || descriptor instanceof OpenFile)) refuse(BADF);
        subscription.hangup = descriptor instanceof OpenFile && descriptor.position >= descriptor.node.size;
      } else if (subscription.type === FD_WRITE) {
        if (!(descriptor instanceof Output || descriptor instanceof OpenFile)) refuse(BADF);
      } else refuse(INVAL);
      return subscription;
    }
  },
});
