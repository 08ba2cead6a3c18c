"""Who may speak when: one queue for each engine, which is never longer than it may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from . import errors

RETRY_AFTER_SECONDS = 5


class Turns:
    """Lets so many in at once, has so many wait, and turns the others away."""

    def __init__(self, at_once: int, waiting: int):
        self._places = asyncio.Semaphore(at_once)
        self._room = at_once + waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a place, and gives it back."""
        if self._room <= 0:
            raise errors.busy(RETRY_AFTER_SECONDS)
        self._room -= 1
        try:
            async with self._places:
                yield
        finally:
            self._room += 1
