//! Pace: how fast each engine speaks on this machine, as it was measured here.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::ProviderName;

/// Remembers how long engines took; of the machine, not of any profile.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// Microseconds a character, by engine.
    measured: Mutex<BTreeMap<ProviderName, u64>>,
    file: Option<PathBuf>,
}

impl Pace {
    /// Remembers in a file, and begins with what it says; one that cannot be read is begun anew.
    pub(crate) fn kept_in(file: PathBuf) -> Self {
        let text = std::fs::read(&file).unwrap_or_default();
        let measured = serde_json::from_slice(&text).unwrap_or_default();
        Self { measured: Mutex::new(measured), file: Some(file) }
    }

    /// Takes a measurement in: a fifth of the new with four fifths of what was known.
    pub(crate) fn heard(&self, provider: &ProviderName, characters: usize, took: Duration) {
        let characters = u64::try_from(characters).unwrap_or(u64::MAX).max(1);
        let new = u64::try_from(took.as_micros()).unwrap_or(u64::MAX) / characters;
        let mut measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        let known = measured.get(provider).copied().unwrap_or(new);
        let mixed = known.saturating_mul(4).saturating_add(new) / 5;
        measured.insert(provider.clone(), mixed);
        // What differs little is not worth a write.
        if known == new || mixed.abs_diff(known) > known / 20 {
            self.keep(&measured);
        }
    }

    /// Returns how long so many characters will take; nothing for an engine that was not heard here yet.
    pub(crate) fn expected(&self, provider: &ProviderName, characters: u64) -> Option<Duration> {
        let measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        measured.get(provider).map(|each| Duration::from_micros(each.saturating_mul(characters)))
    }

    fn keep(&self, measured: &BTreeMap<ProviderName, u64>) {
        let Some(file) = &self.file else { return };
        let part = file.with_extension("part");
        let written = serde_json::to_vec(measured)
            .map_err(std::io::Error::other)
            .and_then(|text| std::fs::write(&part, text))
            .and_then(|()| std::fs::rename(&part, file));
        if let Err(error) = written {
            tracing::warn!(path = %file.display(), %error, "the engines' pace is not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_is_expected_and_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pace.json");
        let espeak: ProviderName = "espeak-ng".parse().unwrap();
        let pace = Pace::kept_in(file.clone());
        assert_eq!(pace.expected(&espeak, 10), None);
        pace.heard(&espeak, 100, Duration::from_millis(100));
        assert_eq!(pace.expected(&espeak, 10), Some(Duration::from_millis(10)));
        pace.heard(&espeak, 100, Duration::from_millis(600));
        assert_eq!(Pace::kept_in(file.clone()).expected(&espeak, 10), Some(Duration::from_millis(20)));
        std::fs::write(&file, "{").unwrap();
        assert_eq!(Pace::kept_in(file).expected(&espeak, 10), None);
    }
}
