"""The whole path of Coqui with the real package, on a model that is small and random: `just test-coqui`."""

from __future__ import annotations

import asyncio
import base64
import io
import wave
from pathlib import Path

import pytest
from conftest import OTHER, TENANT, client_of, run_for, speech
from tone import recording

from edit_factory_voices.coqui import Coqui
from edit_factory_voices.shelf import Shelf

pytestmark = pytest.mark.coqui


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_xtts import save_tiny_xtts

    folder = tmp_path_factory.mktemp("xtts")
    save_tiny_xtts(folder)
    return folder


async def loaded(model: Path, data: Path) -> Coqui:
    coqui = Coqui(str(model), True, Shelf(data))
    await coqui.start()
    assert coqui.condition().state == "loading"
    assert coqui._loading is not None
    await coqui._loading
    assert coqui.condition().state == "ready", coqui.condition().cure
    return coqui


def samples(body: dict) -> tuple[int, bytes]:
    with wave.open(io.BytesIO(base64.b64decode(body["audio"]))) as sound:
        return sound.getframerate(), sound.readframes(sound.getnframes())


def test_it_learns_a_voice_speaks_in_it_and_still_does_after_a_restart(model: Path, tmp_path: Path) -> None:
    spoken = []

    async def first() -> None:
        coqui = await loaded(model, tmp_path)
        async with client_of({"coqui": coqui}) as client:
            (engine,) = (await client.get("/health")).json()["engines"]
            assert engine["version"] == "0.28.0" and engine["cloning"] and engine["sample_rate"] == 24_000
            assert engine["languages"] == ["en", "de", "zh-cn"]
            place = f"/v1/voices/{TENANT}/anna?engine=coqui&label=Anna&language=de"
            learned = await client.put(place, content=recording())
            assert learned.status_code == 200, learned.text
            for voice in ("Claribel Dervla", "anna"):
                answer = await client.post("/v1/audio/speech", json=speech(voice=voice, input="Hello there. It works."))
                assert answer.status_code == 200, answer.text
                body = answer.json()
                assert [mark["text"] for mark in body["marks"]] == ["Hello there.", "It works."]
                rate, pcm = samples(body)
                assert rate == 24_000 and abs(len(pcm) // 2 * 1000 // rate - body["marks"][-1]["end_ms"]) <= 1
                assert any(pcm)
                spoken.append(pcm)
            foreign = await client.post("/v1/audio/speech", json=speech(voice="anna", tenant=OTHER))
            assert foreign.status_code == 404
        await coqui.stop()

    async def second() -> None:
        (latents,) = tmp_path.rglob("latents-*.pth")
        # What was computed is used: without the recording, too.
        (latents.parent / "sample.wav").unlink()
        coqui = await loaded(model, tmp_path)
        async with client_of({"coqui": coqui}) as client:
            body = speech(voice="anna", input="Hello there. It works.")
            again = await client.post("/v1/audio/speech", json=body)
            assert samples(again.json())[1] == spoken[1], "the same words sound the same"
        await coqui.stop()

    run_for(300, first())
    run_for(300, second())
    assert spoken[0] != spoken[1]


def test_what_the_model_cannot_speak_is_refused(model: Path, tmp_path: Path) -> None:
    async def test() -> None:
        coqui = await loaded(model, tmp_path)
        async with client_of({"coqui": coqui}) as client:

            async def told(**more: object) -> tuple[int, str]:
                answer = await client.post("/v1/audio/speech", json=speech(**more))
                return answer.status_code, answer.json()["error"]["code"]

            assert await told(language="ro") == (422, "language_not_spoken")
            assert await told(input="— … —") == (502, "no_audio")
            assert await told(voice="nobody") == (404, "voice_not_found")
            # Longer than the model takes at once, in one word.
            long = await client.post("/v1/audio/speech", json=speech(input="a" * 700, language="de-AT"))
            assert long.status_code == 200 and len(long.json()["marks"]) >= 3
        await coqui.stop()

    run_for(300, test())


def test_who_gives_up_ends_the_work_after_its_sentence(model: Path, tmp_path: Path) -> None:
    async def test() -> None:
        coqui = await loaded(model, tmp_path)
        said = []
        original = coqui._said

        def counted(*arguments: object) -> object:
            said.append(arguments[0])
            loop.call_soon_threadsafe(begun.set)
            return original(*arguments)

        loop, begun = asyncio.get_running_loop(), asyncio.Event()
        coqui._said = counted  # type: ignore[method-assign]
        text = " ".join(f"Sentence number {number}." for number in range(50))
        async with client_of({"coqui": coqui}) as client:
            speaking = asyncio.ensure_future(client.post("/v1/audio/speech", json=speech(input=text)))
            await begun.wait()
            speaking.cancel()
            await asyncio.wait({speaking})
            answer = await client.post("/v1/audio/speech", json=speech(input="Next."))
            assert answer.status_code == 200
        assert said[-1] == "Next." and len(said) < 10, said
        await coqui.stop()

    run_for(300, test())


@pytest.mark.parametrize("named", ["/nowhere", "tests"])
def test_a_folder_that_is_no_model_is_told(named: str, tmp_path: Path) -> None:
    async def test() -> None:
        coqui = Coqui(named, True, Shelf(tmp_path))
        await coqui.start()
        assert coqui._loading is not None
        await coqui._loading
        told = coqui.condition()
        assert told.state == "unavailable" and told.cure and "no folder with the config.json" in told.cure
        await coqui.stop()

    run_for(60, test())
