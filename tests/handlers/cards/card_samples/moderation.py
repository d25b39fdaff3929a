"""Samples of the cards of moderators: cases, verdicts, people, removed comments."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from handlers.callbacks.moderating import ALL, UndoVerdict
from handlers.cards import cases, dossiers, moderation
from handlers.cards.card import Card
from news.case_desk import CaseList
from news.case_views import CaseView
from news.judgements import Judgement, Outcome
from news.model import Cause, CommentStatus
from news.moderation import Removal
from news.notices import Notice, NoticeKind
from news.people import Dossier
from news.ports.cases import CaseKind, Verdict
from news.ports.complaints import Grounds
from news.ports.verdicts import Macro, PersonNote, Ruling
from news.roles import Role
from tests.handlers.cards.card_samples.objects import COMMENT, MODERATOR, READER, VIEW
from tests.handlers.cards.samples import LARGEST_ID, NOW
from texts import Texts

LATER = NOW + timedelta(hours=1)
LONGEST = replace(
    VIEW, id=10**9, title="Ш" * 250, text="щ" * 2000, name="Я" * 32, author=10**12, muted_until=LATER,
    notes=("з" * 200, "з" * 200), causes=(Cause.HOOK,), hook_reason="х" * 1000,
)  # fmt: skip
CLOSED = [
    replace(VIEW, verdict=verdict, ruling=ruling, judged_by=by, judged_at=NOW, reason=reason, until=until)
    for verdict, ruling, by, reason, until in (
        (Verdict.APPROVED, Ruling.APPROVE, "Вера", "", None),
        (Verdict.REJECTED, Ruling.REJECT, "", "spam", None),
        (Verdict.REMOVED, Ruling.REMOVE, "Вера", "Не здесь", None),
        (Verdict.REMOVED, Ruling.MUTE, "Вера", "", LATER),
        (Verdict.REMOVED, Ruling.BAN, "Вера", "", None),
        (Verdict.WITHDRAWN, Ruling.REMOVE, "Анна", "", None),
    )
]
REPORTED = [
    replace(
        VIEW, kind=CaseKind.REPORT, causes=(Cause.REPORTS,), visible=visible,
        reports=tuple((grounds, 10**6) for grounds in Grounds),
    )
    for visible in (True, False)
]  # fmt: skip
ON_ARTICLE = CaseView(13, CaseKind.REPORT, 7, "Ш" * 250, NOW, reports=((Grounds.ERROR, 1), (Grounds.OTHER, 1)))
CLOSED += [
    replace(ON_ARTICLE, verdict=verdict, ruling=ruling, judged_by="Вера", judged_at=NOW)
    for verdict, ruling in ((Verdict.DISMISSED, Ruling.DISMISS), (Verdict.ACTED, Ruling.ACT))
]
APPEALS = [
    replace(
        LONGEST, kind=CaseKind.APPEAL, article=article, appeal="щ" * 500, appealed=ruling, appealed_by=by,
        appealed_at=NOW, appealed_until=LATER, appealed_for=reason,
    )
    for article in (0, 7)
    for ruling, by, reason in (
        (Ruling.REJECT, "Вера", "spam"), (Ruling.REMOVE, "", ""),
        (Ruling.MUTE, "Вера", ""), (Ruling.BAN, "Вера", "з" * 200),
    )
]  # fmt: skip
APPEALS += [replace(VIEW, kind=CaseKind.APPEAL, article=0, text="", author=0, appeal="Нет")]
CLOSED += [
    replace(APPEALS[0], verdict=verdict, ruling=ruling, judged_by="Вера", judged_at=NOW)
    for verdict, ruling in ((Verdict.UPHELD, Ruling.UPHOLD), (Verdict.REVERSED, Ruling.REVERSE))
]
VIEWS = [
    *APPEALS,
    *REPORTED,
    ON_ARTICLE,
    replace(ON_ARTICLE, title=""),
    VIEW,
    LONGEST,
    replace(VIEW, banned=True, since=None, name=""),
    replace(VIEW, author=0, text=""),
    *CLOSED,
]
ON_COMMENTS = (Ruling.APPROVE, Ruling.REJECT, Ruling.REMOVE, Ruling.MUTE, Ruling.BAN)
MACROS = (Macro(1, "Обсуждаем только мост"), Macro(8, "я" * 200))
DOSSIERS = [
    Dossier(READER, {CommentStatus.PUBLISHED: 3, CommentStatus.HELD: 2}, (PersonNote("Шумит", NOW, "Вера"),)),
    Dossier(replace(READER, name=None, registered_at=None), {}, (PersonNote("з" * 200, NOW, ""),) * 10, LATER),
    Dossier(replace(READER, role=Role.BANNED), {CommentStatus.REMOVED: 3}, ()),
]
LISTS = [
    CaseList(0, Counter(), Counter(), ()),
    CaseList(
        2000, Counter({CaseKind.COMMENT: 1500, CaseKind.REPORT: 500}), Counter(dict.fromkeys(Cause, 900)),
        (LONGEST,) * 7 + (ON_ARTICLE,), after=LARGEST_ID,
    ),
    CaseList(2, Counter({CaseKind.COMMENT: 2}), Counter({Cause.FIRST: 2}), (VIEW, VIEW), "first"),
]  # fmt: skip


def cards_of_moderation(t: Texts) -> dict[str, list[Card]]:
    """What moderators see, and what authors are told."""
    judgements = [Judgement(Outcome.GIVEN, view, 7) for view in CLOSED]
    judgements += [Judgement(Outcome.GIVEN, CLOSED[-1], stands=True)]
    judgements += [Judgement(Outcome.ALREADY, CLOSED[0]), Judgement(Outcome.CHANGED, LONGEST)]
    return {
        "case_card": [cases.case_card(view, t, walk) for view in VIEWS for walk in ("", ALL, "first")],
        "judged_card": [cases.judged_card(judgement, t, walk) for judgement in judgements for walk in ("", ALL)],
        "next_card": [
            cases.next_card(judgement, following, 3, ALL, t)
            for judgement in judgements
            for following in (None, VIEW, LONGEST)
        ],
        "ask_reason_card": [cases.ask_reason_card(view, macros, t, ALL) for view in VIEWS for macros in ((), MACROS)],
        "ask_mute_card": [cases.ask_mute_card(LONGEST, t, "")],
        "ask_case_ban_card": [cases.ask_case_ban_card(LONGEST, t, "")],
        "ask_reverse_card": [cases.ask_reverse_card(view, t, ALL) for view in APPEALS],
        "ask_own_words_card": [cases.ask_own_words_card(VIEW, t)],
        "ask_answer_card": [cases.ask_answer_card(VIEW, t)],
        "answered_card": [cases.answered_card(VIEW, t)],
        "cases_card": [cases.cases_card(listed, t) for listed in LISTS],
        "counting_card": [cases.counting_card(count, t) for count in (0, 12)],
        "macros_card": [cases.macros_card(macros, t) for macros in ((), MACROS, MACROS * 4)],
        "dossier_card": [
            dossiers.dossier_card(dossier, t, case, said, undo)
            for dossier in DOSSIERS
            for case, said, undo in ((0, "", None), (12, "Готово.", UndoVerdict(verdict=7)))
        ],
        "ask_ban_card": [dossiers.ask_ban_card(dossier, t, 12) for dossier in DOSSIERS],
        "ask_note_card": [dossiers.ask_note_card(dossier, t) for dossier in DOSSIERS],
        "removed_card": [
            moderation.removed_card(Removal(COMMENT, author, verdict), MODERATOR, t)
            for author in (READER, MODERATOR, replace(READER, role=Role.BANNED))
            for verdict in (None, 7)
        ],
        "restored_card": [moderation.restored_card(COMMENT, t)],
        "verdict_notice_card": [
            moderation.verdict_notice_card(
                Notice(
                    kind,
                    3,
                    title="Мост",
                    reason=reason,
                    at=LATER.isoformat(),
                    details=ruling,
                    text=text,
                    verdict=verdict,
                ),
                t,
            )
            for kind in (NoticeKind.VERDICT, NoticeKind.VERDICTS)
            for ruling in ON_COMMENTS
            for reason, text, verdict in (("", "", 0), ("insult", "Слово", LARGEST_ID))
        ],
    }
