"""Samples of the cards of the figures and the log."""

from handlers.callbacks.auditing import LogView, ShowLog
from handlers.callbacks.managing import Figure, TurnFigure
from handlers.cards import audit, statistics
from handlers.cards.card import Card
from news.audit import AREAS
from news.auditing import AuditPage
from news.ports.audit import AuditAct, AuditRow, NewAuditRow
from news.ports.statistics import ReadCount
from news.statistics import HourFigures, SubscriberDay
from tests.handlers.cards.card_samples.objects import STATISTICS
from tests.handlers.cards.samples import NOW
from texts import Texts

DAYS = (SubscriberDay(NOW.date(), 3, 1, 1, 12), SubscriberDay(NOW.date(), 1, 0, 0, 13))
# The notes of the deeds whose notes are no words.
NOTES = {
    AuditAct.APPOINTED: ("member editor", f"member editor {NOW.isoformat()}"),
    AuditAct.MEMBERSHIP_ENDED: ("editor member", "banned guest"),
    AuditAct.DEED_ALLOWED: ("member/post links", "guest/comment"),
    AuditAct.DEED_DENIED: ("member/comment", "admin/publish"),
    AuditAct.GROUP_RESET: ("member", "chief"),
    AuditAct.COMMENTERS: ("", "trusted"),
    AuditAct.SCHEDULED: (NOW.isoformat(), NOW.isoformat()),
    AuditAct.MUTED: (NOW.isoformat(), NOW.isoformat()),
}
AUDIT_ROWS = tuple(
    AuditRow(
        index,
        NewAuditRow(NOW, by, act, AREAS[act], 7, 5, 3, NOTES.get(act, ("", note))[bool(by)]),
        name,
        name,
        title,
    )
    for index, act in enumerate(AuditAct, 1)
    for by, name, title, note in ((None, "", "", ""), (5, "Анна К.", "Т" * 250, "п" * 200))
)


def cards_of_records(t: Texts) -> dict[str, list[Card]]:
    """The figures and the log."""
    drawings = (
        (Figure.SUBSCRIBERS, statistics.subscribers_drawing(DAYS, t)),
        (Figure.PUBLICATIONS, statistics.publications_drawing((), 30, t)),
        (Figure.PUBLICATIONS, statistics.publications_drawing((ReadCount(7, "Мост открыт", 5, 9),), 30, t)),
        (Figure.HOURS, statistics.hours_drawing((HourFigures(9),), 30, t)),
        (Figure.HOURS, statistics.hours_drawing((HourFigures(9, 1, 7, 2, 5),), 30, t)),
    )
    return {
        "statistics_card": [statistics.statistics_card(STATISTICS, DAYS, t)],
        "figure_card": [
            statistics.figure_card(drawing, TurnFigure(figure=figure, days=30, dark=dark), picture, t)
            for figure, drawing in drawings
            for dark, picture in ((True, None), (True, b"png"), (False, b"png"))
        ],
        "files_card": [statistics.files_card(DAYS, (ReadCount(7, "Мост открыт", 5, 9),), (HourFigures(9),), t)],
        "log_card": [
            audit.log_card(AuditPage(rows, before), ShowLog(view=view, subject=5, before=before or 0), t)
            for rows, before in (((), None), *((AUDIT_ROWS[at : at + 10], 7) for at in range(0, len(AUDIT_ROWS), 10)))
            for view in LogView
        ],
        "doers_card": [audit.doers_card(doers, t) for doers in ((), ((5, "Анна"), (6, "")))],
        "log_file_card": [audit.log_file_card(AuditPage(AUDIT_ROWS, before), t) for before in (None, 7)],
    }
