"""Answers to a reader's comments: noted when they are published, told through the ledger, and taken back.

The first answer of a thread is told at once. Those of the next five minutes are told together when these are over.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from news.ledger import Address, Audience, EditionRules, Priority
from news.notices import Notice, NoticeKind
from news.ports import Unit
from news.ports.answers import Answer, AnsweredThread

WINDOW = timedelta(minutes=5)
# After headlines and every other notice; one that has waited for a day is no news any more.
ANSWER_RULES = EditionRules(Audience.PLACES, Priority.LOW, lifetime=timedelta(days=1), pausable=False, listed=False)
MAX_NAMES = 3
# In place of the first comment of a thread: every thread.
ALL_THREADS = 0


async def take_back(unit: Unit, comments: Iterable[int], at: datetime) -> None:
    """Take the words of answers that readers do not see any more out of the messages that told of them."""
    for comment_id in comments:
        for edition, notice in await unit.editions.about(subject_of_answer(comment_id)):
            await unit.editions.replace_notice(edition, notice, at)


async def tell(unit: Unit, thread: AnsweredThread, now: datetime) -> bool:
    """Tell a reader of the answers that wait in a thread, in one message; False if there is nothing to tell now."""
    if not await unit.answers.open_window(thread, now, now + WINDOW):
        await unit.answers.put_off(thread)
        return False
    answers = await unit.answers.tellable(await unit.answers.take(thread))
    if not answers:
        await unit.answers.close_window(thread)
        return False
    reader = await unit.readers.get(thread.reader_id)
    place = await unit.places.obtain(Address(thread.reader_id), "" if reader is None else reader.language)
    ids = tuple(answer.comment for answer in answers)
    notice = Notice(NoticeKind.ANSWERS, answers[0].article, thread=thread.root, comments=ids)
    subject = subject_of_answer(ids[0]) if len(ids) == 1 else None
    await unit.editions.notify([place], notice.dump(), ANSWER_RULES, now, subject=subject)
    return True


async def present_notice(unit: Unit, notice: str, *, copies: bool = False) -> str | None:
    """Return a notice (JSON) as it is to be sent now. One of answers gets their words, which the ledger does not keep.

    None if it has nothing to tell any more. `copies`: the message was sent, and is to say so.
    """
    if json.loads(notice).get("what") != NoticeKind.ANSWERS:
        return notice
    stored = Notice.load(notice)
    answers = await unit.answers.tellable(stored.comments)
    if not answers and not copies:
        return None
    return _with_words(stored, answers).dump()


def _with_words(notice: Notice, answers: Sequence[Answer]) -> Notice:
    names = list(dict.fromkeys(answer.author for answer in answers if answer.author))
    shown = ", ".join(names[:MAX_NAMES]) + ("…" if len(names) > MAX_NAMES else "")
    only = answers[0].text if len(answers) == 1 else ""
    title = answers[0].title if answers else ""
    return replace(notice, comments=tuple(answer.comment for answer in answers), author=shown, title=title, text=only)


def subject_of_answer(comment_id: int) -> str:
    """Return the subject of the notice that tells of one answer."""
    return f"answer:{comment_id}"
