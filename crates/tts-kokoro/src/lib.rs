//! [`domain::TtsProvider`] for Kokoro-82M.
