"""Pages of comments: the fullest fits a message, and what a person typed is text and nothing else."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards import comment_screens, comments
from handlers.cards.card import Card
from news.comment_texts import QUOTE_LIMIT, checked_comment
from news.discussion import CommentPage, CommentView, Thread, ThreadPage
from news.errors import Refusal
from news.limits import COMMENT_LIMIT
from news.model import Comment, CommentStatus, Reader
from news.richtext import RichText
from news.thread_pages import FIRST_UNITS, META_UNITS, PAGE_ROOM, fitting, fitting_answers
from news.words import clean, units
from tests.handlers.cards.card_samples.articles import comment_link
from tests.handlers.cards.samples import LARGEST_ID, NOW, T, article_of, check, t_of
from texts import LANGUAGES

READER = Reader(1)
AUTHOR, LONG_AGO = "😀" * 32, NOW - timedelta(days=800)
# Marks of all kinds: a million likes, an edit, a name that is answered, a wait.
MARKED = {
    "edited_at": NOW,
    "likes": 10**6,
    "addressee": AUTHOR,
    "quote": "ц" * QUOTE_LIMIT,
    "status": CommentStatus.HELD,
    "reply_to": LARGEST_ID - 1,
    "root": LARGEST_ID - 1,
    "replies": 10**6,
}


def said(length: int, **fields: object) -> Comment:
    return Comment(LARGEST_ID, 1, 1, AUTHOR, "я" * length, LONG_AGO, **fields)  # type: ignore[arg-type]


def fullest(count: int) -> list[Comment]:
    """As many comments as given, which take all the room of a page."""
    length = PAGE_ROOM // count - 2 * units(AUTHOR) - QUOTE_LIMIT - META_UNITS
    return [said(max(length, 1), **MARKED) for _ in range(count)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_pages_fit_a_message(language: str) -> None:
    t = t_of(language)
    for count in (1, 2, 5):
        first, *answers = fullest(count)
        for threads, best in product(
            ([Thread(each, (), 10**6) for each in fullest(count)], [Thread(first, tuple(answers), 10**6)]),
            (True, False),
        ):
            page = CommentPage(article_of(), fitting(threads), LARGEST_ID, LARGEST_ID, best=best, closed=True)
            check(comments.comments_card(page, READER, t, comment_link))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_comments_fit_a_message(language: str) -> None:
    t = t_of(language)
    longest = said(COMMENT_LIMIT, **MARKED)
    page = CommentPage(article_of(), fitting([Thread(longest, (longest,) * 3, 5)]), LARGEST_ID, LARGEST_ID)
    check(comments.comments_card(page, READER, t, comment_link))
    for first in (longest, said(FIRST_UNITS, **MARKED)):
        answers = fitting_answers(first, [longest] * 9)
        check(comments.thread_card(ThreadPage(article_of(), first, answers, 1, 2), READER, t, comment_link))
    check(comment_screens.comment_card(CommentView(article_of(), longest, longest), READER, t, comment_link))
    check(comment_screens.edit_question_card(longest, t, comment_link(LARGEST_ID)))
    check(comment_screens.answer_question_card(longest, t, comment_link(LARGEST_ID)))


def quotations(text: RichText) -> list[str]:
    """What the quotations of a message hold, as a client shows it."""
    encoded = text.text.encode("utf-16-le")
    return [
        encoded[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        for entity in text.entities
        if entity.type == "blockquote"
    ]


def shapes(card: Card) -> list[tuple[str, str | None]]:
    return [(entity.type, entity.url) for entity in card.text.entities]


# What hostile readers send: markup, entities, signs that other programs read, marks and directions.
HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("<>&*_`[]()|~{}%\\\n\t\u202e\u2066\u200b\u0301\ufe0f😀№↳·"),
    ),
    max_size=120,
) | st.sampled_from(
    ["<b>жирно</b>", "[т](tg://user?id=1)", "{name} {0} %s", "№ 1 · Анна · 14:05", "↳ № 2", "/start c_1", "@admin"]
)


@settings(max_examples=300)
@given(HOSTILE, HOSTILE)
def test_a_hostile_text_is_shown_as_it_is_stored_and_has_no_entity_but_ours(first: str, second: str) -> None:
    try:
        stored = [checked_comment(clean(text)) for text in (first, second)]
    except Refusal:
        return
    one, two = (Comment(number, 7, 5, "Анна", text, NOW) for number, text in enumerate(stored, 1))
    plain = Comment(1, 7, 5, "Анна", "Слово", NOW), Comment(2, 7, 5, "Анна", "Слово", NOW)
    for draw in (
        lambda a, b: comments.comments_card(CommentPage(article_of(1), (Thread(a, (b,)),)), READER, T, comment_link),
        lambda a, b: comments.thread_card(ThreadPage(article_of(1), a, (b,)), READER, T, comment_link),
    ):
        card = draw(one, two)
        assert quotations(card.text) == stored
        assert shapes(card) == shapes(draw(*plain))
    alone = comment_screens.comment_card(CommentView(article_of(1), one), READER, T, comment_link)
    assert quotations(alone.text) == stored[:1]
