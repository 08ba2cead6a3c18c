//! A renderer that writes what it is to render instead of rendering it: the same twice for the same.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use async_trait::async_trait;
use domain::{
    AnalysedSegment, Analysis, ChunkInput, FootageFile, Frames, Measured, PictureHash, Probe, ProfileContext,
    Progress, RenderError, Renderer, Scores, Soundtrack, TellSegment,
};

use crate::factory::PROBE;

/// It fails as it is told to.
#[derive(Default)]
pub(crate) struct TextRenderer {
    /// How the next chunks fail, the last of them first; nothing for one that goes well.
    pub(crate) failures: Mutex<Vec<Option<RenderError>>>,
    /// The chunks that were rendered.
    pub(crate) rendered: Mutex<Vec<String>>,
    /// What goes, folder by folder, before the next chunk is rendered.
    pub(crate) cleared: Mutex<Vec<PathBuf>>,
    /// What goes, folder by folder, before chunks are joined.
    pub(crate) emptied: Mutex<Vec<PathBuf>>,
}

#[async_trait]
impl Renderer for TextRenderer {
    fn engine(&self) -> String {
        "text 1".to_owned()
    }

    fn remark(&self) -> Option<String> {
        Some("Text instead of pictures.".to_owned())
    }

    fn unwritable(&self, _text: &str) -> Vec<char> {
        Vec::new()
    }

    async fn probe(&self, _ctx: &ProfileContext, _file: &FootageFile) -> Result<Probe, RenderError> {
        unreachable!("footage is ready")
    }

    async fn analyse(
        &self,
        _ctx: &ProfileContext,
        _file: &FootageFile,
        thumbnails: &Path,
        _progress: Progress<'_>,
        found: TellSegment<'_>,
    ) -> Result<Analysis, RenderError> {
        let thumbnail = thumbnails.join("0.jpg");
        std::fs::write(&thumbnail, b"picture").unwrap();
        let (scores, hash) = (Scores::default(), PictureHash(1));
        let only = AnalysedSegment { start_ms: 0, end_ms: 2000, scores, hash, thumbnail };
        found(&PROBE, only.clone());
        Ok(Analysis { probe: PROBE, segments: vec![only], viewing: None })
    }

    async fn picture(
        &self,
        _ctx: &ProfileContext,
        _file: &FootageFile,
        _at_ms: u32,
        _out: &Path,
    ) -> Result<(), RenderError> {
        unreachable!("nobody makes a segment")
    }

    async fn render_chunk(
        &self,
        _ctx: &ProfileContext,
        input: &ChunkInput<'_>,
        out: &Path,
        _progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        for cut in &input.chunk.cuts {
            assert!(input.footage[&cut.source_video].0.path.exists());
        }
        for folder in self.cleared.lock().unwrap().drain(..) {
            std::fs::remove_dir_all(folder).unwrap();
        }
        if let Some(failure) = self.failures.lock().unwrap().pop().flatten() {
            return Err(failure);
        }
        let text = serde_json::to_string(&(input.quality, input.chunk)).unwrap();
        std::fs::write(out, format!("{text}\n")).unwrap();
        self.rendered.lock().unwrap().push(text);
        Ok(())
    }

    async fn join(
        &self,
        _ctx: &ProfileContext,
        chunks: &[PathBuf],
        sound: &Soundtrack,
        out: &Path,
        _progress: Progress<'_>,
    ) -> Result<(), RenderError> {
        for folder in self.emptied.lock().unwrap().drain(..) {
            std::fs::remove_dir_all(folder).unwrap();
        }
        let texts: Vec<String> = chunks.iter().map(|chunk| std::fs::read_to_string(chunk).unwrap()).collect();
        std::fs::write(out, format!("{}\n{}", sound.frames.0, texts.concat())).unwrap();
        Ok(())
    }

    async fn thumbnail(&self, _ctx: &ProfileContext, _clip: &Path, out: &Path) -> Result<(), RenderError> {
        std::fs::write(out, b"picture").unwrap();
        Ok(())
    }

    async fn measure(&self, _ctx: &ProfileContext, clip: &Path) -> Result<Measured, RenderError> {
        let text = std::fs::read_to_string(clip).unwrap();
        let frames = Frames(text.lines().next().unwrap().parse().unwrap());
        let small = text.contains("[\"draft\"");
        let (width, height) = if small { (540, 960) } else { (1080, 1920) };
        let picture_ms = frames.ms();
        let size_bytes = u64::try_from(text.len()).unwrap();
        Ok(Measured {
            frames,
            picture_ms,
            sound_ms: picture_ms,
            width,
            height,
            loudness_lufs: -14.0,
            true_peak_dbtp: -2.0,
            size_bytes,
        })
    }
}
