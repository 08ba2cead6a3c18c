//! The process that reads texts as phonemes, alone; `edit-factory` has the same as a hidden command.

use std::io;

fn main() -> io::Result<()> {
    phonemes::serve_phonemes(io::stdin().lock(), io::stdout().lock())
}
