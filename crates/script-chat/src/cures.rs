//! Cures: each refusal as what the person can do about it.

use std::time::Duration;

use domain::{ChatConnection, WriteError};

use crate::refusal::Refusal;

pub(crate) const NO_CONNECTION: &str = "this store has no model connected; enter its address and name under \"Write a script\", or take the templates";
pub(crate) const ODD_ADDRESS: &str = "the address of this store's model cannot be used; enter it anew";
pub(crate) const NOT_ENCRYPTED: &str = "a model is asked over https; http is for models on this machine or in its network, where whoever runs the server \
     allows them (EDIT_FACTORY_CHAT_ON_THIS_NETWORK=yes)";
pub(crate) const PRIVATE: &str = "this address is on the server's own machine or network; models there are asked when whoever runs the server allows \
     it (EDIT_FACTORY_CHAT_ON_THIS_NETWORK=yes)";
pub(crate) const NEVER: &str = "no model is asked at this address; enter another one";
pub(crate) const ODD_KEY: &str = "this store's key for the model cannot be one; enter it anew";
pub(crate) const CHANGED: &str = "the connection was changed just now; try again";

/// Says what a refusal means.
pub(crate) fn refused(refusal: &Refusal, wait: Option<Duration>, connection: &ChatConnection) -> WriteError {
    let (host, model) = (connection.base_url.origin(), &connection.model);
    let words = refusal.words();
    if refusal.is_out_of_credit() {
        let cure = format!(
            "the account at {host} has nothing left: {words}; top it up there, or take the templates"
        );
        return WriteError::OutOfCredit { cure };
    }
    if refusal.is_about_key() {
        return WriteError::KeyRefused {
            cure: format!(
                "the endpoint {host} does not take this store's key: {words}; enter a key that may use {model}"
            ),
        };
    }
    if refusal.is_too_long() {
        let more =
            "shorten the idea or the store's context, ask for fewer scripts, or take a model that reads more";
        return WriteError::Refused(format!("this is too much for {model}: {words}; {more}"));
    }
    match (refusal.own, refusal.status) {
        (_, 429 | 503 | 529) => WriteError::Busy { retry_after: wait },
        (_, 300..=399) => WriteError::Refused(format!(
            "the endpoint {host} sends on to another address; enter the address where the model itself answers"
        )),
        (true, 404) => WriteError::Refused(format!(
            "the endpoint {host} has no model {model}: {words}; choose one that it has"
        )),
        (false, 400..=499) => WriteError::Refused(format!(
            "there is no chat endpoint at {} (status {}); most addresses end in /v1",
            connection.base_url, refusal.status
        )),
        (_, 400..=499) => WriteError::Refused(format!("the endpoint {host} refuses: {words}")),
        _ => WriteError::Failed(format!("the endpoint {host} answers: {words}")),
    }
}
