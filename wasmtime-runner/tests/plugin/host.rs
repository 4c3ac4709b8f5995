//! Plug-ins from text, and a host for them.

use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Event, Host, Plugin};

/// A plug-in from text, of a host whose instances keep the lines that were sent.
pub fn plugin(text: &str) -> Plugin<Vec<String>> {
    Plugin::from_bytes(&host(&Limits::default()), "the plug-in", text.as_bytes()).unwrap()
}

/// A host whose instances keep the lines that were sent.
pub fn host(limits: &Limits) -> Host<Vec<String>> {
    let mut host = Host::new(limits).unwrap();
    host.watch(|lines: &mut Vec<String>, event| {
        if let Event::Line(line) = event {
            lines.push(line.to_owned());
        }
    });
    host
}
