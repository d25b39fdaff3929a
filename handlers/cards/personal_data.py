"""The file with everything that is stored about a person, and the message that says in a sentence what each part is."""

import json
from datetime import datetime
from typing import Any

from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card, Media, Upload
from news.ledger import MessageKind
from news.privacy import StoredData, StoredPart
from news.richtext import Mark, RichText, join, rich
from texts import Texts, say

FILE_NAME = "vestnik-my-data.json"
# A caption holds 1,024 UTF-16 units; the last line takes some.
CAPTION_UNITS = 900
# One sentence for each table of `news.personal_data`.
ABOUT: dict[str, str] = {
    "readers": say("your name, group and language, and since when you are known"),
    "comments": say("your comments, also those that nobody sees any more"),
    "cases": say("what moderators had to decide about your comments"),
    "complaints": say("comments and publications that you reported, and what was found"),
    "verdicts": say("what moderators decided about you, and why"),
    "appeals": say("what you wrote against decisions of moderators"),
    "person_notes": say("what moderators noted about you"),
    "comment_likes": say("comments that you like"),
    "answers": say("answers to your comments that you are told of"),
    "answer_windows": say("discussions of which you were told just now"),
    "answer_mutes": say("discussions of which you are not told"),
    "ignores": say("when you began to ignore readers, and how often readers ignore you"),
    "seen_discussions": say("up to where you have seen discussions"),
    "bookmarks": say("publications that you saved, and when"),
    "later": say("publications that you put aside for the evening, and when"),
    "stop_phrases": say("words that you put on the stop list"),
    "names": say("names that are kept for you"),
    "human_checks": say("the check that you are no robot"),
    "requests": say("your requests to register"),
    "join_requests": say("your requests to join groups of the newspaper"),
    "group_notices": say("when a group told you how to comment"),
    "group_deeds": say("what the bot has to do about you in groups"),
    "places": say("the chat that messages go to"),
    "subscriptions": say("your subscription"),
    "choices": say("what you have chosen to get, when, and how much"),
    "deliveries": say("when which message went to you, without its words"),
    "editions": say("the notices that went to you"),
    "fsm": say("the question that waits for your answer"),
    "inbox": say("messages of yours that could not be handled"),
    "forgettings": say("your wish to be forgotten"),
    "articles": say("publications that you wrote or changed"),
    "article_versions": say("earlier versions of publications that you wrote"),
    "related_verdicts": say("publications that you pinned or forbade under others"),
    "draft_visits": say("drafts that you had open"),
    "live_messages": say("messages that show you pushes and reports"),
    "parts": say("parts of publications that you sent in several messages"),
    "audit": say("what you did for the newspaper, and what its staff did about you"),
}


def personal_data_card(data: StoredData, t: Texts) -> Card:
    """Return the file, with a line about each of its parts. Call it in a thread: a file may have some megabytes."""
    file = Upload(FILE_NAME, json.dumps(_contents(data, t), ensure_ascii=False, indent=1).encode())
    title = rich(t("What the newspaper stores about you"), Mark.BOLD)
    lines = [rich(line) for line in _lines(data, t)]
    ways = rich(t("What is kept for how long: /privacy. To be forgotten: /forgetme"))
    return Card(join(NEW_LINE, (*_fitting([title, *lines]), ways)), media=(Media(MessageKind.DOCUMENT, file),))


def _lines(data: StoredData, t: Texts) -> list[str]:
    lines = [
        t("{count} — {about}", count=t.number(sum(len(part.rows) for part in parts)), about=t(ABOUT[table]))
        for table, parts in _by_table(data).items()
    ]
    if data.marked_until is not None:
        until = t.in_full(data.marked_until)
        lines.append(t("You were forgotten before: the list of sent messages holds a mark until {time}.", time=until))
    return lines or [t("Nothing.")]


def _contents(data: StoredData, t: Texts) -> dict[str, Any]:
    parts = {
        table: {"about": t(ABOUT[table]), **{_title(part): [_readable(row) for row in part.rows] for part in parts}}
        for table, parts in _by_table(data).items()
    }
    for part in data.parts:
        if part.more:
            parts[part.table]["left out"] = t("There are more rows than the file holds.")
    marked = None if data.marked_until is None else data.marked_until.isoformat()
    return {"telegram_id": data.reader_id, "at": data.at.isoformat(), "marked_until": marked, "parts": parts}


def _by_table(data: StoredData) -> dict[str, list[StoredPart]]:
    tables: dict[str, list[StoredPart]] = {}
    for part in data.parts:
        tables.setdefault(part.table, []).append(part)
    return tables


def _title(part: StoredPart) -> str:
    """Return the key of the rows: they name the person in this column."""
    return f"rows by {part.column}"


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its times as ISO 8601 has them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _fitting(lines: list[RichText]) -> list[RichText]:
    """Return as many lines as fit a caption; the file has all of them."""
    shown, room = list[RichText](), CAPTION_UNITS
    for line in lines:
        room -= line.units + 1
        if room < 0:
            break
        shown.append(line)
    return shown
