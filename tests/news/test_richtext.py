import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import (
    Block,
    Body,
    Entity,
    Kind,
    Mark,
    RichText,
    Run,
    UnreadableBodyError,
    allowed,
    clean_rich,
    dump,
    from_entities,
    from_plain,
    link,
    load,
    to_rich,
)
from news.words import clean
from tests.news.texts import (
    bodies,
    covered,
    entity_lists,
    is_nested,
    is_sound,
    paragraph,
    solid,
    texts,
)


def test_every_line_an_editor_types_is_a_paragraph() -> None:
    assert from_plain("Первый.\nВторой.\n\n \nТретий.") == tuple(
        paragraph(Run(text)) for text in ("Первый.", "Второй.", "Третий.")
    )


def test_marks_and_links_stay_on_their_words_behind_an_emoji() -> None:
    text = "😀 жирный и ссылка"
    found = (Entity("bold", 3, 6), Entity("italic", 3, 6), Entity("text_link", 12, 6, "https://example.com"))
    assert from_entities(text, found) == (
        paragraph(
            Run("😀 "),
            Run("жирный", frozenset({Mark.BOLD, Mark.ITALIC})),
            Run(" и "),
            Run("ссылка", url="https://example.com"),
        ),
    )


def test_a_quote_and_code_are_one_block_with_their_newlines() -> None:
    text = "До\nЦитата\nв две строки\nМежду\n  if x:\n    y\nПосле"
    found = (Entity("expandable_blockquote", 3, 19), Entity("pre", text.index("  if"), 13))
    kinds = [(block.kind, block.text) for block in from_entities(text, found)]
    assert kinds == [
        (Kind.PARAGRAPH, "До"),
        (Kind.QUOTE, "Цитата\nв две строки"),
        (Kind.PARAGRAPH, "Между"),
        (Kind.PRE, "  if x:\n    y"),
        (Kind.PARAGRAPH, "После"),
    ]


def test_a_line_with_a_sign_is_an_item_and_a_line_of_dialogue_is_not() -> None:
    kinds = [block.kind for block in from_plain("• раз\n- два\n3. три\n— Привет!\n2024. год")]
    assert kinds == [Kind.LIST_ITEM] * 3 + [Kind.PARAGRAPH] * 2


def test_of_an_unknown_entity_the_text_stays() -> None:
    assert from_entities("привет", (Entity("custom_emoji", 0, 6), Entity("новое", 1, 2))) == from_plain("привет")


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
def test_a_link_may_lead_only_to_the_web(url: str | None, kept: str | None) -> None:
    assert allowed(url) == kept


def test_of_a_forbidden_link_the_text_stays() -> None:
    assert link("жми", "javascript:alert(1)") == RichText("жми")
    assert from_entities("жми", (Entity("text_link", 0, 3, "tg://user?id=1"),)) == from_plain("жми")
    assert to_rich((paragraph(Run("жми", url="data:text/html,x")),)) == RichText("жми")


def test_a_typed_address_is_a_link_to_itself() -> None:
    body = from_entities("см. https://a.b", (Entity("url", 4, 11),))
    assert body == (paragraph(Run("см. "), Run("https://a.b", url="https://a.b")),)


@given(texts, entity_lists)
def test_nothing_typed_is_lost_and_bad_entities_never_raise(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    body = from_entities(message.text, message.entities)
    assert solid("".join(block.text for block in body)) == solid(message.text)
    assert solid("".join(block.text for block in from_entities(text, found))) == solid(text)


@given(texts, entity_lists)
def test_cleaning_with_entities_gives_the_clean_text_and_sound_entities(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    assert message.text == clean(text)
    assert is_sound(message)


def test_entities_stay_on_their_words_when_cleaning_shortens_the_text() -> None:
    message = clean_rich("и\u0306\x00о\u202eд\r\n😀 жирный", (Entity("bold", 11, 6), Entity("code", 3, 3)))
    assert message.text == "йод\n😀 жирный"
    assert [covered(message, entity) for entity in message.entities] == ["жирный", "од"]


def test_an_entity_that_ends_before_an_accent_takes_it_along() -> None:
    message = clean_rich("e\u0301x", (Entity("bold", 0, 1),))
    assert message == RichText("éx", (Entity("bold", 0, 1),))


def test_blocks_look_as_their_kind_says() -> None:
    body = (
        Block(Kind.HEADING, (Run("Глава "), Run("один", frozenset({Mark.ITALIC})))),
        paragraph(Run("Текст")),
        Block(Kind.QUOTE, (Run("Цитата"),)),
        Block(Kind.LIST_ITEM, (Run("раз"),)),
        Block(Kind.LIST_ITEM, (Run("2) два"),)),
        Block(Kind.LIST_ITEM, (Run("— три"),)),
        Block(Kind.PICTURE, (Run("Вид на реку"),), "https://a.b/1.jpg"),
        Block(Kind.PICTURE, (), "https://a.b/2.jpg"),
        Block(Kind.PRE, (Run("\n  x = 1\n", frozenset({Mark.BOLD})),)),
    )
    shown = to_rich(body)
    assert shown.text == "Глава один\n\nТекст\n\nЦитата\n\n• раз\n2) два\n— три\n\nВид на реку\n\n  x = 1"
    assert [(entity.type, covered(shown, entity)) for entity in shown.entities] == [
        ("bold", "Глава один"),
        ("italic", "один"),
        ("blockquote", "Цитата"),
        ("text_link", "Вид на реку"),
        ("pre", "  x = 1"),
    ]


def test_neighbouring_runs_that_look_alike_share_one_entity() -> None:
    bold = frozenset({Mark.BOLD})
    body = (
        paragraph(Run("а", bold), Run("б", bold), Run("в", bold | {Mark.ITALIC}), Run("", frozenset()), Run("г", bold)),
    )
    assert to_rich(body) == RichText("абвг", (Entity("bold", 0, 4), Entity("italic", 2, 1)))


@given(bodies)
def test_a_shown_body_is_sound_and_its_entities_are_nested(body: Body) -> None:
    shown = to_rich(body)
    assert is_sound(shown)
    assert is_nested(shown.entities)


@given(texts, entity_lists)
def test_what_is_shown_and_typed_again_is_the_same_article(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    once = to_rich(from_entities(message.text, message.entities))
    assert to_rich(from_entities(once.text, once.entities)) == once


@given(bodies)
def test_a_stored_body_is_read_back_equal(body: Body) -> None:
    assert load(dump(body)) == body


def test_a_plain_run_is_stored_as_a_bare_string() -> None:
    assert dump(from_plain("Ёж")) == '[{"kind":"paragraph","runs":["Ёж"]}]'


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{}",
        "null",
        '"text"',
        "[1]",
        "[" * 100_000,
        '[{"kind":"paragraph"}]',
        '[{"kind":"video","runs":[]}]',
        '[{"kind":"paragraph","runs":[],"autoplay":true}]',
        '[{"kind":"picture","runs":[],"url":1}]',
        '[{"kind":"paragraph","runs":[1]}]',
        '[{"kind":"paragraph","runs":"text"}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":["glow"]}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":"bold"}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","marks":[[]]}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","url":1}]}]',
        '[{"kind":"paragraph","runs":[{"text":"a","colour":"red"}]}]',
    ],
)
def test_a_damaged_or_newer_body_is_refused_in_one_way(stored: str) -> None:
    with pytest.raises(UnreadableBodyError, match="newer"):
        load(stored)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_json_is_stored_nothing_but_the_one_error_is_raised(value: Any) -> None:
    try:
        load(json.dumps(value))
    except UnreadableBodyError:
        return
    assert value == []
