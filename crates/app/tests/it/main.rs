//! The program as a person runs it: a process of its own, a real PostgreSQL, real tools.

#[cfg(test)]
mod adopting;
#[cfg(test)]
mod input;
#[cfg(test)]
mod making;
#[cfg(test)]
mod models;
#[cfg(test)]
mod program;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod speech;
#[cfg(test)]
mod users;
