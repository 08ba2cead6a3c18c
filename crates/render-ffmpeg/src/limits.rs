//! What a child may take of the machine. A file of a stranger makes its reader want anything: memory without end, an
//! output that fills the disk, a loop that never ends.

use std::time::Duration;

use domain::{FPS, Frames, Quality};

/// The most memory of a child that no rule of its own is for, in bytes: several times what 8K footage takes.
const USUAL_MEMORY: u64 = 6 << 30;
/// The longest file that such a child may write: a quarter of an hour of the busiest picture.
const USUAL_FILE: u64 = 4 << 30;
/// What a file of no length may have, and how much more for each second of picture: ten times what an encoder at its
/// best quality made of pure noise in 1080x1920 at a CRF of 20.
const FILE_START: u64 = 64 << 20;
const FILE_EACH_SECOND: u64 = 40 << 20;
/// What an open decoder holds: twice what was measured of HEVC of 10 bits.
const DECODER_EACH_PIXEL: u64 = 54;
/// What a thread of every decoder, filter and encoder takes: its stack, which counts whole.
const EACH_THREAD: u64 = 256 << 20;
/// How much more than its memory a child may address: programs, libraries and fonts, and what the allocator reserves.
#[cfg(target_os = "linux")]
const ADDRESSES: u64 = 8 << 30;
/// How many seconds of processor time a child may take for each second that it is given: as many cores as help it.
const MAX_CORES: u64 = 16;
/// How long a child that tells its progress may tell nothing.
pub(crate) const SILENCE: Duration = Duration::from_mins(3);

/// What a child may take, beside its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The most memory of its own in bytes: what it writes to, without the programs and libraries that it reads.
    pub(crate) memory_bytes: u64,
    /// The longest file that it may write, in bytes.
    pub(crate) file_bytes: u64,
    /// How much processor time it may take, in seconds; all that its time can hold where nothing is said.
    pub(crate) processor_seconds: Option<u64>,
    /// How long it may tell nothing on standard output, where it tells its progress there.
    pub(crate) silence: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory_bytes: USUAL_MEMORY, file_bytes: USUAL_FILE, processor_seconds: None, silence: None }
    }
}

impl Limits {
    /// What encoding so much picture may take, while decoders hold so many pixels open.
    pub(crate) fn of_piece(quality: Quality, frames: Frames, open_pixels: u64, threads: u8) -> Self {
        let encoder = match quality {
            Quality::Draft => 1 << 30,
            Quality::Standard => 3 << 29,
            Quality::Final => 2 << 30,
        };
        let memory_bytes = encoder + DECODER_EACH_PIXEL * open_pixels + EACH_THREAD * u64::from(threads);
        Self { memory_bytes, ..Self::of_picture(frames) }
    }

    /// How much processor time a child may take that is given so long, in seconds.
    pub(crate) fn processor_seconds_of(&self, given: Duration) -> u64 {
        self.processor_seconds.unwrap_or(given.as_secs().saturating_add(1).saturating_mul(MAX_CORES))
    }

    /// What writing so much picture may take that is encoded already.
    pub(crate) fn of_picture(frames: Frames) -> Self {
        let seconds = u64::from(frames.0 / FPS + 1);
        let file_bytes = FILE_START + FILE_EACH_SECOND * seconds;
        Self { file_bytes, silence: Some(SILENCE), ..Self::default() }
    }
}

/// Gives the child that is about to be started its limits; only system calls, for it is called between fork and exec.
///
/// # Errors
/// Those of the system.
#[cfg(target_os = "linux")]
pub(crate) fn set(limits: Limits, given: Duration) -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let most = |value| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::Data, most(limits.memory_bytes))?;
    setrlimit(Resource::As, most(limits.memory_bytes.saturating_add(ADDRESSES)))?;
    setrlimit(Resource::Fsize, most(limits.file_bytes))?;
    setrlimit(Resource::Core, most(0))?;
    let seconds = limits.processor_seconds_of(given);
    // The child hears of the first, and is killed at the second: a kill alone would look like a lack of memory.
    let processor = Rlimit { current: Some(seconds), maximum: Some(seconds.saturating_add(5)) };
    Ok(setrlimit(Resource::Cpu, processor)?)
}

/// Tells what is limited of what children take on this system.
///
/// # Errors
/// With the cure, where the time alone is.
pub fn limited() -> Result<&'static str, &'static str> {
    if cfg!(target_os = "linux") {
        Ok("memory, processor time and length of files")
    } else {
        Err(
            "this system limits nothing but the time of the video tools: take in the files of strangers on Linux only",
        )
    }
}
