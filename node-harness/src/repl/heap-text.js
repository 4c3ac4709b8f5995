import { hex } from '../hex.js';
import { heapMap } from './heap-map.js';
import { counted } from './counted.js';

const MOST_BLOCKS = 16;

/**
 * How much of a heap is in use, a map of it, and its blocks.
 *
 * @param {import('../core/heap.js').CountedHeap} heap
 * @param {number} pages of all memory
 */
export function heapText(heap, pages) {
  const { liveBlocks, liveBytes, peakBytes, mallocs, frees, failed } = heap.stats();
  const blocks = [...heap.blocks()];
  const lines = [
    `${counted(liveBlocks, 'block')} live, ${counted(liveBytes, 'byte')}; ${counted(peakBytes, 'byte')} at most so far`,
    `${counted(mallocs, 'malloc')}, ${counted(frees, 'free')}, ${failed.toLocaleString('en-US')} failed; ${counted(pages, 'page')} of memory`,
  ];
  lines.push(...heapMap(blocks, [...heap.holes()]));
  for (const { ptr, size } of blocks.slice(0, MOST_BLOCKS)) lines.push(`${hex(ptr)}  ${counted(size, 'byte')}`);
  if (blocks.length > MOST_BLOCKS) lines.push(`… and ${counted(blocks.length - MOST_BLOCKS, 'block')} more`);
  return lines.join('\n');
}
