"""Uses a running server as any program with OpenAI's own client would: python openai_client.py ADDRESS"""

import base64
import json
import sys
import urllib.request

import openai

ADDRESS = sys.argv[1]
TEXT = "Hello there. This is the second sentence, and it costs $5.99."
BEGINS = {"mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3"), "opus": (b"OggS",), "aac": (b"\xff\xf1",), "flac": (b"fLaC",), "wav": (b"RIFF",)}


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://{ADDRESS}{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def refused(kind, code, **wish):
    try:
        client.audio.speech.create(**{"model": "espeak-ng", "voice": "en-us", "input": TEXT, **wish})
    except kind as error:
        assert error.code == code, (error.code, str(error))
    else:
        raise AssertionError(f"{wish} was not refused")


profile = ask("GET", "/api/v1/profiles")["items"][0]["id"]
made = ask("POST", f"/api/v1/profiles/{profile}/tokens", {"name": "a program"})
secret = made.get("secret") or made["token"]
client = openai.OpenAI(base_url=f"http://{ADDRESS}/v1", api_key=secret, max_retries=0)

for form, begins in BEGINS.items():
    sound = client.audio.speech.create(model="espeak-ng", voice="en-us", input=TEXT, response_format=form).read()
    assert sound.startswith(begins) and len(sound) > 5_000, (form, len(sound), sound[:8])

with client.audio.speech.with_streaming_response.create(
    model="tts-1", voice="default", input=TEXT, response_format="pcm", speed=1.5
) as answer:
    pcm = b"".join(answer.iter_bytes())
assert 2 < len(pcm) / 48_000 < 8, len(pcm)

with client.audio.speech.with_streaming_response.create(
    model="espeak-ng", voice="en-us", input=TEXT, response_format="pcm", stream_format="sse"
) as answer:
    events = [json.loads(line.removeprefix("data: ")) for line in answer.iter_lines() if line]
assert [event["type"] for event in events] == ["speech.audio.delta"] * 2 + ["speech.audio.done"], events
assert len(base64.b64decode(events[0]["audio"])) % 2 == 0 and events[2]["usage"]["input_tokens"] == len(TEXT)

voices = client.get("/audio/voices", cast_to=object)["voices"]
assert {"en-us", "ro"} <= {voice["id"] for voice in voices if voice["model"] == "espeak-ng"}

refused(openai.NotFoundError, "provider_not_found", model="nobody")
refused(openai.NotFoundError, "voice_not_found", voice="nobody")
refused(openai.UnprocessableEntityError, "script_too_long", input="a" * 4097)
client.api_key = "not one of ours"
refused(openai.AuthenticationError, "token_refused")
print("as OpenAI's own client expects")
