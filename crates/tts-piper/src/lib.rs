//! [`domain::TtsProvider`] for Piper's voices.
