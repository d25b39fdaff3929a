"""Posts: what each template shows of an article, in one message, with the link in the text or under it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cards.editions import message_card
from handlers.cards.posts import post_card, trial_card
from handlers.encoding import edit, encode
from news.ledger import EditionKind, MessageKind
from news.limits import CAPTION_LIMIT, HEADLINE_LIMIT
from news.model import Article, Attachment, Status
from news.ports import EditionContent
from news.posts import LINK_WORDS_LIMIT, Look, Template
from news.richtext import Block, Kind, Mark, Run, from_plain, units
from tests.handlers.cards.samples import NOW, WITHDRAWN, T, article_of, blocks, check, headlines

URL = "https://t.me/vestnik_bot?start=a_7"
BODY = from_plain("Движение пошло с утра.\n\nСтарый мост закроют.")
ARTICLE = Article(7, "Мост открыт", BODY, Status.PUBLISHED, NOW, lead="Первые машины прошли.", published_at=NOW)
PICTURE = Attachment(MessageKind.PHOTO, "tg:one", "AgAC")
IN_TEXT = Look(link_in_text=True)

looks = st.builds(
    Look,
    template=st.sampled_from(Template),
    silent=st.booleans(),
    words=st.sampled_from(["", "Ы" * LINK_WORDS_LIMIT]),
    link_in_text=st.booleans(),
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (Template.LEAD, "Мост открыт\n\nПервые машины прошли."),
        (Template.TITLE, "Мост открыт"),
        (
            Template.FULL,
            "Мост открыт\n\nПервые машины прошли.\n\nДвижение пошло с утра.\n\nСтарый мост закроют.",
        ),
    ],
)
def test_a_template_shows_its_part_of_an_article(template: Template, text: str) -> None:
    under = post_card(ARTICLE, Look(template), T, URL)
    assert under.text.text == text
    assert [(button.text, button.url) for row in under.rows for button in row] == [("Читать и обсудить", URL)]

    inside = post_card(ARTICLE, Look(template, link_in_text=True), T, URL)
    assert inside.text.text == f"{text}\n\nЧитать и обсудить"
    assert inside.inline_keyboard is None
    assert [entity.url for entity in inside.text.entities if entity.type == "text_link"] == [URL]


def test_sound_and_words_are_the_outlets() -> None:
    card = post_card(ARTICLE, Look(silent=True, words="Подробности", link_in_text=True), T, URL)
    assert b'"disable_notification":true' in encode(card).send(-1).body
    assert card.text.text.endswith("\n\nПодробности")
    assert not post_card(ARTICLE, Look(), T, URL).silent


@pytest.mark.parametrize("template", Template)
def test_an_update_is_marked(template: Template) -> None:
    updated = replace(ARTICLE, updated_at=NOW, update_reason="Уточнено")
    assert "бновлено 14:05" in post_card(updated, Look(template), T, URL).text.text


@pytest.mark.parametrize("kind", [MessageKind.TEXT, MessageKind.PHOTO])
def test_a_withdrawn_article_is_replaced_in_a_text_and_under_a_picture(kind: MessageKind) -> None:
    withdrawn = replace(ARTICLE, status=Status.RETRACTED, retract_reason="Ошибка", attachments=(PICTURE,))
    card = post_card(withdrawn, IN_TEXT, T, URL)
    assert card.text.text == "Мост открыт\nСнято редакцией. Причина: Ошибка"
    call = edit(card, -1, 5, kind, same_media=False)
    assert call is not None
    assert call.method == ("editMessageText" if kind is MessageKind.TEXT else "editMessageMedia")


@pytest.mark.parametrize("template", Template)
def test_an_article_with_a_picture_is_that_picture_if_its_text_fits_under_one(template: Template) -> None:
    card = post_card(replace(ARTICLE, attachments=(PICTURE,)), Look(template), T, URL)
    assert card.kind is MessageKind.PHOTO
    long = replace(ARTICLE, attachments=(PICTURE,), body=from_plain("Слово. " * 300))
    kind = MessageKind.TEXT if template is Template.FULL else MessageKind.PHOTO
    assert post_card(long, Look(template), T, URL).kind is kind


def test_a_full_text_that_does_not_fit_ends_at_a_break_and_leads_on() -> None:
    paragraphs = [f"Абзац {number}. " + "Слово и дело. " * 30 for number in range(40)]
    long = replace(ARTICLE, lead="", body=from_plain("\n\n".join(paragraphs)))
    card = post_card(long, Look(Template.FULL, link_in_text=True), T, URL)
    shown, link = card.text.text.rsplit("\n\n", 1)
    assert link == "Читать дальше"
    assert shown.endswith("Слово и дело.")
    assert 3000 < units(shown) <= 4096
    custom = post_card(long, Look(Template.FULL, words="Подробности", link_in_text=True), T, URL)
    assert custom.text.text.endswith("\n\nПодробности")


def test_a_crowded_full_text_keeps_its_link() -> None:
    """Telegram shows a hundred entities; the link is one of them."""
    words = tuple(Run("слово ", frozenset({Mark.BOLD}) if index % 2 else frozenset()) for index in range(300))
    crowded = replace(ARTICLE, body=(Block(Kind.PARAGRAPH, words),))
    card = post_card(crowded, Look(Template.FULL, link_in_text=True), T, URL)
    assert len(card.text.entities) <= 100
    assert card.text.entities[-1].url == URL


articles = st.builds(
    lambda title, body: replace(ARTICLE, title=title, body=body), headlines, st.lists(blocks).map(tuple)
)


@given(articles, looks)
def test_every_post_keeps_the_limits_and_has_its_link_once(article: Article, look: Look) -> None:
    card = post_card(article, look, T, URL)
    check(card)
    links = [entity.url for entity in card.text.entities if entity.url == URL]
    buttons = [button.url for row in card.rows for button in row]
    assert (links, buttons) == (([URL], []) if look.link_in_text else ([], [URL]))


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("attachments", [(), (PICTURE,)])
def test_the_largest_article_fits(template: Template, attachments: tuple[Attachment, ...]) -> None:
    largest = article_of(7, attachments=attachments, lead="Л" * 1000)
    for article in (largest, replace(largest, **WITHDRAWN)):  # type: ignore[arg-type]
        card = post_card(article, Look(template, words="Ы" * LINK_WORDS_LIMIT, link_in_text=True), T, URL)
        check(card)
        assert not card.media or card.text.units <= CAPTION_LIMIT
    assert largest.title == "Ш" * HEADLINE_LIMIT


def test_the_variant_of_a_delivery_draws_the_post_and_its_correction() -> None:
    look = Look(Template.TITLE, link_in_text=True)
    for kind in (EditionKind.HEADLINES, EditionKind.CORRECTION):
        content = EditionContent(1, (ARTICLE,), 1, kind)
        drawn = message_card(content, T, lambda number: URL, look.dump())
        assert drawn.text == post_card(ARTICLE, look, T, URL).text


def test_a_trial_has_the_link_where_posts_have_it() -> None:
    assert trial_card(IN_TEXT, T, URL).inline_keyboard is None
    assert trial_card(Look(silent=True), T, URL).silent
    assert trial_card(Look(), T, URL).text.text.startswith("Проба: ")
