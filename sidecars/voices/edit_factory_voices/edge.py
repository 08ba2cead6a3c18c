"""Microsoft Edge's voices, by the package edge-tts."""

from __future__ import annotations

import asyncio
import html
import importlib.metadata
import logging
import re
import time
from collections.abc import Sequence

import aiohttp
import edge_tts
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError, WebSocketError

from . import errors
from .engine import Condition, Mark, Sound, Speech, Voice

log = logging.getLogger(__name__)

SAMPLE_RATE = 24_000
TICKS_PER_MS = 10_000
VOICES_GOOD_FOR_SECONDS = 3600.0
# After a refusal nobody asks again for so long.
PAUSE_AFTER_REFUSAL_SECONDS = 300.0
# A name becomes a part of the request's markup.
VOICE_ID = re.compile(r"[a-z]{2,3}-[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]+)*")

REFUSED = (
    "Microsoft refused the request. The access that the package edge-tts implements has changed before: upgrade the "
    "package (sidecars/voices/requirements.in), or choose another engine"
)


class Edge:
    """Speaks by the read-aloud service. A refusal is remembered, and not answered by asking again at once."""

    name = "edge"
    at_once = 4

    def __init__(self, pause_seconds: float = PAUSE_AFTER_REFUSAL_SECONDS):
        self._pause = pause_seconds
        self._refused_until = 0.0
        self._voices: list[Voice] = []
        self._voices_until = 0.0
        self._listing = asyncio.Lock()

    async def start(self) -> None:
        """Has nothing to load."""

    async def stop(self) -> None:
        """Holds nothing."""

    def condition(self) -> Condition:
        """Tells whether it was refused lately."""
        version = importlib.metadata.version("edge-tts")
        refused = time.monotonic() < self._refused_until
        return Condition(
            state="unavailable" if refused else "ready",
            version=version,
            languages=sorted({voice.language for voice in self._voices}),
            sample_rate=SAMPLE_RATE,
            cure=REFUSED if refused else None,
        )

    async def voices(self, tenant: str | None) -> Sequence[Voice]:
        """Lists the voices, which it knows for an hour."""
        async with self._listing:
            if time.monotonic() >= self._voices_until:
                self._voices = await self._asked(_listed())
                self._voices_until = time.monotonic() + VOICES_GOOD_FOR_SECONDS
        return self._voices

    async def speak(self, speech: Speech) -> Sound:
        """Speaks; the words' places are those that the service tells."""
        if not any(voice.id == speech.voice for voice in await self.voices(None)):
            raise errors.no_voice(speech.voice)
        return await self._asked(_spoken(speech))

    async def _asked(self, asking):  # type: ignore[no-untyped-def]
        """Awaits an answer of the service, and tells its failures as ours."""
        left = self._refused_until - time.monotonic()
        if left > 0:
            asking.close()
            raise errors.unavailable(REFUSED, retry_after=int(left) + 1)
        try:
            return await asking
        except (SkewAdjustmentError, aiohttp.ClientResponseError) as error:
            if isinstance(error, aiohttp.ClientResponseError) and error.status != 403:
                raise errors.failed(f"the service answered with status {error.status}") from error
            log.warning("the service refused the request, twice: %s", type(error).__name__)
            self._refused_until = time.monotonic() + self._pause
            raise errors.unavailable(REFUSED, retry_after=int(self._pause) + 1) from error
        except NoAudioReceived as error:
            raise errors.no_sound("the service gave no sound for this text in this voice") from error
        except (asyncio.TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise errors.Problem(504, "timeout", "the service did not answer in time") from error
        except (aiohttp.ClientError, WebSocketError, OSError) as error:
            raise errors.failed(f"the service cannot be reached: {error}") from error
        except (EdgeTTSException, ValueError, LookupError) as error:
            # ValueError and LookupError: the package reads what it gets without care.
            raise errors.failed(f"the service answered otherwise than the package knows: {error}") from error


async def _listed() -> list[Voice]:
    listed = await edge_tts.list_voices()
    known = [voice for voice in listed if voice["Status"] != "Deprecated" and VOICE_ID.fullmatch(voice["ShortName"])]
    return [
        Voice(
            id=voice["ShortName"],
            name=voice["FriendlyName"],
            language=voice["Locale"],
            gender=voice["Gender"].lower() if voice["Gender"] in ("Female", "Male") else None,
        )
        for voice in known
    ]


async def _spoken(speech: Speech) -> Sound:
    conversation = edge_tts.Communicate(
        speech.text,
        speech.voice,
        rate=f"{speech.rate_percent:+d}%",
        volume=f"{speech.volume_percent:+d}%",
        pitch=f"{speech.pitch_hz:+d}Hz",
        boundary="WordBoundary",
    )
    audio, marks = bytearray(), []
    async for chunk in conversation.stream():
        if chunk["type"] == "audio":
            audio += chunk["data"]
        else:
            marks.append(_mark(chunk))
    if not audio:
        raise NoAudioReceived("nothing to say")
    # The package counts a part's bytes when its end is announced: what was cut off before is not counted.
    if conversation.state["cumulative_audio_bytes"] != len(audio):
        raise errors.no_sound("the service ended in the middle of the sound")
    return Sound(bytes(audio), "mp3", SAMPLE_RATE, marks, "words")


def _mark(chunk: edge_tts.typing.TTSChunk) -> Mark:
    start = chunk["offset"]
    end = start + chunk["duration"]
    # The package takes back &lt; &gt; and &amp; alone.
    return Mark(html.unescape(chunk["text"]), round(start / TICKS_PER_MS), round(end / TICKS_PER_MS))
