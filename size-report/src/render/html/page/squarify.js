/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */

/**
 * Divides a rectangle among weights, in proportion to them and as square as
 * possible: in rows along the shorter side of what is left, each closed where one
 * more weight would make its rectangles longer. M. Bruls, K. Huizing,
 * J. van Wijk, "Squarified Treemaps", 2000.
 *
 * @param {number[]} weights whole numbers above 0, the largest first
 * @param {Rect} rect
 * @returns {Rect[]} in the order of the weights
 */
export function squarify(weights, rect) {
  /** @type {Rect[]} */
  const placed = [];
  let { x, y, width, height } = rect;
  let sum = weights.reduce((all, weight) => all + weight, 0);
  for (let first = 0; first < weights.length; first = placed.length) {
    const side = Math.min(width, height);
    const end = endOfRow(weights, first, (width * height) / sum / side ** 2);
    const row = weights.slice(first, end);
    const rowSum = row.reduce((all, weight) => all + weight, 0);
    const across = rowSum / sum;
    let along = 0;
    for (const weight of row) {
      const share = weight / rowSum;
      placed.push(
        width >= height
          ? { x, y: y + height * along, width: width * across, height: height * share }
          : { x: x + width * along, y, width: width * share, height: height * across },
      );
      along += share;
    }
    if (width >= height) {
      x += width * across;
      width *= 1 - across;
    } else {
      y += height * across;
      height *= 1 - across;
    }
    sum -= rowSum;
  }
  return placed;
}

/**
 * Where the row that begins at `first` ends.
 *
 * @param {number[]} weights
 * @param {number} first
 * @param {number} scale the area of one unit of weight, where the side is 1
 */
function endOfRow(weights, first, scale) {
  const worst = (/** @type {number} */ row, /** @type {number} */ least) => {
    const square = row ** 2 * scale;
    return Math.max(weights[first] / square, square / least);
  };
  let row = weights[first];
  let end = first + 1;
  while (end < weights.length && worst(row + weights[end], weights[end]) <= worst(row, weights[end - 1])) {
    row += weights[end];
    end += 1;
  }
  return end;
}
