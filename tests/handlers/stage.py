"""The stage of a case of `test_roles`: a person with a role, and everything that the case is about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock
from emulator import Person
from news.cases import open_case
from news.choice.preferences import FollowedStory, Preferences
from news.choice.words import chosen_word
from news.ledger import NOTICE_RULES, Address, MessageKind, PlaceKind, SentFile
from news.model import Attachment, Cause, Comment, CommentStatus, NewArticle, NewComment, Reader, Revision
from news.newcomers import admit
from news.ports import Unit
from news.ports.appeals import Appeal
from news.ports.cases import CaseKind, NewCase
from news.ports.choices import Choice
from news.ports.requests import NewRequest
from news.ports.verdicts import NewVerdict, Ruling, Standing
from news.posts import OutletChat, OutletState
from news.richtext import from_plain
from news.roles import Deed, Role
from news.sources.found import SourceKind
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.verdicts import Decision, give
from tests.handlers.cases import Case
from tests.handlers.who import ANONYMOUS_ADMIN_ID, CHANNEL, NOBODY, Who
from tests.journeys.steps import LONG_AGO
from tests.newspaper import Newspaper

# What a place has chosen in the cases that need it.
FOLLOWED, SOURCE = "выборы", "example.org"

Changes = Sequence[tuple[Role, Deed, bool]]


@dataclass(frozen=True)
class Stage:
    """A person with a role; an article, a draft and an edition for this case alone; and a message with buttons."""

    who: Who
    person: Person
    screen: dict[str, Any]
    words: dict[str, Any]

    def fill(self, template: str) -> str:
        return template.format(**self.words)

    def with_screen(self, newspaper: Newspaper) -> "Stage":
        """The stage with another message of the bot below the others."""
        # The buttons of a search read the words from this link.
        link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://t.me/vestnik_bot?start=s"}
        world, shown = newspaper.emulator.world, {"text": "Экран", "entities": [link]}
        return replace(self, screen=world.add_message(self.person.chat, world.bot, shown).as_json())


async def set_stage(newspaper: Newspaper, who: Who, case: Case, table: Changes = ()) -> Stage:
    """Make a new person (or the anonymous admin) and everything else that the case needs, in one commit.

    The changes of the roles table are those of `table` and of the case.
    """
    photo = newspaper.emulator.world.photos.add().sizes()[-1]["file_id"]
    neighbour, person = newspaper.emulator.person("Некто"), sender(newspaper, who)
    person.chat.started = True
    async with newspaper.news.storage.writing() as unit:
        await enroll(unit, neighbour, Role.MEMBER)
        await enroll(unit, person, who)
        article = await article_of(unit, photo)
        words: dict[str, Any] = {
            "article": article,
            "draft": await draft_of(unit, case, article),
            "neighbour": neighbour.id,
            "unique": f"Слово{article}",
            "own": await comment_of(unit, person, article, 0),
            "other": await comment_of(unit, neighbour, article, 1),
        }
        words["case"], words["held"] = await held_of(unit, neighbour, article)
        words["reported"] = await reported_of(unit, article)
        words["judged"] = await removal_of(unit, person, article)
        words["appealed"] = await appeal_of(unit, neighbour, article)
        words["verdict"] = await verdict_of(unit, person, neighbour, article)
        words["edition"] = await open_edition(unit, neighbour, held=case.held)
        words["phrase"] = await unit.stop_phrases.add(f"запрет{article}", f"запрет{article}", 1, LONG_AGO)
        words["request"] = await request_of(unit, article)
        words["outlet"] = await outlet_of(unit, newspaper.emulator.channel("Вестник", admins=[neighbour]).id)
        words["source"] = await source_of(unit, article)
        if case.subscribed:
            await unit.subscriptions.start(Address(person.id), "ru", SystemClock().now(), None)
        if case.chosen:
            await choice_of(unit, person, article)
        if case.placed:
            await unit.choices.store(Choice(await unit.places.obtain(Address(person.id), "ru")))
        for changed in Role:
            await unit.permissions.reset(changed)
        for changed, deed, allowed in (*table, *case.permissions):
            await unit.permissions.set(changed, deed, allowed=allowed)
        if case.state is not None:
            state, data = case.state
            filled = {name: words.get(str(value).strip("{}"), value) for name, value in data.items()}
            await unit.fsm.put(person.id, person.id, state, filled, SystemClock().now())
    newspaper.news.readers.forget_permissions()
    return Stage(who, person, {}, words).with_screen(newspaper)


async def choice_of(unit: Unit, person: Person, article: int) -> None:
    """What this person's place has chosen, by a change that can be taken back."""
    chosen = Preferences(
        followed=(chosen_word(FOLLOWED),), stories=(FollowedStory(article),), sources=frozenset({SOURCE})
    )
    place = await unit.places.obtain(Address(person.id), "ru")
    await unit.choices.store(Choice(place, chosen, previous=Preferences()))


async def article_of(unit: Unit, photo: str) -> int:
    """A published article of the second version, with a picture and a topic."""
    now, picture = SystemClock().now(), Attachment(MessageKind.PHOTO, f"tg:{photo}", photo)
    new = NewArticle(f"article:{now}", "Статья", from_plain("Текст."), now, published_at=now, attachments=(picture,))
    article, _ = await unit.articles.add(new)
    await unit.files.keep([SentFile(picture.source, picture.kind, photo)], LONG_AGO)
    await unit.articles.revise(article, Revision(1, LONG_AGO, reason=""))
    topics = await unit.topics.obtain(["Город", "Спорт", "Лес"])
    await unit.topics.choose(article, topics[:1])
    return article


async def draft_of(unit: Unit, case: Case, article: int) -> int:
    """A draft with the status of the case. The drafts of other cases tell the same story."""
    draft, _ = await unit.articles.add(NewArticle(f"draft:{article}", "Черновик", from_plain("Текст."), LONG_AGO))
    await unit.articles.set_follows(draft, 0)
    if case.status == "scheduled":
        await unit.drafts.schedule(draft, SystemClock().now() + timedelta(days=1), 1)
    elif case.status == "in_review":
        await unit.drafts.submit(draft, 1, LONG_AGO)
    return draft


async def comment_of(unit: Unit, author: Person, article: int, message: int) -> int:
    """A comment of this person."""
    comment = NewComment(article, author.id, "Слово", LONG_AGO, author.id, 2**31 + 2 * article + message)
    return (await unit.comments.add(comment))[0]


async def held_of(unit: Unit, author: Person, article: int) -> tuple[int, int]:
    """A held comment of this person: its case, and its own number."""
    comment = await held_comment(unit, author, article, 0)
    return await open_case(unit, comment, comment.held_for, SystemClock().now()), comment.id


async def reported_of(unit: Unit, article: int) -> int:
    """The case of a report on an article."""
    return await unit.cases.open(NewCase(CaseKind.REPORT, article, (Cause.REPORTS,), SystemClock().now(), version=2))


async def removal_of(unit: Unit, author: Person, article: int) -> int:
    """A verdict of somebody else's that has removed a comment of this person, who was not told."""
    now, number = SystemClock().now(), await comment_of(unit, author, article, 2**20)
    verdict = await unit.verdicts.add(NewVerdict(Ruling.REMOVE, author.id, 1, now, Standing(Role.MEMBER), number))
    await unit.verdicts.mark_comment(verdict, number, CommentStatus.PUBLISHED)
    await unit.comments.change_status(number, CommentStatus.REMOVED, by=1, at=now)
    return verdict


async def appeal_of(unit: Unit, author: Person, article: int) -> int:
    """The case of this person's appeal against the removal of a comment."""
    verdict, now = await removal_of(unit, author, article), SystemClock().now()
    case = await unit.cases.open(NewCase(CaseKind.APPEAL, article, (), now, author_id=author.id))
    assert await unit.appeals.add(Appeal(verdict, case, author.id, "Так нечестно", now))
    return case


async def verdict_of(unit: Unit, by: Person, author: Person, article: int) -> int:
    """A verdict that this person has just given on another held comment."""
    comment = await held_comment(unit, author, article, 1)
    await open_case(unit, comment, comment.held_for, SystemClock().now())
    reader = await unit.readers.get(author.id)
    assert reader is not None
    verdict = await give(unit, Reader(by.id), reader, comment, Decision(Ruling.REJECT), SystemClock().now())
    assert verdict is not None
    return verdict


async def held_comment(unit: Unit, author: Person, article: int, message: int) -> Comment:
    """A comment of this person that waits for a moderator."""
    now = SystemClock().now()  # one that has waited for weeks is removed by the timer
    new = NewComment(
        article, author.id, "Слово", now, author.id, 2**32 + 2 * article + message, held_for=(Cause.FIRST,)
    )
    comment = await unit.comments.get((await unit.comments.add(new))[0])
    assert comment is not None
    return comment


async def open_edition(unit: Unit, to: Person, *, held: bool) -> int:
    """An edition with a delivery that is not due for a day."""
    place = await unit.places.obtain(Address(to.id))
    now = SystemClock().now()
    edition = await unit.editions.notify([place], "{}", NOTICE_RULES, now, not_before=now + timedelta(days=1))
    if held:
        await unit.editions.pause(edition)
    return edition


async def request_of(unit: Unit, article: int) -> int:
    """A request of a guest to be registered."""
    guest, name = 10**12 + article, f"Проситель {article}"
    assert await unit.readers.claim_name(guest, name, LONG_AGO)
    request = await unit.requests.add(NewRequest(guest, name, name, "ru", 0, LONG_AGO))
    assert request is not None
    return request


async def outlet_of(unit: Unit, channel: int) -> int:
    """The place of a channel that is turned off as an outlet: nothing of the other cases is posted there."""
    place = await unit.places.obtain(Address(channel), kind=PlaceKind.CHANNEL)
    await unit.outlets.ask(place, OutletChat("Вестник"))
    await unit.outlets.arrange(place, state=OutletState.OFF)
    return place


async def source_of(unit: Unit, article: int) -> int:
    """A source on trial, whose visits are not due."""
    now = SystemClock().now()
    visits = Visits(now + timedelta(days=1), timedelta(minutes=10))
    address = f"https://city{article}.example/feed.xml"
    source = await unit.sources.add(
        Source(0, address, SourceKind.FEED, "Источник", SourceState.TRIAL, SourceRules(hold_words=("слово",)), visits)
    )
    assert source is not None
    return source


async def person_of(newspaper: Newspaper, who: Who) -> Person:
    """A new person with that role, registered unless a guest."""
    person = sender(newspaper, who)
    async with newspaper.news.storage.writing() as unit:
        await enroll(unit, person, who)
    return person


def sender(newspaper: Newspaper, who: Who) -> Person:
    """A new person, or the one anonymous admin."""
    if who != NOBODY:
        return newspaper.emulator.person("Некто")
    known = newspaper.emulator.world.users.get(ANONYMOUS_ADMIN_ID)
    if known is not None:
        return Person(newspaper.emulator.world, known)
    return newspaper.emulator.person("Group", id=ANONYMOUS_ADMIN_ID)


async def enroll(unit: Unit, person: Person, who: Who) -> None:
    """Register the person with the role, unless a guest or the anonymous admin."""
    if who in {NOBODY, Role.GUEST}:
        return
    await admit(unit, Reader(person.id, language="ru"), f"Читатель {person.id}", SystemClock().now())
    await unit.readers.set_role(person.id, Role.ADMIN if who == CHANNEL else Role(who))
