"""The articles, people, editions and notices that the samples of several rooms show."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import article_notices
from handlers.cards.discussion_groups import GROUP_NOTICES
from news.case_views import CaseView
from news.editions import EditionStatus
from news.ledger import CORRECTION_RULES, Edition, EditionKind, Gate, MessageKind, Progress
from news.model import (
    Article,
    Attachment,
    Cause,
    Comment,
    CommentsFor,
    Headline,
    HeadlinePage,
    NewspaperStatistics,
    Reader,
    Status,
)
from news.notices import Notice, NoticeKind, Remedy
from news.ports.cases import CaseKind
from news.ports.complaints import Finding
from news.ports.verdicts import Ruling
from news.richtext import from_plain
from news.roles import Role
from tests.handlers.cards.samples import NOW

ARTICLE = Article(7, "Мост открыт", from_plain("Движение началось."), Status.PUBLISHED, NOW, published_at=NOW)
DRAFT = replace(ARTICLE, status=Status.DRAFT, published_at=None)
RETRACTED = replace(ARTICLE, status=Status.RETRACTED)
SCHEDULED = replace(DRAFT, status=Status.SCHEDULED, publish_at=NOW + timedelta(hours=3))
UNPUBLISHED = (DRAFT, replace(DRAFT, status=Status.IN_REVIEW, silent=True, comments_for=CommentsFor.NOBODY), SCHEDULED)
PICTURES = tuple(Attachment(MessageKind.PHOTO, f"tg:{each}", each) for each in ("one", "two"))
ILLUSTRATED = replace(DRAFT, attachments=(PICTURES[0], replace(PICTURES[1], caption="Мост", name="bridge.jpg")))
COMMENT = Comment(3, 7, 5, "Анна", "Наконец-то!", NOW)
READER = Reader(5, name="Анна", registered_at=NOW)
EDITOR = Reader(8, Role.EDITOR, name="Глеб", registered_at=NOW)
WRITERS = tuple(Reader(9, role) for role in (Role.AUTHOR, Role.EDITOR, Role.CHIEF))
MODERATOR = Reader(6, Role.MODERATOR, name="Вера", registered_at=NOW)
EDITION = Edition(1, EditionKind.HEADLINES, (7,), 1, NOW, CORRECTION_RULES)
STATISTICS = NewspaperStatistics(1, 1, 1, 1, 1, EDITION, {"sent": 1})
GATE = Gate(NOW, NOW + timedelta(hours=3))
VIEW = CaseView(
    12, CaseKind.COMMENT, 7, "Мост открыт", NOW, 3, 1, "Наконец-то!", 5, "Анна", NOW, published=4, held=1, removed=2,
    causes=tuple(Cause), notes=("Вера: спорит по делу",),
)  # fmt: skip
# What a notice of these kinds tells in its details.
DETAILS = {
    NoticeKind.CASE: VIEW.dump(),
    NoticeKind.VERDICT: Ruling.APPROVE,
    NoticeKind.VERDICTS: Ruling.REMOVE,
    NoticeKind.COMPLAINT: Finding.FOUNDED,
    NoticeKind.APPEAL_JUDGED: Ruling.UPHOLD,
}
NOTICES = [
    Notice(
        kind, 3, remedy, by, "Мост" if kind in article_notices.ARTICLE_NOTICES else "",
        role=Role.MEMBER, role_before=Role.MODERATOR, details=DETAILS.get(kind, ""),
    )
    for kind in NoticeKind
    if kind not in GROUP_NOTICES  # `discussions` has samples of them
    for remedy in (None, *Remedy)
    for by in ("", "Анна")
]  # fmt: skip
STATUSES = tuple(
    EditionStatus(
        Progress(replace(STATISTICS.last_edition, paused=paused), {"sent": 1, "pending": left}, 0), rate, time_left
    )
    for paused, left, rate, time_left in (
        (False, 10, 2.0, timedelta(seconds=5)),
        (True, 10, 0.0, None),
        (False, 0, 0.0, None),
    )
    if STATISTICS.last_edition is not None
)
PAGE = HeadlinePage((ARTICLE.headline, Headline(6, "Тоннель закрыт", NOW)), 7, 5)
