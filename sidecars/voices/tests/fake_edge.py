"""A local server that speaks the wire form of the read-aloud service, faults included."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.sax.saxutils import escape, unescape

import edge_tts.communicate
import edge_tts.voices
from aiohttp import WSMsgType, web

# 24 ms of a tone of 500 Hz: MPEG-2 layer III, 24 kHz, 48 kbit/s, mono, without a reservoir, so that it can be repeated.
FRAME = (Path(__file__).parent / "frame.mp3").read_bytes()
FRAME_MS = 24
TICKS_PER_MS = 10_000
MS_PER_LETTER = 60

VOICES = [
    {
        "Name": f"Microsoft Server Speech Text to Speech Voice ({name})",
        "ShortName": name,
        "Gender": gender,
        "Locale": "-".join(name.split("-")[:2]),
        "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
        "FriendlyName": f"Microsoft {name} Online (Natural)",
        "Status": status,
    }
    for name, gender, status in (
        ("en-US-AriaNeural", "Female", "GA"),
        ("ro-RO-AlinaNeural", "Female", "GA"),
        ("ro-RO-EmilNeural", "Male", "Preview"),
        ("en-US-GoneNeural", "Male", "Deprecated"),
    )
]


class FakeEdge:
    """Speaks tones. `faults` are used up one a request: refuse, no-date, silent, cut, hang-up, strange, hang."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.handshakes = 0
        self.messages: list[str] = []

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Serves on a free port of this machine, and gives its address."""
        app = web.Application()
        app.router.add_get("/edge/v1", self._conversation)
        app.router.add_get("/voices/list", self._list)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = site._server.sockets[0].getsockname()[:2]
        try:
            yield f"{host}:{port}"
        finally:
            await runner.cleanup()

    def _fault(self) -> str | None:
        return self.faults.pop(0) if self.faults else None

    async def _list(self, request: web.Request) -> web.Response:
        if "Sec-MS-GEC" not in request.query:
            return web.Response(status=403)
        if self.faults and self.faults[0] == "refuse-list":
            return web.Response(status=403)
        return web.json_response(VOICES)

    async def _conversation(self, request: web.Request) -> web.StreamResponse:
        self.handshakes += 1
        fault = self._fault()
        if fault == "refuse":
            return web.Response(status=403)
        if fault == "no-date":
            refusal = web.Response(status=403, headers={"Date": "never"})
            return refusal
        if fault == "broken":
            return web.Response(status=500)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                break
            self.messages.append(message.data)
            if "Path:ssml" in message.data:
                await self._say(socket, message.data, fault)
        return socket

    async def _say(self, socket: web.WebSocketResponse, request: str, fault: str | None) -> None:
        if fault == "hang":
            await asyncio.Event().wait()
        if fault == "hang-up":
            socket._req.transport.abort()
            return
        await socket.send_str(_text("turn.start", "{}"))
        if fault == "strange":
            await socket.send_str(_text("something.new", "{}"))
        if fault != "silent":
            await self._sound(socket, request, cut=fault == "cut")
        if fault == "cut":
            await socket.close()
            return
        await socket.send_str(_text("turn.end", "{}"))

    async def _sound(self, socket: web.WebSocketResponse, request: str, cut: bool) -> None:
        text = unescape(re.search(r"<prosody[^>]*>(.*)</prosody>", request, re.DOTALL).group(1))
        rate = int(re.search(r"rate='([+-]\d+)%'", request).group(1))
        at_ms = 0
        for word in text.split():
            frames = max(1, len(word) * MS_PER_LETTER * 100 // (100 + rate) // FRAME_MS)
            if any(letter.isalnum() for letter in word):
                await socket.send_str(_boundary(word, at_ms, frames * FRAME_MS))
            await socket.send_bytes(_audio(FRAME * frames))
            at_ms += frames * FRAME_MS
            if cut:
                return
        # As the service ends a sound: a message without a type and without bytes.
        await socket.send_bytes(_binary(b"X-RequestId:1\r\nPath:audio", b""))


def _boundary(word: str, at_ms: int, length_ms: int) -> str:
    told = escape(word.strip(".,!?"))
    data = {
        "Offset": at_ms * TICKS_PER_MS,
        "Duration": length_ms * TICKS_PER_MS,
        "text": {"Text": told, "Length": len(told)},
    }
    return _text("audio.metadata", json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]}))


def _text(path: str, body: str) -> str:
    return f"X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{body}"


def _audio(sound: bytes) -> bytes:
    return _binary(b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio", sound)


def _binary(headers: bytes, body: bytes) -> bytes:
    # The length counts the line end after the headers, too.
    return (len(headers) + 2).to_bytes(2, "big") + headers + b"\r\n" + body


def point_package_at(address: str) -> None:
    """Has the package edge-tts speak with the local server."""
    edge_tts.communicate.WSS_URL = f"ws://{address}/edge/v1?TrustedClientToken=fake"
    edge_tts.voices.VOICE_LIST = f"http://{address}/voices/list?trustedclienttoken=fake"
