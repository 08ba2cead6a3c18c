//! Reads samples with the real ffmpeg, which is looked for when there is one to read.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::{
    MusicFacts, MusicReader, PictureFile, PictureReader, PictureSize, ProfileContext, RenderError,
    SampleError, SampleFacts, SampleFile, SampleReader,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};

/// Works beside the given folder.
pub(crate) struct FfmpegSamples(pub(crate) PathBuf);

impl FfmpegSamples {
    async fn ffmpeg(&self) -> Result<Ffmpeg, RenderError> {
        let settings = FfmpegSettings {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            work_dir: self.0.with_file_name("render"),
            threads: 1,
            encoder: render_ffmpeg::VideoEncoder::default(),
        };
        Ffmpeg::find(settings).await
    }
}

#[async_trait]
impl SampleReader for FfmpegSamples {
    async fn read_sample(
        &self,
        ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<SampleFacts, SampleError> {
        self.ffmpeg().await?.read_sample(ctx, file, out).await
    }
}

#[async_trait]
impl MusicReader for FfmpegSamples {
    async fn read_music(
        &self,
        ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<MusicFacts, RenderError> {
        self.ffmpeg().await?.read_music(ctx, file, out).await
    }
}

#[async_trait]
impl PictureReader for FfmpegSamples {
    async fn read_picture(
        &self,
        ctx: &ProfileContext,
        file: &PictureFile,
        out: &Path,
    ) -> Result<PictureSize, RenderError> {
        self.ffmpeg().await?.read_picture(ctx, file, out).await
    }
}
