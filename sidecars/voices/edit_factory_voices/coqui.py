"""Coqui XTTS, by the package coqui-tts: speech in the voices of the model, and in learned ones."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import importlib.util
import io
import json
import logging
import os
import threading
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from . import errors
from .engine import Condition, Mark, Sound, Speech, Voice
from .sample import Sample
from .sentences import parts
from .shelf import Kept, Shelf

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_INSTALLED = "the package coqui-tts is not installed: pip install -r sidecars/voices/requirements-coqui.txt"
NOT_AGREED = (
    "the weights of XTTS are under the Coqui Public Model License, which allows non-commercial use alone, and whoever "
    "runs this service has not agreed to it: read it, then start the service with --agree-cpml (coqui_agree_cpml among "
    "the settings of Edit Factory)"
)
NO_MODEL = "no model is named: start the service with --coqui-model and the folder of an XTTS model (coqui_model)"


class Coqui:
    """Speaks and learns by one XTTS model, one after the other, in a thread of its own."""

    name = "coqui"
    at_once = 1

    def __init__(self, model: str | None, agree_cpml: bool, shelf: Shelf):
        self._named = model
        self._agreed = agree_cpml
        self._shelf = shelf
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="coqui")
        self._model: Any = None
        self._fingerprint: str | None = None
        self._broken: str | None = None
        self._loading: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Begins to load the model, if everything for it is there."""
        if self._off() is None:
            self._shelf.sweep()
            self._loading = asyncio.ensure_future(self._in_thread(self._load))

    async def stop(self) -> None:
        """Takes no more work; what is computing ends with the process."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def condition(self) -> Condition:
        """Tells its state, and what would change it."""
        cure = self._off() or self._broken
        if cure:
            return Condition("off" if self._off() else "unavailable", _version(), cure=cure)
        if self._model is None:
            return Condition("loading", _version(), model=self._named)
        return Condition(
            state="ready",
            version=_version(),
            model=Path(self._named or "").name,
            fingerprint=self._fingerprint,
            languages=self._model.config.languages,
            sample_rate=self._model.args.output_sample_rate,
            cloning=True,
        )

    async def voices(self, tenant: str | None) -> Sequence[Voice]:
        """Lists the model's own speakers, and those that the tenant's samples taught."""
        self._ready()
        languages = tuple(self._model.config.languages)
        own = [Voice(name, name, "en", languages) for name in self._speakers()]
        learned = await asyncio.to_thread(self._shelf.voices, tenant) if tenant else []
        return own + [self._learned(kept) for kept in learned]

    async def speak(self, speech: Speech) -> Sound:
        """Speaks sentence by sentence; each has its place in the sound."""
        self._ready()
        kept = self._shelf.find(speech.tenant, speech.voice) if speech.tenant else None
        if kept is None and speech.voice not in self._speakers():
            raise errors.no_voice(speech.voice)
        language = self._language(speech.language or (kept.language if kept else None))
        return await self._in_thread(lambda given_up: self._spoken(speech, kept, language, given_up))

    async def clone(self, tenant: str, voice: str, sample: Sample) -> Voice:
        """Learns a voice, and keeps what was computed of it."""
        self._ready()
        if voice in self._speakers():
            raise errors.Problem(409, "voice_exists", f"the model has a voice {voice!r} of its own")

        def learn(recording: Path, folder: Path) -> None:
            self._latents(recording, folder)

        kept = await self._in_thread(lambda _given_up: self._shelf.put(tenant, voice, sample, learn))
        return self._learned(kept)

    async def forget(self, tenant: str, voice: str) -> None:
        """Forgets a voice; this needs no model."""
        await asyncio.to_thread(self._shelf.remove, tenant, voice)

    def _off(self) -> str | None:
        if importlib.util.find_spec("TTS") is None:
            return NOT_INSTALLED
        if not self._agreed:
            return NOT_AGREED
        return None if self._named else NO_MODEL

    def _ready(self) -> None:
        if cure := self._off() or self._broken:
            raise errors.unavailable(cure)
        if self._model is None:
            raise errors.unavailable("the model is being loaded; try again in a minute", retry_after=10)

    def _load(self, _given_up: threading.Event) -> None:
        try:
            folder = self._folder()
            self._model = _loaded(folder)
            self._fingerprint = _fingerprint(folder)
        except Exception as error:
            log.exception("the model cannot be loaded")
            self._broken = f"the model {self._named} cannot be loaded: {error}"[:500]

    def _folder(self) -> Path:
        assert self._named is not None
        folder = Path(self._named)
        if not self._named.startswith("tts_models/"):
            if not (folder / "config.json").is_file():
                raise errors.unavailable(f"{folder} is no folder with the config.json of a model")
            return folder
        # The package asks on a terminal otherwise. Nobody gets here who did not agree to the licence.
        os.environ["COQUI_TOS_AGREED"] = "1"
        from TTS.utils.manage import ModelManager

        return Path(ModelManager(progress_bar=False).download_model(self._named)[0])

    def _speakers(self) -> Sequence[str]:
        manager = self._model.speaker_manager
        return manager.speaker_names if manager else ()

    def _learned(self, kept: Kept) -> Voice:
        languages = tuple(self._model.config.languages)
        return Voice(kept.id, kept.label, kept.language or "en", languages, cloned=True)

    def _language(self, asked: str | None) -> str:
        known = self._model.config.languages
        primary = (asked or "en").lower().split("-")[0]
        for language in known:
            if language.split("-")[0] == primary:
                return language
        message = f"the model does not speak {asked!r}; it speaks {', '.join(known)}"
        raise errors.Problem(422, "language_not_spoken", message, languages=list(known))

    def _spoken(self, speech: Speech, kept: Kept | None, language: str, given_up: threading.Event) -> Sound:
        import numpy
        import torch

        latents = (
            self._latents(kept.sample, kept.folder) if kept else self._model.speaker_manager.speakers[speech.voice]
        )
        rate = self._model.args.output_sample_rate
        sounds, marks, at = [], [], 0
        for part in self._parts(speech.text, language):
            if given_up.is_set():
                raise asyncio.CancelledError
            # The model draws lots; so the same words sound the same.
            torch.manual_seed(0)
            sound = self._said(part, language, latents, 1 + speech.rate_percent / 100)
            marks.append(Mark(part, at * 1000 // rate, (at + len(sound)) * 1000 // rate))
            sounds.append(sound)
            at += len(sound)
        if at == 0:
            raise errors.no_sound("the model says nothing for this text")
        louder = 1 + speech.volume_percent / 100
        samples = numpy.clip(numpy.nan_to_num(numpy.concatenate(sounds)) * louder, -1, 1)
        return Sound(_wav((samples * 32767).astype("<i2").tobytes(), rate), "wav", rate, marks, "sentences")

    def _said(self, part: str, language: str, latents: Any, speed: float) -> Any:
        config = self._model.config
        return self._model.inference(
            part,
            language,
            latents["gpt_cond_latent"],
            latents["speaker_embedding"],
            temperature=config.temperature,
            length_penalty=config.length_penalty,
            repetition_penalty=float(config.repetition_penalty),
            top_k=config.top_k,
            top_p=config.top_p,
            speed=speed,
            enable_text_splitting=False,
        )["wav"].reshape(-1)

    def _parts(self, text: str, language: str) -> list[str]:
        """Cuts the text so that each part is within the model's limits, of characters and of tokens."""
        tokenizer = self._model.tokenizer
        longest = tokenizer.char_limits.get(language.split("-")[0], 200)
        # The model adds a token at each end.
        most = self._model.args.gpt_max_text_tokens - 2
        fitting: list[str] = []
        waiting = parts(text, longest)[::-1]
        while waiting:
            part = waiting.pop()
            if not any(letter.isalnum() for letter in part):
                continue
            if len(part) > 1 and len(tokenizer.encode(part.lower(), lang=language)) >= most:
                waiting.extend(parts(part, len(part) // 2)[::-1])
            else:
                fitting.append(part)
        return fitting

    def _latents(self, recording: Path, folder: Path) -> Any:
        """Returns what the model knows of a voice: from the disk, else from its recording."""
        import torch

        known = folder / f"latents-{self._fingerprint}.pth"
        if known.is_file():
            return torch.load(known, weights_only=True)
        config = self._model.config
        gpt_cond_latent, speaker_embedding = self._model.get_conditioning_latents(
            audio_path=str(recording),
            gpt_cond_len=config.gpt_cond_len,
            gpt_cond_chunk_len=config.gpt_cond_chunk_len,
            max_ref_length=config.max_ref_len,
            sound_norm_refs=config.sound_norm_refs,
        )
        latents = {"gpt_cond_latent": gpt_cond_latent.cpu(), "speaker_embedding": speaker_embedding.cpu()}
        unfinished = folder / f"latents-{os.getpid()}.unfinished"
        torch.save(latents, unfinished)
        os.replace(unfinished, known)
        return latents

    async def _in_thread(self, work: Callable[[threading.Event], T]) -> T:
        given_up = threading.Event()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, given_up)
        finally:
            given_up.set()


def _version() -> str:
    try:
        return importlib.metadata.version("coqui-tts")
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _loaded(folder: Path) -> Any:
    import torch
    from TTS.api import TTS

    api = TTS(model_path=str(folder), config_path=str(folder / "config.json"), progress_bar=False)
    model = api.synthesizer.tts_model
    if not hasattr(model, "get_conditioning_latents"):
        raise errors.unavailable("it is no XTTS model, and this service speaks by those alone")
    return model.to("cuda" if torch.cuda.is_available() else "cpu")


def _fingerprint(folder: Path) -> str:
    """Returns what changes with the model: its configuration, and the sizes of its files, which are too big to read."""
    sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir()) if file.is_file()}
    told = (folder / "config.json").read_bytes() + json.dumps(sizes).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _wav(pcm: bytes, rate: int) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(pcm)
    return written.getvalue()
