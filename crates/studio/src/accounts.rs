//! Accounts, as the operator makes them.

use domain::{Actor, Email, InvalidAccount, NewAccount, Password, UserId};

use crate::{SignIn, SignInError};

impl SignIn {
    /// Makes an account; the first one takes over the stores of the local user.
    pub async fn create_account(
        &self,
        email: &Email,
        name: Option<&str>,
        password: Password,
    ) -> Result<UserId, SignInError> {
        self.has_passwords()?;
        let name = match name.map(str::trim) {
            Some(name) if !(1..=80).contains(&name.chars().count()) || name.chars().any(char::is_control) => {
                return Err(InvalidAccount::Name.into());
            }
            Some(name) => name,
            None => email.as_str(),
        };
        let password = self.hasher.turn().await?.hash(password).await?;
        let new = NewAccount { email: email.clone(), name: name.to_owned(), password };
        Ok(self.ports.accounts.create(new).await?)
    }

    /// Gives an account another password and ends its sessions.
    pub async fn reset_password(&self, email: &Email, password: Password) -> Result<(), SignInError> {
        let actor = self.actor_of(email).await?;
        let hash = self.hasher.turn().await?.hash(password).await?;
        Ok(self.ports.accounts.set_password(&actor, hash, None).await?)
    }

    /// Ends every session of an account; returns how many.
    pub async fn remove_sessions(&self, email: &Email) -> Result<u64, SignInError> {
        let actor = self.actor_of(email).await?;
        Ok(self.ports.sessions.delete_all(&actor).await?)
    }

    async fn actor_of(&self, email: &Email) -> Result<Actor, SignInError> {
        self.has_passwords()?;
        let found = self.ports.accounts.find(email).await?;
        let (user, _hash) = found.ok_or(domain::StoreError::NotFound)?;
        Ok(Actor::signed_in(user))
    }
}
