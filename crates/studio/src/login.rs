//! Login: from email and password to a session, and what a person does with their sessions and password.

use chrono::TimeDelta;
use domain::{
    AccessSecret, Actor, Email, LoginSubjects, Password, SecretHash, Session, SessionId, StoreError,
};

use crate::{Caller, CallerBy, Pass, SignIn, SignInBy, SignInError, secrets::new_secret};

/// After how many days a session ends by itself.
pub const SESSION_DAYS: i64 = 30;

/// What a person typed to sign in, and from where.
#[derive(Debug)]
pub struct Login {
    /// The email.
    pub email: String,
    /// The password.
    pub password: Password,
    /// The network address.
    pub address: String,
}

impl SignIn {
    /// Opens a session for a person who knows an account's password.
    ///
    /// An unknown email takes the time of a wrong password and gets the same answer.
    pub async fn login(&self, login: Login) -> Result<(AccessSecret, Caller, Email), SignInError> {
        self.has_passwords()?;
        let email = Email::parse(&login.email);
        let known_as = email.as_ref().map_or(&*login.email, Email::as_str);
        let subjects = subjects(known_as, &login.address);
        let turn = self.hasher.turn().await?;
        self.begin(subjects).await?;
        let found = match &email {
            Ok(email) => self.ports.accounts.find(email).await?,
            Err(_bad) => None,
        };
        let (user, hash) = found.unzip();
        let fits = turn.verify(login.password, hash).await?;
        let (Some(user), true, Ok(email)) = (user, fits, email) else { return Err(SignInError::Failed) };
        self.ports.accounts.forgive_login(subjects).await?;
        let (secret, caller) = self.open_session(Actor::signed_in(user)).await?;
        Ok((secret, caller, email))
    }

    /// Ends the session that a request comes with, if it does.
    pub async fn logout(&self, pass: &Pass) -> Result<(), SignInError> {
        let Pass::Session(secret) = pass else { return Ok(()) };
        let found = self.ports.sessions.find(secret.hash(), self.ports.clock.now()).await?;
        let Some((user, session)) = found else { return Ok(()) };
        match self.ports.sessions.delete(&Actor::signed_in(user), session).await {
            // Another request ended it first.
            Ok(()) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes the caller's password, who proves to know the present one, and ends all other sessions.
    pub async fn change_password(
        &self,
        caller: &Caller,
        present: Password,
        new: Password,
        address: &str,
    ) -> Result<(), SignInError> {
        self.has_passwords()?;
        let account = self.ports.accounts.own(&caller.actor).await?.ok_or(SignInError::Required)?;
        let subjects = subjects(account.email.as_str(), address);
        let turn = self.hasher.turn().await?;
        self.begin(subjects).await?;
        if !turn.verify(present, Some(account.password)).await? {
            return Err(SignInError::PasswordWrong);
        }
        self.ports.accounts.forgive_login(subjects).await?;
        let hash = self.hasher.turn().await?.hash(new).await?;
        let keep = match caller.by {
            CallerBy::Session(session) => Some(session),
            _ => None,
        };
        Ok(self.ports.accounts.set_password(&caller.actor, hash, keep).await?)
    }

    /// Lists the actor's sessions, the newest first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<Session>, SignInError> {
        Ok(self.ports.sessions.list(actor, self.ports.clock.now()).await?)
    }

    /// Ends one of the actor's sessions.
    pub async fn end_session(&self, actor: &Actor, id: SessionId) -> Result<(), SignInError> {
        Ok(self.ports.sessions.delete(actor, id).await?)
    }

    async fn open_session(&self, actor: Actor) -> Result<(AccessSecret, Caller), SignInError> {
        let secret = new_secret("")?;
        let now = self.ports.clock.now();
        let (id, expires_at) = (SessionId::new(), now + TimeDelta::days(SESSION_DAYS));
        let session = Session { id, created_at: now, last_seen_at: now, expires_at };
        self.ports.sessions.create(&actor, &session, secret.hash()).await?;
        Ok((secret, Caller { actor, by: CallerBy::Session(id) }))
    }

    async fn begin(&self, subjects: LoginSubjects) -> Result<(), SignInError> {
        match self.ports.accounts.begin_login(subjects, self.ports.clock.now()).await? {
            0 => Ok(()),
            seconds => Err(SignInError::Throttled { seconds }),
        }
    }

    pub(crate) fn has_passwords(&self) -> Result<(), SignInError> {
        if matches!(self.by, SignInBy::Provider(_)) { Err(SignInError::Elsewhere) } else { Ok(()) }
    }
}

fn subjects(email: &str, address: &str) -> LoginSubjects {
    LoginSubjects {
        account: SecretHash::of(&format!("account {email}")),
        address: SecretHash::of(&format!("address {address}")),
    }
}
