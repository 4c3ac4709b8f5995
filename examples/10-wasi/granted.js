/** What page.js and picture.js grant a program. Its files are in memory. */
export const granted = {
  env: { ONE: '1', TWO: '2' },
  files: { '.': { 'today.txt': 'rain\n', 'tomorrow-and-after.txt': 'sun\n', notes: {} } },
};
