//! Places: the address of a request, and why nothing may be asked there.

use domain::{ChatConnection, WriteError};
use outbound::OutOfReach;
use reqwest::Url;

use crate::cures;

/// Says what would help where nothing may be asked.
pub(crate) fn out_of_reach(why: OutOfReach) -> WriteError {
    let cure = match why {
        OutOfReach::Unencrypted => cures::NOT_ENCRYPTED,
        OutOfReach::Private => cures::PRIVATE,
        OutOfReach::Never => cures::NEVER,
    };
    WriteError::Unavailable { cure: cure.to_owned() }
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
