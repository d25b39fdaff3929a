"""Articles as rich messages: blocks that aiogram's types take, within Telegram's limits."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aiogram.types import InputRichMessage
from hypothesis import given
from hypothesis import strategies as st

from emulator.rich_words import plain
from handlers.cards.announcements import announcement_card
from handlers.cards.card import Card, Media
from handlers.cards.rich_view import MAX_BLOCKS, MAX_MEDIA, MAX_UNITS, article_blocks, fits, sample_blocks
from handlers.encoding import edit, encode
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import MessageKind
from news.model import Article, Attachment
from news.richtext import Block, Body, Kind, Mark, Run, from_plain, to_rich, units
from tests.handlers.cards.samples import NOW, T, article_of, check, languages, runs, t_of

PICTURE = Attachment(MessageKind.PHOTO, "tg:AQAD", "AgACAgIAAxkBAAI")
RICH = Form(Detail.FULL, rich=True)
ADDRESSES = st.none() | st.sampled_from(["https://example.org/1.jpg", "javascript:1", "t.me/x"])
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(Kind),
    runs=st.lists(runs | st.builds(Run, text=st.sampled_from(["1. ", "• ", "-", "слово"])), min_size=1).map(tuple),
    url=ADDRESSES,
)


def article(**fields: object) -> Article:
    """An article with a short text."""
    given_fields = {"title": "Мост открыт", "body": from_plain("Движение началось."), "topic": "Город", "lead": ""}
    no_more = {"updated_at": None, "update_reason": None, "source_url": None, "attachments": ()}
    return article_of(7, **{**given_fields, **no_more, **fields})


def blocks_of(body: Body = (), **fields: object) -> list[Any]:
    """The blocks below the title and the meta line."""
    given_body = {"body": body} if body else {}
    return list(article_blocks(article(**given_body, **fields), T, pictures=True)[2:])


def drawn(form: Form = RICH, **fields: object) -> Card:
    card = announcement_card(article(**fields), T, None, form)
    check(card)
    return card


def sent(card: Card) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(encode(card).send(1).body)
    return body


def test_an_article_has_its_title_meta_line_picture_lead_and_text_in_this_order() -> None:
    shown = article_blocks(article(lead="Он новый.", attachments=(PICTURE,)), T, pictures=True)
    assert shown == (
        {"type": "heading", "text": "Мост открыт", "size": 1},
        {
            "type": "paragraph",
            "text": {"type": "italic", "text": "26 декабря 2021, 14:05 · Город · фото · № 7"},
        },
        Media(MessageKind.PHOTO, "AgACAgIAAxkBAAI", "tg:AQAD"),
        {"type": "paragraph", "text": {"type": "italic", "text": "Он новый."}},
        {"type": "paragraph", "text": "Движение началось."},
    )


def test_a_text_has_its_link_or_one_mark_and_only_allowed_links_are_links() -> None:
    # Nested ones take aiogram seconds to parse, with each press of a button under the message.
    words = (
        Run("Читайте "),
        Run("тут", frozenset({Mark.BOLD, Mark.ITALIC}), "https://example.org/1"),
        Run("!", frozenset({Mark.ITALIC, Mark.BOLD}), url="javascript:1"),
    )
    link = {"type": "url", "text": "тут", "url": "https://example.org/1"}
    assert blocks_of((Block(Kind.PARAGRAPH, words),)) == [
        {"type": "paragraph", "text": ["Читайте ", link, {"type": "bold", "text": "!"}]}
    ]


def test_a_list_draws_its_own_bullets_and_keeps_its_numbers() -> None:
    (bullets,) = blocks_of(from_plain("• хлеб\n• соль"))
    assert bullets["items"] == [{"blocks": [{"type": "paragraph", "text": word}]} for word in ("хлеб", "соль")]
    (numbers,) = blocks_of(from_plain("7. хлеб\n9) соль"))
    assert [(item["value"], item["type"]) for item in numbers["items"]] == [(7, "1"), (9, "1")]
    assert plain([numbers]) == "хлеб\nсоль"


def test_a_quote_has_a_paragraph_for_each_line() -> None:
    body = (Block(Kind.QUOTE, (Run("Раз\n"), Run("два\n\nтри"))),)
    lines = [{"type": "paragraph", "text": word} for word in ("Раз", "два", "три")]
    assert blocks_of(body) == [{"type": "blockquote", "blocks": lines}]


def test_pictures_of_the_text_keep_their_places_and_are_not_shown_twice() -> None:
    address = "https://example.org/1.jpg"
    body = (*from_plain("До."), Block(Kind.PICTURE, (Run("Мост"),), address), *from_plain("После."))
    cover = Attachment(MessageKind.PHOTO, address)
    shown = blocks_of(body, attachments=(cover, PICTURE))
    picture = Media(MessageKind.PHOTO, address, address, "Мост")
    assert [block if isinstance(block, Media) else block["text"] for block in shown] == [
        Media(MessageKind.PHOTO, "AgACAgIAAxkBAAI", "tg:AQAD"),
        "До.",
        picture,
        "После.",
    ]
    words = article_blocks(article(body=body, attachments=(cover, PICTURE)), T, pictures=False)
    assert plain(words[2:]) == "До.\nМост\nПосле.", "without pictures the caption is left"


def test_files_and_unsent_bytes_are_no_blocks() -> None:
    unsent = Attachment(MessageKind.PHOTO, "sha256:1", content=b"GIF89a")
    document = Attachment(MessageKind.DOCUMENT, "tg:1", "BQACAg")
    assert blocks_of(attachments=(unsent, document)) == [{"type": "paragraph", "text": "Движение началось."}]


@given(st.lists(BLOCKS, min_size=1, max_size=30).map(tuple), languages, st.booleans(), st.booleans())
def test_any_article_is_a_rich_message_that_aiogram_takes(
    body: Body, language: str, pictures: bool, updated: bool
) -> None:
    shown = article(body=body, attachments=(PICTURE,), updated_at=NOW if updated else None, update_reason="Опечатка")
    blocks = article_blocks(shown, t_of(language), pictures=pictures)
    assert fits(blocks)
    message = sent(Card(to_rich(body), blocks=blocks))["rich_message"]
    understood = InputRichMessage.model_validate(message).blocks or []
    assert [each.model_dump(exclude={"photo"}, exclude_none=True, mode="json") for each in understood] == [
        {name: value for name, value in each.items() if name != "photo"} for each in message["blocks"]
    ]
    assert any(block["type"] == "photo" for block in message["blocks"]) is pictures


@pytest.mark.parametrize(
    ("body", "attachments"),
    [
        (from_plain("\n".join(["слово"] * MAX_BLOCKS)), ()),
        (from_plain("\n".join(["• слово"] * MAX_BLOCKS)), ()),
        (from_plain("я" * MAX_UNITS), ()),
        (from_plain("🗞" * (MAX_UNITS // 2)), ()),
        (from_plain("слово"), (PICTURE,) * (MAX_MEDIA + 1)),
    ],
    ids=["blocks", "items", "characters", "wide characters", "pictures"],
)
def test_what_does_not_fit_comes_in_classic_pages(body: Body, attachments: tuple[Attachment, ...]) -> None:
    blocks = article_blocks(article(body=body, attachments=attachments), T, pictures=True)
    assert not fits(blocks)
    card = drawn(body=body, attachments=attachments)
    assert card.blocks == ()
    assert card == drawn(Form(Detail.FULL), body=body, attachments=attachments)


def test_the_longest_text_that_fits_is_one_message_without_buttons_for_pages() -> None:
    room = MAX_UNITS - units(plain(article_blocks(article(), T, pictures=True)[:2])) - 100
    card = drawn(body=from_plain("я" * room))
    assert card.blocks
    classic = drawn(Form(Detail.FULL), body=from_plain("я" * room))
    assert list(card.rows) == list(classic.rows[1:])
    assert "1 / " in classic.rows[0][0].text


def test_a_rich_push_is_sent_and_edited_as_one_message_with_the_usual_buttons() -> None:
    card = drawn(attachments=(PICTURE,))
    assert encode(card).method == "sendRichMessage"
    body = sent(card)
    photo = {"type": "photo", "photo": {"type": "photo", "media": "AgACAgIAAxkBAAI"}}
    assert photo in body["rich_message"]["blocks"]
    assert "text" not in body
    assert "Добавьте комментарий" in str(body["reply_markup"])
    call = edit(card, 1, 2, MessageKind.TEXT)
    assert call is not None
    assert call.method == "editMessageText"
    changed = json.loads(call.body)
    assert changed["rich_message"] == body["rich_message"]
    assert "text" not in changed


def test_in_a_group_and_for_a_list_all_stays_classic() -> None:
    group = announcement_card(article(), T, lambda number: f"https://t.me/v?start=a_{number}", RICH)
    assert group.blocks == ()
    assert drawn(replace(RICH, detail=Detail.LEAD)).blocks == ()


def test_a_rich_message_has_no_media_beside_its_blocks() -> None:
    with pytest.raises(ValueError, match="among its blocks"):
        Card(to_rich(from_plain("а")), blocks=sample_blocks(T), media=(Media(MessageKind.PHOTO, "1"),))
