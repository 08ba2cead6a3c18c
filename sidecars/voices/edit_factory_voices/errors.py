"""What goes wrong, as the caller is told."""

from __future__ import annotations


class Problem(Exception):
    """An answer that is no success: its status, a stable code, and what can be done."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None, **more: object):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
        self.more = more

    def body(self) -> dict[str, object]:
        """Returns the body, in the form of OpenAI's errors."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {"error": {"code": self.code, "message": self.message, "type": kind, **self.more}}

    def headers(self) -> dict[str, str]:
        """Returns when to ask again, where that is known."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def invalid(message: str) -> Problem:
    """Tells that a request can never succeed as it is."""
    return Problem(422, "invalid_request", message)


def unauthorized() -> Problem:
    """Tells that the token is missing or another."""
    return Problem(401, "unauthorized", "a bearer token is needed, the one that this service was started with")


def no_engine(name: str) -> Problem:
    """Tells that there is no such engine."""
    return Problem(404, "engine_not_found", f"there is no engine {name!r} here")


def no_voice(name: str) -> Problem:
    """Tells that an engine has no such voice for this tenant."""
    return Problem(404, "voice_not_found", f"there is no voice {name!r} here")


def too_long(length: int, limit: int) -> Problem:
    """Tells that a text is longer than an engine takes."""
    message = f"the text has {length} characters; at most {limit} are taken"
    return Problem(413, "text_too_long", message, length=length, limit=limit)


def too_large(limit: int) -> Problem:
    """Tells that a body is larger than it may be."""
    return Problem(413, "body_too_large", f"the body is larger than {limit} bytes")


def busy(retry_after: int) -> Problem:
    """Tells that the queue is full."""
    return Problem(429, "busy", "there is too much to do now; ask again later", retry_after=retry_after)


def unavailable(cure: str, retry_after: int | None = None) -> Problem:
    """Tells that an engine cannot speak, and what would change that."""
    return Problem(503, "engine_unavailable", cure, retry_after=retry_after)


def no_sound(message: str) -> Problem:
    """Tells that an engine gave no sound, or a part of it."""
    return Problem(502, "no_audio", message)


def failed(message: str) -> Problem:
    """Tells that an engine failed otherwise."""
    return Problem(502, "engine_failed", message)


def too_slow(seconds: float) -> Problem:
    """Tells that an engine took longer than it may."""
    return Problem(504, "timeout", f"the engine did not end within {seconds:g} s")
