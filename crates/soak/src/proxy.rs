//! A bad line to PostgreSQL: it can be slow, silent, or cut.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use store_postgres::DatabaseUrls;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::Fault;

/// What the line does to what goes through it.
#[derive(Debug, Clone, Copy, Default)]
struct Weather {
    /// How long each piece takes.
    delay: Duration,
    /// Connections of a lower number are cut.
    cut_below: u64,
    /// Connections of a lower number stay open, and nothing comes through any more.
    silent_below: u64,
    /// How many connections there were.
    opened: u64,
}

/// A line from a TCP address to PostgreSQL's Unix socket.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    line: JoinHandle<()>,
}

impl Proxy {
    /// Lays a line from an address of this machine, at a free port, to the server of some addresses.
    ///
    /// # Errors
    /// When the address cannot be listened on, or the server has no Unix socket.
    pub async fn lay(listen: &str, to: &DatabaseUrls) -> Result<Self, Fault> {
        let socket = socket_of(&to.app).ok_or("the server has no Unix socket")?;
        let listener = TcpListener::bind((listen, 0)).await?;
        let address = listener.local_addr()?;
        let weather = watch::Sender::new(Weather::default());
        #[expect(clippy::disallowed_methods, reason = "the line ends with the proxy")]
        let line = tokio::spawn(carry_all(listener, socket, weather.clone()));
        Ok(Self { address, weather, line })
    }

    /// Returns addresses that lead over this line.
    pub fn urls(&self, to: &DatabaseUrls) -> DatabaseUrls {
        let over = |url: &str| {
            let (role, rest) = url.split_once('@').unwrap_or((url, ""));
            let database = rest.rsplit('/').next().unwrap_or_default();
            format!("{role}@{}/{database}", self.address)
        };
        DatabaseUrls { owner: over(&to.owner), app: over(&to.app), worker: over(&to.worker) }
    }

    /// Returns how many connections were made over it so far.
    pub fn connections(&self) -> u64 {
        self.weather.borrow().opened
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.weather.send_modify(|weather| weather.cut_below = weather.opened);
    }

    /// Keeps every connection open and lets nothing through any more; new ones work.
    pub fn silence(&self) {
        self.weather.send_modify(|weather| weather.silent_below = weather.opened);
    }

    /// Lets each piece take so long.
    pub fn delay(&self, delay: Duration) {
        self.weather.send_modify(|weather| weather.delay = delay);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.abort();
    }
}

/// Reads the socket's path out of an address such as `postgresql://ef_app@%2Ftmp%2Fsocket/database`.
fn socket_of(url: &str) -> Option<PathBuf> {
    let host = url.split_once('@')?.1.rsplit_once('/')?.0;
    let mut parts = host.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part.get(2..)?.bytes());
    }
    let folder = String::from_utf8(bytes).ok()?;
    folder.starts_with('/').then(|| Path::new(&folder).join(".s.PGSQL.5432"))
}

async fn carry_all(listener: TcpListener, socket: PathBuf, weather: watch::Sender<Weather>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let mut number = 0;
        weather.send_modify(|weather| {
            number = weather.opened;
            weather.opened += 1;
        });
        connections.spawn(carry(client, socket.clone(), number, weather.subscribe()));
    }
}

/// Carries one connection until an end closes it or it is cut.
async fn carry(
    client: TcpStream,
    socket: PathBuf,
    number: u64,
    mut weather: watch::Receiver<Weather>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    let server = UnixStream::connect(socket).await?;
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let (up, down) = (weather.clone(), weather.clone());
    tokio::select! {
        ended = pump(from_client, to_server, number, up) => ended,
        ended = pump(from_server, to_client, number, down) => ended,
        _ = weather.wait_for(|weather| number < weather.cut_below) => Ok(()),
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    number: u64,
    weather: watch::Receiver<Weather>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..length).filter(|bytes| !bytes.is_empty()) else { return Ok(()) };
        let now = *weather.borrow();
        if number < now.silent_below {
            std::future::pending::<()>().await;
        }
        if !now.delay.is_zero() {
            tokio::time::sleep(now.delay).await;
        }
        to.write_all(bytes).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_read_out_of_an_address() {
        let socket = socket_of("postgresql://ef_app@%2Ftmp%2Fa%20b/scratch_1");
        assert_eq!(socket, Some("/tmp/a b/.s.PGSQL.5432".into()));
        assert_eq!(socket_of("postgresql://ef_app@127.0.0.1:5432/scratch_1"), None);
    }
}
