"""Coqui before everything for it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import client_of, run, speech

from edit_factory_voices import coqui
from edit_factory_voices.shelf import Shelf


@pytest.mark.parametrize(
    ("installed", "agreed", "model", "cure"),
    [
        (False, True, "/models/xtts", "coqui-tts is not installed"),
        (True, False, "/models/xtts", "--agree-cpml"),
        (True, True, None, "--coqui-model"),
    ],
)
def test_it_stays_off_and_tells_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: bool, agreed: bool, model: str | None, cure: str
) -> None:
    monkeypatch.setattr(coqui.importlib.util, "find_spec", lambda _name: object() if installed else None)
    monkeypatch.delenv("COQUI_TOS_AGREED", raising=False)

    async def test() -> None:
        engine = coqui.Coqui(model, agreed, Shelf(tmp_path))
        await engine.start()
        async with client_of({"coqui": engine}) as client:
            (told,) = (await client.get("/health")).json()["engines"]
            assert told["state"] == "off" and cure in told["cure"]
            answer = await client.post("/v1/audio/speech", json=speech())
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "engine_unavailable")
            assert cure in answer.json()["error"]["message"]
            assert (await client.get("/v1/audio/voices?engine=coqui")).status_code == 503
            assert (await client.put("/v1/voices/a/b?engine=coqui")).status_code == 503
        assert "COQUI_TOS_AGREED" not in os.environ

    run(test())
