//! Starts the children of the benchmarks: the server, and `wrk` as the crowd.

use std::{
    fs::File,
    io,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use domain::ProfileId;
use rustix::process::{Pid, Signal, kill_process};
use uuid::Uuid;

use crate::{Outcome, http::Client};

#[expect(clippy::disallowed_methods, reason = "the one place of this crate where children are started")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

/// A server that answers, and ends when it is stopped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts `edit-factory serve` on a free port, without a worker; its log goes to a file of the folder.
    pub(crate) fn start(program: &Path, folder: &Path) -> Outcome<Self> {
        const PATIENCE: Duration = Duration::from_mins(1);
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = folder.join("serve.log");
        let program = program.canonicalize().map_err(|error| {
            format!("{}: {error}; build it: cargo build --release -p app", program.display())
        })?;
        let mut serve = command(&program);
        // Neither the environment nor a configuration file may lead it to another database.
        serve.current_dir(folder).env_remove("DATABASE_URL");
        serve.args(["serve", "--no-worker", "--bind", &address.to_string(), "--data-dir"]).arg(folder);
        let child = serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?).spawn()?;
        let mut server = Self { child, address };
        let deadline = Instant::now() + PATIENCE;
        let nobody = ProfileId::from(Uuid::nil());
        while Client::connect(address).and_then(|mut client| client.get("/readyz", nobody).map(drop)).is_err()
        {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server ended with {status}; see {}", log.display()).into());
            }
            if Instant::now() > deadline {
                server.stop()?;
                return Err(format!("the server was not ready in time; see {}", log.display()).into());
            }
            std::thread::yield_now();
        }
        Ok(server)
    }

    pub(crate) fn stop(mut self) -> Outcome<()> {
        let pid = Pid::from_raw(i32::try_from(self.child.id())?).ok_or("the server has no process id")?;
        kill_process(pid, Signal::TERM)?;
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}").into()) }
    }
}

/// Runs `wrk` with a script and returns what it printed; nothing where it is not installed.
pub(crate) fn wrk(connections: usize, seconds: u64, script: &Path, url: &str) -> Outcome<Option<String>> {
    let mut wrk = command(Path::new("wrk"));
    wrk.args(["--threads", "2", "--connections", &connections.to_string()]);
    wrk.args(["--duration", &format!("{seconds}s"), "--script"]).arg(script).arg(url);
    match wrk.output() {
        Ok(output) if output.status.success() => Ok(Some(String::from_utf8(output.stdout)?)),
        Ok(output) => Err(format!("wrk: {}", String::from_utf8_lossy(&output.stderr)).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
