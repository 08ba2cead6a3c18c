//! The process that speaks, alone; `edit-factory` has the same as a hidden command.

use std::io;

fn main() -> io::Result<()> {
    tts_espeak::serve_speaker(io::stdin().lock(), io::stdout().lock())
}
