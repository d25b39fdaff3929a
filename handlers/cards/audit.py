"""Screens of the log: the staff's deeds as plain sentences, and as a file."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.auditing import LogView, SendLog, ShowDoers, ShowLog
from handlers.cards.articles import BLANK_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.case_texts import reason_words
from handlers.cards.csv_files import Cell, csv_file, local_time
from handlers.cards.lists import staff_row
from news.auditing import AuditPage
from news.model import CommentsFor
from news.ports.audit import AuditAct, AuditRow
from news.richtext import Mark, join, rich
from news.roles import Deed, Role
from texts import Texts, say

# Room for ten deeds in a message, each with a headline and a reason.
TITLE_LENGTH = 80
REASON_LENGTH = 120
DOERS_IN_ROW = 2
MAX_DOERS = 60

# What was done. The name of who did it stands in front, so no verb has to agree with it.
DEEDS: dict[AuditAct, str] = {
    AuditAct.DRAFTED: say("draft No. {article} “{title}”"),
    AuditAct.SUBMITTED: say("No. {article} “{title}” sent for review"),
    AuditAct.RETURNED: say("No. {article} “{title}” returned to the author"),
    AuditAct.SCHEDULED: say("No. {article} “{title}” scheduled: {moment}"),
    AuditAct.UNSCHEDULED: say("time of No. {article} “{title}” taken back"),
    AuditAct.CHOSEN: say("sound or channels of No. {article} “{title}” chosen"),
    AuditAct.COMMENTERS: say("comments of No. {article} “{title}”: {whom}"),
    AuditAct.BREAKING: say("breaking publication of No. {article} “{title}”"),
    AuditAct.PUBLISHED: say("publication of No. {article} “{title}”"),
    AuditAct.DISCARDED: say("draft No. {article} “{title}” discarded"),
    AuditAct.REVISED: say("silent correction of No. {article} “{title}”"),
    AuditAct.UPDATED: say("visible update of No. {article} “{title}”"),
    AuditAct.PICTURES: say("pictures of No. {article} “{title}” changed"),
    AuditAct.RETRACTED: say("withdrawal of No. {article} “{title}”"),
    AuditAct.SORTED: say("topics of No. {article} “{title}” chosen: {note}"),
    AuditAct.TOPIC_MADE: say("new topic: {note}"),
    AuditAct.TOPIC_RENAMED: say("topic renamed: {note}"),
    AuditAct.TOPIC_MERGED: say("topic merged into another: {note}"),
    AuditAct.TOPIC_MOVED: say("topic moved in the order: {note}"),
    AuditAct.IMPORTED: say("import, publications: {number}"),
    AuditAct.PINNED: say("No. {number} pinned under No. {article} “{title}”"),
    AuditAct.FORBIDDEN: say("No. {number} excluded from the related news of No. {article} “{title}”"),
    AuditAct.VERDICT_DROPPED: say("decision about No. {number} under No. {article} “{title}” taken back"),
    AuditAct.COMMENT_REMOVED: say("comment No. {number} by {person} removed under No. {article} “{title}”"),
    AuditAct.COMMENT_RESTORED: say("comment No. {number} by {person} restored under No. {article} “{title}”"),
    AuditAct.COMMENT_HIDDEN: say("comment No. {number} by {person} hidden under No. {article} “{title}”: reports"),
    AuditAct.REPORTS_DISMISSED: say("reports on No. {article} “{title}”: nothing wrong"),
    AuditAct.REPORTS_ACTED: say("reports on No. {article} “{title}”: acted on"),
    AuditAct.REPORTS_REOPENED: say("decision about reports on No. {article} “{title}” taken back"),
    AuditAct.APPEAL_UPHELD: say("appeal of {person}: the decision stands"),
    AuditAct.APPEAL_REVERSED: say("appeal of {person}: the decision is reversed"),
    AuditAct.COMMENT_APPROVED: say("comment No. {number} by {person} approved under No. {article} “{title}”"),
    AuditAct.COMMENT_REJECTED: say("comment No. {number} by {person} rejected under No. {article} “{title}”"),
    AuditAct.VERDICT_UNDONE: say("decision about {person} taken back"),
    AuditAct.MUTED: say("{person} muted until {moment}"),
    AuditAct.UNMUTED: say("{person} may comment again"),
    AuditAct.BANNED: say("{person} banned, and everything removed"),
    AuditAct.BAN_LIFTED: say("ban of {person} lifted"),
    AuditAct.EDITORIAL_ANSWER: say("answer of the newsroom to comment No. {number} by {person}"),
    AuditAct.NOTED: say("note on {person}"),
    AuditAct.MACRO_ADDED: say("new reason of the moderators: {note}"),
    AuditAct.MACRO_DROPPED: say("reason of the moderators dropped: {note}"),
    AuditAct.COMMENT_RULES: say("rules of comments on No. {article} “{title}” changed"),
    AuditAct.ADMITTED: say("{person} registered on request"),
    AuditAct.DECLINED: say("{person} not registered, though asked"),
    AuditAct.APPOINTED: say("{person} moved from the group {before} to the group {after}"),
    AuditAct.STOP_PHRASE_ADDED: say("new stop word: {note}"),
    AuditAct.STOP_PHRASE_REMOVED: say("stop word removed: {note}"),
    AuditAct.MEMBERSHIP_ENDED: say("{person} is back from the group {before} in the group {after}: the time is over"),
    AuditAct.DEED_ALLOWED: say("group {group}: now may {deed}"),
    AuditAct.DEED_DENIED: say("group {group}: may no longer {deed}"),
    AuditAct.GROUP_RESET: say("group {group}: as it was at first"),
    AuditAct.PUSH_PAUSED: say("push No. {number} paused"),
    AuditAct.PUSH_RESUMED: say("push No. {number} resumed"),
    AuditAct.PUSH_ENDED: say("push No. {number} ended"),
    AuditAct.GATE_OPENED: say("the pause that Telegram asked for ended before its time"),
    AuditAct.OUTLET_ARRANGED: say("channel or group “{name}” arranged"),
    AuditAct.OUTLET_REMOVED: say("channel or group “{name}” removed"),
    AuditAct.SOURCE_ADDED: say("source “{name}” added"),
    AuditAct.SOURCE_ARRANGED: say("source “{name}” arranged"),
    AuditAct.SOURCE_REMOVED: say("source “{name}” removed"),
    AuditAct.SOURCE_TAKEN: say("publications taken from “{name}”: {number}"),
}
# The filters as buttons, in their order.
VIEWS: dict[LogView, str] = {
    LogView.ALL: say("All"),
    LogView.ARTICLES: say("Publications"),
    LogView.PEOPLE: say("People"),
    LogView.PUSHES: say("Pushes"),
}


def log_card(page: AuditPage, shown: ShowLog, t: Texts) -> Card:
    """Show a page of the log, with its filters, the next page and the file."""
    lines = [f"{t.when(row.deed.at)} · {_who(row, t)}: {_deed(row, t)}" for row in page.rows]
    lines = lines or [t("Nothing is written here. The whole log: /log")]
    if shown.view is LogView.ALL and not shown.before:
        lines.append(t("Of one publication: /log 12"))
    rows = [
        [button(t(words), ShowLog(view=view)) for view, words in VIEWS.items() if view is not shown.view],
        _pages_row(page, shown, t),
        [button(t("By person"), ShowDoers()), button("CSV", SendLog(view=shown.view, subject=shown.subject))],
        staff_row(t),
    ]
    return Card(join(BLANK_LINE, [rich(_title(page, shown, t), Mark.BOLD), *map(rich, lines)]), rows)


def doers_card(doers: Sequence[tuple[int, str]], t: Texts) -> Card:
    """Offer the people who have done something, by name."""
    by_name = sorted(doers, key=lambda doer: (doer[1] or "\uffff", doer[0]))[:MAX_DOERS]
    people = [button(_name(name, id, t), ShowLog(view=LogView.PERSON, subject=id)) for id, name in by_name]
    words = t("Whose deeds?") if people else t("Nobody has done anything yet.")
    return Card(rich(words), [*in_rows(people, DOERS_IN_ROW), [_whole_log(t)]])


def log_file_card(page: AuditPage, t: Texts) -> Card:
    """Return the rows as a CSV file. Call it in a thread."""
    header = (
        t("Time"), t("Who"), t("Number"), t("What"), t("Publication"), t("Headline"), t("About whom"), t("Number"),
        t("Note"),
    )  # fmt: skip
    file = csv_file("log.csv", header, (_cells(row, t) for row in page.rows))
    words = t.many(
        "The log, {count} row. Times are the newspaper’s.",
        "The log, {count} rows. Times are the newspaper’s.",
        len(page.rows),
    )
    if page.before is not None:
        words = " ".join((words, t("These are the newest; older ones are in the file of one person or publication.")))
    return Card(rich(words), [[_whole_log(t)]], media=(file,))


def _cells(row: AuditRow, t: Texts) -> Sequence[Cell]:
    deed = row.deed
    return (
        local_time(deed.at, t), _who(row, t), deed.by, _deed(row, t), deed.article, row.title,
        row.person_name, deed.person, deed.note,
    )  # fmt: skip


def _title(page: AuditPage, shown: ShowLog, t: Texts) -> str:
    if shown.view is LogView.ARTICLE:
        return t("The log of publication No. {number}", number=shown.subject)
    if shown.view is LogView.PERSON:
        names = (
            name for row in page.rows for id, name in ((row.deed.by, row.by_name), (row.deed.person, row.person_name))
            if id == shown.subject
        )  # fmt: skip
        return t("The log: {name}", name=_name(next(names, ""), shown.subject, t))
    return t("The log") if shown.view is LogView.ALL else t("The log: {name}", name=t(VIEWS[shown.view]))


# The notes of these deeds are names, no reasons.
NOTED = frozenset(
    {
        AuditAct.SORTED,
        AuditAct.TOPIC_MADE,
        AuditAct.TOPIC_RENAMED,
        AuditAct.TOPIC_MERGED,
        AuditAct.TOPIC_MOVED,
        AuditAct.STOP_PHRASE_ADDED,
        AuditAct.STOP_PHRASE_REMOVED,
        AuditAct.MACRO_ADDED,
        AuditAct.MACRO_DROPPED,
    }
)


# The notes of these deeds name an outlet or a source.
NAMED = frozenset(
    {
        AuditAct.OUTLET_ARRANGED,
        AuditAct.OUTLET_REMOVED,
        AuditAct.SOURCE_ADDED,
        AuditAct.SOURCE_ARRANGED,
        AuditAct.SOURCE_REMOVED,
        AuditAct.SOURCE_TAKEN,
    }
)
# The notes of these deeds name groups, a deed of a group, and until when somebody is in a group.
GROUPS = frozenset(
    {
        AuditAct.APPOINTED,
        AuditAct.MEMBERSHIP_ENDED,
        AuditAct.DEED_ALLOWED,
        AuditAct.DEED_DENIED,
        AuditAct.GROUP_RESET,
    }
)


def _groups_in(note: str, t: Texts) -> dict[str, str]:
    """Return the groups that a note names, as people read them."""
    if "/" in note:
        group, deed = note.split("/")
        return {"group": t.role(Role(group)), "deed": t.deed(Deed(deed))}
    before, *after = note.split()
    named = {"group": t.role(Role(before)), "before": t.role(Role(before))}
    if after:
        named["after"] = t.role(Role(after[0]))
    if after[1:]:
        named["after"] += t(", until {time}", time=t.when(datetime.fromisoformat(after[1])))
    return named


def _who(row: AuditRow, t: Texts) -> str:
    if row.deed.act is AuditAct.SOURCE_TAKEN:
        return t("a source")
    return t("the program") if row.deed.by is None else _name(row.by_name, row.deed.by, t)


def _name(name: str, id: int, t: Texts) -> str:
    if not id:
        return t("somebody who was forgotten")
    return name or t("No. {number}", number=id)


def _deed(row: AuditRow, t: Texts) -> str:
    deed = row.deed
    arguments = {
        "article": deed.article,
        "title": _cut(row.title, TITLE_LENGTH),
        "number": deed.number,
        "person": _name(row.person_name, deed.person or 0, t),
    }
    if deed.act in GROUPS:
        return t(DEEDS[deed.act], **arguments, **_groups_in(deed.note, t))
    if deed.act is AuditAct.COMMENTERS:
        rule = CommentsFor(deed.note) if deed.note else None
        return t(DEEDS[deed.act], **arguments, whom=t.commenters(rule))
    if deed.act in {AuditAct.SCHEDULED, AuditAct.MUTED}:
        return t(DEEDS[deed.act], **arguments, moment=t.when(datetime.fromisoformat(deed.note)))
    if deed.act in NAMED:
        return t(DEEDS[deed.act], name=_cut(deed.note, TITLE_LENGTH), number=deed.number)
    if deed.act in NOTED:
        return t(DEEDS[deed.act], **arguments, note=_cut(deed.note, REASON_LENGTH) or "—")
    words = t(DEEDS[deed.act], **arguments)
    return (
        f"{words}. {t('The reason: {reason}', reason=_cut(reason_words(deed.note, t), REASON_LENGTH))}"
        if deed.note
        else words
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _pages_row(page: AuditPage, shown: ShowLog, t: Texts) -> Row:
    to_top = [button(t("To the top"), ShowLog(view=shown.view, subject=shown.subject))] if shown.before else []
    if page.before is None:
        return to_top
    return [*to_top, button(t("Older"), ShowLog(view=shown.view, subject=shown.subject, before=page.before))]


def _whole_log(t: Texts) -> InlineKeyboardButton:
    return button(t("The log"), ShowLog())
