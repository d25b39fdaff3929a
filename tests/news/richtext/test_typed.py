"""From an editor's message to the tree: paragraphs, lists, quotes, marks and links."""

import pytest
from hypothesis import given

from news.richtext import (
    Entity,
    Kind,
    Mark,
    Run,
    clean_rich,
    from_entities,
    from_plain,
    to_rich,
)
from tests.news.richtext.samples import (
    entity_lists,
    paragraph,
    seen,
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


def test_a_line_with_a_bullet_is_an_item_and_a_line_of_dialogue_is_not() -> None:
    kinds = [block.kind for block in from_plain("• раз\n- два\n3. три\n— Привет!\n2024. год")]
    assert kinds == [Kind.LIST_ITEM] * 3 + [Kind.PARAGRAPH] * 2


def test_of_an_unknown_entity_the_text_stays() -> None:
    assert from_entities("привет", (Entity("custom_emoji", 0, 6), Entity("новое", 1, 2))) == from_plain("привет")


def test_a_typed_address_is_a_link_to_itself() -> None:
    body = from_entities("см. https://a.b", (Entity("url", 4, 11),))
    assert body == (paragraph(Run("см. "), Run("https://a.b", url="https://a.b")),)


@given(texts, entity_lists)
def test_nothing_typed_is_lost_and_bad_entities_never_raise(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    body = from_entities(message.text, message.entities)
    assert seen("".join(block.text for block in body)) == seen(message.text)
    assert seen("".join(block.text for block in from_entities(text, found))) == seen(text)


@given(texts, entity_lists)
def test_what_is_shown_and_typed_again_is_the_same_article(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    once = to_rich(from_entities(message.text, message.entities))
    assert to_rich(from_entities(once.text, once.entities)) == once


@pytest.mark.slow
def test_a_long_text_with_thousands_of_entities_is_read_and_shown_without_delay() -> None:
    text = "Мама мыла раму 😀\n" * 15_000
    found = [Entity("bold", offset, 50) for offset in range(0, 250_000, 100)]
    message = clean_rich(text, found)
    assert len(to_rich(from_entities(message.text, message.entities)).text) == len(text) + 14_998
