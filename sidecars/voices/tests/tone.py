"""An engine that needs no model: a tone for each word, and voices learned from samples. It stands in for Coqui."""

from __future__ import annotations

import asyncio
import io
import struct
import wave
from collections.abc import Sequence
from pathlib import Path

from edit_factory_voices import errors
from edit_factory_voices.engine import Condition, Mark, Sound, Speech, Voice
from edit_factory_voices.sample import Sample
from edit_factory_voices.sentences import parts
from edit_factory_voices.shelf import Shelf

RATE = 24_000
MS_PER_LETTER = 60
LANGUAGES = ("en", "de", "zh-cn")


class Tone:
    """Speaks tones; `gate` holds speeches back until it is set."""

    name = "coqui"
    at_once = 1

    def __init__(self, shelf: Shelf):
        self._shelf = shelf
        self.state = "ready"
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.fault: Exception | None = None

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def condition(self) -> Condition:
        cure = None if self.state in ("ready", "loading") else "turn it on"
        return Condition(self.state, "1", "tone", "tone-1", LANGUAGES, RATE, self.state == "ready", cure)

    async def voices(self, tenant: str | None) -> Sequence[Voice]:
        learned = self._shelf.voices(tenant) if tenant else []
        own = [Voice("Claribel Dervla", "Claribel Dervla", "en", LANGUAGES)]
        return own + [Voice(kept.id, kept.label, kept.language or "en", LANGUAGES, cloned=True) for kept in learned]

    async def speak(self, speech: Speech) -> Sound:
        if not any(voice.id == speech.voice for voice in await self.voices(speech.tenant)):
            raise errors.no_voice(speech.voice)
        if speech.language and speech.language.split("-")[0] not in ("en", "de", "zh"):
            message = f"the model does not speak {speech.language!r}; it speaks {', '.join(LANGUAGES)}"
            raise errors.Problem(422, "language_not_spoken", message, languages=list(LANGUAGES))
        self.begun.set()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        if self.fault:
            raise self.fault
        return tones(speech)

    async def clone(self, tenant: str, voice: str, sample: Sample) -> Voice:
        def learn(_recording: Path, folder: Path) -> None:
            (folder / "latents.pth").write_bytes(b"learned")

        kept = self._shelf.put(tenant, voice, sample, learn)
        return Voice(kept.id, kept.label, kept.language or "en", LANGUAGES, cloned=True)

    async def forget(self, tenant: str, voice: str) -> None:
        self._shelf.remove(tenant, voice)


def tones(speech: Speech) -> Sound:
    marks, at_ms = [], 0
    for part in parts(speech.text, 200):
        length = max(10, len(part) * MS_PER_LETTER * 100 // (100 + speech.rate_percent))
        marks.append(Mark(part, at_ms, at_ms + length))
        at_ms += length
    period = b"".join(struct.pack("<h", 8000 if at < 24 else -8000) for at in range(48))
    return Sound(wav(period * (at_ms * RATE // 1000 // 48)), "wav", RATE, marks, "sentences")


def wav(pcm: bytes, channels: int = 1, rate: int = RATE) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as recording:
        recording.setnchannels(channels)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(pcm)
    return written.getvalue()


def recording(seconds: float = 6, value: int = 1000) -> bytes:
    """Returns a sample that can be learned."""
    return wav(struct.pack("<h", value) * int(RATE * seconds))
