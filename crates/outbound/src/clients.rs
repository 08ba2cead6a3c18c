//! The clients: one for each reach, so that no open connection of one serves another.

use reqwest::{Client, ClientBuilder, Url, redirect::Policy};

use crate::reach::{OutOfReach, Reach, Within};

/// The ways out.
#[derive(Debug)]
pub struct Outbound {
    public: Client,
    private: Client,
    both: Client,
    private_addresses: bool,
}

impl Outbound {
    /// Prepares clients, each from a builder of the caller's with its limits; nothing is asked yet.
    ///
    /// # Errors
    /// When encrypted connections cannot be made on this machine.
    pub fn new(private_addresses: bool, build: impl Fn() -> ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = |reach| within(build(), reach).build();
        let (public, private, both) = (client(Reach::Public)?, client(Reach::Private)?, client(Reach::Both)?);
        Ok(Self { public, private, both, private_addresses })
    }

    /// Returns the client that may ask an address.
    ///
    /// # Errors
    /// [`OutOfReach`]. Where a name leads is told when it is resolved: see [`OutOfReach::among`].
    pub fn client(&self, url: &Url) -> Result<&Client, OutOfReach> {
        Ok(match Reach::of(url, self.private_addresses)? {
            Reach::Public => &self.public,
            Reach::Private => &self.private,
            Reach::Both => &self.both,
        })
    }
}

/// Keeps a client within what may be asked. A proxy would resolve names itself, so it is used only where every address
/// may be asked.
fn within(builder: ClientBuilder, reach: Reach) -> ClientBuilder {
    let builder = builder.redirect(Policy::none()).dns_resolver(Within(reach));
    if reach == Reach::Both { builder } else { builder.no_proxy() }
}
