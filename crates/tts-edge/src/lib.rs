//! [`domain::TtsProvider`] for Microsoft Edge's voices.
