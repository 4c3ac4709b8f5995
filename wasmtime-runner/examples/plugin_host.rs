//! A host that offers plug-ins a log and some data.
//!
//! ```sh
//! cargo run -p wasmtime-runner --example plugin_host [PLUGIN.wasm]
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Access, Host, Plugin};

/// What the host keeps for each instance: its data, and what it logged.
#[derive(Default)]
struct Desk {
    data: BTreeMap<String, String>,
    log: Vec<String>,
}

fn main() -> Result<()> {
    let limits = Limits { timeout: Some(Duration::from_secs(1)), max_memory: Some(16 << 20), ..Limits::default() };
    let mut host = Host::new(&limits)?;
    host.function("host", "log", |guest: &mut Access<'_, Desk>, (ptr, len): (u32, u32)| {
        let line = guest.text(ptr, len)?.to_owned();
        guest.data_mut().log.push(line);
        Ok(())
    })?;
    // `get(key, key_len, value, room) -> len`: writes as much as there is room for,
    // and gives the whole length; -1 if there is no such key.
    host.function("host", "get", |guest: &mut Access<'_, Desk>, (ptr, len, out, room): (u32, u32, u32, u32)| {
        let Some(value) = guest.data().data.get(guest.text(ptr, len)?).cloned() else { return Ok(-1) };
        let fits = value.len().min(room as usize);
        guest.write(out, &value.as_bytes()[..fits])?;
        Ok(i32::try_from(value.len())?)
    })?;
    host.function("host", "set", |guest: &mut Access<'_, Desk>, (ptr, len, at, size): (u32, u32, u32, u32)| {
        let (key, value) = (guest.text(ptr, len)?.to_owned(), guest.text(at, size)?.to_owned());
        guest.data_mut().data.insert(key, value);
        Ok(())
    })?;

    let plugin = match std::env::args_os().nth(1) {
        Some(path) => Plugin::load(&host, path.as_ref())?,
        None => Plugin::from_bytes(&host, "plugin_host.wat", include_bytes!("plugin_host.wat"))?,
    };
    for name in ["Ada", "Grace"] {
        let mut desk = Desk::default();
        desk.data.insert("name".to_owned(), name.to_owned());
        let mut instance = plugin.instantiate(desk)?;
        let len: u32 = instance.call("greet", ())?;
        println!("{} ({len} B), {:?}", instance.data().log.join("\n"), instance.data().data);
    }
    Ok(())
}
