//! Looks at every row and every file after a soak, and tells what is not as it must be.

mod books;
mod files;
mod pictures;
mod rows;

use std::{collections::BTreeMap, fmt, path::PathBuf};

use crate::{Fault, look::Eye, place::Place, street::Shop};
use rows::Rows;

/// What there is to look at, once no worker runs any more.
#[derive(Debug)]
pub struct Inspection<'i> {
    /// The files.
    pub place: &'i Place,
    /// The rows.
    pub eye: &'i Eye,
    /// Whose they are.
    pub shops: &'i [Shop],
}

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many jobs there are in each state, by kind.
    pub jobs: BTreeMap<String, usize>,
    /// How often jobs were begun, all together.
    pub attempts: i64,
    /// How many clips were decoded and found whole.
    pub clips: usize,
    /// How many files were looked at.
    pub files: usize,
    /// How many purchases were paid.
    pub paid: usize,
    /// How many of them were bought anew, since a kill came between the answer and its file.
    pub bought_again: usize,
    /// What is not as it must be.
    pub violations: Vec<String>,
}

impl Findings {
    pub(crate) fn accuse(&mut self, of: impl Into<String>) {
        self.violations.push(of.into());
    }

    /// Returns the findings when nothing is wrong.
    ///
    /// # Errors
    /// With all that is.
    pub fn acquitted(self) -> Result<Self, Fault> {
        if self.violations.is_empty() { Ok(self) } else { Err(self.to_string().into()) }
    }

    /// Returns how many jobs are in a state.
    pub fn in_state(&self, state: &str) -> usize {
        self.jobs.iter().filter(|(name, _)| name.ends_with(state)).map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jobs: Vec<String> = self.jobs.iter().map(|(state, count)| format!("{count} {state}")).collect();
        write!(f, "jobs: {}; begun {} times; ", jobs.join(", "), self.attempts)?;
        write!(f, "{} clips whole; {} files; ", self.clips, self.files)?;
        write!(f, "{} purchases, {} of them anew; ", self.paid, self.bought_again)?;
        write!(f, "{} violations", self.violations.len())?;
        self.violations.iter().try_for_each(|violation| write!(f, "\n  {violation}"))
    }
}

impl Inspection<'_> {
    /// Looks at everything.
    ///
    /// # Errors
    /// When something cannot be looked at; what is wrong is among the findings.
    pub async fn run(&self) -> Result<Findings, Fault> {
        let mut findings = Findings::default();
        let rows = Rows::read(self.eye).await?;
        let files = files::walk(&self.place.media())?;
        findings.files = files.len();
        rows.check(&mut findings);
        books::check(self.eye, &mut findings).await?;
        files::check_places(&files, &rows, &mut findings);
        files::check_left_behind(&self.place.scratch(), &mut findings)?;
        let lengths = files::check_speech(&self.place.media(), &files, &mut findings)?;
        for shop in self.shops {
            let place = self.place.media().join(shop.ctx.profile().to_string());
            pictures::check(shop, &place, &files, &mut findings).await?;
            files::check_captions(shop, self.shops, &place, &files, &mut findings)?;
        }
        self.check_clips(&rows, &files, &lengths, &mut findings).await?;
        Ok(findings)
    }

    /// Compares each clip with its row and its plan.
    async fn check_clips(
        &self,
        rows: &Rows,
        files: &files::Files,
        lengths: &files::Lengths,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        for clip in &rows.clips {
            let folder = PathBuf::from(format!("{}/clips/{}", clip.profile_id, clip.id));
            for part in ["thumbnail.jpg", "captions.srt"] {
                if files.get(&folder.join(part)).is_none_or(|size| *size == 0) {
                    findings.accuse(format!("clip {} has no {part}", clip.id));
                }
            }
            let Some(size) = files.get(&folder.join("video.mp4")) else {
                findings.accuse(format!("clip {} has no video", clip.id));
                continue;
            };
            if i64::try_from(*size) != Ok(clip.size_bytes) {
                findings.accuse(format!("clip {}: {size} bytes, its row says {}", clip.id, clip.size_bytes));
            }
            let planned = rows.script_of(clip).and_then(|script| lengths.frames(&clip.profile_id, script));
            let video = self.place.media().join(&folder).join("video.mp4");
            let found = pictures::look(&video).await.map(|found| found.frames);
            match (found, planned) {
                (Ok(found), Some(planned)) if found == planned => findings.clips += 1,
                (found, planned) => {
                    let found = found.map_err(|fault| fault.to_string());
                    findings
                        .accuse(format!("clip {} has {found:?} frames, planned are {planned:?}", clip.id));
                }
            }
        }
        Ok(())
    }
}
