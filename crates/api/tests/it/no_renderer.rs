//! Engines for tests in which nothing is rendered or packed.

use std::path::Path;

use async_trait::async_trait;
use domain::{
    Analysis, ChunkInput, FootageFile, Measured, Probe, ProfileContext, Progress, RenderError, Renderer,
    SoundEncoder, SoundFormat, Soundtrack, TellSegment,
};

/// Takes pictures, and panics when it is to render: the API only enqueues that.
pub(crate) struct NoRenderer;

#[async_trait]
impl Renderer for NoRenderer {
    fn engine(&self) -> String {
        unreachable!("the API renders nothing")
    }

    fn unwritable(&self, _text: &str) -> Vec<char> {
        Vec::new()
    }

    async fn probe(&self, _ctx: &ProfileContext, _file: &FootageFile) -> Result<Probe, RenderError> {
        unreachable!("the API renders nothing")
    }

    async fn analyse(
        &self,
        _ctx: &ProfileContext,
        _file: &FootageFile,
        _thumbnails: &Path,
        _progress: Progress<'_>,
        _found: TellSegment<'_>,
    ) -> Result<Analysis, RenderError> {
        unreachable!("the API renders nothing")
    }

    async fn picture(
        &self,
        _ctx: &ProfileContext,
        file: &FootageFile,
        at_ms: u32,
        out: &Path,
    ) -> Result<(), RenderError> {
        // The moment, in place of the picture.
        assert!(file.path.is_file());
        std::fs::write(out, format!("at {at_ms} ms")).unwrap();
        Ok(())
    }

    async fn render_chunk(
        &self,
        _ctx: &ProfileContext,
        _input: &ChunkInput<'_>,
        _out: &Path,
        _progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        unreachable!("the API renders nothing")
    }

    async fn join(
        &self,
        _ctx: &ProfileContext,
        _chunks: &[std::path::PathBuf],
        _sound: &Soundtrack,
        _out: &Path,
        _progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        unreachable!("the API renders nothing")
    }

    async fn thumbnail(&self, _ctx: &ProfileContext, _clip: &Path, _out: &Path) -> Result<(), RenderError> {
        unreachable!("the API renders nothing")
    }

    async fn measure(&self, _ctx: &ProfileContext, _clip: &Path) -> Result<Measured, RenderError> {
        unreachable!("the API renders nothing")
    }
}

/// Writes the name of the form before the bytes, instead of packing them.
pub(crate) struct NamingEncoder;

#[async_trait]
impl SoundEncoder for NamingEncoder {
    async fn encode(
        &self,
        _ctx: &ProfileContext,
        wav: &Path,
        format: SoundFormat,
        out: &Path,
    ) -> Result<(), RenderError> {
        let packed = [format.ending().as_bytes(), &std::fs::read(wav).unwrap()].concat();
        std::fs::write(out, packed).unwrap();
        Ok(())
    }
}
