"""What the tests share: the application on stand-ins, and a client that has its token."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tone import Tone

from edit_factory_voices.service import service
from edit_factory_voices.settings import Limits
from edit_factory_voices.shelf import Shelf

TOKEN = "0123456789abcdef0123456789abcdef"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
TENANT = "7b0e0a52-3c1f-4d5e-9a55-0d2f6c1f9d11"
OTHER = "00000000-3c1f-4d5e-9a55-0d2f6c1f9d22"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "WS_PROXY", "WSS_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def run(test: Any) -> Any:
    """Runs what waits, and never forever."""
    return run_for(30, test)


def run_for(seconds: float, test: Any) -> Any:
    """Runs what waits for so long at most."""
    return asyncio.run(asyncio.wait_for(test, seconds))


@contextlib.asynccontextmanager
async def client_of(engines: dict[str, Any], limits: Limits = Limits()) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(service(engines, TOKEN, limits), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voices", headers=AUTHORIZED) as client:
        yield client


@contextlib.asynccontextmanager
async def tone_client(folder: Path, limits: Limits = Limits()) -> AsyncIterator[tuple[httpx.AsyncClient, Tone]]:
    tone = Tone(Shelf(folder))
    async with client_of({"coqui": tone}, limits) as client:
        yield client, tone


def speech(**more: Any) -> dict[str, Any]:
    return {"engine": "coqui", "input": "Hello there.", "voice": "Claribel Dervla", "tenant": TENANT, **more}
