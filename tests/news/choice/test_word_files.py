"""The file of words: what is written is read again, and a bad line is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.errors import WordMeaningless, WordTooLong
from news.choice.preferences import Preferences
from news.choice.word_changes import follow_words, mute_words
from news.choice.word_files import MAX_BAD_LINES, read_words, write_words
from news.choice.words import parse_words
from news.errors import Refusal
from texts import LANGUAGES

CHOSEN = mute_words(follow_words(Preferences(), parse_words("мост «южный вокзал» C++")), parse_words("футбол"))
WRITTEN = '# следить\nмост\n"южный вокзал"\nC++\n# скрывать\nфутбол\n'
typed_texts = st.text(st.sampled_from("мост лес C+#.,;'’-«»\"\u00a0ёж"), max_size=40)


def test_a_file_says_what_becomes_of_the_words_in_the_readers_language() -> None:
    assert write_words(CHOSEN, "ru") == WRITTEN
    assert write_words(CHOSEN, "en").startswith("# follow\n")
    assert write_words(Preferences(), "en") == "# follow\n# mute\n"


@given(typed_texts, typed_texts, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again(followed: str, muted: str, language: str) -> None:
    chosen = Preferences()
    for change, typed in ((follow_words, followed), (mute_words, muted)):
        try:
            chosen = change(chosen, parse_words(typed))
        except Refusal:
            continue
    read = read_words(write_words(chosen, language))
    assert (read.followed, read.muted, read.bad) == (chosen.followed, chosen.muted, ())


@pytest.mark.parametrize("text", [WRITTEN.replace("\n", "\r\n"), f"\ufeff{WRITTEN}", WRITTEN.upper(), f"\n\n{WRITTEN}"])
def test_other_programs_may_have_saved_the_file(text: str) -> None:
    read = read_words(text)
    assert [word.stems for word in read.followed] == [word.stems for word in CHOSEN.followed]
    assert [word.stems for word in read.muted] == [word.stems for word in CHOSEN.muted]


def test_the_first_lines_go_where_the_reader_was_asked() -> None:
    text = "мост\n# заметка\nрека\n#следить:\nлес\n"
    assert [word.text for word in read_words(text).followed] == ["мост", "река", "лес"]
    read = read_words(text, muted=True)
    assert [[word.text for word in words] for words in (read.followed, read.muted)] == [["лес"], ["мост", "река"]]


def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on() -> None:
    read = read_words(f"мост\n\nи\nрека, лес\n{'щ' * 100}\n,\n")
    assert [word.text for word in read.followed] == ["мост", "река", "лес"]
    assert [(bad.number, type(bad.refusal)) for bad in read.bad] == [(3, WordMeaningless), (5, WordTooLong)]


def test_of_many_bad_lines_the_first_are_named_and_all_are_counted() -> None:
    read = read_words("и\n" * 40)
    assert ([bad.number for bad in read.bad], read.bad_count) == (list(range(1, MAX_BAD_LINES + 1)), 40)


def test_a_word_in_both_lists_is_hidden() -> None:
    read = read_words("# скрывать\nмост\n# следить\nМосты\nрека\n")
    assert [[word.text for word in words] for words in (read.followed, read.muted)] == [["река"], ["мост"]]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    read = read_words(text)
    assert len(read.bad) <= min(read.bad_count, MAX_BAD_LINES)
