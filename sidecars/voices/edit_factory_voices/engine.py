"""What an engine is: what it is asked, what it answers, what it tells of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .sample import Sample

State = Literal["ready", "loading", "off", "unavailable"]


@dataclass(frozen=True)
class Speech:
    """A text, who speaks it and how; the numbers are in their ranges."""

    text: str
    voice: str
    tenant: str | None = None
    language: str | None = None
    # Faster or slower than the voice's own speed.
    rate_percent: int = 0
    volume_percent: int = 0
    pitch_hz: int = 0


@dataclass(frozen=True)
class Mark:
    """Where a part of the text lies in the sound."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Sound:
    """Spoken sound as the engine produced it."""

    audio: bytes
    format: Literal["mp3", "wav"]
    sample_rate: int
    marks: Sequence[Mark]
    # Whether a mark is a word that the engine told, or a sentence that was spoken by itself.
    marks_are: Literal["words", "sentences"]


@dataclass(frozen=True)
class Voice:
    """A voice that a tenant can choose."""

    id: str
    name: str
    language: str
    languages: Sequence[str] = field(default_factory=tuple)
    gender: str | None = None
    cloned: bool = False


@dataclass(frozen=True)
class Condition:
    """What an engine tells of itself."""

    state: State
    version: str
    model: str | None = None
    # Changes whenever the same words may sound different.
    fingerprint: str | None = None
    languages: Sequence[str] = field(default_factory=tuple)
    sample_rate: int | None = None
    cloning: bool = False
    cure: str | None = None


class Engine(Protocol):
    """Speaks. Whatever it raises beside a `Problem` is a fault of its own."""

    name: str
    # How many speeches at once it takes.
    at_once: int

    async def start(self) -> None:
        """Begins to load what it needs, and returns at once."""

    async def stop(self) -> None:
        """Lets go of what it holds."""

    def condition(self) -> Condition:
        """Tells its state."""

    async def voices(self, tenant: str | None) -> Sequence[Voice]:
        """Lists the voices that are for everybody, and the tenant's own."""

    async def speak(self, speech: Speech) -> Sound:
        """Speaks; ends its work when it is cancelled."""


class Cloner(Protocol):
    """Learns voices from samples; an engine that can is one, too."""

    async def clone(self, tenant: str, voice: str, sample: Sample) -> Voice:
        """Learns a voice; the same sample under the same name again is the same voice."""

    async def forget(self, tenant: str, voice: str) -> None:
        """Forgets a voice; one that is gone is forgotten already."""
