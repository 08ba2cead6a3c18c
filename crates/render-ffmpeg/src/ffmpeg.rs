//! The adapter: what the port asks, and which module does it.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::{
    Analysis, Availability, ChunkInput, FootageFile, Measured, MusicFacts, MusicReader, PictureFile,
    PictureReader, PictureSize, Probe, ProfileContext, Progress, RenderError, Renderer, SampleError,
    SampleFacts, SampleFile, SampleReader, SoundEncoder, SoundFormat, Soundtrack, TellSegment,
};

use crate::{
    analyse, chunk, encode,
    encoder::Chosen,
    join, logo, measure, music, probe, sample,
    tools::{FfmpegSettings, Part, Tools},
};

/// Grows whenever this crate would make other bytes of the same plan: filters, layout or encoder settings.
const REVISION: u32 = 6;

/// Renders with ffmpeg as a child process.
pub struct Ffmpeg {
    tools: Tools,
    parts: Vec<Part>,
    engine: String,
    remark: Option<String>,
}

impl Ffmpeg {
    /// Finds the tools and tries each part that rendering needs, which takes about half a second, and the encoder that
    /// is wanted. One that does not work is no error: software encodes then, which [`Renderer::remark`] says.
    ///
    /// # Errors
    /// [`RenderError::Tool`] with the cure for the first part that does not work.
    pub async fn find(settings: FfmpegSettings) -> Result<Self, RenderError> {
        let mut tools = Tools::prepare(&settings)?;
        let mut parts = Box::pin(tools.inspect()).await;
        let mut versions = Vec::new();
        for part in &parts {
            match &part.availability {
                Availability::Available { version } => versions.push(format!("{} {version}", part.name)),
                Availability::Unavailable { cure } => return Err(RenderError::Tool { cure: cure.clone() }),
            }
        }
        let chosen = Box::pin(Chosen::of(&tools, settings.encoder)).await;
        tools.encoder = chosen.encoder;
        parts.push(chosen.part());
        let engine = format!(
            "render-ffmpeg {REVISION}; {}; {}; fonts {}; threads {}",
            versions.join(", "),
            tools.encoder.all(),
            tools.fonts.hash(),
            tools.threads
        );
        Ok(Self { tools, parts, engine, remark: chosen.remark() })
    }

    /// Tries each part and tells what works, with versions and cures, whether or not all does.
    pub async fn inspect(settings: &FfmpegSettings) -> Vec<Part> {
        match Tools::prepare(settings) {
            Ok(tools) => {
                let mut parts = Box::pin(tools.inspect()).await;
                parts.push(Box::pin(Chosen::of(&tools, settings.encoder)).await.part());
                parts
            }
            Err(error) => vec![Part {
                name: "ffmpeg",
                is_needed: true,
                availability: Availability::Unavailable { cure: error.to_string() },
            }],
        }
    }

    /// Returns the version of ffmpeg.
    pub fn version(&self) -> &str {
        match self.parts.first().map(|part| &part.availability) {
            Some(Availability::Available { version }) => version,
            _ => "unknown",
        }
    }

    /// Returns the parts as they were found when this was made.
    pub fn report(&self) -> &[Part] {
        &self.parts
    }
}

#[async_trait]
impl Renderer for Ffmpeg {
    fn engine(&self) -> String {
        self.engine.clone()
    }

    fn remark(&self) -> Option<String> {
        self.remark.clone()
    }

    fn unwritable(&self, text: &str) -> Vec<char> {
        self.tools.fonts.unwritable(text)
    }

    async fn probe(&self, _ctx: &ProfileContext, file: &FootageFile) -> Result<Probe, RenderError> {
        Ok(probe::probe(&self.tools, file).await?.probe)
    }

    async fn analyse(
        &self,
        _ctx: &ProfileContext,
        file: &FootageFile,
        scratch: &Path,
        progress: Progress<'_>,
        found: TellSegment<'_>,
    ) -> Result<Analysis, RenderError> {
        analyse::analyse(&self.tools, file, scratch, progress, found).await
    }

    async fn picture(
        &self,
        _ctx: &ProfileContext,
        file: &FootageFile,
        at_ms: u32,
        out: &Path,
    ) -> Result<(), RenderError> {
        analyse::picture(&self.tools, file, at_ms, out).await
    }

    async fn render_chunk(
        &self,
        _ctx: &ProfileContext,
        input: &ChunkInput<'_>,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        chunk::render(&self.tools, input, out, progress).await
    }

    async fn join(
        &self,
        _ctx: &ProfileContext,
        chunks: &[PathBuf],
        sound: &Soundtrack,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        join::join(&self.tools, chunks, sound, out, progress).await
    }

    async fn thumbnail(&self, _ctx: &ProfileContext, clip: &Path, out: &Path) -> Result<(), RenderError> {
        measure::thumbnail(&self.tools, clip, out).await
    }

    async fn measure(&self, _ctx: &ProfileContext, clip: &Path) -> Result<Measured, RenderError> {
        measure::measure(&self.tools, clip).await
    }
}

#[async_trait]
impl SoundEncoder for Ffmpeg {
    async fn encode(
        &self,
        _ctx: &ProfileContext,
        wav: &Path,
        format: SoundFormat,
        out: &Path,
    ) -> Result<(), RenderError> {
        encode::encode(&self.tools, wav, format, out).await
    }
}

#[async_trait]
impl SampleReader for Ffmpeg {
    async fn read_sample(
        &self,
        _ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<SampleFacts, SampleError> {
        sample::read(&self.tools, file, out).await
    }
}

#[async_trait]
impl MusicReader for Ffmpeg {
    async fn read_music(
        &self,
        _ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<MusicFacts, RenderError> {
        music::read(&self.tools, file, out).await
    }
}

#[async_trait]
impl PictureReader for Ffmpeg {
    async fn read_picture(
        &self,
        _ctx: &ProfileContext,
        file: &PictureFile,
        out: &Path,
    ) -> Result<PictureSize, RenderError> {
        logo::read(&self.tools, file, out).await
    }
}
