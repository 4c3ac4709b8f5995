# wasm-by-hand. `make` lists what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Every figure is one of the pinned toolchain and of the flags in .cargo/config.toml;
# these variables would replace the one or the other without a word.
unexport RUSTUP_TOOLCHAIN RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

GUEST_FEATURES := alloc-host,panic-trap,every-export
INSPECT_FEATURES := alloc-host,host-free,host-realloc,panic-message,every-export
MESSAGES_FEATURES := alloc-host,panic-message,every-export
GUEST_WASM := target/wasm32-unknown-unknown/release/guest_nostd.wasm
export CARGO_TARGET_DIR := $(CURDIR)/target

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing: the toolchain, its wasm targets, the npm packages
	@tasks/setup.sh

.PHONY: size-matrix
size-matrix: setup ## The main job: the guest in every configuration, as a table and as target/size-matrix.json
	@cargo build --quiet -p size-report
	@cargo run --quiet -p size-report -- matrix --export target/size-matrix.json

.PHONY: guest
guest: setup ## Build the guest with every export, one more that reports its panics, and the one of WASI
	@cd guest-wasi && cargo build --quiet --release
	@cargo guest --quiet --features $(MESSAGES_FEATURES) && cp $(GUEST_WASM) target/guest-panic-message.wasm
	@cargo guest --quiet --features $(GUEST_FEATURES) && ls -l $(GUEST_WASM) target/guest-panic-message.wasm

.PHONY: wasi
wasi: setup ## The WASI guest, and the runner that runs it
	@cargo build --quiet -p wasmtime-runner
	@cd guest-wasi && cargo run --quiet --release -- hello

.PHONY: repl
repl: guest ## The guest under your fingers, in Node
	@node node-harness/src/cli.js repl

.PHONY: inspect
inspect: guest-inspect ## The guest at work in a browser: forms for its exports, its heap as a map
	@node node-harness/src/cli.js inspect target/guest-inspect.wasm

# With the names of its functions, which stacks are made of, and with every call of the host's heap.
.PHONY: guest-inspect
guest-inspect: setup
	@cargo guest --quiet --features $(INSPECT_FEATURES) --config 'profile.release.strip="debuginfo"' --target-dir target/inspect
	@cp target/inspect/wasm32-unknown-unknown/release/guest_nostd.wasm target/guest-inspect.wasm

.PHONY: screenshot
screenshot: guest-inspect ## The picture of that page in the README, docs/inspect.png
	@tasks/browser.sh node tasks/screenshot.js target/guest-inspect.wasm docs/inspect.png

.PHONY: examples
examples: setup ## Build and run the lessons of examples/, a line for each (LESSON=01: one)
	@cargo build --quiet -p size-report
	@node tasks/lessons.js run $(LESSON)

.PHONY: new
new: setup ## A project of its own with guest, host, tests and guarded sizes (NAME=my-guest DIR=../my-guest)
	@node tasks/new.js "$${NAME-}" "$${DIR-}"

.PHONY: book
book: setup ## All pages as a book, target/book/index.html
	@node tasks/book.js

.PHONY: test
test: test-rust test-miri test-fuzz test-wasm test-threads test-node test-browser test-runtimes test-wasi test-examples test-new ## All tests

.PHONY: test-rust
test-rust: setup ## Unit tests, contracts and command lines, natively and with real cargo
	@cargo test --quiet --workspace --exclude wasmtime-runner --exclude plugin-hosts --features guest-nostd/every-export,alloc-shim/host-realloc
	@cargo test --quiet -p alloc-shim

.PHONY: test-miri
test-miri: setup ## The allocators under Miri, if the nightly toolchain has it
	@tasks/miri.sh

.PHONY: test-fuzz
test-fuzz: setup ## The allocators under libFuzzer for some seconds, if cargo-fuzz is installed (FUZZ_SECONDS=600)
	@tasks/fuzz.sh $(FUZZ_SECONDS)

.PHONY: test-wasm
test-wasm: setup ## The allocators' contract inside wasm, in Node, and every bad request
	@cargo contract --quiet
	@cargo build --quiet -p size-report
	@node --test alloc-shim/tests/*.test.js alloc-shim/bench/*.test.js

.PHONY: test-threads
test-threads: setup ## Two Workers in one heap, if the source of the standard library is to be had
	@tasks/threads.sh

.PHONY: test-node
test-node: guest ## The host, its types, and the guest under it; the scripts of pages
	@npx tsc --project tsconfig.json
	@node --test node-harness/test/*.test.js size-report/tests/page/*.test.js

.PHONY: test-browser
test-browser: guest ## The pages and the host's cases in Chromium, which is installed if it can be (NO_BROWSER=1: left out)
	@cargo build --quiet -p size-report
	@tasks/browser.sh node --test size-report/tests/browser/*.test.js tasks/book/test/*.test.js node-harness/test/browser/*.test.js

.PHONY: test-runtimes
test-runtimes: guest ## The host's cases in Bun and in Deno, which npm installs into target/ (NO_RUNTIMES=1: left out)
	@tasks/runtimes.sh node --test node-harness/test/runtimes/*.test.js

.PHONY: test-wasi
test-wasi: setup ## The WASI guest under Node and under the runner, and the runner itself
	@cd guest-wasi && cargo build --quiet --release
	@cargo test --quiet -p wasmtime-runner
	@WASMTIME_RUNNER=$(CARGO_TARGET_DIR)/debug/wasmtime-runner node --test guest-wasi/test/*.test.js

.PHONY: test-examples
test-examples: setup ## Every command, output and size on the pages of the lessons, and every link (LESSON=01: of one)
	@cargo build --quiet -p size-report
	@node --test tasks/lessons/test/*.test.js tasks/pages/test/*.test.js
	@node tasks/lessons.js check $(LESSON)

.PHONY: test-new
test-new: setup ## What make new makes: a project that builds and passes by itself, offline
	@cargo build --quiet -p size-report
	@node --test tasks/new/test/*.test.js

.PHONY: test-aot
test-aot: setup ## The runner without a compiler, on what the other one compiled
	@cargo build --quiet -p wasmtime-runner --no-default-features
	@mkdir -p $(CARGO_TARGET_DIR)/aot && mv $(CARGO_TARGET_DIR)/debug/wasmtime-runner $(CARGO_TARGET_DIR)/aot
	@cd guest-wasi && cargo build --quiet --release
	@AOT_RUNNER=$(CARGO_TARGET_DIR)/aot/wasmtime-runner cargo test --quiet -p wasmtime-runner --test aot -- --ignored

.PHONY: test-mutants
test-mutants: setup ## Ten thousand damaged modules, texts and files of machine code, given to the runner; minutes
	@MUTANTS=10000 cargo test --quiet -p wasmtime-runner --test runner -- damaged_files

.PHONY: test-corpus
test-corpus: setup corpus ## Every command on modules from npm; garbage against binaryen; damage; slim, run before and after
	@cargo test --quiet --profile tool -p size-report --test corpus -- --include-ignored --nocapture --test-threads 1
	@tasks/corpus-slim.sh

.PHONY: corpus
corpus: ## Fetch the modules from npm that are in tasks/corpus.txt, 443 MB of them
	@tasks/corpus.sh

.PHONY: bench-analysis
bench-analysis: setup corpus ## Questions about a module of 36 MB, and about the whole corpus, against twiggy
	@tasks/bench-analysis.sh

.PHONY: bench-matrix
bench-matrix: setup ## A matrix of 54 cells against its 18 compilations as plain cargo builds
	@cargo build --quiet -p size-report
	@tasks/bench-matrix.sh

.PHONY: bench-native
bench-native: setup ## What wasm costs against native code: six programs, calls, instances, copies, the start
	@tasks/bench-native.sh

.PHONY: bench-host
bench-host: setup ## Calls with text against wasm-bindgen's output for Node; the heaps; resets; bytes of glue (QUICK=1)
	@tasks/bench-host.sh

.PHONY: bench-wasi
bench-wasi: setup ## A WASI command from start to exit, against node:wasi and PyPI's wasmtime; timeout; plug-ins
	@tasks/bench-wasi.sh

.PHONY: bench-heap
bench-heap: setup ## Nanoseconds of the host's heaps for a malloc and a free
	@node node-harness/bench/heap.js

.PHONY: compare-wasi
compare-wasi: setup ## The cases of WASI under the part wasi, node:wasi, the runner and browser_wasi_shim
	@tasks/compare-wasi.sh

.PHONY: bench-alloc
bench-alloc: setup ## Bytes, time and memory of the allocators and their peers (ONLY=bump,talc QUICK=1)
	@cargo build --quiet -p size-report
	@node alloc-shim/bench/bench.js

.PHONY: size-check
size-check: setup ## The guests' sizes against the blessed ones in baselines/: what may ship must not grow
	@cargo build --quiet -p size-report
	@cargo run --quiet -p size-report -- check --wasm-opt-tool npm
	@cargo run --quiet -p size-report -- check --wasm-opt-tool npm --config guest-wasi/size-report.toml

.PHONY: bless-examples
bless-examples: setup ## Rewrite what is printed on the pages of the lessons (LESSON=01: of one; MEASURE=1: times too)
	@cargo build --quiet -p size-report
	@node tasks/lessons.js bless $(LESSON) $(if $(MEASURE),--measure)

.PHONY: bless
bless: guest bless-examples ## Rewrite the baseline, the figures in README, docs and lessons, and the golden files of the tests
	@cargo run --quiet -p size-report -- bless --wasm-opt-tool npm
	@cargo run --quiet -p size-report -- bless --wasm-opt-tool npm --config guest-wasi/size-report.toml
	@SNAPSHOTS=overwrite cargo test --quiet -p size-report --test cli -- help pages
	@SNAPSHOTS=overwrite node --test node-harness/test/readme.test.js node-harness/test/cli.test.js node-harness/test/repl-commands.test.js
	@SNAPSHOTS=overwrite node --test tasks/new/test/*.test.js
	@SNAPSHOTS=overwrite cargo test --quiet -p wasmtime-runner --test plugin -- both_hosts_answer

.PHONY: lint
lint: setup ## rustfmt and clippy, for tools, guests and lessons
	@cargo fmt --all --check
	@cargo clippy --quiet --workspace --all-targets --features guest-nostd/every-export,alloc-shim/host-realloc -- -D warnings
	@cd guest-wasi && cargo clippy --quiet -- -D warnings
	@tasks/lint-lessons.sh
	@cargo clippy --quiet -p guest-nostd -p alloc-contract --target wasm32-unknown-unknown --features guest-nostd/every-export -- -D warnings
	@cargo clippy --quiet -p alloc-bench --target wasm32-unknown-unknown --features calls,time,linked-list -- -D warnings

.PHONY: ci
ci: lint test test-aot size-check ## What CI runs
