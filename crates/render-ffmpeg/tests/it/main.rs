//! The adapter with the real ffmpeg, on fixtures that ffmpeg makes.

#[cfg(test)]
mod analysis;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod captions;
#[cfg(test)]
mod chunks;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod joining;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod mixing;
#[cfg(test)]
mod packing;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod stills;
