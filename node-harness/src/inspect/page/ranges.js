/** A stretch of addresses, `end` not included. @typedef {{ start: number, end: number }} Range */

/** A set of addresses, as stretches in order of which no two touch. */
export class Ranges {
  /** @type {Range[]} */
  all = [];

  /**
   * @param {number} start
   * @param {number} end
   */
  add(start, end) {
    const first = this.#firstThatEndsAtOrBehind(start);
    let behind = first;
    let [from, to] = [start, end];
    while (behind < this.all.length && this.all[behind].start <= end) {
      from = Math.min(from, this.all[behind].start);
      to = Math.max(to, this.all[behind].end);
      behind += 1;
    }
    // By far the most additions lie within, or lengthen, one stretch.
    if (behind - first === 1) Object.assign(this.all[first], { start: from, end: to });
    else this.all.splice(first, behind - first, { start: from, end: to });
  }

  /** @param {number} addr */
  #firstThatEndsAtOrBehind(addr) {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle].end < addr) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
