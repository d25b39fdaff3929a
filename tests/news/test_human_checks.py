"""The human check: four options, one right answer, three tries, a pause; an answer counts for its own check only."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import CheckOver, CheckPaused
from news.human_checks import OPTIONS, PAUSE, PROOF_LIFETIME, TRIES, WORD_GROUPS, CheckState, Thing, new_check

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable


def asked(answer: int = 2, code: int = 77) -> CheckState:
    """The state of a person who looks at a check."""
    return CheckState(code, answer, NOW)


def group_of(word: str) -> int:
    return next(index for index, group in enumerate(WORD_GROUPS) if word in group)


@given(st.integers())
def test_a_check_in_pictures_shows_four_different_things(seed: int) -> None:
    check = new_check(seeded(seed))

    assert len({Thing(option) for option in check.options}) == OPTIONS
    assert 0 <= check.answer < OPTIONS
    assert check.code > 0


@given(st.integers())
def test_a_check_in_words_has_one_word_that_does_not_belong_to_the_others(seed: int) -> None:
    check = new_check(seeded(seed), in_words=True)

    groups = [group_of(word) for word in check.options]
    assert groups.count(groups[check.answer]) == 1
    assert sorted(map(groups.count, groups)) == [1, 3, 3, 3]
    assert len(set(check.options)) == OPTIONS


def test_a_word_belongs_to_one_group() -> None:
    assert not any(set(one) & set(other) for one, other in combinations(WORD_GROUPS, 2))


def test_checks_differ_and_every_place_is_the_right_one_as_often() -> None:
    random = seeded(7)
    checks = [new_check(random) for _ in range(4000)]

    assert len({check.code for check in checks}) == len(checks)
    assert all(900 < sum(check.answer == place for check in checks) < 1100 for place in range(OPTIONS))
    assert {check.options[check.answer] for check in checks} == set(Thing)


def test_the_right_answer_passes_for_a_day_and_again_does_nothing() -> None:
    passed = asked().answered(77, 2, NOW)

    assert passed.passed(NOW)
    assert passed.answered(77, 2, NOW + SECOND) == passed
    assert passed.answered(77, 1, NOW + SECOND) == passed, "a second press elsewhere takes nothing back"
    assert passed.passed(NOW + PROOF_LIFETIME - SECOND)
    assert not passed.passed(NOW + PROOF_LIFETIME)


@pytest.mark.parametrize("code", [76, 78, 0])
def test_an_answer_to_another_check_is_refused_though_it_names_the_right_place(code: int) -> None:
    with pytest.raises(CheckOver):
        asked().answered(code, 2, NOW)


def test_after_a_wrong_answer_the_check_is_over_and_its_right_answer_counts_no_more() -> None:
    state = asked().answered(77, 1, NOW)

    assert not state.passed(NOW)
    for code in (77, 0):
        with pytest.raises(CheckOver):
            state.answered(code, 2, NOW)


def test_a_check_that_was_never_asked_has_no_right_answer() -> None:
    with pytest.raises(CheckOver):
        CheckState(0, 0, NOW).answered(0, 0, NOW)


def test_the_third_wrong_answer_begins_a_pause_after_which_there_are_three_tries_again() -> None:
    state, random = CheckState(0, 0, NOW), seeded(1)
    for count in range(1, TRIES + 1):
        check = new_check(random)
        state = state.asked(check, NOW)
        assert state.tries == count - 1, "another check is no new try"
        state = state.answered(check.code, (check.answer + 1) % OPTIONS, NOW)
    over = NOW + PAUSE
    with pytest.raises(CheckPaused) as paused:
        state.asked(new_check(random), over - SECOND)
    assert paused.value.arguments == {"until": over}
    with pytest.raises(CheckPaused):
        state.answered(state.code, state.answer, over - SECOND)

    check = new_check(random)
    state = state.asked(check, over)

    assert state.tries == 0
    assert state.answered(check.code, check.answer, over).passed(over)


@given(st.lists(st.integers(0, OPTIONS - 1), min_size=1, max_size=12), st.integers())
def test_nobody_passes_without_a_right_answer(presses: list[int], seed: int) -> None:
    state, random = CheckState(0, 0, NOW), seeded(seed)
    for press in presses:
        check = new_check(random)
        try:
            state = state.asked(check, NOW).answered(check.code, press, NOW)
        except CheckPaused:
            assert state.tries == TRIES
            return
        assert state.passed(NOW) is (press == check.answer)
        if state.passed(NOW):
            return
