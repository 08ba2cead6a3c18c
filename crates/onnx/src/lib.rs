//! ONNX Runtime, found and loaded at run time, and its sessions.
