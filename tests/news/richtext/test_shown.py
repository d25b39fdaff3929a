"""From the tree to the text and entities of a message."""

from hypothesis import given

from news.richtext import (
    Block,
    Body,
    Entity,
    Kind,
    Mark,
    RichText,
    Run,
    to_rich,
)
from tests.news.richtext.samples import (
    bodies,
    covered,
    is_nested,
    is_sound,
    paragraph,
)


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
