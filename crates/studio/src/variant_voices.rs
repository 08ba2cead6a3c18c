//! The voices of variants: the chosen one, then others of the same engine and language, where that is asked for.

use domain::{ProfileContext, Project, Voice, VoiceChoice};

use crate::{GenerateError, Studio};

impl Studio {
    /// Lists who speaks in the first variants, each voice once; with more variants than voices, they come again.
    pub(crate) async fn voices_of_variants(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        variants: u8,
    ) -> Result<Vec<VoiceChoice>, GenerateError> {
        let chosen = &project.voice;
        let mut choices = vec![chosen.clone()];
        // An engine that has gone is told when the job runs.
        let engine = self.provider(&chosen.provider).filter(|_| project.making.vary.voice && variants > 1);
        let Some(engine) = engine else { return Ok(choices) };
        let voices = self.known_voices(ctx, engine.as_ref()).await;
        let Some(own) = voices.iter().find(|voice| voice.name == chosen.voice) else { return Ok(choices) };
        let speaks = |voice: &&Voice| voice.name != own.name && voice.speaks(&own.language);
        let others = voices.iter().filter(speaks).take(usize::from(variants) - 1);
        choices.extend(others.map(|voice| VoiceChoice { voice: voice.name.clone(), ..chosen.clone() }));
        Ok(choices)
    }
}
