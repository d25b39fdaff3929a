"""Words that are followed and hidden: a word is in one list, and the newer choice wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.errors import TooManyWords
from news.choice.preferences import DEFAULT_PREFERENCES, MAX_WORDS, ChosenWord, Preferences
from news.choice.word_changes import follow_words, known, mute_words, remove_words


def word(text: str) -> ChosenWord:
    return ChosenWord(text, (text.lower(),))


BRIDGE, RIVER, FOREST = word("мост"), word("река"), word("лес")
words = st.lists(st.sampled_from([BRIDGE, RIVER, FOREST, word("Мост"), word("поле")]), max_size=4)
changes = st.lists(st.tuples(st.sampled_from([follow_words, mute_words, remove_words]), words), max_size=12)


def test_a_word_goes_to_the_end_of_its_list_and_one_that_is_there_stays_as_it_was_typed() -> None:
    chosen = follow_words(follow_words(DEFAULT_PREFERENCES, [BRIDGE, RIVER]), [word("МОСТ"), FOREST])
    assert chosen.followed == (BRIDGE, RIVER, FOREST)
    assert follow_words(chosen, [RIVER]) == chosen


def test_the_newer_choice_wins() -> None:
    chosen = mute_words(follow_words(DEFAULT_PREFERENCES, [BRIDGE, RIVER]), [BRIDGE])
    assert (chosen.followed, chosen.muted) == ((RIVER,), (BRIDGE,))
    chosen = follow_words(chosen, [BRIDGE])
    assert (chosen.followed, chosen.muted) == ((RIVER, BRIDGE), ())
    assert remove_words(chosen, [BRIDGE, FOREST]).followed == (RIVER,)


def test_both_lists_together_have_a_limit_and_a_word_may_move_between_full_lists() -> None:
    full = follow_words(DEFAULT_PREFERENCES, [word(f"слово{index}") for index in range(MAX_WORDS - 1)])
    full = mute_words(full, [BRIDGE])
    for add in (follow_words, mute_words):
        with pytest.raises(TooManyWords) as refused:
            add(full, [FOREST])
        assert refused.value.arguments == {"most": MAX_WORDS}
    assert len(follow_words(full, [BRIDGE]).followed) == MAX_WORDS


@given(changes)
def test_whatever_is_done_no_word_is_in_two_lists_or_twice_in_one(
    done: list[tuple[object, list[ChosenWord]]],
) -> None:
    chosen = Preferences()
    for change, some in done:
        chosen = change(chosen, some)  # type: ignore[operator]
        if change is not remove_words:
            here = chosen.followed if change is follow_words else chosen.muted
            assert known(some, here) == tuple(some)
        else:
            assert not known(some, (*chosen.followed, *chosen.muted))
        both = [each.stems for each in (*chosen.followed, *chosen.muted)]
        assert len(set(both)) == len(both)
