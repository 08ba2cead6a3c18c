"""Long texts in parts."""

from __future__ import annotations

import pytest

from edit_factory_voices.sentences import parts


def test_sentences_stay_apart() -> None:
    assert parts(" One two. Three!  Four? ", 100) == ["One two.", "Three!", "Four?"]
    assert parts("It costs 5.99 today.", 100) == ["It costs 5.99 today."]
    assert parts("你好。世界！", 100) == ["你好。", "世界！"]


@pytest.mark.parametrize("text", ["word " * 500, "a" * 999, "one, two; " * 99, "你" * 300, "x. " * 50 + "y" * 200])
def test_no_part_is_too_long_and_nothing_is_lost(text: str) -> None:
    cut = parts(text, 80)
    assert all(0 < len(part) <= 80 for part in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_a_long_sentence_is_cut_at_clauses_first() -> None:
    assert parts("one two, three four, five six", 20) == ["one two, three four,", "five six"]
