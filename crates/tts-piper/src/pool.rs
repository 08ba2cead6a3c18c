//! Sessions that are kept between speeches.
//!
//! A session takes a second or two to make and some 160 MB to keep, so a few are kept, of whichever voices spoke
//! last.

use std::sync::{Arc, Mutex, PoisonError};

use onnx::{ModelError, OnnxRuntime};

use crate::{catalog::VoiceFile, model::Model};

/// The sessions.
#[derive(Debug)]
pub(crate) struct Pool {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The one that rested longest first.
    idle: Vec<Resting>,
    lent: usize,
}

#[derive(Debug)]
struct Resting {
    voice: Arc<VoiceFile>,
    threads: usize,
    model: Model,
}

/// A session that is in use; it goes back when this is dropped.
#[derive(Debug)]
pub(crate) struct Lent<'p> {
    pool: &'p Pool,
    resting: Option<Resting>,
}

impl Pool {
    /// Makes a pool that keeps at most so many.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, kept: Mutex::default() }
    }

    /// Lends a session of a voice: one of so many threads, else another of that voice, else a new one, for which the
    /// one that rested longest goes when there are too many.
    ///
    /// # Errors
    /// [`ModelError`] when a new one cannot be made.
    pub(crate) fn lend(
        &self,
        runtime: &OnnxRuntime,
        voice: &Arc<VoiceFile>,
        threads: usize,
    ) -> Result<Lent<'_>, ModelError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |resting: &Resting| Arc::ptr_eq(&resting.voice, voice);
        let exact = kept.idle.iter().rposition(|resting| same(resting) && resting.threads == threads);
        let found = exact.or_else(|| kept.idle.iter().rposition(same));
        kept.lent += 1;
        // From here on dropping it counts it as returned.
        let mut lent = Lent { pool: self, resting: found.map(|found| kept.idle.remove(found)) };
        if lent.resting.is_none() {
            let over = (kept.idle.len() + kept.lent).saturating_sub(self.limit).min(kept.idle.len());
            let gone: Vec<Resting> = kept.idle.drain(..over).collect();
            drop(kept);
            drop(gone);
            let model = voice.load(runtime, threads)?;
            lent.resting = Some(Resting { voice: Arc::clone(voice), threads, model });
        }
        Ok(lent)
    }

    /// Returns how many rest.
    #[cfg(test)]
    pub(crate) fn resting(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).idle.len()
    }
}

impl Lent<'_> {
    /// Returns the model.
    pub(crate) fn model(&mut self) -> Option<&mut Model> {
        self.resting.as_mut().map(|resting| &mut resting.model)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut kept = self.pool.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.lent -= 1;
        kept.idle.extend(self.resting.take());
    }
}

#[cfg(test)]
mod tests {
    use onnx::OnnxPaths;
    use testkit::installed;

    use super::*;
    use crate::catalog::Catalog;

    fn runtime() -> OnnxRuntime {
        let paths = OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] };
        OnnxRuntime::open(&paths).unwrap_or_else(|error| panic!("{error}"))
    }

    fn voices() -> Vec<Arc<VoiceFile>> {
        let catalog = Catalog::new(installed::model(""));
        let usable = catalog.voices().into_iter().filter_map(|(_, voice)| voice.ok());
        usable.collect()
    }

    /// Who rests, with how many threads, the one that rested longest first.
    fn resting(pool: &Pool) -> Vec<(String, usize)> {
        let kept = pool.kept.lock().unwrap();
        assert_eq!(kept.lent, 0);
        let name = |resting: &Resting| resting.voice.voices().remove(0).name.to_string();
        kept.idle.iter().map(|resting| (name(resting), resting.threads)).collect()
    }

    #[test]
    fn a_session_is_used_again_and_the_one_that_rested_longest_goes() {
        let (runtime, pool, voices) = (runtime(), Pool::new(2), voices());
        let [tones, speakers, untimed] = voices.as_slice() else { panic!("{voices:?}") };
        let use_one = |voice: &Arc<VoiceFile>, threads| drop(pool.lend(&runtime, voice, threads).unwrap());
        use_one(tones, 1);
        // Making one of two threads takes longer than speaking with this.
        use_one(tones, 2);
        assert_eq!(resting(&pool), [("piper-tones".to_owned(), 1)]);
        use_one(untimed, 1);
        use_one(tones, 1);
        use_one(speakers, 2);
        let kept = [("piper-tones".to_owned(), 1), ("piper-tones-speakers/p225".to_owned(), 2)];
        assert_eq!(resting(&pool), kept);
    }

    #[test]
    fn those_in_use_count_and_two_at_once_are_two() {
        let (runtime, pool, voices) = (runtime(), Pool::new(2), voices());
        let [tones, speakers, _] = voices.as_slice() else { panic!("{voices:?}") };
        let first = pool.lend(&runtime, tones, 1).unwrap();
        let second = pool.lend(&runtime, tones, 2).unwrap();
        drop((first, second));
        let exact = pool.lend(&runtime, tones, 1).unwrap();
        assert_eq!(exact.resting.as_ref().map(|resting| resting.threads), Some(1));
        drop(pool.lend(&runtime, speakers, 1).unwrap());
        drop(exact);
        assert_eq!(
            resting(&pool),
            [("piper-tones-speakers/p225".to_owned(), 1), ("piper-tones".to_owned(), 1)]
        );
    }

    #[test]
    fn a_session_that_cannot_be_made_is_not_counted() {
        let folder = tempfile::tempdir().unwrap();
        for end in ["onnx", "onnx.json"] {
            std::fs::copy(
                installed::model(&format!("piper-tones.{end}")),
                folder.path().join(format!("a.{end}")),
            )
            .unwrap();
        }
        let voices = Catalog::new(folder.path().to_owned()).voices();
        let voice = voices[0].1.clone().unwrap();
        std::fs::write(folder.path().join("a.onnx"), "gone").unwrap();
        let pool = Pool::new(1);
        assert!(pool.lend(&runtime(), &voice, 1).is_err());
        assert_eq!(resting(&pool), []);
    }
}
