//! Retrying: whether a request is sent again. The crate's documentation says why.

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::{refusal::Refusal, wire::Kind};

/// How often a request is sent whose answer is a failure of the service, or none.
const MOST_TRIES: u32 = 3;

/// How an attempt failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer is an error; the wait before another attempt is the one that it names.
    Refused(Refusal, Option<Duration>),
    /// No connection came about, so nothing was sent.
    NotSent(String),
    /// The answer was lost, and what became of the request is not known.
    Lost(String),
}

impl Failure {
    /// Tells whether it is an answer of having too much to do.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self, Self::Refused(refusal, _) if refusal.status == 429 && !crate::cures::is_spent(refusal))
    }

    /// Tells whether to send the same again.
    pub(crate) fn is_worth_another_try(&self, kind: Kind, tries: u32) -> bool {
        if kind == Kind::Glance {
            return false;
        }
        let harmless = kind == Kind::Look;
        match self {
            _busy if self.is_busy() => true,
            Self::Refused(refusal, _) => {
                let failed = matches!(refusal.status, 408 | 409 | 500..=599);
                failed && (harmless || refusal.own) && tries < MOST_TRIES
            }
            Self::NotSent(_) => tries < MOST_TRIES,
            Self::Lost(_) => harmless && tries < MOST_TRIES,
        }
    }

    /// Returns the wait that the answer names.
    pub(crate) const fn told_wait(&self) -> Option<Duration> {
        match self {
            Self::Refused(_, wait) => *wait,
            Self::NotSent(_) | Self::Lost(_) => None,
        }
    }
}

/// Reads how long to wait; a date is not understood, and is as if it were not there.
pub(crate) fn wait_in(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let ms = number("retry-after-ms").map(|ms| ms / 1000.0);
    let seconds = ms.or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str, own: bool) -> Failure {
        Failure::Refused(Refusal { status, code: code.to_owned(), message: String::new(), own }, None)
    }

    #[test]
    fn a_paid_request_is_sent_again_only_when_nothing_was_made_of_it() {
        let again = |failure: &Failure| failure.is_worth_another_try(Kind::Order, 1);
        assert!(again(&refused(429, "rate_limit_exceeded", true)) && again(&refused(429, "", false)));
        assert!(
            again(&refused(500, "internal_error", true)) && again(&refused(409, "already_running", true))
        );
        assert!(again(&Failure::NotSent("refused".to_owned())));
        assert!(!again(&refused(502, "", false)), "a gateway does not know");
        assert!(!again(&Failure::Lost("cut".to_owned())), "it may have been charged");
        assert!(
            !again(&refused(401, "invalid_api_key", true)) && !again(&refused(429, "quota_exceeded", true))
        );
    }

    #[test]
    fn a_question_is_asked_a_few_times_and_a_glance_once() {
        let lost = Failure::Lost("cut".to_owned());
        assert!(
            lost.is_worth_another_try(Kind::Look, 1) && !lost.is_worth_another_try(Kind::Look, MOST_TRIES)
        );
        assert!(refused(502, "", false).is_worth_another_try(Kind::Look, 1));
        assert!(!refused(429, "", true).is_worth_another_try(Kind::Glance, 1));
    }

    #[test]
    fn the_finer_wait_counts_first() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let both = [("retry-after", "7"), ("retry-after-ms", "250")];
        assert_eq!(wait_in(&headers(&both)), Some(Duration::from_millis(250)));
        assert_eq!(wait_in(&headers(&both[..1])), Some(Duration::from_secs(7)));
        for odd in ["", "-1", "NaN", "Wed, 21 Oct 2015 07:28:00 GMT", "1e300"] {
            assert_eq!(wait_in(&headers(&[("retry-after", odd)])), None, "{odd}");
        }
    }
}
