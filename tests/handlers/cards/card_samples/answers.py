"""Samples of the cards about answers, one's own comments and ignored readers."""

from dataclasses import replace

from handlers.cards import answers, ignoring, own_comments
from handlers.cards.card import Card
from news.ignore_desk import IgnoredAuthor, IgnoredPage
from news.limits import COMMENT_LIMIT, HEADLINE_LIMIT
from news.model import CommentStatus
from news.notices import Notice, NoticeKind
from news.own_comments import PAGE_SIZE, OwnCommentPage
from news.ports.answers import Ignored, OwnComment
from tests.handlers.cards.card_samples.objects import COMMENT
from tests.handlers.cards.samples import LARGEST_ID
from texts import Texts

TOLD = Notice(NoticeKind.ANSWERS, 7, thread=3, comments=(4,), author="Борис", title="Мост открыт", text="Согласен")
LARGEST = replace(COMMENT, id=LARGEST_ID, article=LARGEST_ID, text="щ" * COMMENT_LIMIT, likes=10**6, replies=10**6)
STATES = (
    *(replace(COMMENT, status=status) for status in CommentStatus),
    replace(COMMENT, status=CommentStatus.REMOVED, removed_by=COMMENT.author_id),
    replace(COMMENT, hidden=True),
)
OWN = tuple(OwnComment(comment, "Мост открыт", reason="Не по теме") for comment in STATES)
FULL = (OwnComment(replace(LARGEST, status=CommentStatus.REJECTED), "Ш" * HEADLINE_LIMIT, True, "щ" * 500),) * PAGE_SIZE
OWN_PAGES = (
    OwnCommentPage(()),
    OwnCommentPage(OWN[:PAGE_SIZE], 2, 3, muted=True, ignored=1),
    OwnCommentPage(FULL, LARGEST_ID, LARGEST_ID, ignored=200),
)
IGNORED_PAGES = (
    IgnoredPage(()),
    IgnoredPage((Ignored(1, "Борис"), Ignored(2, "")), 1),
)


def cards_of_answers(t: Texts) -> dict[str, list[Card]]:
    """Answers, one's own comments and ignored readers."""
    return {
        "answers_card": [
            answers.answers_card(replace(TOLD, comments=ids), t) for ids in ((), (4,), (4, 5), tuple(range(1, 22)))
        ],
        "muted_card": [answers.muted_card(3, t, on=on) for on in (True, False)],
        "own_comments_card": [own_comments.own_comments_card(page, t) for page in OWN_PAGES],
        "ignored_card": [ignoring.ignored_card(IgnoredAuthor(1, COMMENT), t)],
        "ignored_list_card": [ignoring.ignored_list_card(page, t) for page in IGNORED_PAGES],
    }
