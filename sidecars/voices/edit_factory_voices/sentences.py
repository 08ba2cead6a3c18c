"""Cuts a text into parts that a model can speak at once."""

from __future__ import annotations

import re

# Where a text is cut, the best first: after sentences, after clauses, between words.
_PLACES = (re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])"), re.compile(r"(?<=[,;:，、；：])\s+"), re.compile(r"\s+"))


def parts(text: str, longest: int) -> list[str]:
    """Cuts at the best places so that no part has more than `longest` characters; the parts have every word."""
    return _cut(text.strip(), longest, _PLACES)


def _cut(text: str, longest: int, places: tuple[re.Pattern[str], ...]) -> list[str]:
    if not text:
        return []
    if not places:
        return [text[at : at + longest] for at in range(0, len(text), longest)]
    if places is not _PLACES and len(text) <= longest:
        return [text]
    pieces = [piece for piece in places[0].split(text) if piece]
    cut = [part for piece in pieces for part in _cut(piece, longest, places[1:])]
    # Sentences stay apart, so that each has its own place in the sound; smaller pieces are joined again.
    return cut if places is _PLACES else _joined(cut, longest)


def _joined(pieces: list[str], longest: int) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and len(joined[-1]) + 1 + len(piece) <= longest:
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined
