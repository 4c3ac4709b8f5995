//! A till with a plug-in, on the library of `wasmtime-runner`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::Result;
use clap::Parser;
use wasmtime_runner::exit;
use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Access, Fault, Host, Plugin};

/// Sells tea, with a rebate that a plug-in grants
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    limits: Limits,
    plugin: PathBuf,
    /// Exports to call instead, one after the other and without arguments
    exports: Vec<String>,
}

/// What the host keeps for one instance.
#[derive(Default)]
struct Till {
    prices: BTreeMap<&'static str, i64>,
    customer: &'static str,
    log: Vec<String>,
}

// #region host
fn host(limits: &Limits) -> Result<Host<Till>> {
    let mut host = Host::new(limits)?;
    host.function("host", "log", |guest: &mut Access<'_, Till>, (ptr, len): (u32, u32)| {
        let line = guest.text(ptr, len)?.to_owned();
        guest.data_mut().log.push(line);
        Ok(())
    })?;
    // #endregion host
    host.function("host", "price", |guest: &mut Access<'_, Till>, (ptr, len): (u32, u32)| {
        Ok(guest.data().prices.get(guest.text(ptr, len)?).copied().unwrap_or(-1))
    })?;
    host.function("host", "customer", |guest: &mut Access<'_, Till>, (out, room): (u32, u32)| {
        let name = guest.data().customer.as_bytes();
        guest.write(out, &name[..name.len().min(room as usize)])?;
        Ok(u32::try_from(name.len())?)
    })?;
    Ok(host)
}

// #region sell
fn sell(plugin: &Plugin<Till>, customer: &'static str, count: u32) -> Result<String, Fault> {
    let till = Till { prices: BTreeMap::from([("tea", 420)]), customer, log: Vec::new() };
    let mut instance = plugin.instantiate(till)?;
    let name = instance.write_text("tea")?;
    let cents: i64 = instance.call("total", (name.ptr, name.len, count))?;
    instance.release(name)?;
    Ok(format!("{cents} cents; log: {:?}", instance.data().log))
}
// #endregion sell

/// Each customer in a thread, with an instance of one plug-in.
fn sell_to_all(plugin: &Plugin<Till>) -> Result<(), Fault> {
    thread::scope(|scope| {
        // #region threads
        let threads = [("Ada", 7), ("Grace", 2)].map(|(who, count)| scope.spawn(move || sell(plugin, who, count)));
        for thread in threads {
            println!("{}", thread.join().expect("no function here panics")?);
        }
        // #endregion threads
        Ok(())
    })
}

/// Calls exports of one instance, and gives the exit code of the first that fails.
fn call(plugin: &Plugin<Till>, exports: &[String]) -> Result<u8, Fault> {
    let mut instance = plugin.instantiate(Till::default())?;
    let mut code = None;
    for export in exports {
        match instance.call_values(export, &[]) {
            Ok(results) => println!("{export}: {results:?}"),
            Err(fault) => {
                eprintln!("{export}: {fault}");
                code.get_or_insert(code_of(&fault));
            }
        }
    }
    Ok(code.unwrap_or(exit::OK))
}

/// What `wasmtime-runner` would exit with.
fn code_of(fault: &Fault) -> u8 {
    match fault {
        Fault::Stopped(stopped) => stopped.code,
        Fault::Panicked(_) | Fault::Refused(_) | Fault::Poisoned(_) => exit::TRAP,
        Fault::NotCalled(_) => exit::CANNOT,
    }
}

fn run(arguments: &Arguments) -> Result<u8> {
    let plugin = Plugin::load(&host(&arguments.limits)?, &arguments.plugin)?;
    if arguments.exports.is_empty() {
        sell_to_all(&plugin)?;
        return Ok(exit::OK);
    }
    Ok(call(&plugin, &arguments.exports)?)
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("till: {error:#}");
            ExitCode::from(error.downcast_ref().map_or(exit::CANNOT, code_of))
        }
    }
}
