//! What instances leave behind: nothing. A process of its own, since it looks at
//! how much memory the process has in use.

#![cfg(target_os = "linux")]

#[path = "plugin/guest.rs"]
mod guest;

use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Fault, Host, Plugin};

/// The memory that this process has in use, in bytes.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

#[test]
fn a_thousand_instances_that_trap_leak_nothing() {
    let limits = Limits::default();
    for host in [Host::new(&limits).unwrap(), Host::pooled(&limits, 16).unwrap()] {
        let plugin = Plugin::load(&host, guest::guest()).unwrap();
        let trap = || {
            let mut instance = plugin.instantiate(()).unwrap();
            instance.call::<_, u32>("alloc", (100_000_u32,)).unwrap();
            assert!(matches!(instance.call::<(), ()>("panic_now", ()), Err(Fault::Panicked(_))));
            let mut instance = plugin.instantiate(()).unwrap();
            assert!(matches!(instance.call::<_, ()>("greet", (u32::MAX, 9_u32)), Err(Fault::Stopped(_))));
        };
        (0..200).for_each(|_| trap());
        let before = resident();
        (0..500).for_each(|_| trap());
        let more = resident().saturating_sub(before);
        // A page that each leaves behind would be 4 MB.
        assert!(more < 3 << 20, "{more} bytes more");
    }
}
