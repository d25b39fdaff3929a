"""One article as a push: headline, lead or full text, with or without its picture, for a person and for a group."""

import pytest

from handlers.callbacks.opening import OpenArticle
from handlers.cards.card import NO_PREVIEW, Card
from handlers.cards.editions import message_card
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import EditionKind, MessageKind
from news.model import Attachment
from news.ports import EditionContent
from news.richtext import from_plain
from tests.handlers.cards.samples import NOW, WITHDRAWN, T, article_of, check, t_of
from texts import LANGUAGES

PICTURE = Attachment(MessageKind.PHOTO, "tg:AQAD", "AgACAgIAAxkBAAI")
ON_THE_WEB = Attachment(MessageKind.PHOTO, "https://example.org/bridge.jpg")
TEXT = "Движение началось с утра.\n\nПробок нет."


def drawn(form: Form, *, group: bool = False, language: str = "ru", **fields: object) -> Card:
    """The card of one article in a form."""
    given = {"title": "Мост открыт", "topic": "Город", "body": from_plain(TEXT), "update_reason": None, "lead": ""}
    article = article_of(7, **given | {"updated_at": None, "attachments": (PICTURE,), "source_url": None} | fields)
    kind = EditionKind.CORRECTION if article.status.value == "retracted" else EditionKind.HEADLINES
    links = (lambda number: f"https://t.me/vestnik_bot?start=a_{number}") if group else None
    card = message_card(EditionContent(1, (article,), 1, kind, None, (7,)), t_of(language), links, form.dump())
    check(card)
    return card


def buttons(card: Card) -> list[str]:
    return [button.text for row in card.rows for button in row]


@pytest.mark.parametrize("group", [False, True])
def test_a_headline_comes_with_its_meta_line_and_no_word_of_the_text(group: bool) -> None:
    card = drawn(Form(Detail.HEADLINE), group=group, updated_at=NOW)
    assert card.text.text == "Мост открыт\n26 декабря 2021, 14:05 · Город · фото · обновлено 14:05"
    assert buttons(card) == (["Читать"] if group else ["Читать", "Ещё"])
    assert [each.file for each in card.media] == [PICTURE.file_id]


def test_the_usual_form_and_no_form_look_the_same() -> None:
    article = article_of(7)
    content = EditionContent(1, (article,), 1, shown=(7,))
    assert message_card(content, T, variant="for:lps::0") == message_card(content, T)


def test_a_full_text_is_the_opened_article_with_its_pages() -> None:
    card = drawn(Form(Detail.FULL))
    assert card.text.text.startswith("Мост открыт\n26 декабря 2021, 14:05 · Город · фото · № 7\n\nДвижение")
    assert card.text.text.endswith("Пробок нет.")
    assert [each.file for each in card.media] == [PICTURE.file_id], "it is short enough for a caption"
    assert "Добавьте комментарий" in buttons(card)

    long = drawn(Form(Detail.FULL), body=from_plain("слово " * 3000))
    assert long.media == ()
    next_page = long.rows[0][-1]
    assert next_page.text == "›"
    assert OpenArticle.unpack(next_page.callback_data or "") == OpenArticle(number=7, page=1)


def test_a_group_gets_the_full_text_as_a_post_with_a_link_to_the_rest() -> None:
    card = drawn(Form(Detail.FULL), group=True)
    assert card.text.text == f"Мост открыт\n\n{TEXT}"
    assert all(button.url for row in card.rows for button in row)


def test_a_text_that_takes_long_to_cut_comes_as_its_lead() -> None:
    assert buttons(drawn(Form(Detail.FULL), body=from_plain("\n\n".join(["слово"] * 400)))) == ["Читать", "Ещё"]


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("picture", [PICTURE, ON_THE_WEB])
def test_without_pictures_there_is_neither_a_picture_nor_a_preview(
    detail: Detail, picture: Attachment, group: bool
) -> None:
    card = drawn(Form(detail, pictures=False), group=group, attachments=(picture,))
    assert (card.media, card.preview) == ((), NO_PREVIEW)
    shown = drawn(Form(detail), group=group, attachments=(picture,))
    assert shown.media or shown.preview != NO_PREVIEW


@pytest.mark.parametrize("detail", Detail)
def test_a_form_says_whether_it_makes_a_sound(detail: Detail) -> None:
    assert drawn(Form(detail, sound=False)).silent
    assert not drawn(Form(detail)).silent
    assert drawn(Form(detail), silent=True).silent


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("detail", Detail)
def test_a_withdrawn_article_says_so_in_every_form(detail: Detail, language: str) -> None:
    card = drawn(Form(detail), language=language, **WITHDRAWN)
    assert t_of(language)("Withdrawn by the editors.") in card.text.text
    assert "Пробок" not in card.text.text
    assert card.in_place_of_media is not None
