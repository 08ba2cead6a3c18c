//! Reads samples with the real ffmpeg, which is looked for when there is one to read.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::{ProfileContext, SampleError, SampleFacts, SampleFile, SampleReader};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};

/// Works beside the given folder.
pub(crate) struct FfmpegSamples(pub(crate) PathBuf);

#[async_trait]
impl SampleReader for FfmpegSamples {
    async fn read_sample(
        &self,
        ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<SampleFacts, SampleError> {
        let settings = FfmpegSettings {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            work_dir: self.0.with_file_name("render"),
            threads: 1,
        };
        Ffmpeg::find(settings).await?.read_sample(ctx, file, out).await
    }
}
