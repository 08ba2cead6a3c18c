//! `user`: makes and manages the accounts of people who sign in.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Read as _},
    sync::Arc,
};

use domain::{Clock as _, Email, Password, StoreError};
use store_postgres::Postgres;
use studio::{SignIn, SignInError};

use crate::{
    cli::UserAction, clock::SystemClock, config::Settings, data_folder::DataFolder, database::Database,
    failure::Failure, output, sign_in,
};

/// The longest line that is read as a password, in bytes.
const LONGEST: u64 = 4096;

/// Does what is to be done with accounts; what was typed is checked before the database is brought up.
pub(crate) async fn run(settings: &Settings, action: UserAction) -> Result<(), Failure> {
    let order = Order::of(action)?;
    let folder = DataFolder::open(&settings.data_dir)?;
    let database = Database::open(settings, &folder).await?;
    let done = carry_out(settings, &database, order).await;
    let closed = database.close().await;
    done.and(closed)
}

/// What is to be done, checked.
enum Order {
    Create { email: Email, name: Option<String>, password: Password },
    List,
    Password { email: Email, password: Password },
    RemoveSessions(Email),
}

impl Order {
    fn of(action: UserAction) -> Result<Self, Failure> {
        let email = |text: &str| Email::parse(text).map_err(Failure::input);
        Ok(match action {
            UserAction::Create(args) => {
                let email = email(&args.account.account.email)?;
                Self::Create { email, name: args.name, password: password(args.account.password_stdin)? }
            }
            UserAction::List(_) => Self::List,
            UserAction::Password(args) => {
                let email = email(&args.account.email)?;
                Self::Password { email, password: password(args.password_stdin)? }
            }
            UserAction::RemoveSessions(args) => Self::RemoveSessions(email(&args.email)?),
        })
    }
}

async fn carry_out(settings: &Settings, database: &Database, order: Order) -> Result<(), Failure> {
    let postgres = Arc::new(Postgres::connect(&database.urls)?);
    let sign_in: SignIn = sign_in::for_accounts(settings, &postgres)?;
    match order {
        Order::Create { email, name, password } => {
            sign_in.create_account(&email, name.as_deref(), password).await.map_err(refused)?;
            output::result(&format!("{email} can sign in; from now on nobody gets in without"));
        }
        Order::List => {
            for account in store_postgres::list_accounts(&database.urls.owner, SystemClock.now()).await? {
                let (day, open) = (account.created_at.format("%Y-%m-%d"), account.sessions);
                output::result(&format!("{:<40} since {day}, {open} sessions", account.email));
            }
        }
        Order::Password { email, password } => {
            sign_in.reset_password(&email, password).await.map_err(refused)?;
            output::result(&format!("{email} has the new password, and is signed out everywhere"));
        }
        Order::RemoveSessions(email) => {
            let ended = sign_in.remove_sessions(&email).await.map_err(refused)?;
            output::result(&format!("ended {ended} sessions of {email}"));
        }
    }
    Ok(())
}

/// Reads a new password: from standard input, or twice from the terminal, which does not show it.
fn password(from_stdin: bool) -> Result<Password, Failure> {
    let unread = |error: io::Error| Failure::failed("the password cannot be read", error);
    if from_stdin {
        let mut line = String::new();
        io::stdin().lock().take(LONGEST).read_line(&mut line).map_err(unread)?;
        return Password::parse(line.trim_end_matches(['\r', '\n'])).map_err(Failure::input);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::input(
            "there is no terminal to ask for the password; give it on standard input with --password-stdin",
        ));
    }
    let first = rpassword::prompt_password("Password (10 to 200 characters): ").map_err(unread)?;
    let password = Password::parse(&first).map_err(Failure::input)?;
    if rpassword::prompt_password("The same again: ").map_err(unread)? == first {
        Ok(password)
    } else {
        Err(Failure::input("the two passwords differ; nothing was changed"))
    }
}

fn refused(error: SignInError) -> Failure {
    match error {
        SignInError::Account(invalid) => Failure::input(invalid),
        SignInError::Store(StoreError::Conflict(sentence)) => Failure::input(sentence),
        SignInError::Store(StoreError::NotFound) => {
            Failure::input("there is no account with this email; `edit-factory user list` shows them")
        }
        other => Failure::failed("the account was not changed", other),
    }
}
