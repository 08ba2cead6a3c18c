"""The protocol, as a client sees it."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import socket
import wave
from pathlib import Path

import pytest
import uvicorn
from conftest import OTHER, TENANT, TOKEN, run, speech, tone_client
from tone import Tone, recording, wav

from edit_factory_voices.service import service
from edit_factory_voices.settings import Limits
from edit_factory_voices.shelf import Shelf


def test_who_has_no_token_learns_only_that_the_service_is_alive(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path) as (client, _tone):
            del client.headers["Authorization"]
            alive = await client.get("/health")
            assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
            wrong = {"Authorization": "Bearer " + "x" * 32}
            basic = {"Authorization": "Basic 0123456789abcdef0123456789abcdef"}
            assert (await client.get("/health", headers=wrong)).status_code == 401
            for headers in ({}, wrong, basic, {"Authorization": "Bearer"}):
                for method, path in (
                    ("GET", "/v1/audio/voices?engine=coqui"),
                    ("POST", "/v1/audio/speech"),
                    ("PUT", f"/v1/voices/{TENANT}/anna?engine=coqui"),
                    ("DELETE", f"/v1/voices/{TENANT}/anna?engine=coqui"),
                ):
                    answer = await client.request(method, path, headers=headers)
                    assert answer.status_code == 401, (method, path)
                    assert answer.json()["error"]["code"] == "unauthorized"

    run(test())


def test_health_tells_of_each_engine_and_is_503_while_one_loads(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path) as (client, tone):
            ready = await client.get("/health")
            assert ready.status_code == 200
            (engine,) = ready.json()["engines"]
            assert engine["name"] == "coqui" and engine["state"] == "ready" and engine["cloning"]
            assert engine["languages"] == ["en", "de", "zh-cn"] and engine["sample_rate"] == 24_000
            tone.state = "loading"
            loading = await client.get("/health")
            assert loading.status_code == 503 and loading.json()["status"] == "loading"
            assert loading.json()["engines"][0]["state"] == "loading"

    run(test())


def test_a_speech_is_a_sound_and_the_places_of_its_parts(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path) as (client, _tone):
            answer = await client.post("/v1/audio/speech", json=speech(input="Hello there. It works."))
            assert answer.status_code == 200, answer.text
            body = answer.json()
            assert body["format"] == "wav" and body["marks_are"] == "sentences"
            assert [mark["text"] for mark in body["marks"]] == ["Hello there.", "It works."]
            with wave.open(io.BytesIO(base64.b64decode(body["audio"]))) as sound:
                assert sound.getframerate() == body["sample_rate"] == 24_000
                assert abs(sound.getnframes() * 1000 // 24_000 - body["marks"][-1]["end_ms"]) <= 2
            # As OpenAI's clients ask: the model names the engine, the speed is a factor.
            fast = {"model": "coqui", "input": "Hello there. It works.", "voice": "Claribel Dervla", "speed": 2.0}
            faster = await client.post("/v1/audio/speech", json=fast)
            assert faster.json()["marks"][-1]["end_ms"] * 2 == body["marks"][-1]["end_ms"]

    run(test())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (speech(input=""), 422, "invalid_request"),
        (speech(engine=None), 422, "invalid_request"),
        (speech(engine="kokoro"), 404, "engine_not_found"),
        (speech(voice="nobody"), 404, "voice_not_found"),
        (speech(voice="../../../etc/passwd"), 404, "voice_not_found"),
        (speech(tenant="../other"), 422, "invalid_request"),
        (speech(tenant="Upper"), 422, "invalid_request"),
        (speech(rate="fast"), 422, "invalid_request"),
        (speech(rate="+900%"), 422, "invalid_request"),
        (speech(rate="-100%"), 422, "invalid_request"),
        (speech(rate="+1%", speed=1.0), 422, "invalid_request"),
        (speech(speed=9), 422, "invalid_request"),
        (speech(pitch="+5"), 422, "invalid_request"),
        (speech(volume="+101%"), 422, "invalid_request"),
        (speech(language="ro"), 422, "language_not_spoken"),
        (speech(input="a" * 101), 413, "text_too_long"),
        (speech(input="a" * 2000), 413, "body_too_large"),
        ([1], 422, "invalid_request"),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_a_code(tmp_path: Path, body: object, status: int, code: str) -> None:
    async def test() -> None:
        async with tone_client(tmp_path, Limits(text_characters=100, body_bytes=1000)) as (client, _tone):
            answer = await client.post("/v1/audio/speech", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text

    run(test())


def test_a_full_queue_turns_away_and_says_when_to_come_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path, Limits(waiting=1)) as (client, tone):
            tone.gate.clear()
            first = asyncio.ensure_future(client.post("/v1/audio/speech", json=speech()))
            await tone.begun.wait()
            second = asyncio.ensure_future(client.post("/v1/audio/speech", json=speech()))
            # Whichever of the two comes last is turned away.
            third = asyncio.ensure_future(client.post("/v1/audio/speech", json=speech()))
            done, _ = await asyncio.wait({second, third}, return_when=asyncio.FIRST_COMPLETED)
            away = done.pop().result()
            assert (away.status_code, away.json()["error"]["code"]) == (429, "busy")
            assert int(away.headers["Retry-After"]) > 0
            tone.gate.set()
            answers = await asyncio.gather(first, second, third)
            assert sorted(answer.status_code for answer in answers) == [200, 200, 429]

    run(test())


def test_what_takes_too_long_is_ended_and_its_place_given_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path, Limits(speech_seconds=0.05, waiting=0)) as (client, tone):
            tone.gate.clear()
            slow = await client.post("/v1/audio/speech", json=speech())
            assert (slow.status_code, slow.json()["error"]["code"]) == (504, "timeout")
            assert tone.cancelled.is_set()
            tone.gate.set()
            assert (await client.post("/v1/audio/speech", json=speech())).status_code == 200

    run(test())


def test_work_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    async def test() -> None:
        tone = Tone(Shelf(tmp_path))
        tone.gate.clear()
        server = uvicorn.Server(uvicorn.Config(service({"coqui": tone}, TOKEN, Limits()), log_config=None))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.ensure_future(server.serve(sockets=[listener]))
            body = json.dumps(speech()).encode()
            _, writer = await asyncio.open_connection(*listener.getsockname())
            head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await tone.begun.wait()
            writer.close()
            await tone.cancelled.wait()
            server.should_exit = True
            await serving

    run(test())


def test_a_fault_is_told_without_its_details(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path) as (client, tone):
            tone.fault = RuntimeError("the path /secret")
            answer = await client.post("/v1/audio/speech", json=speech())
            assert (answer.status_code, answer.json()["error"]["code"]) == (500, "fault")
            assert "secret" not in answer.text

    run(test())


def test_a_learned_voice_is_its_tenants_alone(tmp_path: Path) -> None:
    async def test() -> None:
        async with tone_client(tmp_path) as (client, _tone):
            place = f"/v1/voices/{TENANT}/anna"
            params = {"engine": "coqui", "label": "Anna", "language": "de"}
            for _ in range(2):
                learned = await client.put(place, params=params, content=recording())
                assert learned.status_code == 200, learned.text
                assert learned.json() == {
                    "id": "anna",
                    "name": "Anna",
                    "language": "de",
                    "languages": ["en", "de", "zh-cn"],
                    "gender": None,
                    "cloned": True,
                }
            other = await client.put(place, params=params, content=recording(value=7))
            assert (other.status_code, other.json()["error"]["code"]) == (409, "voice_exists")

            async def names(tenant: str | None) -> list[str]:
                asked = {"engine": "coqui"} | ({"tenant": tenant} if tenant else {})
                listed = await client.get("/v1/audio/voices", params=asked)
                return [voice["id"] for voice in listed.json()["voices"]]

            assert await names(TENANT) == ["Claribel Dervla", "anna"]
            assert await names(OTHER) == await names(None) == ["Claribel Dervla"]

            async def status(tenant: str | None) -> int:
                return (await client.post("/v1/audio/speech", json=speech(voice="anna", tenant=tenant))).status_code

            assert [await status(tenant) for tenant in (TENANT, OTHER, None)] == [200, 404, 404]
            foreign = await client.delete(f"/v1/voices/{OTHER}/anna", params={"engine": "coqui"})
            assert foreign.status_code == 204 and await status(TENANT) == 200
            for _ in range(2):
                assert (await client.delete(place, params={"engine": "coqui"})).status_code == 204
            assert await status(TENANT) == 404
            assert list(tmp_path.glob(f"{TENANT}/*")) == []

    run(test())


def test_a_learned_voice_is_there_after_a_restart(tmp_path: Path) -> None:
    async def learn() -> None:
        async with tone_client(tmp_path) as (client, _tone):
            learned = await client.put(f"/v1/voices/{TENANT}/anna?engine=coqui", content=recording())
            assert learned.status_code == 200

    async def speak() -> None:
        async with tone_client(tmp_path) as (client, _tone):
            assert (await client.post("/v1/audio/speech", json=speech(voice="anna"))).status_code == 200

    run(learn())
    run(speak())


@pytest.mark.parametrize(
    ("path", "sample", "status", "code"),
    [
        (f"/v1/voices/{TENANT}/anna", recording(seconds=1), 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/anna", b"", 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/anna", b"\0" * 1000, 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/anna", recording()[:1000], 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/anna", wav(b"\0" * 24_000 * 4 * 6, channels=2), 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/anna", recording(seconds=20), 413, "body_too_large"),
        (f"/v1/voices/{TENANT}/Anna%20B", recording(), 422, "invalid_request"),
        (f"/v1/voices/{TENANT}/.hidden", recording(), 422, "invalid_request"),
        ("/v1/voices/-/anna", recording(), 422, "invalid_request"),
        ("/v1/voices/..%2f..%2ftmp/anna", recording(), 404, "http"),
        (f"/v1/voices/{TENANT}/" + "a" * 65, recording(), 422, "invalid_request"),
    ],
)
def test_what_is_no_sample_or_no_name_is_refused_and_leaves_nothing(
    tmp_path: Path, path: str, sample: bytes, status: int, code: str
) -> None:
    async def test() -> None:
        async with tone_client(tmp_path, Limits(sample_bytes=600_000)) as (client, _tone):
            answer = await client.put(path, params={"engine": "coqui"}, content=sample)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
            assert list(tmp_path.rglob("*")) == []

    run(test())
