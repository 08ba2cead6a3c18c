"""Edge's voices, through the real package, against a server that speaks as Microsoft's does."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import edge_tts.communicate
import edge_tts.voices
import pytest
from conftest import client_of, run
from fake_edge import FRAME, FakeEdge, point_package_at

from edit_factory_voices.edge import Edge


@contextlib.asynccontextmanager
async def edge_client(monkeypatch: pytest.MonkeyPatch, **options: float) -> AsyncIterator:
    # So that the addresses are the package's own again afterwards.
    monkeypatch.setattr(edge_tts.communicate, "WSS_URL", edge_tts.communicate.WSS_URL)
    monkeypatch.setattr(edge_tts.voices, "VOICE_LIST", edge_tts.voices.VOICE_LIST)
    fake = FakeEdge()
    async with fake.running() as address, client_of({"edge": Edge(**options)}) as client:
        point_package_at(address)
        yield client, fake


def asked(**more: object) -> dict[str, object]:
    return {"engine": "edge", "input": "Hello there, world!", "voice": "en-US-AriaNeural", **more}


def test_words_have_the_places_that_the_service_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            answer = await client.post("/v1/audio/speech", json=asked(rate="-50%", volume="+5%", pitch="-3Hz"))
            assert answer.status_code == 200, answer.text
            body = answer.json()
            assert (body["format"], body["sample_rate"], body["marks_are"]) == ("mp3", 24_000, "words")
            assert [mark["text"] for mark in body["marks"]] == ["Hello", "there", "world"]
            # 25 frames of 24 ms a word at half the speed.
            assert [(mark["start_ms"], mark["end_ms"]) for mark in body["marks"]] == [
                (0, 600),
                (600, 1320),
                (1320, 2040),
            ]
            config, request = fake.messages
            assert '"wordBoundaryEnabled":"true"' in config
            assert "rate='-50%'" in request and "volume='+5%'" in request and "pitch='-3Hz'" in request

    run(test())


def test_a_long_text_is_one_sound_with_its_places_moved_along(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            text = " ".join(["word"] * 2000)
            body = (await client.post("/v1/audio/speech", json=asked(input=text))).json()
            assert fake.handshakes == 3
            assert len(body["marks"]) == 2000
            # 10 frames of 24 ms each: the places go on over the joints.
            assert [mark["start_ms"] for mark in body["marks"]] == [240 * at for at in range(2000)]

    run(test())


def test_markup_in_a_text_is_spoken_and_comes_back_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            body = (await client.post("/v1/audio/speech", json=asked(input="<break/> R&D 'x'"))).json()
            assert "&lt;break/&gt; R&amp;D" in fake.messages[1]
            assert [mark["text"] for mark in body["marks"]] == ["<break/>", "R&D", "'x'"]

    run(test())


def test_voices_are_listed_with_their_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, _fake):
            voices = (await client.get("/v1/audio/voices?engine=edge")).json()["voices"]
            # One that is withdrawn is not offered.
            assert [voice["id"] for voice in voices] == ["en-US-AriaNeural", "ro-RO-AlinaNeural", "ro-RO-EmilNeural"]
            assert voices[2]["language"] == "ro-RO" and voices[2]["gender"] == "male" and not voices[2]["cloned"]

    run(test())


@pytest.mark.parametrize("voice", ["en-US-NobodyNeural", "x' ><break time='9s'/><voice name='yNeural", "../x"])
def test_an_unknown_voice_never_reaches_the_service(monkeypatch: pytest.MonkeyPatch, voice: str) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            answer = await client.post("/v1/audio/speech", json=asked(voice=voice))
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "voice_not_found")
            assert fake.handshakes == 0

    run(test())


def test_one_refusal_is_cured_by_the_package_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            fake.faults = ["refuse"]
            assert (await client.post("/v1/audio/speech", json=asked())).status_code == 200
            assert fake.handshakes == 2

    run(test())


@pytest.mark.parametrize(("faults", "handshakes"), [(["refuse", "refuse"], 2), (["no-date"], 1)])
def test_a_refusal_makes_it_unavailable_and_nobody_asks_again(
    monkeypatch: pytest.MonkeyPatch, faults: list[str], handshakes: int
) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            fake.faults = faults
            for _ in range(3):
                answer = await client.post("/v1/audio/speech", json=asked())
                error = answer.json()["error"]
                assert (answer.status_code, error["code"]) == (503, "engine_unavailable")
                assert "upgrade the package" in error["message"] and int(answer.headers["Retry-After"]) > 200
            assert fake.handshakes == handshakes
            engine = (await client.get("/health")).json()["engines"][0]
            assert engine["state"] == "unavailable" and "upgrade" in engine["cure"]

    run(test())


def test_after_the_pause_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch, pause_seconds=0) as (client, fake):
            fake.faults = ["refuse", "refuse"]
            assert (await client.post("/v1/audio/speech", json=asked())).status_code == 503
            assert (await client.post("/v1/audio/speech", json=asked())).status_code == 200

    run(test())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("silent", "no_audio"),
        ("cut", "no_audio"),
        ("hang-up", "no_audio"),
        ("strange", "engine_failed"),
        ("broken", "engine_failed"),
    ],
)
def test_a_sound_that_is_missing_or_cut_is_no_sound(monkeypatch: pytest.MonkeyPatch, fault: str, code: str) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, fake):
            fake.faults = [fault]
            answer = await client.post("/v1/audio/speech", json=asked())
            assert (answer.status_code, answer.json()["error"]["code"]) == (502, code), answer.text
            assert (await client.post("/v1/audio/speech", json=asked())).status_code == 200

    run(test())


def test_a_service_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with edge_client(monkeypatch) as (client, _fake):
            assert (await client.get("/v1/audio/voices?engine=edge")).status_code == 200
            monkeypatch.setattr(edge_tts.communicate, "WSS_URL", "ws://127.0.0.1:9/?x=1")
            answer = await client.post("/v1/audio/speech", json=asked())
            assert (answer.status_code, answer.json()["error"]["code"]) == (502, "engine_failed")
            assert "cannot be reached" in answer.json()["error"]["message"]

    run(test())


def test_the_frame_of_the_tests_is_what_the_service_sends() -> None:
    # MPEG-2 layer III, 48 kbit/s, 24 kHz, mono: 144 bytes are 24 ms.
    assert FRAME[:2] == b"\xff\xf3" and len(FRAME) == 144
