"""Texts with entities: allowed links, cleaning, splitting off the headline, joining, cutting and stripping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import (
    Entity,
    Mark,
    RichText,
    Run,
    allowed,
    clean_rich,
    from_entities,
    from_plain,
    join,
    link,
    rich,
    split_title,
    to_rich,
    units,
)
from news.words import clean
from tests.news.richtext.samples import (
    covered,
    entity_lists,
    is_nested,
    is_sound,
    paragraph,
    rich_texts,
    solid,
    texts,
)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("HTTP://EXAMPLE.COM", "HTTP://EXAMPLE.COM"),
        ("t.me/durov", "https://t.me/durov"),
        ("javascript:alert(1)", None),
        ("tg://user?id=42", None),
        ("mailto:a@b.c", None),
        ("ftp://a.b", None),
        ("https://", None),
        ("https:///path", None),
        ("https://a b", None),
        (" https://a.b\u202e", "https://a.b"),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_allowed_in_links(url: str | None, kept: str | None) -> None:
    assert allowed(url) == kept


def test_of_a_forbidden_link_the_text_stays() -> None:
    assert link("жми", "javascript:alert(1)") == RichText("жми")
    assert from_entities("жми", (Entity("text_link", 0, 3, "tg://user?id=1"),)) == from_plain("жми")
    assert to_rich((paragraph(Run("жми", url="data:text/html,x")),)) == RichText("жми")


@given(texts, entity_lists)
def test_cleaning_with_entities_gives_the_clean_text_and_sound_entities(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    assert message.text == clean(text)
    assert is_sound(message)


def test_entities_stay_on_their_words_when_cleaning_shortens_the_text() -> None:
    message = clean_rich("и\u0306\x00о\u202eд\r\n😀 жирный", (Entity("bold", 11, 6), Entity("code", 3, 3)))
    assert message.text == "йод\n😀 жирный"
    assert [covered(message, entity) for entity in message.entities] == ["жирный", "од"]


def test_an_entity_that_ends_before_an_accent_includes_it() -> None:
    message = clean_rich("e\u0301x", (Entity("bold", 0, 1),))
    assert message == RichText("éx", (Entity("bold", 0, 1),))


def test_the_first_line_is_the_headline_and_the_rest_keeps_its_entities() -> None:
    text = "\n \u200b\n  Заголовок \t дня 😀 \n\nТекст жирный"
    title, rest = split_title(text, (Entity("bold", units(text) - 6, 6),))
    assert title == "Заголовок дня 😀"
    assert rest.text == "Текст жирный"
    assert [covered(rest, entity) for entity in rest.entities] == ["жирный"]


def test_a_mark_over_headline_and_text_goes_on_in_the_text() -> None:
    assert split_title("Весь\nжирный", (Entity("bold", 0, 11),)) == (
        "Весь",
        RichText("жирный", (Entity("bold", 0, 6),)),
    )


def test_a_message_of_one_line_has_only_a_headline() -> None:
    assert split_title("Одна строка") == ("Одна строка", RichText(""))
    assert split_title(" \n ") == ("", RichText(""))


@given(texts, entity_lists)
def test_headline_and_rest_are_the_whole_message(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    title, rest = split_title(message.text, message.entities)
    assert solid(message.text).endswith(solid(title) + solid(rest.text))
    assert is_sound(rest)


@pytest.mark.slow
@given(rich_texts, rich_texts, rich_texts)
def test_joining_texts_shifts_entities_and_loses_nothing(one: RichText, two: RichText, three: RichText) -> None:
    joined = one + two + three
    assert joined == one + (two + three) == join(RichText(""), [one, two, three])
    assert joined.text == one.text + two.text + three.text
    assert joined.cut(one.units, one.units + two.units) == two


@given(rich_texts, st.integers(-3, 80), st.integers(-3, 80))
def test_a_cut_is_sound_and_lies_within_its_borders(text: RichText, start: int, end: int) -> None:
    piece = text.cut(start, end)
    assert is_sound(piece)
    assert is_nested(piece.entities)
    assert piece.text in text.text
    assert piece.units <= max(end - start, 0) + 1


@given(rich_texts, st.integers(0, 80))
def test_two_halves_are_the_whole_text(text: RichText, middle: int) -> None:
    assert text.cut(0, middle).text + text.cut(middle, text.units).text == text.text


@given(rich_texts)
def test_stripping_takes_white_space_and_keeps_entities_sound(text: RichText) -> None:
    spaced = rich(" \n") + text + rich("\n ", Mark.BOLD)
    assert spaced.strip() == text.strip()
    assert is_sound(text.strip())


def test_texts_are_built_from_pieces() -> None:
    built = join(rich(" · "), [rich("😀 Заголовок", Mark.BOLD), link("тут", "https://a.b")]).styled("blockquote")
    assert built == RichText(
        "😀 Заголовок · тут",
        (Entity("blockquote", 0, 18), Entity("bold", 0, 12), Entity("text_link", 15, 3, "https://a.b")),
    )
    assert not rich("")
    assert rich("", Mark.BOLD).styled("blockquote") == RichText("")
