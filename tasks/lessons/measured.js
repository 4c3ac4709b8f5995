/** Times differ in each run: of a measured block the words and the shape are compared, not the numbers. */
import { cpus } from 'node:os';
import process from 'node:process';

/**
 * A text without its numbers, the prefix of a second behind them, and the width that they give to columns.
 *
 * @param {string} text
 */
export const shape = (text) =>
  text.replace(/\d[\d,.]*/g, '#').replace(/(?<!\p{L})(ns|µs|ms)(?!\p{L})/gu, 's').replace(/([ \t─—-])[ \t─—-]*/g, '$1');

/** The line below a measured block: when and where. */
export function measuredOn() {
  const processors = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day}: ${processors.length} × ${processors[0].model.trim()}, ${process.platform}, Node ${process.versions.node}.`;
}
