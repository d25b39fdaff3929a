"""Shared set-up of the tests of answers: a thread, answers to it, and what was told."""

from itertools import count

from news.delivery import DeliveryDesk
from news.ledger import EditionKind
from news.model import Comment, NewComment, Reader
from news.newsroom import Newsroom
from news.notices import Notice
from storage import Database
from tests.clocks import HandClock
from tests.news.delivering import RecordingCourier, carry_all, ledger

_messages = count(10_000)


async def commented(
    database: Database, clock: HandClock, article: int, author: Reader, text: str = "Слово", to: Comment | None = None
) -> Comment:
    """Store a published comment, or an answer to another one."""
    root = None if to is None else to.root or to.id
    new = NewComment(
        article,
        author.id,
        text,
        clock.now(),
        author.id,
        next(_messages),
        root=root,
        reply_to=None if to is None else to.id,
    )
    async with database.writing() as unit:
        comment = await unit.comments.get((await unit.comments.add(new))[0])
        assert comment is not None
    return comment


async def tick_all(news: Newsroom) -> None:
    """Tell everything that is due."""
    while await news.answers.tick():
        pass


async def send_all(desk: DeliveryDesk, database: Database, clock: HandClock) -> None:
    """Send everything; a chat gets one message a second, so time passes."""
    await carry_all(desk)
    while any(row["state"] == "pending" for row in await ledger(database)):
        clock.passes(seconds=1)
        await carry_all(desk)


def told(courier: RecordingCourier, kind: EditionKind = EditionKind.NOTICE) -> list[tuple[int, int, str]]:
    """Return whom the courier told of how many answers, with the words of a single one; or how it corrected that."""
    carried = [one for one in courier.carried if one.push.kind is kind]
    notices = [(one.delivery.chat_id, Notice.load(one.push.notice or "")) for one in carried]
    return [(chat, len(notice.comments), notice.text) for chat, notice in notices]
