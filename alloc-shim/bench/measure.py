"""Runs workloads in wasmtime, in turn, as measure.js does in Node.

Takes the same plan on standard input, and prints a sample a line, as JSON. The
package `wasmtime` of PyPI is wasmtime as its makers build it.
"""

import json
import struct
import sys
import time

import wasmtime

PAGE_LEN_BYTES = 65536
# A workload that takes this long is run once.
SLOW_NS = 500_000_000

plan = json.load(sys.stdin)
engine = wasmtime.Engine()
done = {(name, workload) for name, workload in plan["skip"]}


class Loaded:
    """A module, of which every sample has an instance and a memory."""

    def __init__(self, path):
        self.module = wasmtime.Module.from_file(engine, path)
        (memory,) = self.module.imports
        self.initial = memory.type.limits.min

    def run(self, workload, seed):
        store = wasmtime.Store(engine)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(self.initial, 65536)))
        exports = wasmtime.Instance(store, self.module, [memory]).exports(store)
        function = exports[workload["name"]]
        # Of the processor and not of the clock: other programs may be running.
        begin = time.thread_time_ns()
        checksum = function(store, seed, workload["count"])
        ns = time.thread_time_ns() - begin
        heap = memory.size(store) * PAGE_LEN_BYTES - exports["__heap_base"].value(store)
        return ns, checksum, heap, store, memory, exports


def measure():
    counting = Loaded(plan["counting"])
    loaded = [(module["name"], Loaded(module["path"])) for module in plan["modules"]]
    # The first round is for the caches, and only what is slow is known by it.
    for turn in range(plan["rounds"] + 1):
        for workload in plan["workloads"]:
            seed = 1 + turn
            _, right, _, store, memory, exports = counting.run(workload, seed)
            at = exports["counters"](store)
            calls, _, peak = struct.unpack("<3I", memory.read(store, at, at + 12))
            shift = turn % len(loaded)
            for name, module in loaded[shift:] + loaded[:shift]:
                key = (name, workload["name"])
                if key in done:
                    continue
                sample = {"allocator": name, "workload": workload["name"], "calls": calls, "peak": peak}
                try:
                    ns, checksum, heap, *_ = module.run(workload, seed)
                    if checksum == 0:
                        sample["failure"] = "no memory"
                    elif checksum != right:
                        sample["failure"] = "wrong"
                    else:
                        sample.update(ns=ns, heap=heap)
                except wasmtime.Trap:
                    sample["failure"] = "trap"
                if "failure" in sample or sample["ns"] > SLOW_NS:
                    done.add(key)
                if turn > 0 or key in done:
                    print(json.dumps(sample), flush=True)


measure()
