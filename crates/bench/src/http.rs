//! One client over one connection that is kept open: blocking, so that little is measured but the server.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use domain::ProfileId;

use crate::{Outcome, figures::Times};

pub(crate) struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { address, stream: BufReader::new(stream), body: Vec::new() })
    }

    /// Asks for a path in a profile and returns the answer's body.
    pub(crate) fn get(&mut self, path: &str, profile: ProfileId) -> Outcome<&[u8]> {
        let host = self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Profile-Id: {profile}\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = None;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        self.body.resize(length.ok_or("an answer without its length")?, 0);
        self.stream.read_exact(&mut self.body)?;
        if status.contains(" 200 ") {
            Ok(&self.body)
        } else {
            Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&self.body)).into())
        }
    }

    /// Asks many times, one after the other.
    pub(crate) fn many(
        &mut self,
        times: usize,
        request: impl Fn(usize) -> (String, ProfileId),
    ) -> Outcome<Times> {
        let mut taken = Times::default();
        for n in 0..times {
            let (path, profile) = request(n);
            let began = Instant::now();
            self.get(&path, profile)?;
            taken.add(began.elapsed());
        }
        Ok(taken)
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err("the server hung up".into());
        }
        Ok(line.trim_end().to_owned())
    }
}
