//! Places: which addresses may be asked, whatever a name resolves to.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr as _,
};

use domain::{ChatConnection, WriteError};
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

use crate::cures;

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of the open network.
    Public,
    /// Those of this machine and its network.
    Private,
    /// Both.
    Both,
}

impl Reach {
    /// Says what may be asked at an address.
    ///
    /// # Errors
    /// [`WriteError::Unavailable`] with the cure.
    pub(crate) fn of(url: &Url, private_addresses: bool) -> Result<Self, WriteError> {
        let reach = match (url.scheme(), private_addresses) {
            ("https", false) => Self::Public,
            ("https", true) => Self::Both,
            ("http", true) => Self::Private,
            _ => return Err(WriteError::Unavailable { cure: cures::NOT_ENCRYPTED.to_owned() }),
        };
        // What is a number already is never resolved.
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        match IpAddr::from_str(host) {
            Ok(address) if !reach.covers(address) => {
                Err(WriteError::Unavailable { cure: reach.cure().to_owned() })
            }
            _ => Ok(reach),
        }
    }

    fn covers(self, address: IpAddr) -> bool {
        match kind(address) {
            Kind::Public => self != Self::Private,
            Kind::Private => self != Self::Public,
            Kind::Never => false,
        }
    }

    const fn cure(self) -> &'static str {
        match self {
            Self::Public => cures::PRIVATE,
            Self::Private => cures::NOT_ENCRYPTED,
            Self::Both => cures::NEVER,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Private,
    /// Nobody's model lives there, and something else may.
    Never,
}

fn kind(address: IpAddr) -> Kind {
    match address {
        IpAddr::V4(address) => kind_v4(address),
        IpAddr::V6(address) => kind_v6(address),
    }
}

fn kind_v4(address: Ipv4Addr) -> Kind {
    let [a, b, c, _] = address.octets();
    if address.is_link_local() || address.is_multicast() || address.is_broadcast() || a == 0 || a >= 240 {
        Kind::Never
    } else if address.is_loopback() || address.is_private() || a == 100 && (64..128).contains(&b) {
        Kind::Private
    } else if (a, b, c) == (192, 0, 0) || address.is_documentation() || a == 198 && (b == 18 || b == 19) {
        Kind::Never
    } else {
        Kind::Public
    }
}

fn kind_v6(address: Ipv6Addr) -> Kind {
    let [first, second, .., high, low] = address.segments();
    let inner = || {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        kind_v4(Ipv4Addr::new(a, b, c, d))
    };
    if address.is_loopback() || first & 0xfe00 == 0xfc00 {
        Kind::Private
    } else if let Some(address) = address.to_ipv4_mapped() {
        kind_v4(address)
    } else if (first, second) == (0x64, 0xff9b) {
        inner()
    } else if first & 0xe000 == 0x2000 && first != 0x2002 {
        Kind::Public
    } else {
        Kind::Never
    }
}

/// Resolves names to addresses that may be asked, and to no others.
pub(crate) struct Within(pub(crate) Reach);

impl Resolve for Within {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let all: Vec<SocketAddr> = found.collect();
            let fit: Vec<SocketAddr> = all.iter().copied().filter(|at| reach.covers(at.ip())).collect();
            if fit.is_empty() && !all.is_empty() {
                return Err(OutOfReach(reach).into());
            }
            let addresses: Addrs = Box::new(fit.into_iter());
            Ok(addresses)
        })
    }
}

/// Says that a name leads where nobody may ask.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{}", .0.cure())]
pub(crate) struct OutOfReach(Reach);

impl OutOfReach {
    /// Finds it among an error's causes.
    pub(crate) fn among(error: &(dyn std::error::Error + 'static)) -> Option<WriteError> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(out) = error.downcast_ref::<Self>() {
                return Some(WriteError::Unavailable { cure: out.to_string() });
            }
            next = error.source();
        }
        None
    }
}

/// Reads a connection's address.
///
/// # Errors
/// [`WriteError::Unavailable`] with the cure.
pub(crate) fn address(connection: &ChatConnection, path: &[&str]) -> Result<Url, WriteError> {
    let bad = || WriteError::Unavailable { cure: cures::ODD_ADDRESS.to_owned() };
    let mut url = Url::parse(connection.base_url.as_str()).map_err(|_bad| bad())?;
    if !url.username().is_empty() || url.password().is_some() || !url.has_host() {
        return Err(bad());
    }
    url.path_segments_mut().map_err(|()| bad())?.pop_if_empty().extend(path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(url: &str, private: bool) -> Option<Reach> {
        Reach::of(&Url::parse(url).unwrap(), private).ok()
    }

    #[test]
    fn the_open_network_is_asked_over_https_alone() {
        assert_eq!(reach("https://api.openai.com/v1", false), Some(Reach::Public));
        assert_eq!(reach("http://api.openai.com/v1", false), None);
        for private in [
            "https://127.0.0.1",
            "https://10.0.0.1",
            "https://[::1]",
            "https://2130706433",
            "https://0x7f.1",
            "https://[::ffff:192.168.0.1]",
            "https://[64:ff9b::a00:1]",
            "https://100.64.0.1",
        ] {
            assert_eq!(reach(private, false), None, "{private}");
            assert_eq!(reach(private, true), Some(Reach::Both), "{private}");
        }
    }

    #[test]
    fn http_is_for_this_network_where_the_operator_says_so() {
        for url in ["http://localhost:11434/v1", "http://127.0.0.1:8080", "http://192.168.1.7/v1"] {
            assert_eq!((reach(url, false), reach(url, true)), (None, Some(Reach::Private)), "{url}");
        }
        assert_eq!(reach("http://8.8.8.8", true), None);
    }

    #[test]
    fn where_clouds_keep_their_secrets_nobody_asks() {
        for url in [
            "http://169.254.169.254",
            "https://169.254.169.254",
            "https://[fe80::1]",
            "https://0.0.0.0",
            "https://[fd00:ec2::254]",
            "https://224.0.0.1",
            "https://[2002:a00:1::]",
            "https://[::]",
        ] {
            let private = url.contains("fd00");
            assert_eq!(reach(url, true).is_some(), private, "{url}");
            assert_eq!(reach(url, false), None, "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
        let name = || "localhost".parse::<Name>().unwrap();
        let refused = Within(Reach::Public).resolve(name()).await.err().unwrap();
        assert!(OutOfReach::among(&*refused).is_some(), "{refused}");
        assert!(Within(Reach::Private).resolve(name()).await.unwrap().count() > 0);
    }
}
