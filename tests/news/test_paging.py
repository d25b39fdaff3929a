from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.paging import ENTITIES_PER_PAGE, pages
from news.richtext import Entity, Mark, RichText, clean_rich, join, rich
from news.words import graphemes, units

FAMILY = "👨‍👩‍👧‍👦"
WORDS = [
    "Вестник",
    "выходит",
    "every",
    "day.",
    "Точка!",
    "שלום",
    "مرحبا",
    "😀",
    FAMILY,
    "🇷🇺🇺🇸",
    "e\u0301",
    "10\u00a0000",
    "«Да».",
    "1️⃣",
]
SPACES = [" ", "  ", "\n", "\n\n", " \n \n", "\u3000"]
words_and_spaces = st.lists(st.sampled_from(WORDS) | st.sampled_from(SPACES), max_size=80).map("".join)
marks = st.lists(
    st.builds(Entity, st.sampled_from(["bold", "italic", "blockquote"]), st.integers(0, 300), st.integers(1, 300)),
    max_size=10,
)
limits = st.integers(2, 120)


def solid(text: str) -> str:
    return "".join(text.split())


def is_sound(text: RichText) -> bool:
    borders = {0}
    for char in text.text:
        borders.add(max(borders) + units(char))
    return all(entity.length > 0 and {entity.offset, entity.end} <= borders for entity in text.entities)


def marked(text: RichText) -> list[tuple[str, frozenset[str]]]:
    """Return each character that is not white space, with the types of its entities."""
    found, offset = [], 0
    for char in text.text:
        if not char.isspace():
            kinds = (entity.type for entity in text.entities if entity.offset <= offset < entity.end)
            found.append((char, frozenset(kinds)))
        offset += units(char)
    return found


@given(words_and_spaces | st.text(), limits, limits)
def test_every_page_fits_and_nothing_is_lost(text: str, limit: int, first: int) -> None:
    found = pages(RichText(text), limit, first)
    assert found[0].units <= first
    assert all(page.units <= limit for page in found[1:])
    assert "".join(solid(page.text) for page in found) == solid(text)
    assert all(found) or (len(found) == 1 and not text.strip())


@given(words_and_spaces, marks, limits)
def test_entities_go_on_from_page_to_page(text: str, entities: list[Entity], limit: int) -> None:
    message = clean_rich(text, entities)
    found = pages(message, limit)
    assert [sign for page in found for sign in marked(page)] == marked(message)
    assert all(is_sound(page) for page in found)


@given(words_and_spaces, st.integers(0, 100))
def test_no_word_is_cut_that_fits_a_page(text: str, more: int) -> None:
    longest = max((units(word) for word in text.split()), default=2)
    found = pages(RichText(text), max(longest, 2) + more)
    assert [word for page in found for word in page.text.split()] == text.split()


@given(
    st.lists(st.sampled_from([FAMILY, "🇷🇺", "👍🏽", "й\u0301", "1️⃣", "한", "a"]), min_size=1, max_size=60),
    st.integers(11, 40),
)
def test_a_word_longer_than_a_page_is_cut_between_whole_characters(characters: list[str], limit: int) -> None:
    found = pages(RichText("".join(characters)), limit)
    assert [grapheme for page in found for grapheme in graphemes(page.text)] == characters


def test_one_character_longer_than_a_page_is_cut_all_the_same() -> None:
    zalgo = "a" + "\u0301" * 50
    assert "".join(page.text for page in pages(RichText(zalgo), 20)) == zalgo


def test_a_page_ends_at_a_blank_line_rather_than_a_later_newline_or_sentence() -> None:
    text = "Один два три.\n\nЧетыре.\nПять. Шесть семь"
    assert [page.text for page in pages(RichText(text), 26)] == ["Один два три.", "Четыре.\nПять. Шесть семь"]


def test_a_blank_line_too_near_the_beginning_is_ignored() -> None:
    text = "Один.\n\nЧетыре пять шесть.\nСемь восемь"
    assert [page.text for page in pages(RichText(text), 30)] == ["Один.\n\nЧетыре пять шесть.", "Семь восемь"]


def test_without_newlines_a_page_ends_with_a_sentence() -> None:
    assert [page.text for page in pages(RichText("Первое дело. Второе дело есть"), 20)] == [
        "Первое дело.",
        "Второе дело есть",
    ]


def test_without_sentences_a_page_ends_with_a_word() -> None:
    assert [page.text for page in pages(RichText("один два три четыре"), 10)] == ["один два", "три четыре"]


def test_a_no_break_space_keeps_its_words_together() -> None:
    assert [page.text for page in pages(RichText("цена 10\u00a0000 руб"), 9)] == ["цена", "10\u00a0000", "руб"]


def test_a_no_break_space_is_a_better_cut_than_the_middle_of_a_word() -> None:
    assert [page.text for page in pages(RichText("10\u00a0000\u00a0рублей"), 8)] == ["10\u00a0000", "рублей"]


def test_a_word_that_ends_with_the_page_is_not_moved_to_the_next() -> None:
    assert [page.text for page in pages(RichText("аб вг де"), 5)] == ["аб вг", "де"]


def test_the_first_page_leaves_room_for_the_headline() -> None:
    assert [page.text for page in pages(RichText("раз два три четыре"), 12, first=4)] == ["раз", "два три", "четыре"]


def test_a_bold_sentence_is_bold_on_both_pages() -> None:
    assert pages(rich("один два", Mark.BOLD), 5) == (rich("один", Mark.BOLD), rich("два", Mark.BOLD))


def test_a_short_text_is_one_page_and_an_empty_one_too() -> None:
    assert pages(rich("раз", Mark.BOLD), 4096) == (rich("раз", Mark.BOLD),)
    assert pages(RichText(" \n "), 4096) == (RichText(""),)


def test_a_page_holds_no_more_entities_than_telegram_shows() -> None:
    text = join(RichText(" "), [rich(f"слово{number}", Mark.BOLD) for number in range(350)])
    found = pages(text, 4096)
    assert [len(page.entities) for page in found] == [100, 100, 100, 50]
    assert " ".join(page.text for page in found) == text.text


def test_too_many_entities_in_one_place_do_not_stop_the_paging() -> None:
    text = RichText("а" * 50, tuple(Entity("bold", 0, length % 50 + 1) for length in range(500)))
    found = pages(text, 20)
    assert "".join(page.text for page in found) == text.text
    assert all(len(page.entities) <= ENTITIES_PER_PAGE for page in found)


@pytest.mark.parametrize(("limit", "first"), [(1, None), (10, 1), (10, 0), (-1, 10)])
def test_a_page_without_room_for_an_emoji_is_refused(limit: int, first: int | None) -> None:
    with pytest.raises(ValueError, match="two UTF-16 units"):
        pages(RichText("а"), limit, first)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Мама мыла раму, а папа читал газету. " * 27_000,
        "а" * 1_000_000,
        "😀" * 500_000,
        "a\n\n" + "б" * 1_000_000,
        " " * 1_000_000,
        "!" * 1_000_000,
        '."' * 500_000,
        "a\u0301" * 500_000,
        "а" + "\u0301" * 1_000_000,
    ],
    ids=[
        "prose",
        "one word",
        "emoji",
        "newline and a word",
        "spaces",
        "exclamations",
        "quotes",
        "accents",
        "one zalgo",
    ],
)
def test_a_megabyte_is_paged_within_a_second_or_so(text: str) -> None:
    started = process_time()
    found = pages(RichText(text), 4096)
    assert process_time() - started < 3  # about 0.3 s here; a quadratic way would take minutes
    assert len(found) >= units(text.strip()) // 4096
    assert all(one.units <= 4096 for one in found)


@pytest.mark.slow
def test_a_text_full_of_entities_is_paged_without_delay() -> None:
    text = RichText("аб " * 60_000, tuple(Entity("bold", offset, 2) for offset in range(0, 180_000, 3)))
    started = process_time()
    found = pages(text, 4096)
    assert process_time() - started < 3
    assert len(found) == 600


def test_the_pages_of_a_clean_text_do_not_overlap() -> None:
    found = pages(RichText(" ".join(map(str, range(5_000)))), 100)
    numbers = [int(word) for page in found for word in page.text.split()]
    assert numbers == list(range(5_000))
