"""The stage of a case of `test_roles`: a person with a role, and everything that the case is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock
from emulator import Person
from news.cases import open_case
from news.ledger import NOTICE_RULES, Address, MessageKind, PlaceKind, SentFile
from news.model import Attachment, Cause, CommentStatus, NewArticle, NewComment, Reader, Revision
from news.ports.appeals import Appeal
from news.ports.cases import CaseKind, NewCase
from news.ports.requests import NewRequest
from news.ports.verdicts import NewVerdict, Ruling, Standing
from news.posts import OutletChat, OutletState
from news.richtext import from_plain
from news.roles import Deed, Role
from news.verdicts import Decision, give
from tests.handlers.cases import Case
from tests.handlers.who import ANONYMOUS_ADMIN_ID, CHANNEL, NOBODY, Who
from tests.journeys.steps import LONG_AGO, publish, store
from tests.newspaper import Newspaper

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


async def set_stage(newspaper: Newspaper, who: Who, case: Case, table: Changes = ()) -> Stage:
    """Make a new person (or the anonymous admin) and everything else that the case needs.

    The changes of the roles table are those of `table` and of the case.
    """
    photo = newspaper.emulator.world.photos.add().sizes()[-1]["file_id"]
    picture = Attachment(MessageKind.PHOTO, f"tg:{photo}", photo)
    article = await publish(newspaper, "Статья", "Текст.", at=SystemClock().now(), attachments=(picture,))
    async with newspaper.news.storage.writing() as unit:
        await unit.files.keep([SentFile(picture.source, picture.kind, photo)], LONG_AGO)
        await unit.articles.revise(article, Revision(1, LONG_AGO, reason=""))
        topics = await unit.topics.obtain(["Город", "Спорт", "Лес"])
        await unit.topics.choose(article, topics[:1])
    draft = NewArticle(f"draft:{article}", "Черновик", from_plain("Текст."), LONG_AGO)
    (draft_number,) = await store(newspaper.news.storage, [draft])
    async with newspaper.news.storage.writing() as unit:
        await unit.articles.set_follows(draft_number, 0)  # the drafts of other cases tell the same story
    if case.status == "scheduled":
        async with newspaper.news.storage.writing() as unit:
            await unit.drafts.schedule(draft_number, SystemClock().now() + timedelta(days=1), 1)
    elif case.status == "in_review":
        async with newspaper.news.storage.writing() as unit:
            await unit.drafts.submit(draft_number, 1, LONG_AGO)
    neighbour = await person_of(newspaper, Role.MEMBER)
    person = await person_of(newspaper, who)
    person.chat.started = True
    # The buttons of a search read the words from this link.
    link = {"type": "text_link", "offset": 0, "length": 5, "url": "https://t.me/vestnik_bot?start=s"}
    shown = {"text": "Экран", "entities": [link]}
    screen = newspaper.emulator.world.add_message(person.chat, newspaper.emulator.world.bot, shown)
    words = {
        "article": article,
        "draft": draft_number,
        "neighbour": neighbour.id,
        "unique": f"Слово{article}",
    }
    for index, (name, author) in enumerate({"own": person, "other": neighbour}.items()):
        words[name] = await comment_of(newspaper, author, article, index)
    words["case"], words["held"] = await held_of(newspaper, neighbour, article)
    words["reported"] = await reported_of(newspaper, article)
    words["judged"] = await removal_of(newspaper, person, article)
    words["appealed"] = await appeal_of(newspaper, neighbour, article)
    words["verdict"] = await verdict_of(newspaper, person, neighbour, article)
    words["edition"] = await open_edition(newspaper, neighbour, held=case.held)
    async with newspaper.news.storage.writing() as unit:
        words["phrase"] = await unit.stop_phrases.add(f"слово{article}", f"слово{article}", 1, LONG_AGO)
    words["request"] = await request_of(newspaper, article)
    words["outlet"] = await outlet_of(newspaper, neighbour)
    stage = Stage(who, person, screen.as_json(), words)
    subscriptions = newspaper.news.subscriptions
    await (subscriptions.start(Address(person.id), "ru") if case.subscribed else subscriptions.end(Address(person.id)))
    async with newspaper.news.storage.writing() as unit:
        for changed in Role:
            await unit.permissions.reset(changed)
        for changed, deed, allowed in (*table, *case.permissions):
            await unit.permissions.set(changed, deed, allowed=allowed)
    newspaper.news.readers.forget_permissions()
    if case.state is not None:
        state, data = case.state
        filled = {name: words.get(str(value).strip("{}"), value) for name, value in data.items()}
        async with newspaper.news.storage.writing() as unit:
            await unit.fsm.put(person.id, person.id, state, filled, SystemClock().now())
    return stage


async def comment_of(newspaper: Newspaper, author: Person, article: int, message: int) -> int:
    """A comment of this person."""
    async with newspaper.news.storage.writing() as unit:
        comment = NewComment(article, author.id, "Слово", LONG_AGO, author.id, 2**31 + 2 * article + message)
        number: int = (await unit.comments.add(comment))[0]
    return number


async def held_of(newspaper: Newspaper, author: Person, article: int) -> tuple[int, int]:
    """A held comment of this person: its case, and its own number."""
    async with newspaper.news.storage.writing() as unit:
        held = (Cause.FIRST,)
        comment = NewComment(article, author.id, "Слово", LONG_AGO, author.id, 2**32 + 2 * article, held_for=held)
        number, _ = await unit.comments.add(comment)
        case: int = await open_case(unit, await unit.comments.get(number), held, LONG_AGO)
    return case, number


async def reported_of(newspaper: Newspaper, article: int) -> int:
    """The case of a report on an article."""
    new = NewCase(CaseKind.REPORT, article, (Cause.REPORTS,), LONG_AGO, version=2)
    async with newspaper.news.storage.writing() as unit:
        case: int = await unit.cases.open(new)
    return case


async def verdict_of(newspaper: Newspaper, by: Person, author: Person, article: int) -> int:
    """A verdict that this person has just given on another held comment."""
    now = SystemClock().now()
    async with newspaper.news.storage.writing() as unit:
        held = (Cause.FIRST,)
        comment = NewComment(article, author.id, "Слово", LONG_AGO, author.id, 2**32 + 2 * article + 1, held_for=held)
        stored = await unit.comments.get((await unit.comments.add(comment))[0])
        await open_case(unit, stored, held, LONG_AGO)
        reader = await unit.readers.get(author.id)
        verdict = await give(unit, Reader(by.id), reader, stored, Decision(Ruling.REJECT), now)
    assert verdict is not None
    return verdict


async def removal_of(newspaper: Newspaper, author: Person, article: int) -> int:
    """A verdict of somebody else's that has removed a comment of this person, who was not told."""
    now = SystemClock().now()
    number = await comment_of(newspaper, author, article, 2**20)
    async with newspaper.news.storage.writing() as unit:
        verdict = NewVerdict(Ruling.REMOVE, author.id, 1, now, Standing(Role.MEMBER), number)
        stored: int = await unit.verdicts.add(verdict)
        await unit.verdicts.mark_comment(stored, number, CommentStatus.PUBLISHED)
        await unit.comments.change_status(number, CommentStatus.REMOVED, by=1, at=now)
    return stored


async def appeal_of(newspaper: Newspaper, author: Person, article: int) -> int:
    """The case of this person's appeal against the removal of a comment."""
    verdict = await removal_of(newspaper, author, article)
    new = NewCase(CaseKind.APPEAL, article, (), LONG_AGO, author_id=author.id)
    async with newspaper.news.storage.writing() as unit:
        case: int = await unit.cases.open(new)
        assert await unit.appeals.add(Appeal(verdict, case, author.id, "Так нечестно", LONG_AGO))
    return case


async def open_edition(newspaper: Newspaper, to: Person, *, held: bool) -> int:
    """An edition with a delivery that is not due for a day."""
    async with newspaper.news.storage.writing() as unit:
        place = await unit.places.obtain(Address(to.id))
        tomorrow = SystemClock().now() + timedelta(days=1)
        edition: int = await unit.editions.notify([place], "{}", NOTICE_RULES, tomorrow)
        if held:
            await unit.editions.pause(edition)
    return edition


async def request_of(newspaper: Newspaper, article: int) -> int:
    """A request of a guest to be registered."""
    guest, name = 10**12 + article, f"Проситель {article}"
    async with newspaper.news.storage.writing() as unit:
        assert await unit.readers.claim_name(guest, name, LONG_AGO)
        number: int = await unit.requests.add(NewRequest(guest, name, name, "ru", 0, LONG_AGO))
    return number


async def outlet_of(newspaper: Newspaper, owner: Person) -> int:
    """A channel that is turned off as an outlet: nothing of the other cases is posted there."""
    channel = newspaper.emulator.channel("Вестник", admins=[owner])
    async with newspaper.news.storage.writing() as unit:
        place: int = await unit.places.obtain(Address(channel.id), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник"))
        await unit.outlets.arrange(place, state=OutletState.OFF)
    return place


async def person_of(newspaper: Newspaper, who: Who) -> Person:
    """A new person with that role, registered unless a guest."""
    if who == NOBODY:
        known = newspaper.emulator.world.users.get(ANONYMOUS_ADMIN_ID)
        if known is not None:
            return Person(newspaper.emulator.world, known)
        return newspaper.emulator.person("Group", id=ANONYMOUS_ADMIN_ID)
    person = newspaper.emulator.person("Некто")
    if who is not Role.GUEST:
        reader = await newspaper.news.readers.recognise(person.id, "ru")
        await newspaper.news.readers.register(reader, f"Читатель {person.id}")
        async with newspaper.news.storage.writing() as unit:
            await unit.readers.set_role(person.id, Role.ADMIN if who == CHANNEL else Role(who))
    return person
