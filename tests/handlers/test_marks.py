"""A mark is this bot's link, where the bot draws it, in a message that shows no article in that place."""

from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.searching import AskSearch, ShowFound
from handlers.cards.card import Card, button
from handlers.cards.comment_screens import (
    answer_question_card,
    comment_card,
    edit_question_card,
    question_card,
)
from handlers.cards.comments import comments_card, thread_card
from handlers.cards.discussion_groups import group_notice_card
from handlers.cards.search import ask_card
from handlers.marks import Mark, Wanted, asks_for_words, posted_article, searched_words, shown_comment, wanted_of
from news.discussion import CommentPage, CommentView, Thread, ThreadPage
from news.model import Article, Comment, Reader, Status
from news.notices import Notice, NoticeKind
from news.richtext import units
from tests.handlers.cards.samples import CATALOGS, NOW

BOT = "vestnik_bot"
ARTICLE = Article(7, "Мост открыт", (), Status.PUBLISHED, NOW, published_at=NOW)
T = CATALOGS.texts("ru", NOW)
DISCUSSION, SEARCH = f"https://t.me/{BOT}?start=d_7", f"https://t.me/{BOT}?start=s"
COMMENT = f"https://t.me/{BOT}?start=c_7"  # what the questions of earlier versions had
SAID = Comment(3, 7, 5, "Анна", "Мост открыт\n№ 9", NOW, replies=1)
REPLY = Comment(4, 7, 6, "Борис", "Давно пора", NOW, root=3, reply_to=3, quote="Мост открыт")
PAGE = CommentPage(ARTICLE, (Thread(SAID, (REPLY,)), Thread(Comment(5, 7, 5, "Анна", "Ещё", NOW))))
READER = Reader(8)


def link_to(number: int) -> str:
    return f"https://t.me/{BOT}?start=c_{number}"


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
    assert wanted_of(drawn(question_card(ARTICLE, T, DISCUSSION)), BOT) == Mark(Wanted.COMMENT, 7)


def test_the_question_that_the_bot_draws_asks_for_words() -> None:
    assert asks_for_words(drawn(ask_card(T, SEARCH)), BOT)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (DISCUSSION, 7),
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
    mark = None if number is None else Mark(Wanted.COMMENT, number)
    assert wanted_of(message(QUESTION, ("Мост открыт", url)), BOT) == mark


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
    for url in (COMMENT, DISCUSSION):
        assert wanted_of(message(text, ("Мост открыт", url)), BOT) is None


@pytest.mark.parametrize(
    "shown", [button("Похожие", ShowRelated(number=2)), button("Текст", EditAction(number=2, act=EditAct.TEXT))]
)
def test_a_page_of_an_article_that_copies_a_question_asks_for_nothing(shown: InlineKeyboardButton) -> None:
    asked = message(QUESTION, ("Мост открыт", COMMENT), buttons=(shown,))
    searched = message("Поиск: мост\n\n1. Мост", ("мост", SEARCH), buttons=(shown,))

    assert wanted_of(asked, BOT) is None
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


def test_a_comment_that_the_bot_shows_in_a_group_is_known_by_its_number() -> None:
    notice = Notice(NoticeKind.GROUP_ANSWER, 345, author="Пётр", text="Слова", reply_to=7)
    shown = drawn(group_notice_card(notice, T, lambda number: f"https://t.me/{BOT}?start=a_{number}"))
    assert shown_comment(shown, BOT) == 345
    assert shown_comment(shown, "another_bot") is None


def test_a_post_leads_to_its_article_by_its_last_link() -> None:
    first, last = f"https://t.me/{BOT}?start=a_5", f"https://t.me/{BOT}?start=a_7"
    assert posted_article(message("Мост и туннель\nЧитать", ("туннель", first), ("Читать", last)), BOT) == 7
    assert posted_article(message("Мост", ("Мост", "https://example.org/?start=a_7")), BOT) is None
    assert posted_article(message("Мост", ("Мост", SEARCH)), BOT) is None


def test_the_questions_for_an_answer_and_for_new_words_name_their_comment() -> None:
    answered = drawn(answer_question_card(SAID, T, f"https://t.me/{BOT}?start=r_3"))
    edited = drawn(edit_question_card(SAID, T, f"https://t.me/{BOT}?start=e_3"))

    assert wanted_of(answered, BOT) == Mark(Wanted.ANSWER, 3)
    assert wanted_of(edited, BOT) == Mark(Wanted.EDIT, 3)
    assert wanted_of(answered, "another_bot") is None
    assert shown_comment(answered, BOT) is shown_comment(edited, BOT) is None


def test_a_screen_of_one_comment_names_it() -> None:
    screen = drawn(comment_card(CommentView(ARTICLE, REPLY, SAID), READER, T, link_to))

    assert shown_comment(screen, BOT) == 4
    assert shown_comment(screen, BOT, position=200) == 4
    assert shown_comment(screen, "another_bot") is None
    assert wanted_of(screen, BOT) is None


def test_on_a_page_of_several_the_comment_is_where_the_quote_is() -> None:
    for card in (
        comments_card(PAGE, READER, T, link_to),
        thread_card(ThreadPage(ARTICLE, SAID, (REPLY,)), READER, T, link_to),
    ):
        screen = drawn(card)
        text = screen.text or ""

        def at(words: str, text: str = text) -> int:
            return units(text[: text.index(words)])

        assert shown_comment(screen, BOT) is None
        assert shown_comment(screen, BOT, position=0) is None, "the headline is no comment"
        assert shown_comment(screen, BOT, position=at("№ 9")) == 3, "what an author wrote is no mark"
        assert shown_comment(screen, BOT, position=at("↳")) == 4
        assert shown_comment(screen, BOT, position=at("пора")) == 4


def test_a_number_of_a_comment_is_a_mark_only_at_the_beginning_of_a_line_and_as_its_own_number() -> None:
    for text, linked, url in (
        ("Слово № 3", "№ 3", link_to(3)),
        ("№ 3 · Анна", "№ 3", link_to(4)),
        ("№ 3 · Анна", "№ 3", f"https://t.me/{BOT}?start=a_3"),
        ("сюда · Анна", "сюда", link_to(3)),
        ("№ 3 · Анна", "№ 3", "https://example.org/?start=c_3"),
    ):
        assert shown_comment(message(text, (linked, url)), BOT) is None
    related = button("Похожие", ShowRelated(number=2))
    assert shown_comment(message("№ 3 · Анна", ("№ 3", link_to(3)), buttons=(related,)), BOT) is None
