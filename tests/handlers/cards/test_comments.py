"""Comments: the fullest page fits a message."""

from datetime import timedelta

import pytest

from handlers.cards import comments
from news.comments import COMMENT_LIMIT, META_UNITS, PAGE_ROOM
from news.model import (
    Comment,
    CommentPage,
)
from news.richtext import units
from tests.handlers.cards.samples import LARGEST_ID, NOW, article_of, check, t_of
from texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_of_comments_fits_a_message(language: str) -> None:
    author, at = "😀" * 32, NOW - timedelta(days=800)
    length = PAGE_ROOM // 10 - units(author) - META_UNITS
    said = [Comment(LARGEST_ID, 1, 1, author, "я" * length, at, NOW) for _ in range(10)]
    check(comments.comments_card(CommentPage(article_of(), tuple(said), LARGEST_ID, LARGEST_ID), t_of(language)))
    longest = (Comment(LARGEST_ID, 1, 1, "Анна", "я" * COMMENT_LIMIT, NOW),)
    check(comments.comments_card(CommentPage(article_of(), longest), t_of(language)))
