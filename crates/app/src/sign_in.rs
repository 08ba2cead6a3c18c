//! How people sign in: what the settings say of it, and whether it suffices for where the server can be reached.

use std::{net::IpAddr, str::FromStr, sync::Arc};

use domain::AccountStore as _;
use identity_supabase::{Supabase, SupabaseKeys};
use store_postgres::Postgres;
use studio::{SignIn, SignInBy, SignInPorts};
use tracing::info;

use crate::{clock::SystemClock, config::Settings, data_folder, failure::Failure, sources::Sources};

/// The address by which people reach the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    /// Whether they come over https.
    pub(crate) is_https: bool,
    /// The name, without a port.
    pub(crate) host: String,
}

impl FromStr for PublicUrl {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let bad = || {
            Failure::input(format!(
                "public_url {text:?} is no address; write it like https://factory.example.com"
            ))
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(bad)?;
        let is_https = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(bad()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => host,
            _ => authority,
        };
        let inner = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let is_good = match inner {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !host.is_empty() && host.chars().all(is_name),
        };
        if is_good { Ok(Self { is_https, host: host.to_ascii_lowercase() }) } else { Err(bad()) }
    }
}

impl PublicUrl {
    fn is_this_machine(&self) -> bool {
        let address: Option<IpAddr> = self.host.trim_matches(['[', ']']).parse().ok();
        self.host == "localhost" || address.is_some_and(|address| address.is_loopback())
    }
}

/// Where people sign in at Supabase.
#[derive(Debug, Clone)]
pub(crate) struct SupabaseSettings {
    keys: SupabaseKeys,
    issuer: String,
}

impl SupabaseSettings {
    fn provider(&self) -> Result<Supabase, Failure> {
        Supabase::new(self.keys.clone(), self.issuer.clone()).map_err(Failure::input)
    }
}

/// Reads where people sign in; half an answer is none.
pub(crate) fn supabase_settings(sources: &Sources) -> Result<Option<SupabaseSettings>, Failure> {
    let find = |name| sources.find(name).map(|found| found.value);
    let keys = match (find("supabase_jwt_secret"), find("supabase_jwks_url")) {
        (None, None) => None,
        (Some(secret), None) => Some(SupabaseKeys::Secret(secret)),
        (None, Some(address)) => Some(SupabaseKeys::Published(address)),
        (Some(_), Some(_)) => {
            return Err(Failure::input(
                "supabase_jwt_secret and supabase_jwks_url are both set; a project signs with one of them",
            ));
        }
    };
    let supabase = match (keys, find("supabase_issuer")) {
        (None, None) => return Ok(None),
        (Some(keys), Some(issuer)) => SupabaseSettings { keys, issuer },
        _ => {
            return Err(Failure::input(
                "signing in at Supabase needs supabase_issuer (like https://PROJECT.supabase.co/auth/v1) and \
                 supabase_jwt_secret or supabase_jwks_url",
            ));
        }
    };
    supabase.provider()?;
    Ok(Some(supabase))
}

/// Tells how people sign in, as far as the settings do.
pub(crate) fn described(settings: &Settings) -> &'static str {
    if settings.supabase.is_some() {
        "supabase: by the tokens of the project of supabase_issuer"
    } else if is_for_this_machine(settings) {
        "local: nobody signs in until there is an account (edit-factory user create), then accounts"
    } else {
        "accounts: by email and password (edit-factory user create)"
    }
}

/// Returns the names by which the server may be called.
pub(crate) fn allowed_hosts(settings: &Settings) -> Vec<String> {
    let public = settings.public_url.iter().map(|url| url.host.clone());
    settings.allowed_hosts.iter().cloned().chain(public).collect()
}

/// Refuses, before anything is started, a server for others that cannot know anybody: its database was never made.
pub(crate) fn refuse_the_hopeless(settings: &Settings) -> Result<(), Failure> {
    let has_database = settings.database.is_some() || data_folder::has_postgres(&settings.data_dir);
    if settings.supabase.is_some() || is_for_this_machine(settings) || has_database {
        Ok(())
    } else {
        Err(nobody(settings))
    }
}

/// Opens sign-in for a server.
///
/// # Errors
/// With the cure, when others can reach the server and nobody could sign in.
pub(crate) async fn for_server(settings: &Settings, postgres: &Arc<Postgres>) -> Result<SignIn, Failure> {
    let by = match &settings.supabase {
        Some(supabase) => SignInBy::Provider(Arc::new(supabase.provider()?)),
        None if is_for_this_machine(settings) => SignInBy::Machine,
        None if postgres.any().await? => SignInBy::Accounts,
        None => return Err(nobody(settings)),
    };
    let sign_in = open(by, postgres);
    let mode = sign_in.mode().await.map_err(|error| Failure::failed("sign-in does not work", error))?;
    info!(mode = mode.as_str(), "people sign in");
    Ok(sign_in)
}

/// Opens sign-in to work with accounts.
pub(crate) fn for_accounts(settings: &Settings, postgres: &Arc<Postgres>) -> Result<SignIn, Failure> {
    match &settings.supabase {
        Some(_) => {
            Err(Failure::input("people sign in at Supabase here; make and change their accounts there"))
        }
        None => Ok(open(SignInBy::Accounts, postgres)),
    }
}

fn open(by: SignInBy, postgres: &Arc<Postgres>) -> SignIn {
    let ports = SignInPorts {
        users: postgres.clone(),
        accounts: postgres.clone(),
        sessions: postgres.clone(),
        tokens: postgres.clone(),
        clock: Arc::new(SystemClock),
    };
    SignIn::new(by, ports)
}

/// A proxy on this machine that carries others here is told by the public address.
fn is_for_this_machine(settings: &Settings) -> bool {
    settings.bind.ip().is_loopback() && settings.public_url.as_ref().is_none_or(PublicUrl::is_this_machine)
}

fn nobody(settings: &Settings) -> Failure {
    let place = match &settings.public_url {
        Some(url) if !url.is_this_machine() => url.host.clone(),
        _ => settings.bind.to_string(),
    };
    Failure::input(format!(
        "{place} can be reached from other machines, and nobody can sign in yet. Make an account first: \
         edit-factory user create --email you@example.com. Or let people sign in at Supabase (supabase_issuer), \
         or listen on 127.0.0.1 alone"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_read_with_its_name() {
        let read = |text: &str| text.parse::<PublicUrl>().map(|url| (url.is_https, url.host)).ok();
        let good = |is_https, host: &str| Some((is_https, host.to_owned()));
        assert_eq!(read("https://Factory.example.com/"), good(true, "factory.example.com"));
        assert_eq!(read("http://localhost:3000"), good(false, "localhost"));
        assert_eq!(read("https://[2001:db8::1]:8443"), good(true, "[2001:db8::1]"));
        for bad in [
            "factory.example.com",
            "ftp://x",
            "https://",
            "https://a/b",
            "https://u@h",
            "https://[x]",
            "https://a b",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_this_machine() {
        let is = |text: &str| text.parse::<PublicUrl>().unwrap().is_this_machine();
        assert!(is("http://localhost:3000") && is("http://127.0.0.1") && is("http://[::1]:1"));
        assert!(
            !is("http://localhost.example.com") && !is("https://10.0.0.1") && !is("https://[2001:db8::1]")
        );
    }
}
