"""Samples of the cards of reports and appeals."""

from dataclasses import replace

from handlers.callbacks.complaining import ReportArticle, ReportComment
from handlers.cards import appeals, complaints
from handlers.cards.card import Card
from news.complaint_desk import Reported
from news.limits import COMMENT_LIMIT
from news.notices import Notice, NoticeKind
from news.ports.complaints import Finding
from news.ports.verdicts import Ruling
from tests.handlers.cards.card_samples.objects import ARTICLE, COMMENT
from tests.handlers.cards.samples import LARGEST_ID
from texts import Texts

LARGEST = replace(COMMENT, id=LARGEST_ID, text="щ" * COMMENT_LIMIT, version=2**30)
LONG_TITLE = replace(ARTICLE, title="Ш" * 250, version=2**30)


def cards_of_complaints(t: Texts) -> dict[str, list[Card]]:
    """What reporters are asked and told, and what an author is told."""
    return {
        "appeal_judged_card": [
            appeals.appeal_judged_card(
                Notice(NoticeKind.APPEAL_JUDGED, title=title, article=len(title), details=ruling, later=later), t
            )
            for title in ("", "Мост")
            for ruling in (Ruling.UPHOLD, Ruling.REVERSE)
            for later in (True, False)
        ],
        "ask_comment_card": [
            complaints.ask_comment_card(Reported(ARTICLE, comment), ReportComment(comment=3, best=True, at=2), t)
            for comment in (COMMENT, LARGEST, replace(COMMENT, text=""))
        ],
        "ask_article_card": [
            complaints.ask_article_card(Reported(article), ReportArticle(number=7), t)
            for article in (ARTICLE, LONG_TITLE)
        ],
        "reported_card": [
            complaints.reported_card(Reported(ARTICLE, comment, cleared=cleared), t)
            for comment in (None, COMMENT)
            for cleared in (True, False)
        ],
        "complaint_card": [
            complaints.complaint_card(Notice(NoticeKind.COMPLAINT, number, title="Мост", details=finding), t)
            for number in (0, 3)
            for finding in Finding
        ],
        "comment_held_card": [
            complaints.comment_held_card(
                Notice(NoticeKind.COMMENT_HELD, 3, title="Мост", text=text, article=article), t
            )
            for text, article in (("", 0), ("Слово", 7))
        ],
    }
