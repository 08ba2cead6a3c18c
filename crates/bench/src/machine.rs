//! What was measured on.

use std::fs;

use crate::figures::say;

/// Prints the machine, the server's version and the command.
pub(crate) fn print(server_version: u32) {
    let cpus = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let build =
        if cfg!(debug_assertions) { "DEBUG build: the figures mean nothing" } else { "release build" };
    say(&format!(
        "{cpus} cores ({}), {} of memory, PostgreSQL {server_version}, {build}",
        field("/proc/cpuinfo", "model name"),
        field("/proc/meminfo", "MemTotal"),
    ));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    say(&format!("Processes that wanted a core in the minute before: {load}"));
    let command: Vec<String> = std::env::args().collect();
    say(&format!("`{}`", command.join(" ")));
}

/// Reads `name : value` from a file of Linux; elsewhere nothing is known.
fn field(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':'));
    line.map_or("unknown", |(_, value)| value.trim()).to_owned()
}
