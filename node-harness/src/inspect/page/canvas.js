/**
 * Keeps a canvas as sharp as the screen, and says when it has another size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} draw
 */
export function sharp(canvas, draw) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  new ResizeObserver(draw).observe(canvas);
  return {
    /** Sizes and clears the canvas; from here on, lengths are CSS pixels. */
    begin() {
      const ratio = globalThis.devicePixelRatio || 1;
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      // A canvas of another size, and so of the same one, is empty.
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      return { context, width, height, ratio };
    },
  };
}
