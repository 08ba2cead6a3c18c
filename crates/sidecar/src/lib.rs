//! The service of `sidecars/voices`: the client of its protocol, and the process when the app runs it.
