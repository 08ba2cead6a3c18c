//! The model files of the local voices: their catalogue, their download, their proof.
