"""A mark is this bot's link, where the bot draws it, in a message that shows no article in that place."""

from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.searching import AskSearch, ShowFound
from handlers.cards.card import Card, button
from handlers.cards.comments import question_card
from handlers.cards.discussions import group_notice_card
from handlers.cards.search import ask_card
from handlers.marks import asks_for_words, commented_number, posted_article, searched_words, shown_in_group
from news.model import Article, Status
from news.notices import Notice, NoticeKind
from news.richtext import units
from tests.handlers.cards.samples import CATALOGS, NOW

BOT = "vestnik_bot"
ARTICLE = Article(7, "Мост открыт", (), Status.PUBLISHED, NOW, published_at=NOW)
T = CATALOGS.texts("ru", NOW)
COMMENT, SEARCH = f"https://t.me/{BOT}?start=c_7", f"https://t.me/{BOT}?start=s"
QUESTION = "Ваш комментарий к публикации:\nМост открыт\nОтветьте на это сообщение своим текстом."


def message(text: str, *links: tuple[str, str], buttons: tuple[InlineKeyboardButton, ...] = ()) -> Message:
    """A message of the bot; each of `links` is a linked piece of its text (the last occurrence) and the URL."""
    entities = [
        MessageEntity(type="text_link", offset=units(text.rpartition(piece)[0]), length=units(piece), url=url)
        for piece, url in links
    ]
    keyboard = InlineKeyboardMarkup(inline_keyboard=[list(buttons)]) if buttons else None
    now = datetime(2024, 3, 5, tzinfo=UTC)
    chat = Chat(id=7, type="private")
    return Message(message_id=1, date=now, chat=chat, text=text, entities=entities, reply_markup=keyboard)


def drawn(card: Card) -> Message:
    now = datetime(2024, 3, 5, tzinfo=UTC)
    return Message(
        message_id=1, date=now, chat=Chat(id=7, type="private"), text=card.text.text, entities=card.entities,
        reply_markup=card.inline_keyboard,
    )  # fmt: skip


def test_the_question_that_the_bot_draws_asks_for_a_comment_on_its_article() -> None:
    assert commented_number(drawn(question_card(ARTICLE, T, COMMENT)), BOT) == 7


def test_the_question_that_the_bot_draws_asks_for_words() -> None:
    assert asks_for_words(drawn(ask_card(T, SEARCH)), BOT)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (COMMENT, 7),
        ("https://t.me/Vestnik_Bot?start=c_7", 7),
        ("https://telegram.me/vestnik_bot/?start=c_7", 7),
        ("https://t.me/another_bot?start=c_7", None),
        ("https://t.me/another_bot?to=vestnik_bot?start=c_7", None),
        ("https://t.me.example.org/vestnik_bot?start=c_7", None),
        ("https://example.org/vestnik_bot?start=c_7", None),
        ("https://t.me/vestnik_bot?start=a_7", None),
        ("https://t.me/vestnik_bot?start=c_", None),
        ("https://t.me/vestnik_bot", None),
        ("https://[t.me/vestnik_bot?start=c_7", None),
        ("", None),
    ],
)
def test_only_a_link_to_this_bot_is_a_mark(url: str, number: int | None) -> None:
    assert commented_number(message(QUESTION, ("Мост открыт", url)), BOT) == number


@pytest.mark.parametrize(
    "text",
    [
        "Мост открыт\n5 марта · № 2\n\nТекст",
        "Статья\nещё Мост открыт и дальше\nконец",
        "Статья\nстрока\nМост открыт\nконец",
        "Мост открыт",
        "Статья\nМост открыт",
    ],
)
def test_a_link_to_a_comment_elsewhere_in_a_message_is_no_mark(text: str) -> None:
    assert commented_number(message(text, ("Мост открыт", COMMENT)), BOT) is None


@pytest.mark.parametrize(
    "shown", [button("Похожие", ShowRelated(number=2)), button("Текст", EditAction(number=2, act=EditAct.TEXT))]
)
def test_a_page_of_an_article_that_copies_a_question_asks_for_nothing(shown: InlineKeyboardButton) -> None:
    asked = message(QUESTION, ("Мост открыт", COMMENT), buttons=(shown,))
    searched = message("Поиск: мост\n\n1. Мост", ("мост", SEARCH), buttons=(shown,))

    assert commented_number(asked, BOT) is None
    assert not asks_for_words(searched, BOT)


def test_results_are_recognised_by_their_first_line() -> None:
    first = message("Поиск: мост\n\n1. Дом открыт", ("мост", SEARCH))

    assert asks_for_words(first, BOT)
    assert searched_words(first, BOT) == "мост"
    assert not asks_for_words(first, "another_bot")
    assert searched_words(first, "another_bot") is None


def test_an_article_that_a_search_found_has_the_words_at_its_end_whatever_its_text_links_to() -> None:
    buttons = (button("Похожие", ShowRelated(number=2)), button("Назад", ShowFound()))
    text = "Поиск: ложь\n\nТекст и ещё ложка\n\nПоиск: мост"

    opened = message(text, ("ложь", SEARCH), ("ложка", SEARCH), ("мост", SEARCH), buttons=buttons)

    assert searched_words(opened, BOT) == "мост"
    assert not asks_for_words(opened, BOT)


def test_results_hold_no_article_whose_links_count() -> None:
    buttons = (button("1", OpenArticle(number=1)), button("Поиск", AskSearch()))

    assert not asks_for_words(message("Новости\n\n1. Мост", ("Мост", SEARCH), buttons=buttons), BOT)


def test_a_link_beyond_the_end_of_the_text_has_no_words() -> None:
    damaged = message("Поиск: мост", ("мост", SEARCH))
    damaged = Message(**damaged.model_dump(exclude={"text"}), text="Поиск")

    assert searched_words(damaged, BOT) is None
    assert not asks_for_words(damaged, BOT)


def test_a_comment_that_the_bot_shows_in_a_group_is_known_by_the_link_on_its_author() -> None:
    notice = Notice(NoticeKind.GROUP_ANSWER, 345, article=12, author="Пётр", text="Слова", reply_to=7)
    shown = drawn(group_notice_card(notice, T, lambda number: f"https://t.me/{BOT}?start=a_{number}"))
    assert shown_in_group(shown, BOT) == 345
    assert shown_in_group(shown, "another_bot") is None
    link = f"https://t.me/{BOT}?start=a_12_345"
    assert shown_in_group(message("Пётр\nСлова", ("Слова", link)), BOT) is None, "the words may hold any link"


def test_a_post_leads_to_its_article_by_its_last_link() -> None:
    first, last = f"https://t.me/{BOT}?start=a_5", f"https://t.me/{BOT}?start=a_7"
    assert posted_article(message("Мост и туннель\nЧитать", ("туннель", first), ("Читать", last)), BOT) == 7
    assert posted_article(message("Мост", ("Мост", "https://example.org/?start=a_7")), BOT) is None
    assert posted_article(message("Мост", ("Мост", SEARCH)), BOT) is None
