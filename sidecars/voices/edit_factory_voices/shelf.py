"""The learned voices on disk, each tenant's in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import errors
from .sample import Sample

MOST_VOICES = 200
ABANDONED_SECONDS = 3600
ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")


def checked_id(what: str, text: str) -> str:
    """Takes a UUID or slug: nothing else becomes a part of a path."""
    if not ID.fullmatch(text):
        raise errors.invalid(f"{what} is a UUID or has 1 to 64 of a-z, 0-9, - and _, not {text[:80]!r}")
    return text


@dataclass(frozen=True)
class Kept:
    """A voice that was learned."""

    id: str
    label: str
    language: str | None
    sample_sha256: str
    folder: Path

    @property
    def sample(self) -> Path:
        """Returns where its recording is."""
        return self.folder / "sample.wav"


class Shelf:
    """Keeps the voices of an engine. It remembers nothing itself, so that several processes can share a folder."""

    def __init__(self, root: Path):
        self._root = root

    def sweep(self) -> None:
        """Removes what a process that died left unfinished."""
        for left in self._root.glob("*/.*"):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    def voices(self, tenant: str) -> list[Kept]:
        """Lists a tenant's voices."""
        folder = self._root / checked_id("the tenant", tenant)
        if not folder.is_dir():
            return []
        names = sorted(entry.name for entry in folder.iterdir() if ID.fullmatch(entry.name))
        return [kept for name in names if (kept := self.find(tenant, name))]

    def find(self, tenant: str, voice: str) -> Kept | None:
        """Finds a voice of a tenant; what can be no name of one is not there."""
        if not ID.fullmatch(voice):
            return None
        folder = self._root / checked_id("the tenant", tenant) / voice
        try:
            note = json.loads((folder / "voice.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Kept(voice, note["label"], note["language"], note["sample_sha256"], folder)

    def put(self, tenant: str, voice: str, sample: Sample, learn: Callable[[Path, Path], None]) -> Kept:
        """Keeps a voice whole or not at all; `learn` reads the recording and may write beside it."""
        checked_id("the voice", voice)
        if there := self._same(tenant, voice, sample):
            return there
        if len(self.voices(tenant)) >= MOST_VOICES:
            raise errors.Problem(409, "too_many_voices", f"there are {MOST_VOICES} voices already; forget one first")
        tenants = self._root / tenant
        unfinished = tenants / f".{uuid.uuid4()}.unfinished"
        unfinished.mkdir(parents=True, mode=0o700)
        try:
            (unfinished / "sample.wav").write_bytes(sample.audio)
            learn(unfinished / "sample.wav", unfinished)
            note = {"label": sample.label, "language": sample.language, "sample_sha256": sample.sha256}
            (unfinished / "voice.json").write_text(json.dumps(note), encoding="utf-8")
            try:
                os.rename(unfinished, tenants / voice)
            except OSError:
                # Someone else kept it meanwhile.
                if there := self._same(tenant, voice, sample):
                    return there
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        kept = self.find(tenant, voice)
        assert kept is not None
        return kept

    def remove(self, tenant: str, voice: str) -> None:
        """Forgets a voice; one that is not there is forgotten already."""
        folder = self._root / checked_id("the tenant", tenant) / checked_id("the voice", voice)
        going = folder.with_name(f".{uuid.uuid4()}.going")
        try:
            os.rename(folder, going)
        except FileNotFoundError:
            return
        shutil.rmtree(going)

    def _same(self, tenant: str, voice: str, sample: Sample) -> Kept | None:
        there = self.find(tenant, voice)
        if there and there.sample_sha256 != sample.sha256:
            raise errors.Problem(
                409, "voice_exists", f"the voice {voice!r} was learned from another sample; forget it first"
            )
        return there
