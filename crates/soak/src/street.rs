//! Shops that order videos: each a profile with a tint of its own, by which its pictures are known.

use std::path::{Path, PathBuf};

use domain::{Job, NewProfile, ProfileContext, SourceVideoId, Speed, VoiceChoice};
use studio::{ProjectDraft, UploadAccepted};

use crate::{Fault, place::Place, process, wiring::Works};

/// The two colour components that every picture of a shop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tint {
    /// Blue against yellow.
    pub u: u8,
    /// Red against green.
    pub v: u8,
}

/// The shops' names and tints, far from each other.
pub const SHOPS: [(&str, Tint); 3] = [
    ("Lumina", Tint { u: 90, v: 190 }),
    ("Brasswick", Tint { u: 70, v: 80 }),
    ("Verdant", Tint { u: 190, v: 110 }),
];

/// A profile that orders videos.
#[derive(Debug, Clone)]
pub struct Shop {
    /// Its name, which is in each of its scripts.
    pub name: &'static str,
    /// Its tint.
    pub tint: Tint,
    /// Its profile.
    pub ctx: ProfileContext,
    film: PathBuf,
}

/// Some shops on one server.
pub struct Street {
    /// The use-cases by which they order.
    pub works: Works,
    /// The shops.
    pub shops: Vec<Shop>,
    broken_film: PathBuf,
}

impl Street {
    /// Opens so many shops, and films something for each.
    ///
    /// # Errors
    /// When a profile or a film cannot be made.
    pub async fn open(works: Works, place: &Place, count: usize) -> Result<Self, Fault> {
        let actor = works.studio.local_user().await?;
        let mut shops = Vec::new();
        for (name, tint) in SHOPS.into_iter().take(count) {
            let new = NewProfile::parse(name, "", NewProfile::COLOUR, "")?;
            let profile = works.studio.create_profile(&actor, new, None).await?;
            let film = place.root().join(format!("{name}.mp4"));
            shoot(&film, tint).await?;
            shops.push(Shop { name, tint, ctx: ProfileContext::enter(&actor, &profile)?, film });
        }
        let broken_film = place.root().join("broken.mp4");
        let whole = std::fs::read(&shops.first().ok_or("a street without shops")?.film)?;
        std::fs::write(&broken_film, whole.get(..whole.len() / 8).ok_or("an empty film")?)?;
        Ok(Self { works, shops, broken_film })
    }

    /// Returns a shop by any number.
    ///
    /// # Errors
    /// When there is none.
    pub fn shop(&self, number: usize) -> Result<&Shop, Fault> {
        let number = number.checked_rem(self.shops.len()).ok_or("a street without shops")?;
        self.shops.get(number).ok_or_else(|| "a street without shops".into())
    }

    /// Uploads a shop's film, which enqueues its analysis.
    ///
    /// # Errors
    /// When the upload is refused.
    pub async fn upload(&self, shop: &Shop) -> Result<UploadAccepted, Fault> {
        Ok(self.works.studio.upload(&shop.ctx, "film.mp4", &shop.film, None).await?)
    }

    /// Uploads a film that is cut off, so that its analysis fails for good.
    ///
    /// # Errors
    /// When the upload is refused.
    pub async fn upload_broken(&self, shop: &Shop) -> Result<UploadAccepted, Fault> {
        Ok(self.works.studio.upload(&shop.ctx, "broken.mp4", &self.broken_film, None).await?)
    }

    /// Orders a video of so many sentences; its number makes the words, so no cache has them yet.
    ///
    /// # Errors
    /// When the project or the job is refused.
    pub async fn order(
        &self,
        shop: &Shop,
        film: SourceVideoId,
        number: u64,
        sentences: u64,
    ) -> Result<Job, Fault> {
        let script: Vec<String> = (0..sentences).map(|n| format!("{} {number} {n}a.", shop.name)).collect();
        let draft = ProjectDraft {
            name: Some(format!("{} {number}", shop.name)),
            script: Some(script.join(" ")),
            source_videos: Some(vec![film]),
            // It costs, so it speaks only where it is named.
            voice: Some(VoiceChoice {
                provider: "paid-tone".parse()?,
                voice: "en-us".parse()?,
                speed: Speed::NORMAL,
            }),
            ..ProjectDraft::default()
        };
        let project = self.works.studio.create_project(&shop.ctx, draft, None).await?;
        Ok(self.works.studio.queue_variants(&shop.ctx, project.id, 1, None).await?)
    }
}

/// Makes two and a half seconds of moving test picture in one tint.
async fn shoot(film: &Path, tint: Tint) -> Result<(), Fault> {
    let source = "testsrc2=s=320x568:r=30:d=2.5";
    let dye = format!("format=yuv420p,lutyuv=u={}:v={}", tint.u, tint.v);
    let film = film.to_str().ok_or("a folder with a name in UTF-8 is needed")?;
    let line = ["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-vf", &dye, "-c:v", "libx264"];
    let line: Vec<&str> = line.into_iter().chain(["-preset", "ultrafast", "-f", "mp4", film]).collect();
    process::run("ffmpeg", &line).await?;
    Ok(())
}
