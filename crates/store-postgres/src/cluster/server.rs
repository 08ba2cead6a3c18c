//! [`Server`]: the files and the process of one private server.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, fchown},
    path::{Path, PathBuf},
    process::Output,
    time::Duration,
};

use diesel::ConnectionError;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{
    ClusterError, Durability, ServerBinaries, broken,
    host::{Host, not_writable},
    process,
};

/// The settings that are ours; PostgreSQL's own file includes it.
const SETTINGS: &str = "edit-factory.conf";
/// How long a server may take to start, which after a crash includes its recovery.
const PATIENCE_S: u64 = 60;

/// The files and the process of one private server.
#[derive(Debug)]
pub(super) struct Server {
    binaries: ServerBinaries,
    host: Host,
    home: PathBuf,
    socket: PathBuf,
}

impl Server {
    pub(super) fn in_folder(
        binaries: ServerBinaries,
        host: Host,
        home: PathBuf,
    ) -> Result<Self, ClusterError> {
        let socket = host.socket_folder(&home)?;
        Ok(Self { binaries, host, home, socket })
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    pub(super) fn url(&self, role: &str, database: &str) -> String {
        format!("postgresql://{role}@{}/{database}", percent_encoded(&self.socket))
    }

    /// Makes the data folder, whole or not at all.
    pub(super) async fn create_if_missing(&self, durability: Durability) -> Result<(), ClusterError> {
        let (data, unfinished) = (self.data(), self.home.join("data.unfinished"));
        if data.exists() {
            return self.check_version();
        }
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished).map_err(not_writable(&unfinished))?;
        }
        // macOS has no C.UTF-8.
        let locale = if cfg!(target_os = "macos") { "C" } else { "C.UTF-8" };
        let locale = format!("--locale={locale}");
        let mut arguments = vec!["--username=ef_admin", "--auth=peer", "--encoding=UTF8", &locale];
        if durability == Durability::Throwaway {
            arguments.push("--no-sync");
        }
        let arguments = arguments.iter().map(Path::new).chain([Path::new("--pgdata"), &unfinished]);
        self.accepted("make its data folder", &self.run("initdb", arguments).await?)?;
        let main = unfinished.join("postgresql.conf");
        let appended = OpenOptions::new().append(true).open(&main);
        appended.and_then(|mut file| writeln!(file, "include '{SETTINGS}'")).map_err(not_writable(&main))?;
        std::fs::rename(&unfinished, &data).map_err(not_writable(&data))
    }

    /// Starts the server, or takes over the one that runs; returns when it answers.
    ///
    /// One that was killed a moment ago still looks alive, and its children hold its memory until they notice:
    /// so the look, the start and the greeting are tried again for a while.
    pub(super) async fn start_unless_running(&self, durability: Durability) -> Result<(), ClusterError> {
        let trying = async {
            loop {
                let started =
                    if self.is_running().await? { None } else { Some(self.start(durability).await?) };
                if let Some(refusal) = started.filter(|output| !output.status.success()) {
                    let refusal = self.accepted("start", &refusal);
                    if !self.last_words().contains("is still in use") {
                        return refusal;
                    }
                } else {
                    match AsyncPgConnection::establish(&self.admin_url()).await {
                        Ok(_) => return Ok(()),
                        Err(error) if may_answer_later(&error) => {}
                        Err(error) => return Err(broken("let us in")(error)),
                    }
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(PATIENCE_S), trying).await {
            Ok(done) => done,
            Err(_elapsed) => Err(ClusterError::Refused { doing: "start in time", said: self.last_words() }),
        }
    }

    pub(super) async fn stop(&self) -> Result<(), ClusterError> {
        if !self.is_running().await? {
            return Ok(());
        }
        let data = self.data();
        let arguments = ["stop", "--silent", "--wait", "--mode", "fast", "--pgdata"];
        let arguments = arguments.iter().map(Path::new).chain([data.as_path()]);
        self.accepted("stop", &self.run("pg_ctl", arguments).await?)?;
        if !self.socket.starts_with(&self.home) {
            std::fs::remove_dir(&self.socket).map_err(not_writable(&self.socket))?;
        }
        Ok(())
    }

    /// Connects as the superuser.
    pub(super) async fn connect(&self) -> Result<AsyncPgConnection, ClusterError> {
        AsyncPgConnection::establish(&self.admin_url()).await.map_err(broken("let us in"))
    }

    async fn start(&self, durability: Durability) -> Result<Output, ClusterError> {
        self.configure(durability)?;
        let (log, data) = (self.fresh_log()?, self.data());
        let patience = PATIENCE_S.to_string();
        let arguments = ["start", "--silent", "--wait", "--timeout", &patience, "--log"];
        let arguments = arguments.iter().map(Path::new).chain([&log, Path::new("--pgdata"), &data]);
        self.run("pg_ctl", arguments).await
    }

    fn admin_url(&self) -> String {
        self.url("ef_admin", "postgres")
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn log(&self) -> PathBuf {
        self.home.join("server.log")
    }

    fn check_version(&self) -> Result<(), ClusterError> {
        let file = self.data().join("PG_VERSION");
        let made_by = std::fs::read_to_string(&file).map_err(not_writable(&file))?.trim().to_owned();
        let found = self.binaries.version();
        if made_by == found.to_string() {
            return Ok(());
        }
        Err(ClusterError::OtherVersion { folder: self.home.clone(), made_by, found })
    }

    async fn is_running(&self) -> Result<bool, ClusterError> {
        let data = self.data();
        let status = self.run("pg_ctl", [Path::new("status"), Path::new("--pgdata"), &data]).await?;
        match status.status.code() {
            Some(0) => Ok(true),
            Some(3) => Ok(false),
            _ => self.accepted("tell whether it runs", &status).map(|()| false),
        }
    }

    /// Writes the settings anew at each start: the folder may have moved, and another user may run us.
    fn configure(&self, durability: Durability) -> Result<(), ClusterError> {
        self.write(SETTINGS, &settings(&self.socket, durability))?;
        self.write("pg_hba.conf", "local all all peer map=ef\n")?;
        let mut users = String::new();
        for name in self.host.names() {
            for role in ["ef_admin", "ef_owner", "ef_app", "ef_worker"] {
                // Writing to a String does not fail.
                let _ = writeln!(users, "ef \"{name}\" {role}");
            }
        }
        self.write("pg_ident.conf", &users)
    }

    /// Replaces a file of the data folder and never follows a link in it: we may be root, its owner is not.
    fn write(&self, name: &str, text: &str) -> Result<(), ClusterError> {
        let path = self.data().join(name);
        let replace = || {
            if std::fs::symlink_metadata(&path).is_ok() {
                std::fs::remove_file(&path)?;
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            let runner = self.host.runner();
            fchown(&file, Some(runner.uid), Some(runner.gid))?;
            file.write_all(text.as_bytes())
        };
        replace().map_err(not_writable(&path))
    }

    /// Puts a long log aside, so that two of them are the most there is.
    fn fresh_log(&self) -> Result<PathBuf, ClusterError> {
        const LONG: u64 = 8 << 20;
        let log = self.log();
        if std::fs::metadata(&log).is_ok_and(|found| found.len() > LONG) {
            std::fs::rename(&log, self.home.join("server.log.1")).map_err(not_writable(&log))?;
        }
        Ok(log)
    }

    async fn run(
        &self,
        name: &str,
        arguments: impl IntoIterator<Item = &Path>,
    ) -> Result<Output, ClusterError> {
        process::run(&self.binaries.program(name), arguments, self.host.servant(), &self.home).await
    }

    fn accepted(&self, doing: &'static str, output: &Output) -> Result<(), ClusterError> {
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(ClusterError::Refused { doing, said: format!("{}\n{}", said.trim(), self.last_words()) })
    }

    fn last_words(&self) -> String {
        const LINES: usize = 12;
        let log = self.log();
        match std::fs::read(&log) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let lines: Vec<&str> = text.lines().collect();
                lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default().join("\n")
            }
            Err(error) => format!("(its log {} cannot be read: {error})", log.display()),
        }
    }
}

/// Tells whether the server may answer if it is asked again: it recovers, or is only just going.
fn may_answer_later(error: &ConnectionError) -> bool {
    let said = error.to_string();
    ["starting up", "shutting down", "recovery", "error connecting to server", "connection closed"]
        .iter()
        .any(|sign| said.contains(sign))
}

fn settings(socket: &Path, durability: Durability) -> String {
    // Two layers of quotes: a list's element in double ones, the value in single ones.
    let folder = socket.display().to_string().replace('"', "\"\"").replace('\\', "\\\\").replace('\'', "''");
    let mut text = format!(
        "# Written anew at each start.\n\
         listen_addresses = ''\n\
         port = 5432\n\
         unix_socket_directories = '\"{folder}\"'\n\
         unix_socket_permissions = 0700\n\
         log_timezone = 'UTC'\n\
         timezone = 'UTC'\n"
    );
    if durability == Durability::Throwaway {
        text.push_str(
            "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n\
             max_connections = 300\nshared_buffers = 64MB\n",
        );
    }
    text
}

fn percent_encoded(path: &Path) -> String {
    let mut text = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_folder_survives_the_settings_and_the_address() {
        let odd = Path::new("/a b,c/it's \"here\"/100%");
        assert!(settings(odd, Durability::Kept).contains(r#"= '"/a b,c/it''s ""here""/100%"'"#));
        assert_eq!(percent_encoded(odd), "%2Fa%20b%2Cc%2Fit%27s%20%22here%22%2F100%25");
    }

    #[test]
    fn only_a_throwaway_server_forgets() {
        assert!(!settings(Path::new("/s"), Durability::Kept).contains("fsync"));
        assert!(settings(Path::new("/s"), Durability::Throwaway).contains("fsync = off"));
    }
}
