"""The routes."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from . import __version__, errors, sample, wire
from .engine import Engine
from .errors import Problem
from .settings import Limits
from .shelf import checked_id
from .turns import Turns

log = logging.getLogger(__name__)

T = TypeVar("T")


class Gone(Exception):
    """The client does not wait any more."""


def service(engines: Mapping[str, Engine], token: str, limits: Limits) -> FastAPI:
    """Makes the application of these engines."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> Any:
        for engine in engines.values():
            await engine.start()
        yield
        for engine in engines.values():
            await engine.stop()

    app = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    _answer_problems(app)
    routes = Routes(engines, token, limits)
    app.add_api_route("/health", routes.health, methods=["GET"])
    app.add_api_route("/v1/audio/voices", routes.voices, methods=["GET"])
    app.add_api_route("/v1/audio/speech", routes.speech, methods=["POST"])
    app.add_api_route("/v1/voices/{tenant}/{voice}", routes.learn, methods=["PUT"])
    app.add_api_route("/v1/voices/{tenant}/{voice}", routes.forget, methods=["DELETE"])
    return app


class Routes:
    """What is answered; every route but the plain health asks for the token first."""

    def __init__(self, engines: Mapping[str, Engine], token: str, limits: Limits):
        self._engines = engines
        self._token = token.encode()
        self._limits = limits
        self._turns = {name: Turns(engine.at_once, limits.waiting) for name, engine in engines.items()}

    async def health(self, request: Request) -> Response:
        """Tells that the service is alive; to who has the token, also how each engine is."""
        if "authorization" not in request.headers:
            return JSONResponse({"status": "ok"})
        self._check(request)
        told = {name: engine.condition() for name, engine in self._engines.items()}
        loading = any(condition.state == "loading" for condition in told.values())
        body = {
            "status": "loading" if loading else "ok",
            "version": __version__,
            "engines": [wire.condition_body(name, condition) for name, condition in told.items()],
        }
        return JSONResponse(
            body, status_code=503 if loading else 200, headers={"Retry-After": "5"} if loading else None
        )

    async def voices(self, request: Request, engine: str, tenant: str | None = None) -> Response:
        """Lists an engine's voices: those for everybody, and the tenant's own."""
        self._check(request)
        if tenant is not None:
            checked_id("the tenant", tenant)
        listing = self._engine(engine).voices(tenant)
        voices = await _within(self._limits.list_seconds, listing)
        return JSONResponse({"voices": [wire.voice_body(voice) for voice in voices]})

    async def speech(self, request: Request) -> Response:
        """Speaks; the answer has the sound and the places of its parts."""
        self._check(request)
        body = await _body(request, self._limits.body_bytes)
        try:
            asked = wire.SpeechRequest.model_validate_json(body)
        except ValidationError as error:
            raise errors.invalid(_what_is_wrong(error)) from error
        if len(asked.input) > self._limits.text_characters:
            raise errors.too_long(len(asked.input), self._limits.text_characters)
        if asked.tenant is not None:
            checked_id("the tenant", asked.tenant)
        name = asked.engine or asked.model or ""
        sound = await self._work(request, name, self._engine(name).speak(asked.speech()))
        # Some megabytes of base64 must not keep the others waiting.
        return await asyncio.to_thread(lambda: JSONResponse(wire.sound_body(sound)))

    async def learn(
        self, request: Request, tenant: str, voice: str, engine: str, label: str = "", language: str | None = None
    ) -> Response:
        """Learns a voice from a recording; the same recording under the same name again is the same voice."""
        self._check(request)
        checked_id("the tenant", tenant)
        checked_id("the voice", voice)
        cloner: Any = self._engine(engine)
        if not cloner.condition().cloning:
            cure = cloner.condition().cure
            raise errors.unavailable(cure) if cure else errors.invalid(f"{engine} learns no voices")
        if len(label) > 120 or len(language or "") > 35:
            raise errors.invalid("the label has at most 120 characters, the language 35")
        body = await _body(request, self._limits.sample_bytes)
        checked = await asyncio.to_thread(sample.checked, body, label or voice, language)
        learned = await self._work(request, engine, cloner.clone(tenant, voice, checked))
        return JSONResponse(wire.voice_body(learned))

    async def forget(self, request: Request, tenant: str, voice: str, engine: str) -> Response:
        """Forgets a voice; one that is gone is forgotten already."""
        self._check(request)
        checked_id("the tenant", tenant)
        checked_id("the voice", voice)
        forgetter: Any = self._engine(engine)
        if not hasattr(forgetter, "forget"):
            raise errors.invalid(f"{engine} learns no voices")
        await forgetter.forget(tenant, voice)
        return Response(status_code=204)

    def _check(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if not hmac.compare_digest(given.strip().encode(), self._token) or scheme.lower() != "bearer":
            raise errors.unauthorized()

    def _engine(self, name: str) -> Engine:
        if name not in self._engines:
            raise errors.no_engine(name)
        return self._engines[name]

    async def _work(self, request: Request, engine: str, work: Awaitable[T]) -> T:
        """Does work in its turn, until the client goes away."""

        async def in_turn() -> T:
            try:
                async with self._turns[engine].turn():
                    return await _within(self._limits.speech_seconds, work)
            finally:
                # Work that never began would complain.
                getattr(work, "close", lambda: None)()

        return await _while_awaited(request, in_turn())


async def _within(seconds: float, work: Awaitable[T]) -> T:
    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError as error:
        raise errors.too_slow(seconds) from error


async def _while_awaited(request: Request, work: Awaitable[T]) -> T:
    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        leaving.cancel()
        if not working.done():
            working.cancel()
            await asyncio.wait({working})


async def _body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise errors.too_large(limit)
    return bytes(body)


def _what_is_wrong(error: ValidationError) -> str:
    told = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in told)


def _answer_problems(app: FastAPI) -> None:
    from fastapi.exceptions import RequestValidationError

    def answer(problem: Problem) -> JSONResponse:
        return JSONResponse(problem.body(), status_code=problem.status, headers=problem.headers())

    async def known(_request: Request, problem: Exception) -> Response:
        assert isinstance(problem, Problem)
        return answer(problem)

    async def bad_query(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return answer(errors.invalid(told))

    async def http(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(Problem(error.status_code, "http", str(error.detail)))

    async def gone(_request: Request, _error: Exception) -> Response:
        return Response(status_code=499)

    async def fault(_request: Request, error: Exception) -> Response:
        log.exception("a fault of this service", exc_info=error)
        return answer(Problem(500, "fault", "a fault of the voices service; its log tells more"))

    app.add_exception_handler(Problem, known)
    app.add_exception_handler(RequestValidationError, bad_query)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Gone, gone)
    app.add_exception_handler(Exception, fault)
