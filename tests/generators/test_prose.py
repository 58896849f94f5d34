"""Prose by topic: whole sentences that fit, and that fit the rating of the row."""

import numpy as np
import pytest

from populace.generators.prose import BAD, GOOD, Mood, Prose, alternatives, flat, groups, topics
from populace.rows import Rows


@pytest.mark.parametrize("topic", topics())
def test_topics_have_much_to_say(topic):
    """No braces are left over, no sentence is doubled, titles have no full stop."""
    for group in groups(topic):
        for mood in group:
            texts = [text for line in mood for text in line]
            assert len(texts) == len(set(texts)) >= 4
            assert not any(mark in text for text in texts for mark in "{}|")
            assert all(text.endswith((".", "?", "!")) != topic.endswith(".title") for text in texts)


@pytest.mark.parametrize("topic", ["review", "ticket", "medical", "text"])
@pytest.mark.parametrize("length", [None, 1000, 255, 120, 80, 40, 15, 3])
def test_prose_is_whole_sentences(topic, length):
    """Texts are not cut; each row comes out the same alone."""
    prose = Prose(3, length, topic)
    made = prose(Rows(range(2000), "t", "c")).to_pylist()

    assert max(map(len, made)) <= (length or 1000)
    assert (length or 999) < 40 or all(m.endswith((".", "?", "!")) for m in made)
    assert prose(Rows([1999, 7], "t", "c")).to_pylist() == [made[1999], made[7]]


@pytest.mark.parametrize("length", [None, 200, 60, 30, 12])
def test_unique_prose_differs(length):
    """A number is added when all sentences are used."""
    prose = Prose(2, length, "task.title", unique=True)
    made = prose(Rows(range(3000), "t", "c")).to_pylist()

    assert len({m.lower() for m in made}) == 3000 and max(map(len, made)) <= (length or 300)


def test_reviews_follow_their_rating():
    """One and two stars complain, four and five praise."""
    rows = Rows(range(1000), "t", "c")
    rows.made["stars"] = np.tile([1, 2, 3, 4, 5], 200)
    rows.made["mood"] = Mood("stars")(rows)
    made = Prose(1, None, "review", "mood")(rows).to_pylist()
    known = groups("review")[0]

    assert all(text in flat(known[BAD]) for place, text in enumerate(made) if place % 5 < 2)
    assert all(text in flat(known[GOOD]) for place, text in enumerate(made) if place % 5 > 2)


def test_alternatives_may_hold_further_ones():
    """Braces within braces."""
    assert alternatives("a {b|c {d|e}}!") == ["a b!", "a c d!", "a c e!"]
