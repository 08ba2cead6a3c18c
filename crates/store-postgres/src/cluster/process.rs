//! Starts PostgreSQL's programs and the few others that are needed around them.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use tokio::process::Command;

use super::{ClusterError, host::Account};

/// What an inherited environment must not change.
const NOT_INHERITED: [&str; 9] = [
    "PGDATA",
    "PGHOST",
    "PGPORT",
    "PGUSER",
    "PGDATABASE",
    "PGOPTIONS",
    "PGSERVICE",
    "PGPASSFILE",
    "PGCTLTIMEOUT",
];

/// Runs a program to its end, as another account where one is given.
///
/// It has its own process group, so that Ctrl-C in a terminal does not cut it short; dropping the future does.
pub(super) async fn run<A: AsRef<OsStr>>(
    program: &Path,
    arguments: impl IntoIterator<Item = A>,
    account: Option<&Account>,
    folder: &Path,
) -> Result<Output, ClusterError> {
    let mut command = command(program);
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).kill_on_drop(true).process_group(0);
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    if let Some(account) = account {
        // Root's supplementary groups are dropped along with its id by the standard library.
        command.uid(account.uid).gid(account.gid);
    }
    command
        .output()
        .await
        .map_err(|source| ClusterError::CannotRun { program: PathBuf::from(program), source })
}

#[expect(clippy::disallowed_methods, reason = "the one place of this crate where children are started")]
fn command(program: &Path) -> Command {
    Command::new(program)
}
