"""Where the database names a person: every table and column, what `/mydata` shows of it, what `/forgetme` does with it.

A new table belongs in one of the two lists below, and a column that holds a person's Telegram id in the first: a test
walks the schema. Each table of the first list needs a sentence in `handlers.cards.personal_data`.
"""

from dataclasses import dataclass
from enum import StrEnum

# Stands for a person who was forgotten where a column must hold an id. No Telegram id is 0.
NOBODY = 0


class Forget(StrEnum):
    """What `/forgetme` does with the rows in which a column names the person.

    - `DELETE`: the rows are deleted.
    - `CLEAR`: the rows stay, the column is NULL.
    - `NOBODY`: the rows stay, the column is 0, because it must not be NULL or NULL means something else.
    - `STEP`: `news.forgetting` has a step for the table.
    - `EXPIRE`: nothing; the rows hold no words of the person, and are deleted within days anyhow.
    """

    DELETE = "delete"
    CLEAR = "clear"
    NOBODY = "nobody"
    STEP = "step"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Naming:
    """A column that names a person, what is done with it, and the columns that the person is shown of such a row.

    Nothing is `shown` of a row that belongs to somebody else: the key then has to do, or, with a `STEP`, nothing. The
    columns of the `staff` name only those who have worked for the newspaper: they have no index, and are not searched
    for others.
    """

    column: str
    forget: Forget
    shown: tuple[str, ...] = ()
    staff: bool = False


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table that names persons. `key` is its primary key."""

    name: str
    key: tuple[str, ...]
    namings: tuple[Naming, ...]


def _table(name: str, key: str, *namings: Naming) -> PersonalTable:
    return PersonalTable(name, tuple(key.split()), namings)


def _column(column: str, forget: Forget, shown: str = "") -> Naming:
    return Naming(column, forget, tuple(shown.split()))


def _staff(column: str, forget: Forget, shown: str = "") -> Naming:
    return Naming(column, forget, tuple(shown.split()), staff=True)


_DEED = "at act article number note"

# The order is that of the file which `/mydata` sends.
PERSONAL_TABLES: tuple[PersonalTable, ...] = (
    _table(
        "readers", "id",
        _column(
            "id", Forget.STEP,
            "id role role_until role_after language name username registered_at restricted_until name_changed_at "
            "known_since",
        ),
    ),
    _table(
        "comments", "id",
        _column(
            "author_id", Forget.STEP,
            "id article text at edited_at status published_at removed_at root reply_to quote likes replies",
        ),
        _column("chat_id", Forget.STEP),
        _column("removed_by", Forget.NOBODY),
    ),
    _table(
        "cases", "id",
        _column("author_id", Forget.CLEAR, "kind comment article causes opened_at verdict judged_at reason"),
        _staff("judged_by", Forget.CLEAR),
    ),
    _table(
        "complaints", "id",
        _column("reporter_id", Forget.CLEAR, "comment article version grounds at finding judged_at"),
    ),
    _table(
        "verdicts", "id",
        _column("person", Forget.NOBODY, "ruling comment reason at until undone_at"), _staff("by_id", Forget.NOBODY),
    ),
    _table("appeals", "verdict_id", _column("person", Forget.DELETE, "verdict_id text at")),
    _table("person_notes", "id", _column("person", Forget.DELETE, "text at"), _staff("by_id", Forget.NOBODY)),
    _table("comment_likes", "comment reader_id", _column("reader_id", Forget.DELETE, "comment at")),
    _table("answers", "comment_id", _column("reader_id", Forget.DELETE, "comment_id at")),
    _table("answer_windows", "reader_id root", _column("reader_id", Forget.DELETE, "root until")),
    _table("answer_mutes", "reader_id root", _column("reader_id", Forget.DELETE, "root")),
    _table("ignores", "id", _column("reader_id", Forget.DELETE, "at"), _column("ignored_id", Forget.DELETE)),
    _table("seen_discussions", "reader_id article", _column("reader_id", Forget.DELETE, "article last_comment at")),
    _table("bookmarks", "reader_id article", _column("reader_id", Forget.DELETE, "article at")),
    _table("later", "reader_id article", _column("reader_id", Forget.DELETE, "article at due_at")),
    _table("stop_phrases", "id", _staff("added_by", Forget.NOBODY, "text added_at")),
    _table("names", "key", _column("reader_id", Forget.DELETE, "until")),
    _table("human_checks", "reader_id", _column("reader_id", Forget.DELETE, "at tries paused_until passed_at")),
    _table(
        "requests", "id",
        _column("reader_id", Forget.DELETE, "name at verdict judged_at"), _staff("judged_by", Forget.CLEAR),
    ),
    _table("join_requests", "user_id chat_id", _column("user_id", Forget.DELETE, "chat_id asked_at")),
    _table("group_notices", "chat_id user_id", _column("user_id", Forget.DELETE, "chat_id told_at")),
    _table(
        "group_deeds", "id",
        _column("user_id", Forget.EXPIRE, "kind chat_id until due_at"), _staff("actor", Forget.EXPIRE),
    ),
    _table("places", "id", _column("chat_id", Forget.STEP, "chat_id kind language")),
    _table(
        "subscriptions", "place_id",
        _column("place_id", Forget.STEP, "since ended_at end_reason variant"),
        _column("started_by", Forget.CLEAR),
    ),
    _table("choices", "place_id", _column("place_id", Forget.STEP, "preferences previous tracking")),
    _table("deliveries", "edition_id place_id", _column("place_id", Forget.STEP, "edition_id state settled_at error")),
    _table("editions", "id", _column("id", Forget.STEP, "created_at notice")),
    _table(
        "fsm", "chat_id user_id",
        _column("user_id", Forget.DELETE, "state data at"), _column("chat_id", Forget.DELETE),
    ),
    _table("inbox", "update_id", _column("chat_id", Forget.DELETE, "stored_at raw")),
    _table("forgettings", "reader_id", _column("reader_id", Forget.STEP, "comments asked_at due_at")),
    _table(
        "articles", "number",
        _staff("author_id", Forget.CLEAR, "number title status created_at published_at"),
        *(
            _staff(f"{deed}_by", Forget.CLEAR)
            for deed in ("updated", "retracted", "revised", "scheduled", "submitted")
        ),
    ),
    _table("article_versions", "article version", _staff("editor_id", Forget.CLEAR, "article version at title")),
    _table("related_verdicts", "number other", _staff("editor_id", Forget.NOBODY, "number other verdict at")),
    _table("draft_visits", "number reader_id", _staff("reader_id", Forget.DELETE, "number at")),
    _table(
        "live_messages", "reader_id kind number",
        _staff("reader_id", Forget.DELETE, "kind number since"), _staff("chat_id", Forget.DELETE),
    ),
    _table("parts", "chat_id message_id", _staff("chat_id", Forget.DELETE, "content stored_at")),
    _table("audit", "id", _column("by_id", Forget.NOBODY, _DEED), _column("person", Forget.NOBODY, _DEED)),
)  # fmt: skip

# Tables without a person, each with the reason why a column there that looks like one is none.
OTHER_TABLES: dict[str, str] = {
    "alembic_version": "",
    "article_bodies": "",
    "article_outlets": "place_id is a channel or a group that the newspaper posts to",
    "article_reads": "",
    "article_topics": "",
    "bot": "bot_id is the newspaper's own bot",
    "breaking_days": "",
    "budget": "",
    "case_board": "",
    "comment_rules": "",
    "discussed_posts": "chat_id is a group",
    "discussion_groups": "chat_id is a group",
    "edition_articles": "",
    "files": "",
    "hour_reads": "",
    "identity": "",
    "leases": "holder is a process",
    "macros": "",
    "outlets": "place_id is a channel or a group that the newspaper posts to",
    "permissions": "",
    "pictures": "",
    "related": "",
    "related_postings": "",
    "related_state": "",
    "related_terms": "",
    "search": "",
    "search_blocks": "",
    "search_state": "",
    "source_hosts": "holder is a process",
    "source_items": "",
    "sources": "",
    "subscription_changes": "",
    "topics": "",
    "vocabulary": "",
}
