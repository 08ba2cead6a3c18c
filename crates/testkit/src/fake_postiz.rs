//! A server on this machine that speaks the public API of Postiz, odd answers and faults included.
//!
//! It checks every post by rules of its own, counts them, keeps each key's organisation apart, limits posts by the hour,
//! and writes down every request.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a stand-in for tests; what it was given wrongly ends the test"
)]

mod books;
mod fault;
mod media;
mod posts;
mod routes;
mod rules;

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};

use domain::Clock;
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

pub use crate::fake_elevenlabs::{FakeAnswer, FakeRequest};
pub use books::{FakeChannel, FakeOrganisation, FakePost};
pub use fault::{PostizFault, PostizGate, PostizOn};

use crate::fake_elevenlabs::http;
use books::Books;

/// The server; it ends when it is dropped.
pub struct FakePostiz {
    address: SocketAddr,
    desk: Arc<Desk>,
    line: JoinHandle<()>,
}

/// What all connections share.
struct Desk {
    address: SocketAddr,
    books: Mutex<Books>,
    requests: watch::Sender<Vec<FakeRequest>>,
    clock: Arc<dyn Clock>,
}

impl FakePostiz {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(clock: Arc<dyn Clock>) -> io::Result<Self> {
        Self::listen(("127.0.0.1", 0), clock).await
    }

    /// Listens on an address.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn listen(address: impl ToSocketAddrs, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let desk =
            Arc::new(Desk { address, books: Mutex::default(), requests: watch::Sender::default(), clock });
        #[expect(clippy::disallowed_methods, reason = "the line ends with the server")]
        let line = tokio::spawn(serve(listener, Arc::clone(&desk)));
        Ok(Self { address, desk, line })
    }

    /// Returns the address that a person pastes.
    pub fn base_url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// Opens an organisation with a key, in place of an earlier one.
    pub fn open(&self, key: &str, organisation: FakeOrganisation) {
        self.desk.books().organisations.insert(key.to_owned(), organisation);
    }

    /// Closes an organisation: its key is refused from now on.
    pub fn revoke(&self, key: &str) {
        self.desk.books().organisations.remove(key);
    }

    /// Looks at an organisation.
    pub fn organisation(&self, key: &str) -> FakeOrganisation {
        self.desk.books().organisations.get(key).expect("a key of an organisation").clone()
    }

    /// Changes an organisation.
    pub fn change(&self, key: &str, change: impl FnOnce(&mut FakeOrganisation)) {
        change(self.desk.books().organisations.get_mut(key).expect("a key of an organisation"));
    }

    /// Fails the next requests, so many times.
    pub fn fail(&self, on: PostizOn, fault: PostizFault, times: usize) {
        self.desk.books().faults.push((on, fault, times));
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.desk.requests.borrow().clone()
    }

    /// Waits until there are such requests.
    pub async fn until(&self, mut seen: impl FnMut(&[FakeRequest]) -> bool) {
        let mut requests = self.desk.requests.subscribe();
        requests.wait_for(|all| seen(all)).await.expect("the server lives");
    }

    /// Returns every post that was ever made, also what was deleted.
    pub fn made(&self) -> Vec<FakePost> {
        self.desk.books().made.clone()
    }

    /// Counts what was posted, by channel and content; what was deleted counts too.
    pub fn counts(&self) -> HashMap<(String, String), usize> {
        let mut counts = HashMap::new();
        for post in &self.desk.books().made {
            *counts.entry((post.channel.clone(), post.content.clone())).or_default() += 1;
        }
        counts
    }

    /// Returns what was refused, with the reasons, and what crossed from one organisation to another.
    pub fn objections(&self) -> Vec<String> {
        self.desk.books().objections.clone()
    }
}

impl Drop for FakePostiz {
    fn drop(&mut self) {
        self.line.abort();
    }
}

impl Desk {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().expect("no panic while it is held")
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(converse(stream, Arc::clone(&desk)));
    }
}

/// Answers the requests of a connection, one after the other. What was read is carried out, though the caller has gone.
async fn converse(stream: TcpStream, desk: Arc<Desk>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = http::read(&mut stream).await? {
        desk.requests.send_modify(|requests| requests.push(request.clone()));
        match routes::reply(&desk, &request).await {
            Some(answer) => answer.write(stream.get_mut()).await?,
            None => return Ok(()),
        }
    }
    Ok(())
}
