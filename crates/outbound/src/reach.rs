//! Reach: which addresses may be asked, whatever a name resolves to.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

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

/// Says why nothing may be asked at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutOfReach {
    /// It would be asked without encryption: that is for this machine and its network, where they may be asked.
    #[error("the open network is asked over https alone")]
    Unencrypted,
    /// It is on this machine or in its network, which the operator has not allowed.
    #[error("this address is on the server's own machine or network")]
    Private,
    /// Nobody's server lives there, and something else may.
    #[error("nothing is asked at this address")]
    Never,
}

impl OutOfReach {
    /// Finds it among an error's causes.
    pub fn among(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref::<Self>() {
                return Some(*found);
            }
            next = error.source();
        }
        None
    }
}

impl Reach {
    /// Says what may be asked at an address.
    ///
    /// # Errors
    /// [`OutOfReach`].
    pub(crate) fn of(url: &Url, private_addresses: bool) -> Result<Self, OutOfReach> {
        let reach = match (url.scheme(), private_addresses) {
            ("https", false) => Self::Public,
            ("https", true) => Self::Both,
            ("http", true) => Self::Private,
            _ => return Err(OutOfReach::Unencrypted),
        };
        // What is a number already is never resolved.
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        match host.parse::<IpAddr>() {
            Ok(address) if !reach.covers(address) => Err(reach.refusal(&[address])),
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

    fn refusal(self, addresses: &[IpAddr]) -> OutOfReach {
        if addresses.iter().all(|address| kind(*address) == Kind::Never) {
            return OutOfReach::Never;
        }
        match self {
            Self::Public => OutOfReach::Private,
            Self::Private => OutOfReach::Unencrypted,
            Self::Both => OutOfReach::Never,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Private,
    /// Nobody's server lives there, and something else may.
    Never,
}

fn kind(address: IpAddr) -> Kind {
    match address {
        IpAddr::V4(address) => kind_v4(address),
        IpAddr::V6(address) => kind_v6(address),
    }
}

fn kind_v4(address: Ipv4Addr) -> Kind {
    // Where one cloud keeps its secrets, though it looks like a network of a provider.
    const ALIBABA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
    let [a, b, c, _] = address.octets();
    let is_no_host = address.is_multicast() || address.is_broadcast() || a == 0 || a >= 240;
    if is_no_host || address.is_link_local() || address == ALIBABA {
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
    // Where one cloud keeps its secrets, though it looks like a private network.
    const AMAZON: (u16, u16) = (0xfd00, 0x0ec2);
    let [first, second, a, b, c, d, high, low] = address.segments();
    let inner = || {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        kind_v4(Ipv4Addr::new(a, b, c, d))
    };
    if (first, second) == AMAZON {
        Kind::Never
    } else if address.is_loopback() || first & 0xfe00 == 0xfc00 {
        Kind::Private
    } else if let Some(address) = address.to_ipv4_mapped() {
        kind_v4(address)
    } else if (first, second, a, b, c, d) == (0x64, 0xff9b, 0, 0, 0, 0) {
        inner()
    } else if first & 0xe000 == 0x2000 && first != 0x2002 && (first, second) != (0x2001, 0) {
        // 2002 and 2001:0 carry an address of the old kind within.
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
                let all: Vec<IpAddr> = all.iter().map(SocketAddr::ip).collect();
                return Err(reach.refusal(&all).into());
            }
            let addresses: Addrs = Box::new(fit.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(url: &str, private: bool) -> Result<Reach, OutOfReach> {
        Reach::of(&Url::parse(url).unwrap(), private)
    }

    #[test]
    fn the_open_network_is_asked_over_https_alone() {
        assert_eq!(reach("https://api.example.com/v1", false), Ok(Reach::Public));
        assert_eq!(reach("http://api.example.com/v1", false), Err(OutOfReach::Unencrypted));
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
            assert_eq!(reach(private, false), Err(OutOfReach::Private), "{private}");
            assert_eq!(reach(private, true), Ok(Reach::Both), "{private}");
        }
    }

    #[test]
    fn http_is_for_this_network_where_the_operator_says_so() {
        for url in ["http://localhost:11434/v1", "http://127.0.0.1:8080", "http://192.168.1.7/v1"] {
            assert_eq!(
                (reach(url, false), reach(url, true)),
                (Err(OutOfReach::Unencrypted), Ok(Reach::Private)),
                "{url}"
            );
        }
        assert_eq!(reach("http://8.8.8.8", true), Err(OutOfReach::Unencrypted));
    }

    #[test]
    fn where_clouds_keep_their_secrets_nobody_asks() {
        for address in [
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
            "224.0.0.1",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[2002:a00:1::]",
            "[2001::1]",
            "[64:ff9b:1::7f00:1]",
            "[::]",
        ] {
            for (scheme, private) in [("https", false), ("https", true), ("http", true)] {
                let url = format!("{scheme}://{address}");
                assert_eq!(reach(&url, private), Err(OutOfReach::Never), "{url}");
            }
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
        let name = || "localhost".parse::<Name>().unwrap();
        let refused = Within(Reach::Public).resolve(name()).await.err().unwrap();
        assert_eq!(OutOfReach::among(&*refused), Some(OutOfReach::Private), "{refused}");
        assert!(Within(Reach::Private).resolve(name()).await.unwrap().count() > 0);
    }
}
