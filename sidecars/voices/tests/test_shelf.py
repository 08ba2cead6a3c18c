"""Learned voices on disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import OTHER, TENANT
from tone import recording

from edit_factory_voices.errors import Problem
from edit_factory_voices.sample import Sample, checked
from edit_factory_voices.shelf import ABANDONED_SECONDS, Shelf


def sample() -> Sample:
    return checked(recording(), "Anna", "de")


def nothing(_recording: Path, _folder: Path) -> None:
    pass


def test_a_voice_is_found_by_its_tenant_alone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "coqui")
    kept = shelf.put(TENANT, "anna", sample(), nothing)
    assert shelf.find(TENANT, "anna") == kept and kept.sample.read_bytes() == recording()
    assert shelf.find(OTHER, "anna") is None and shelf.voices(OTHER) == []
    for name in (f"../{TENANT}/anna", f"x/../../{TENANT}/anna", str(kept.folder), ".", "..", "", "anna\n", "ANNA"):
        assert shelf.find(OTHER, name) is None, name
    for tenant in ("..", "../coqui", "", "a/b", "A"):
        with pytest.raises(Problem, match="UUID"):
            shelf.find(tenant, "anna")
        with pytest.raises(Problem, match="UUID"):
            shelf.remove(tenant, "anna")


def test_a_voice_that_could_not_be_learned_leaves_nothing(tmp_path: Path) -> None:
    def fails(_recording: Path, folder: Path) -> None:
        (folder / "half").write_bytes(b"x")
        raise RuntimeError("no memory")

    shelf = Shelf(tmp_path)
    with pytest.raises(RuntimeError):
        shelf.put(TENANT, "anna", sample(), fails)
    assert shelf.find(TENANT, "anna") is None and list((tmp_path / TENANT).iterdir()) == []


def test_who_learns_the_same_at_the_same_time_gets_the_same(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)

    def overtaken(_recording: Path, _folder: Path) -> None:
        Shelf(tmp_path).put(TENANT, "anna", sample(), nothing)

    assert shelf.put(TENANT, "anna", sample(), overtaken) == shelf.find(TENANT, "anna")
    assert [entry.name for entry in (tmp_path / TENANT).iterdir()] == ["anna"]


def test_what_a_dead_process_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(TENANT, "anna", sample(), nothing)
    old, young = tmp_path / TENANT / ".1.unfinished", tmp_path / TENANT / ".2.unfinished"
    long_ago = time.time() - ABANDONED_SECONDS - 1
    for left in (old, young):
        left.mkdir()
    for path in (old, tmp_path / TENANT / "anna"):
        os.utime(path, (long_ago, long_ago))
    shelf.sweep()
    assert sorted(entry.name for entry in (tmp_path / TENANT).iterdir()) == [".2.unfinished", "anna"]
