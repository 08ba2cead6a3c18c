"""A recording from which a voice is learned."""

from __future__ import annotations

import hashlib
import io
import wave
from dataclasses import dataclass

from . import errors

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 180


@dataclass(frozen=True)
class Sample:
    """A recording that was checked, and what the person calls the voice."""

    audio: bytes
    label: str
    language: str | None

    @property
    def sha256(self) -> str:
        """Returns the hash of the recording."""
        return hashlib.sha256(self.audio).hexdigest()


def checked(audio: bytes, label: str, language: str | None) -> Sample:
    """Takes a mono WAV of 16 bits whose length is within the limits, and which is as long as it says."""
    try:
        with wave.open(io.BytesIO(audio)) as recording:
            shape = (recording.getnchannels(), recording.getsampwidth())
            rate, frames = recording.getframerate(), recording.getnframes()
            whole = len(recording.readframes(frames)) == frames * shape[0] * shape[1]
    except (wave.Error, EOFError) as error:
        raise errors.invalid(f"the sample is no WAV file: {error}") from error
    if shape != (1, 2) or not 8_000 <= rate <= 96_000:
        raise errors.invalid("the sample must be a mono WAV file of 16 bits, 8 to 96 kHz")
    if not whole:
        raise errors.invalid("the sample is cut: it is shorter than its header says")
    if not SHORTEST_SECONDS <= frames / rate <= LONGEST_SECONDS:
        raise errors.invalid(
            f"the sample must last {SHORTEST_SECONDS} to {LONGEST_SECONDS} s, not {frames / rate:.1f} s"
        )
    return Sample(audio, label, language)
