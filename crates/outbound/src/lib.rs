//! Calls to servers that people name: which addresses may be asked, and how long an answer asks to wait.
//!
//! A person who may type an address must not reach what only the server can. The open network is asked over https; this
//! machine and its network, and http to them, are for whoever runs the server to allow. Link-local addresses, where
//! clouds keep their secrets, are never asked.
//!
//! A name is resolved once, by [`Outbound`]'s own clients: what it leads to is checked, and the connection goes to the
//! address that was checked. So a name that answers otherwise the second time leads nowhere else. Redirects are not
//! followed: they would carry a key to an address that nobody entered.

mod clients;
mod reach;
mod wait;

pub use clients::Outbound;
pub use reach::OutOfReach;
pub use wait::retry_after;
