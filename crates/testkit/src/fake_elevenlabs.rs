//! A server on this machine that speaks the wire form of `ElevenLabs`, faults included.
//!
//! Its voices are tones with the places of their characters. It takes exactly the fields that the service takes and
//! refuses others, counts credits a key, allows as many speeches at once as the plan does, and writes down every request.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a stand-in for tests; what it was given wrongly ends the test"
)]

mod account;
mod cloning;
mod fault;
pub(crate) mod http;
mod routes;
mod speech;

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

pub use account::{FakeAccount, FakeModel, FakeVoice};
pub use fault::{Fault, On, SoundFault};
pub use http::{FakeAnswer, FakeRequest};

/// What happened at the server.
#[derive(Debug, Clone, Default)]
pub struct Happened {
    /// Every request, in the order of their coming.
    pub requests: Vec<FakeRequest>,
    /// How many callers went away before they were answered.
    pub hung_up: usize,
    /// The most speeches at once, by key.
    pub most_at_once: HashMap<String, usize>,
}

/// The server; it ends when it is dropped.
#[derive(Debug)]
pub struct FakeElevenLabs {
    address: SocketAddr,
    desk: Arc<Desk>,
    line: JoinHandle<()>,
}

/// What all connections share.
#[derive(Debug)]
struct Desk {
    books: Mutex<Books>,
    happened: watch::Sender<Happened>,
}

#[derive(Debug, Default)]
struct Books {
    accounts: HashMap<String, FakeAccount>,
    faults: Vec<(On, Fault, usize)>,
    /// Speeches that are being made, by key.
    at_work: HashMap<String, usize>,
    /// The numbers of answers, each with the key that it was for.
    answers: Vec<String>,
}

impl FakeElevenLabs {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> io::Result<Self> {
        Self::listen(("127.0.0.1", 0)).await
    }

    /// Listens on an address.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn listen(address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let desk = Arc::new(Desk { books: Mutex::default(), happened: watch::Sender::default() });
        #[expect(clippy::disallowed_methods, reason = "the line ends with the server")]
        let line = tokio::spawn(serve(listener, Arc::clone(&desk)));
        Ok(Self { address, desk, line })
    }

    /// Returns the address that a client is given.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Opens an account with a key, in place of an earlier one.
    pub fn open_account(&self, key: &str, account: FakeAccount) {
        self.desk.books().accounts.insert(key.to_owned(), account);
    }

    /// Looks at an account.
    pub fn account(&self, key: &str) -> FakeAccount {
        self.desk.books().accounts.get(key).expect("a key of an account").clone()
    }

    /// Fails the next requests, so many times, before or instead of what else they would be answered.
    pub fn fail(&self, on: On, fault: Fault, times: usize) {
        self.desk.books().faults.push((on, fault, times));
    }

    /// Returns what happened so far.
    pub fn happened(&self) -> Happened {
        self.desk.happened.borrow().clone()
    }

    /// Returns the requests for speech so far.
    pub fn speeches(&self) -> Vec<FakeRequest> {
        self.happened().requests.into_iter().filter(FakeRequest::is_speech).collect()
    }

    /// Waits until something has happened.
    pub async fn until(&self, seen: impl FnMut(&Happened) -> bool) {
        self.desk.happened.subscribe().wait_for(seen).await.expect("the server lives");
    }
}

impl Drop for FakeElevenLabs {
    fn drop(&mut self) {
        self.line.abort();
    }
}

impl Desk {
    fn books(&self) -> std::sync::MutexGuard<'_, Books> {
        self.books.lock().expect("no panic while it is held")
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(converse(stream, Arc::clone(&desk)));
    }
}

/// Answers the requests of a connection, one after the other.
async fn converse(stream: TcpStream, desk: Arc<Desk>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = http::read(&mut stream).await? {
        desk.happened.send_modify(|happened| happened.requests.push(request.clone()));
        let reply = tokio::select! {
            reply = routes::reply(&desk, &request) => reply,
            () = hang_up(&mut stream) => {
                desk.happened.send_modify(|happened| happened.hung_up += 1);
                return Ok(());
            }
        };
        match reply {
            routes::Reply::Whole(answer) => answer.write(stream.get_mut()).await?,
            routes::Reply::Half(answer) => return answer.write_half(stream.get_mut()).await,
            routes::Reply::Nothing => return Ok(()),
        }
    }
    Ok(())
}

/// Waits until the caller has gone.
async fn hang_up(stream: &mut BufReader<TcpStream>) {
    if stream.fill_buf().await.is_ok_and(|bytes| !bytes.is_empty()) {
        std::future::pending::<()>().await;
    }
}
