//! [`domain::TtsProvider`] for ElevenLabs.
