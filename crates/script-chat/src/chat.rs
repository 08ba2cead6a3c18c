//! The adapter.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{
    Availability, ChatConnection, ChatConnectionStore, Clock, Cost, CredentialStore, DraftScript,
    ProfileContext, ProviderName, ScriptBrief, ScriptWriter, WriteError, WrittenScripts,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::{
    access::{Access, Connections},
    answer::{Answer, End, scripts_in, without_scripts},
    cures,
    prompt::{self, Form},
    refusal::Refusal,
    settings::{ChatSettings, InvalidChat, Patience},
    wire::{Again, Failure, Wire},
};

/// The models of profiles, each at its own address with its own key.
pub struct Chat {
    connections: Connections,
    wire: Wire,
    patience: Patience,
}

impl Chat {
    /// Prepares to ask; nothing is sent before somebody does.
    ///
    /// # Errors
    /// [`InvalidChat`] when no connection can be made at all.
    pub fn new(
        credentials: Arc<dyn CredentialStore>,
        connections: Arc<dyn ChatConnectionStore>,
        clock: Arc<dyn Clock>,
        settings: &ChatSettings,
    ) -> Result<Self, InvalidChat> {
        let connections = Connections { credentials, connections };
        Ok(Self { connections, wire: Wire::new(settings, clock)?, patience: settings.patience })
    }

    async fn look(&self, ctx: &ProfileContext) -> Result<Availability, WriteError> {
        let access = self.connections.need(ctx).await?;
        let ConnectionFacts { host, model } = facts(&access.connection);
        let sent = self.wire.send(&access, Method::GET, &["models"], None, self.patience.look).await;
        let body = match sent {
            Ok(body) => body,
            // Not every endpoint has a list.
            Err(Failure::Refused(refusal, _)) if matches!(refusal.status, 404 | 405 | 501) && refusal.own => {
                let version = format!("{host}; it does not tell whether it has {model}");
                return Ok(Availability::Available { version });
            }
            Err(failure) => return Err(ended(failure, &access.connection)),
        };
        let list: Value = serde_json::from_slice(&body).unwrap_or_default();
        let Some(listed) = list.get("data").and_then(Value::as_array) else {
            return Err(no_endpoint(&access.connection));
        };
        let names: Vec<&str> = listed.iter().filter_map(|model| model.get("id")?.as_str()).collect();
        let is_it = |name: &&str| *name == model || name.strip_prefix("models/") == Some(model);
        if names.iter().any(is_it) {
            return Ok(Availability::Available { version: format!("{host}, {model}") });
        }
        let some: Vec<String> = names.iter().take(12).map(|name| name.chars().take(80).collect()).collect();
        let cure = format!("the endpoint {host} has no model {model}; it has: {}", some.join(", "));
        Ok(Availability::Unavailable { cure })
    }
}

struct ConnectionFacts<'c> {
    host: &'c str,
    model: &'c str,
}

fn facts(connection: &ChatConnection) -> ConnectionFacts<'_> {
    ConnectionFacts { host: connection.base_url.origin(), model: connection.model.as_str() }
}

#[async_trait]
impl ScriptWriter for Chat {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "chat".parse().expect("it is a name")
    }

    async fn label(&self, ctx: &ProfileContext) -> Result<String, WriteError> {
        let connection = self.connections.connection(ctx).await?;
        let ConnectionFacts { host, model } = facts(&connection);
        Ok(format!("{model} at {}", host.split("://").nth(1).unwrap_or(host)))
    }

    async fn quote(&self, ctx: &ProfileContext, brief: &ScriptBrief) -> Result<Cost, WriteError> {
        let connection = self.connections.connection(ctx).await?;
        let (read, limit) = (prompt::tokens_of(&prompt::messages(brief)), prompt::limit(brief));
        // The answer may have to be asked for twice: after an error, with the first one; after a cut, with more room.
        let second = connection.cost_of(read + limit + 256, 2 * limit);
        Ok(connection.cost_of(read, limit).plus(second))
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        self.look(ctx).await.unwrap_or_else(|error| Availability::Unavailable { cure: error.to_string() })
    }

    async fn write(&self, ctx: &ProfileContext, brief: &ScriptBrief) -> Result<WrittenScripts, WriteError> {
        let access = self.connections.need(ctx).await?;
        let until = Instant::now() + self.patience.work;
        let limit = prompt::limit(brief);
        let asking = Asking {
            chat: self,
            access: &access,
            until,
            form: Form::Schema,
            limit_field: "max_tokens",
            waited: Duration::ZERO,
        };
        asking.scripts(brief, limit).await
    }
}

/// Scripts that are being asked for.
struct Asking<'a> {
    chat: &'a Chat,
    access: &'a Access,
    until: Instant,
    form: Form,
    limit_field: &'static str,
    waited: Duration,
}

impl Asking<'_> {
    /// Asks, and once more where the answer cannot be used.
    async fn scripts(mut self, brief: &ScriptBrief, limit: u64) -> Result<WrittenScripts, WriteError> {
        let wanted = usize::from(brief.count);
        let mut messages = prompt::messages(brief);
        let (first, spent) = self.ask(&messages, limit).await?;
        let (why, limit) = match (judged(&first, wanted), &first.end) {
            (Ok(scripts), _) => return Ok(written(scripts, wanted, spent)),
            (Err(_), End::Declined(words)) => {
                return Err(WriteError::Declined(words.clone()).after_spending(spent));
            }
            (Err(_), End::CutOff) => ("it was cut off".to_owned(), 2 * limit),
            (Err(why), End::Whole) => {
                prompt::again(&mut messages, &first.content, &why);
                (why, limit)
            }
        };
        tracing::debug!(script.writer = "chat", %why, "the answer cannot be used; asking again");
        let (second, more) = self.ask(&messages, limit).await.map_err(|error| error.after_spending(spent))?;
        let spent = spent.plus(more);
        // Fewer than were asked for are better than none, once it was asked twice.
        match judged(&second, wanted).or_else(|why| some_of(&second, &first).ok_or(why)) {
            Ok(scripts) => Ok(written(scripts, wanted, spent)),
            Err(why) => Err(without_scripts(second.end, why).after_spending(spent)),
        }
    }

    /// Gets one answer, whatever the endpoint must be told for it; returns what it did cost.
    async fn ask(&mut self, messages: &[Value], limit: u64) -> Result<(Answer, Cost), WriteError> {
        loop {
            let longest = self.until.saturating_duration_since(Instant::now());
            let body = self.body(messages, limit);
            let path = ["chat", "completions"];
            let wire = &self.chat.wire;
            let connection = &self.access.connection;
            let most = connection.cost_of(prompt::tokens_of(messages), limit);
            let failure = match wire.send(self.access, Method::POST, &path, Some(&body), longest).await {
                Ok(body) => match read(&body, self.access) {
                    Ok(answer) => {
                        let cost = cost_of(&answer, messages, connection);
                        return Ok((answer, cost));
                    }
                    Err(failure) => failure,
                },
                Err(failure) => failure,
            };
            if self.adapts_to(&failure) || self.waits_out(&failure).await {
                continue;
            }
            // What was begun is charged; how much was not told.
            let spent = if matches!(failure, Failure::Broken(_)) { most } else { Cost::FREE };
            return Err(ended(failure, connection).after_spending(spent));
        }
    }

    fn body(&self, messages: &[Value], limit: u64) -> Value {
        let mut body =
            json!({ "model": self.access.connection.model.as_str(), "messages": messages, "stream": false });
        if let Value::Object(fields) = &mut body {
            fields.insert(self.limit_field.to_owned(), json!(limit));
            fields.extend(self.form.field().map(|form| ("response_format".to_owned(), form)));
        }
        body
    }

    /// Asks in another way where the endpoint does not know this one.
    fn adapts_to(&mut self, failure: &Failure) -> bool {
        let Failure::Refused(refusal, _) = failure else { return false };
        if self.limit_field == "max_tokens" && refusal.is_about_limit() {
            self.limit_field = "max_completion_tokens";
            return true;
        }
        match self.form.looser().filter(|_| refusal.is_about_form()) {
            Some(looser) => {
                tracing::debug!(script.writer = "chat", form = ?looser, "the endpoint knows no stricter form");
                self.form = looser;
                true
            }
            None => false,
        }
    }

    /// Waits as long as a busy endpoint asks for, if a person can.
    async fn waits_out(&mut self, failure: &Failure) -> bool {
        let Patience { busy, pause, .. } = self.chat.patience;
        let wait = match failure {
            Failure::Refused(refusal, again) if is_worth_another_try(refusal, *again) => {
                again.wait.unwrap_or(pause)
            }
            _ => return false,
        };
        // A wait of nothing would ask without end.
        let wait = wait.max(Duration::from_millis(1));
        self.waited += wait;
        let tries = self.waited <= busy && Instant::now() + wait < self.until;
        if tries {
            sleep(wait).await;
        }
        tries
    }
}

/// Tells whether the same request may be sent again: what was refused for being too much did no work, and of other
/// failures the endpoint itself knows. What is used up stays so.
fn is_worth_another_try(refusal: &Refusal, again: Again) -> bool {
    let is_busy = matches!(refusal.status, 429 | 503 | 529);
    let may_pass = matches!(refusal.status, 408 | 409 | 429 | 500..);
    let wanted = again.wanted.map_or(is_busy, |wanted| wanted && may_pass);
    wanted && !refusal.is_out_of_credit()
}

/// Reads the body of a good answer.
fn read(body: &[u8], access: &Access) -> Result<Answer, Failure> {
    if let Some(answer) = Answer::read(body) {
        return Ok(answer);
    }
    let refusal =
        serde_json::from_slice(body).ok().and_then(|body| Refusal::of(200, &body, access.key.as_ref()));
    Err(refusal.map_or_else(
        || Failure::NotAllowed(no_endpoint(&access.connection)),
        |refusal| Failure::Refused(refusal, Again::default()),
    ))
}

fn no_endpoint(connection: &ChatConnection) -> WriteError {
    WriteError::Refused(format!(
        "what answers at {} is no chat endpoint; most addresses end in /v1",
        connection.base_url
    ))
}

/// Reads the scripts of an answer that has as many as were asked for.
fn judged(answer: &Answer, wanted: usize) -> Result<Vec<DraftScript>, String> {
    if matches!(answer.end, End::Declined(_)) {
        return Err("it was declined".to_owned());
    }
    let scripts = scripts_in(&answer.content)?;
    if scripts.len() < wanted {
        return Err(format!("it has {} scripts instead of {wanted}", scripts.len()));
    }
    Ok(scripts)
}

/// Returns what can be used of two answers that have fewer scripts than were asked for.
fn some_of(second: &Answer, first: &Answer) -> Option<Vec<DraftScript>> {
    let scripts = |answer: &Answer| scripts_in(&answer.content).ok().filter(|all| !all.is_empty());
    scripts(second).or_else(|| scripts(first))
}

fn written(mut scripts: Vec<DraftScript>, wanted: usize, spent: Cost) -> WrittenScripts {
    scripts.truncate(wanted);
    let few = scripts.len() < wanted;
    let notes = few.then(|| format!("The model wrote {} of the {wanted} scripts.", scripts.len()));
    WrittenScripts { scripts, cost: Some(spent), notes: notes.into_iter().collect() }
}

/// Returns what an answer did cost: by the tokens that it tells, else by its length.
fn cost_of(answer: &Answer, messages: &[Value], connection: &ChatConnection) -> Cost {
    match answer.usage {
        Some(usage) => connection.cost_of(usage.tokens_in, usage.tokens_out),
        None => {
            connection.cost_of(prompt::tokens_of(messages), prompt::tokens_of_bytes(answer.content.len()))
        }
    }
}

fn ended(failure: Failure, connection: &ChatConnection) -> WriteError {
    let host = connection.base_url.origin();
    match failure {
        Failure::Refused(refusal, again) => cures::refused(&refusal, again.wait, connection),
        Failure::NotAllowed(error) => error,
        Failure::NotSent(reason) => WriteError::Unreachable(format!(
            "the endpoint {host} cannot be reached: {reason}; check the address, and whether the model runs"
        )),
        Failure::Lost(reason) => WriteError::Lost(format!(
            "the answer of {host} was lost: {reason}. It may have been charged there; ask anew, for fewer or shorter \
             scripts if that happens again"
        )),
        Failure::Broken(reason) => WriteError::Unreadable(format!("it broke off: {reason}")),
    }
}
