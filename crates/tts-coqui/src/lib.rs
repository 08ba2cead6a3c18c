//! [`domain::TtsProvider`] and [`domain::VoiceCloner`] for Coqui XTTS.
