//! Places: the address of a request, and why nothing may be asked there.

use domain::{PublishError, PublisherUrl};
use outbound::OutOfReach;
use reqwest::Url;

const NOT_ENCRYPTED: &str = "a key goes over https alone; http is for a Postiz on this machine or in its network, where whoever runs the server \
     allows it (EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes)";
const PRIVATE: &str = "this address is on the server's own machine or network; a Postiz there is asked when whoever runs the server \
     allows it (EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes)";
const NEVER: &str = "no Postiz is asked at this address; connect with another one";

/// Says what would help where nothing may be asked.
pub(crate) fn out_of_reach(why: OutOfReach) -> PublishError {
    let cure = match why {
        OutOfReach::Unencrypted => NOT_ENCRYPTED,
        OutOfReach::Private => PRIVATE,
        OutOfReach::Never => NEVER,
    };
    PublishError::NotAllowed(cure.to_owned())
}

/// Writes the address of a request to a publisher.
///
/// # Errors
/// [`PublishError::Refused`], with the cure.
pub(crate) fn address(
    base: &PublisherUrl,
    path: &[&str],
    query: &[(&str, &str)],
) -> Result<Url, PublishError> {
    let odd = || PublishError::Refused("the address cannot be used; connect again".to_owned());
    let mut address = Url::parse(base.as_str()).map_err(|_bad| odd())?;
    address.path_segments_mut().map_err(|()| odd())?.pop_if_empty().extend(["public", "v1"]).extend(path);
    if !query.is_empty() {
        address.query_pairs_mut().extend_pairs(query);
    }
    Ok(address)
}
