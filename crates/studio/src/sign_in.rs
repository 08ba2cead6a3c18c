//! Sign-in: who calls.

use std::{error::Error, sync::Arc};

use domain::{
    AccessSecret, AccountStore, Actor, ApiTokenStore, Clock, IdentityError, IdentityProvider, InvalidAccount,
    ProfileId, SessionId, SessionStore, SignInMode, StoreError, UserStore,
};

use crate::{password::Hasher, tokens::TOKEN_PREFIX};

/// How a server finds out who calls; decided when it starts.
#[derive(Clone)]
pub enum SignInBy {
    /// Whoever reaches it is the local user, until there is an account.
    Machine,
    /// By accounts alone.
    Accounts,
    /// By the proofs of a provider.
    Provider(Arc<dyn IdentityProvider>),
}

/// Every port of sign-in.
#[derive(Clone)]
pub struct SignInPorts {
    /// Users.
    pub users: Arc<dyn UserStore>,
    /// Accounts.
    pub accounts: Arc<dyn AccountStore>,
    /// Sessions.
    pub sessions: Arc<dyn SessionStore>,
    /// Bearer tokens.
    pub tokens: Arc<dyn ApiTokenStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The verbs of sign-in. Apart from [`Studio`](crate::Studio): nothing here works inside a profile that was entered.
pub struct SignIn {
    pub(crate) by: SignInBy,
    pub(crate) ports: SignInPorts,
    pub(crate) hasher: Hasher,
}

/// What a request brings to say who calls.
#[derive(Debug, Clone)]
pub enum Pass {
    /// Nothing.
    Nothing,
    /// The secret of a session.
    Session(AccessSecret),
    /// A bearer token of ours, or a provider's proof.
    Bearer(AccessSecret),
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// As whom.
    pub actor: Actor,
    /// How that is known.
    pub by: CallerBy,
}

/// How it is known who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallerBy {
    /// By being on this machine.
    Machine,
    /// By a session.
    Session(SessionId),
    /// By a bearer token, which is good in this profile alone.
    Token(ProfileId),
    /// By a provider, which may tell an email.
    Provider(Option<String>),
}

/// Who calls, and how people sign in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// How people sign in.
    pub mode: SignInMode,
    /// Who calls, if somebody does.
    pub caller: Option<Caller>,
    /// The caller's email, if there is one.
    pub email: Option<String>,
}

impl SignIn {
    /// Opens sign-in on its ports.
    pub fn new(by: SignInBy, ports: SignInPorts) -> Self {
        Self { by, ports, hasher: Hasher::new() }
    }

    /// Returns how people sign in now: a server of this machine asks for accounts as soon as there is one.
    pub async fn mode(&self) -> Result<SignInMode, SignInError> {
        match self.by {
            SignInBy::Machine if !self.ports.accounts.any().await? => Ok(SignInMode::Local),
            SignInBy::Machine | SignInBy::Accounts => Ok(SignInMode::Accounts),
            SignInBy::Provider(_) => Ok(SignInMode::Supabase),
        }
    }

    /// Finds out who calls.
    pub async fn identify(&self, pass: &Pass) -> Result<Caller, SignInError> {
        match (pass, &self.by) {
            (Pass::Bearer(secret), _) if secret.expose().starts_with(TOKEN_PREFIX) => {
                self.by_token(secret).await
            }
            (Pass::Bearer(proof), SignInBy::Provider(provider)) => self.by_proof(&**provider, proof).await,
            (Pass::Bearer(_), _) => Err(SignInError::Refused("only tokens of stores are taken".to_owned())),
            (Pass::Session(secret), SignInBy::Machine | SignInBy::Accounts) => {
                let found = self.ports.sessions.find(secret.hash(), self.ports.clock.now()).await?;
                let Some((user, session)) = found else { return self.by_machine().await };
                Ok(Caller { actor: Actor::signed_in(user), by: CallerBy::Session(session) })
            }
            (Pass::Session(_) | Pass::Nothing, _) => self.by_machine().await,
        }
    }

    /// Tells who calls, and how people sign in, also to nobody.
    pub async fn introduce(&self, pass: &Pass) -> Result<Introduction, SignInError> {
        let caller = match self.identify(pass).await {
            Ok(caller) => Some(caller),
            Err(SignInError::Required) => None,
            Err(other) => return Err(other),
        };
        let email = match &caller {
            Some(Caller { by: CallerBy::Provider(email), .. }) => email.clone(),
            Some(Caller { actor, by: CallerBy::Session(_) }) => {
                self.ports.accounts.own(actor).await?.map(|account| account.email.to_string())
            }
            _ => None,
        };
        Ok(Introduction { mode: self.mode().await?, caller, email })
    }

    async fn by_machine(&self) -> Result<Caller, SignInError> {
        if matches!(self.by, SignInBy::Machine) && !self.ports.accounts.any().await? {
            return Ok(Caller { actor: self.ports.users.local_user().await?, by: CallerBy::Machine });
        }
        Err(SignInError::Required)
    }

    async fn by_token(&self, secret: &AccessSecret) -> Result<Caller, SignInError> {
        let found = self.ports.tokens.find(secret.hash(), self.ports.clock.now()).await?;
        let (user, profile) =
            found.ok_or_else(|| SignInError::Refused("there is no such token".to_owned()))?;
        Ok(Caller { actor: Actor::signed_in(user), by: CallerBy::Token(profile) })
    }

    async fn by_proof(
        &self,
        provider: &dyn IdentityProvider,
        proof: &AccessSecret,
    ) -> Result<Caller, SignInError> {
        let identity = provider.identify(proof.expose(), self.ports.clock.now()).await?;
        let name = identity.email.as_deref().unwrap_or("You");
        let actor = self.ports.users.user(identity.user, name).await?;
        Ok(Caller { actor, by: CallerBy::Provider(identity.email) })
    }
}

/// Says why somebody may not come in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    Required,
    /// What proves who calls is not good, for the log's reason.
    #[error("the bearer token is refused: {0}")]
    Refused(String),
    /// Email and password do not fit, whichever it is.
    #[error("this email and password do not fit")]
    Failed,
    /// The present password is another one.
    #[error("the present password is another one")]
    PasswordWrong,
    /// Too many attempts.
    #[error("too many attempts; try again in {seconds} seconds")]
    Throttled {
        /// For how long to wait.
        seconds: u32,
    },
    /// There are no passwords here.
    #[error("people sign in at Supabase here, and change their passwords there")]
    Elsewhere,
    /// An email, name or password cannot be taken.
    #[error(transparent)]
    Account(#[from] InvalidAccount),
    /// The identity provider cannot be asked.
    #[error("the identity provider cannot be asked")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The machine does not do its work.
    #[error("sign-in does not work")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<IdentityError> for SignInError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Refused(reason) => Self::Refused(reason),
            IdentityError::Unavailable(source) => Self::Unavailable(source),
        }
    }
}
