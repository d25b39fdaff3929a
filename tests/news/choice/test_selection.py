"""The selection in bulk is what the decider says of each article, for ten thousand generated readers."""

import random
from dataclasses import replace
from datetime import UTC, datetime

from news.choice.deciding import Candidate, wants
from news.choice.preferences import Preferences, Topics
from news.choice.selection import Selection
from news.stems import stems
from tests.news.choosing import TOPICS, WORDS, preferences

START = datetime(2026, 3, 27, tzinfo=UTC)
READERS = 10_000


def articles(count: int, dice: random.Random) -> list[Candidate]:
    return [
        Candidate(
            number,
            edition=number // 3,
            topics=tuple(dice.sample(TOPICS, dice.randrange(3))),
            tokens=stems(" ".join(("южного моста" if dice.random() < 0.2 else "", *dice.sample(WORDS, 3)))),
            story=frozenset({number, *dice.sample(range(1, 20), dice.randrange(3))}),
            source=dice.choice(("", "example.org")),
            breaking=dice.random() < 0.2,
            repeats=dice.choice((0, 0, 0, number - 1)),
        )
        for number in range(1, count + 1)
    ]


def test_the_selection_is_what_the_decider_says() -> None:
    found = articles(20, random.Random(3))  # noqa: S311
    selection, by_number, sizes = Selection(found), {each.number: each for each in found}, set()
    for seed in range(READERS):
        chosen = preferences(seed, START)
        expected = [each.number for each in found if wants(chosen, each, by_number)]
        assert selection.numbers(selection.of(chosen, selection.all)) == expected, chosen
        sizes.add(len(expected))
    assert {0, 1, 10, 15} <= sizes, "readers get any number of them"


def test_only_the_articles_asked_for_are_selected() -> None:
    found = articles(9, random.Random(4))  # noqa: S311
    selection = Selection([replace(each, repeats=0) for each in found])
    assert selection.numbers(selection.of(Preferences(), selection.after(1, frozenset({2})))) == [9]
    assert selection.numbers(selection.after(0, frozenset())) == [3, 4, 5, 6, 7, 8, 9]


def test_a_topic_that_was_on_stays_on_as_a_part_of_another_one() -> None:
    selection = Selection([Candidate(1, 1, topics=(5,)), Candidate(2, 1, topics=(6,))], merged={4: 5})
    only = Preferences(Topics(others=False, but=frozenset({4})))
    assert selection.numbers(selection.of(only, selection.all)) == [1]
    without = Preferences(Topics(but=frozenset({4})))
    assert selection.numbers(selection.of(without, selection.all)) == [1, 2], "the other one was never turned off"


def test_a_first_telling_that_is_no_longer_waiting_counts_too() -> None:
    first, second = Candidate(1, 1, topics=(5,)), Candidate(2, 2, topics=(6,), repeats=1)
    selection = Selection([second], earlier=[first])
    assert selection.numbers(selection.of(Preferences(), selection.all)) == []
    without_first = Preferences(Topics(but=frozenset({5})))
    assert selection.numbers(selection.of(without_first, selection.all)) == [2]
