"""The bodies of the protocol, version 1."""

from __future__ import annotations

import base64
import re

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .engine import Condition, Sound, Speech, Voice

_PERCENT = re.compile(r"[+-]\d{1,3}%")
_HERTZ = re.compile(r"[+-]\d{1,3}Hz")


class SpeechRequest(BaseModel):
    """What to say: OpenAI's form, and what these engines know beyond it."""

    model_config = ConfigDict(extra="ignore")

    input: str = Field(min_length=1)
    voice: str = Field(min_length=1, max_length=120)
    # OpenAI's clients name the engine as the model.
    model: str | None = None
    engine: str | None = None
    language: str | None = Field(default=None, max_length=35)
    tenant: str | None = Field(default=None, max_length=64)
    speed: float | None = Field(default=None, ge=0.25, le=4)
    rate: str | None = None
    volume: str = "+0%"
    pitch: str = "+0Hz"

    @model_validator(mode="after")
    def _makes_sense(self) -> SpeechRequest:
        if not (self.engine or self.model):
            raise ValueError("engine is missing")
        if self.speed is not None and self.rate is not None:
            raise ValueError("speed and rate say the same: give one")
        for name, value, shape in (
            ("rate", self.rate, _PERCENT),
            ("volume", self.volume, _PERCENT),
            ("pitch", self.pitch, _HERTZ),
        ):
            if value is not None and not shape.fullmatch(value):
                raise ValueError(f"{name} is written as +10% (pitch as +10Hz), not {value[:20]!r}")
        if self.rate is not None and not -75 <= int(self.rate[:-1]) <= 300:
            raise ValueError("rate goes from -75% to +300%")
        if abs(int(self.volume[:-1])) > 100 or abs(int(self.pitch[:-2])) > 100:
            raise ValueError("volume and pitch go from -100 to +100")
        return self

    def speech(self) -> Speech:
        """Returns what an engine is asked."""
        rate = int(self.rate[:-1]) if self.rate else round((self.speed or 1.0) * 100) - 100
        return Speech(
            text=self.input,
            voice=self.voice,
            tenant=self.tenant,
            language=self.language,
            rate_percent=rate,
            volume_percent=int(self.volume[:-1]),
            pitch_hz=int(self.pitch[:-2]),
        )


def sound_body(sound: Sound) -> dict[str, object]:
    """Writes a sound and the places of its parts."""
    return {
        "audio": base64.b64encode(sound.audio).decode("ascii"),
        "format": sound.format,
        "sample_rate": sound.sample_rate,
        "marks_are": sound.marks_are,
        "marks": [{"text": mark.text, "start_ms": mark.start_ms, "end_ms": mark.end_ms} for mark in sound.marks],
    }


def voice_body(voice: Voice) -> dict[str, object]:
    """Writes a voice."""
    return {
        "id": voice.id,
        "name": voice.name,
        "language": voice.language,
        "languages": list(voice.languages),
        "gender": voice.gender,
        "cloned": voice.cloned,
    }


def condition_body(name: str, condition: Condition) -> dict[str, object]:
    """Writes what an engine tells of itself."""
    return {
        "name": name,
        "state": condition.state,
        "cure": condition.cure,
        "version": condition.version,
        "model": condition.model,
        "fingerprint": condition.fingerprint,
        "languages": list(condition.languages),
        "sample_rate": condition.sample_rate,
        "cloning": condition.cloning,
    }
