"""The interface of the audit: who did what, when, to which article or person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Area(StrEnum):
    """What a deed is about; the log is filtered by it."""

    ARTICLES = "articles"
    PEOPLE = "people"
    PUSHES = "pushes"


class AuditAct(StrEnum):
    """What somebody of the staff did. `number` and `note` of its row are what stands behind it here."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # note: the reason
    SCHEDULED = "scheduled"  # note: the time, ISO 8601
    UNSCHEDULED = "unscheduled"
    CHOSEN = "chosen"  # with or without a sound, in which channels
    COMMENTERS = "commenters chosen"  # note: whom the comments are for, "" for the newspaper's rule
    PUBLISHED = "published"
    BREAKING = "published as breaking"
    DISCARDED = "discarded"
    REVISED = "revised"  # silently
    UPDATED = "updated"  # visibly; note: the reason
    PICTURES = "pictures"  # pictures or other files added, removed, moved, given a caption
    RETRACTED = "retracted"  # note: the reason
    SORTED = "sorted"  # topics chosen; note: their names
    TOPIC_MADE = "topic made"  # note: its name
    TOPIC_RENAMED = "topic renamed"  # note: its new name
    TOPIC_MERGED = "topic merged"  # note: the name of the topic that took its place
    TOPIC_MOVED = "topic moved"  # note: its name
    IMPORTED = "imported"  # number: how many articles
    PINNED = "pinned"  # number: the other article
    FORBIDDEN = "forbidden"  # number: the other article
    VERDICT_DROPPED = "verdict dropped"  # number: the other article
    COMMENT_REMOVED = "comment removed"  # number: the comment
    COMMENT_APPROVED = "comment approved"  # number: the comment
    COMMENT_REJECTED = "comment rejected"  # number: the comment; note: the reason
    COMMENT_HIDDEN = "comment hidden"  # number: the comment; by the program, because of reports
    REPORTS_DISMISSED = "reports dismissed"  # on an article
    REPORTS_ACTED = "reports acted on"  # on an article
    REPORTS_REOPENED = "reports reopened"  # on an article: a verdict was taken back
    APPEAL_UPHELD = "appeal upheld"  # number: the comment, if the verdict was on one
    APPEAL_REVERSED = "appeal reversed"  # the same
    COMMENT_RESTORED = "comment restored"  # number: the comment; stored by earlier versions
    VERDICT_UNDONE = "verdict undone"  # number: the comment, if it was on one
    MUTED = "muted"  # number: the comment; note: the time until when, ISO 8601
    UNMUTED = "unmuted"
    BANNED = "banned"  # number: the comment under which it was done, if it was one
    BAN_LIFTED = "ban lifted"
    EDITORIAL_ANSWER = "editorial answer"  # number: the comment that was answered
    NOTED = "noted"  # a note on a person
    MACRO_ADDED = "macro added"  # note: the reason
    MACRO_DROPPED = "macro dropped"  # note: the reason
    COMMENT_RULES = "comment rules"  # when and how fast readers may comment on the article
    APPOINTED = "appointed"  # note: the role before, the role now and until when (ISO 8601), with blanks between
    STOP_PHRASE_ADDED = "stop word added"  # note: the word or phrase
    STOP_PHRASE_REMOVED = "stop word removed"  # note: the word or phrase
    MEMBERSHIP_ENDED = "membership ended"  # note: the role before and the role now, with a blank between
    DEED_ALLOWED = "deed allowed"  # note: the role and the deed, with a slash between
    DEED_DENIED = "deed denied"  # note: the role and the deed, with a slash between
    GROUP_RESET = "group reset"  # note: the role
    ADMITTED = "admitted"  # to the readers, on request
    DECLINED = "declined"  # the same
    PUSH_PAUSED = "push paused"  # number: the push
    PUSH_RESUMED = "push resumed"  # number: the push
    PUSH_ENDED = "push ended"  # number: the push
    GATE_OPENED = "gate opened"
    OUTLET_ARRANGED = "outlet arranged"  # note: the title of the channel or group
    OUTLET_REMOVED = "outlet removed"  # note: the title of the channel or group
    SOURCE_ADDED = "source added"  # note: its name
    SOURCE_ARRANGED = "source arranged"  # begun, paused, renamed, other rules; note: its name
    SOURCE_REMOVED = "source removed"  # note: its name
    SOURCE_TAKEN = "taken from source"  # number: how many articles; note: its name


@dataclass(frozen=True, slots=True)
class NewAuditRow:
    """A deed to be stored. `by` is a Telegram id, None for the program itself (an import from the command line)."""

    at: datetime
    by: int | None
    act: AuditAct
    area: Area
    article: int | None = None
    person: int | None = None
    number: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A stored deed, with names and the headline as they are now ("" where there is none)."""

    id: int
    deed: NewAuditRow
    by_name: str = ""
    person_name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """The rows to show: at most one field is given, none for all rows."""

    area: Area | None = None
    article: int | None = None
    person: int | None = None


class Audit(Protocol):
    """The audit's rows, kept for good. A row is stored in the transaction of its deed, and never changed."""

    async def add(self, row: NewAuditRow) -> None:
        """Store a row."""

    async def rows(self, chosen: AuditFilter, before: int | None, limit: int) -> Sequence[AuditRow]:
        """Return up to `limit` chosen rows with ids below `before` (None: from the newest on), newest first.

        The rows of a person are those of their own deeds, and of what was done to them.
        """

    async def doers(self) -> Sequence[tuple[int, str]]:
        """Return the id and name ("" if not registered) of everybody who has done something, by ascending id."""
