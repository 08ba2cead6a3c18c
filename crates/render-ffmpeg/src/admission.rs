//! Lets a child that renders or looks through footage start only while there is room for it; until then it waits its
//! turn.

use std::fs;

use domain::{Quality, RenderError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The share of the memory that was free at the start which children may take, in hundredths.
const MEMORY_PERCENT: u64 = 80;
/// What is taken for free where nobody tells, in megabytes.
const UNKNOWN_MB: u64 = 2048;
/// The pixels of one picture of 1080p.
const PLAIN_PIXELS: u64 = 1920 * 1080;
/// What an open decoder holds: as measured of HEVC of 10 bits.
const DECODER_EACH_PIXEL: u64 = 27;
/// What looking through footage takes with one decoder of 1080p, with room to spare: 87 MB were measured.
const LOOKING_MB: u32 = 150;

/// What this process gives to the children that render.
#[derive(Debug)]
pub(crate) struct Admission {
    memory_mb: Gate,
    cores: Gate,
}

/// A place among the children that render; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Admitted<'a> {
    _memory: SemaphorePermit<'a>,
    _cores: SemaphorePermit<'a>,
}

#[derive(Debug)]
struct Gate {
    places: Semaphore,
    all: u32,
}

impl Admission {
    /// Looks at what the machine has free now.
    pub(crate) fn of_this_machine() -> Self {
        let free = free_mb().unwrap_or(UNKNOWN_MB) * MEMORY_PERCENT / 100;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::new(u32::try_from(free).unwrap_or(u32::MAX), u32::try_from(cores).unwrap_or(1))
    }

    fn new(memory_mb: u32, cores: u32) -> Self {
        Self { memory_mb: Gate::of(memory_mb), cores: Gate::of(cores) }
    }

    /// Waits for a place, first come, first served. One that is larger than the machine takes all of it.
    ///
    /// # Errors
    /// [`RenderError::Io`] never happens: the gates are never closed.
    pub(crate) async fn enter(
        &self,
        quality: Quality,
        open_pixels: u64,
        threads: u8,
    ) -> Result<Admitted<'_>, RenderError> {
        // Memory first, cores then, for everybody: nobody holds what the other waits for in turn.
        let memory = self.memory_mb.enter(memory_mb(quality, open_pixels)).await?;
        let cores = self.cores.enter(u32::from(threads)).await?;
        Ok(Admitted { _memory: memory, _cores: cores })
    }

    /// Waits for the memory of looking through footage. It takes no core from those that render: it may go on for hours,
    /// in which none of them would begin.
    ///
    /// # Errors
    /// Those of [`Self::enter`].
    pub(crate) async fn enter_to_look(&self, open_pixels: u64) -> Result<SemaphorePermit<'_>, RenderError> {
        self.memory_mb.enter(with_decoders(LOOKING_MB, open_pixels)).await
    }
}

impl Gate {
    fn of(all: u32) -> Self {
        let all = all.clamp(1, u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self { places: Semaphore::new(usize::try_from(all).unwrap_or(1)), all }
    }

    async fn enter(&self, wanted: u32) -> Result<SemaphorePermit<'_>, RenderError> {
        self.places.acquire_many(wanted.clamp(1, self.all)).await.map_err(|closed| RenderError::Io {
            doing: "wait for a turn to render",
            source: std::io::Error::other(closed),
        })
    }
}

/// What a piece takes at most, as it was measured of plain chunks (0.31 GB of a fast one, with one decoder of 1080p),
/// with room to spare, and what decoders of more pixels hold beside that.
fn memory_mb(quality: Quality, open_pixels: u64) -> u32 {
    let plain = match quality {
        Quality::Draft => 200,
        Quality::Standard => 350,
        Quality::Final => 500,
    };
    with_decoders(plain, open_pixels)
}

/// Adds what decoders of more pixels than one of 1080p hold, in megabytes.
fn with_decoders(plain_mb: u32, open_pixels: u64) -> u32 {
    let more_bytes = open_pixels.saturating_sub(PLAIN_PIXELS).saturating_mul(DECODER_EACH_PIXEL);
    u32::try_from(more_bytes / 1_000_000).unwrap_or(u32::MAX).saturating_add(plain_mb)
}

/// Reads how much memory is free, in megabytes: the machine's, or this container's where that is less.
fn free_mb() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    let number = |path: &str| fs::read_to_string(path).ok()?.trim().parse::<u64>().ok();
    let container = number("/sys/fs/cgroup/memory.max")
        .map(|most| most.saturating_sub(number("/sys/fs/cgroup/memory.current").unwrap_or(0)) / 1_000_000);
    Some((kilobytes / 1000).min(container.unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn is_waiting(work: impl Future) -> bool {
        let mut work = std::pin::pin!(work);
        poll_fn(|context| std::task::Poll::Ready(work.as_mut().poll(context).is_pending())).await
    }

    #[tokio::test]
    async fn a_child_waits_until_there_is_memory_and_a_core_for_it() {
        let admission = Admission::new(900, 8);
        let first = admission.enter(Quality::Standard, PLAIN_PIXELS, 2).await.unwrap();
        let second = admission.enter(Quality::Final, PLAIN_PIXELS, 2).await.unwrap();
        assert!(
            is_waiting(admission.enter(Quality::Draft, PLAIN_PIXELS, 2)).await,
            "850 of 900 MB are taken"
        );
        drop(first);
        let third = admission.enter(Quality::Draft, PLAIN_PIXELS, 2).await.unwrap();
        drop((second, third));
        let all = admission.enter(Quality::Draft, PLAIN_PIXELS, 8).await.unwrap();
        assert!(is_waiting(admission.enter(Quality::Draft, PLAIN_PIXELS, 1)).await, "every core is taken");
        drop(all);
    }

    #[tokio::test]
    async fn looking_through_footage_takes_memory_and_no_core() {
        let admission = Admission::new(400, 1);
        let render = admission.enter(Quality::Draft, PLAIN_PIXELS, 1).await.unwrap();
        let look = admission.enter_to_look(PLAIN_PIXELS).await.unwrap();
        assert!(is_waiting(admission.enter_to_look(PLAIN_PIXELS)).await, "350 of 400 MB are taken");
        drop(render);
        let another = admission.enter_to_look(PLAIN_PIXELS).await.unwrap();
        drop((look, another));
    }

    #[test]
    fn decoders_of_large_pictures_count() {
        assert_eq!(memory_mb(Quality::Standard, 0), 350);
        assert_eq!(memory_mb(Quality::Standard, 2 * 3840 * 2160), 350 + 391);
        assert_eq!(memory_mb(Quality::Final, u64::MAX), u32::MAX);
    }

    #[tokio::test]
    async fn a_small_machine_does_one_at_a_time() {
        let admission = Admission::new(100, 1);
        let one = admission.enter(Quality::Final, PLAIN_PIXELS, 4).await.unwrap();
        assert!(is_waiting(admission.enter(Quality::Draft, PLAIN_PIXELS, 1)).await);
        drop(one);
    }
}
