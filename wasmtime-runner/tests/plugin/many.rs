//! Many instances: one after the other, at once, and in threads.

use std::thread;

use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Host, Instance, Plugin};

use crate::guest::guest;

const fn is_send<T: Send>() {}
const fn is_sync<T: Sync>() {}
const _: () = is_send::<Instance<u32>>();
const _: () = is_send::<Host<u32>>();
const _: () = is_sync::<Plugin<u32>>();

fn hosts() -> [Host<()>; 2] {
    let limits = Limits::default();
    [Host::new(&limits).unwrap(), Host::pooled(&limits, 16).unwrap()]
}

/// Both kinds of host give the same addresses, and a place of the pool that is
/// used again has nothing of the one before in it.
#[test]
fn instances_in_threads_do_not_disturb_each_other() {
    for host in hosts() {
        let plugin = Plugin::load(&host, guest()).unwrap();
        let first: u32 = plugin.instantiate(()).unwrap().call("foo", ()).unwrap();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let mut instance = plugin.instantiate(()).unwrap();
                        let block: u32 = instance.call("foo", ()).unwrap();
                        assert_eq!(block, first);
                        assert_eq!(instance.read_bytes(block, 5).unwrap(), [0, 0, 0, 42, 0]);
                        assert_eq!(instance.read_bytes(block + 16, 64).unwrap(), [0; 64]);
                        let more = instance.write_bytes(&[0xff; 64]).unwrap();
                        assert_eq!(more.ptr, block + 16);
                    }
                });
            }
        });
    }
}

#[test]
fn an_instance_goes_on_in_another_thread() {
    let [host, _] = hosts();
    let mut instance = Plugin::load(&host, guest()).unwrap().instantiate(()).unwrap();
    let block: u32 = instance.call("foo", ()).unwrap();
    let value = thread::spawn(move || instance.read_bytes(block + 3, 1).unwrap()[0]).join().unwrap();
    assert_eq!(value, 42);
}

#[test]
fn a_pool_that_is_full_says_so_and_has_room_again() {
    let [_, host] = hosts();
    let plugin = Plugin::load(&host, guest()).unwrap();
    let mut instances: Vec<_> = (0..16).map(|_| plugin.instantiate(()).unwrap()).collect();
    let fault = plugin.instantiate(()).unwrap_err();
    assert!(fault.to_string().contains("keep fewer instances"), "{fault}");
    instances.pop();
    plugin.instantiate(()).unwrap();
}
