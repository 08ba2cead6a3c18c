//! How variants differ beside their shots, where that is asked for: in voice, music and captions.

use std::collections::HashSet;

use domain::{
    CaptionPreset, CaptionStyle, Making, Mix, MusicBed, MusicId, ProfileContext, Project, StoreError, Voice,
    VoiceChoice,
};

use crate::{GenerateError, Studio};

impl Studio {
    /// Lists who speaks in the first variants, each voice once: the chosen one, then others of the same engine and
    /// language. With more variants than voices, they come again.
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

    /// Lists what sounds beside the voice in each variant: the chosen piece, then the store's others.
    pub(crate) async fn mixes_of_variants(
        &self,
        ctx: &ProfileContext,
        making: &Making,
        variants: u8,
    ) -> Result<Vec<Mix>, StoreError> {
        let (mix, count) = (making.mix, usize::from(variants));
        let pieces: Vec<MusicId> = if making.vary.music {
            self.ports.music.list(ctx).await?.into_iter().map(|music| music.id).collect()
        } else {
            Vec::new()
        };
        let chosen = mix.music.map(|bed| bed.music);
        let others = pieces.into_iter().filter(|piece| Some(*piece) != chosen);
        let pieces: Vec<MusicId> = chosen.into_iter().chain(others).collect();
        if !making.vary.music || pieces.is_empty() {
            return Ok(vec![mix; count]);
        }
        let below_voice_lu = match mix.music {
            Some(bed) => bed.below_voice_lu,
            None => self.ports.profiles.settings(ctx).await?.making.music_below_voice_lu,
        };
        let under = |music: MusicId| {
            let other = MusicBed { music, below_voice_lu, start_ms: 0 };
            Mix { music: Some(mix.music.filter(|bed| bed.music == music).unwrap_or(other)), ..mix }
        };
        Ok(pieces.into_iter().cycle().map(under).take(count).collect())
    }
}

/// Says in what the variants were to differ and cannot all.
pub(crate) fn too_few(making: &Making, variants: u8, voices: usize, mixes: &[Mix]) -> Vec<String> {
    let pieces: HashSet<MusicId> = mixes.iter().filter_map(|mix| Some(mix.music?.music)).collect();
    let (styles, vary) = (CaptionPreset::ALL.len(), making.vary);
    let counted = |count: usize, one: &str, more: &str| match count {
        1 => format!("is 1 {one}"),
        count => format!("are {count} {more}"),
    };
    let voices_there = counted(voices, "voice", "voices") + " of this engine and language";
    let pieces_there = counted(pieces.len(), "piece", "pieces") + "; upload more in the settings";
    let asked = [
        (vary.voice, "voice", voices, voices_there),
        (vary.music, "music", pieces.len(), pieces_there),
        (vary.captions, "style of captions", styles, counted(styles, "style", "styles")),
    ];
    let few = asked
        .into_iter()
        .filter(|(is_asked, _, there, _)| *is_asked && (*there).max(1) < usize::from(variants));
    few.map(|(_, what, _, there)| format!("The variants cannot all have another {what}: there {there}."))
        .collect()
}

/// Returns the style of a variant's captions, counted from 0: the chosen one first, then others.
pub(crate) fn caption_style(style: CaptionStyle, making: &Making, variant: u8) -> CaptionStyle {
    let all = if making.vary.captions { style.variants(usize::from(variant) + 1) } else { Vec::new() };
    all.last().copied().unwrap_or(style)
}
