"""A campaign of advertising accounts among honest readers: no advertisement is visible at any moment.

Each account registers and sends five comments: at once, after harmless ones that a moderator approves, by editing an
approved one, in a quote, by mentions, or after days of copying honest comments to earn trust. Some try names like those
of the staff. A moderator judges after every few steps, honestly and without banning anybody. After each step the
comment that it touched is read as everybody sees it, and from time to time all comments are. Then the same with the
hook away.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from benchmarks.comment_texts import CommentGenerator
from benchmarks.faults.databases import prepared_database
from benchmarks.faults.measurements import Measurement
from bot.moderation_hook import HookTimes, ModerationHook
from news import trust
from news.errors import CommentEditTooLate, CommentRemoved, CommentRepeated, NameOfStaff
from news.ledger import Delivery
from news.model import Cause, Comment, CommentStatus, NewArticle
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.ports.cases import Case, Verdict
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.screening import NO_ASIDE, Aside
from news.substance import fingerprint
from storage import open_storage
from tests.support.processes import ProcessFactory

TITLE = "A campaign of advertising accounts among honest readers, SQLite"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
COMMENTS = 5
ARTICLES = 20
MODERATOR = 3
FIRST_HONEST, FIRST_SPAMMER = 1_000, 100_000
STAFF_NAMES = ("Админ", "Модератoр", "Peдакция", "Главный редактор", "Вестник", "Vеstnik", "Служба поддержки")
# Steps between two sessions of the moderator, and between two looks at all comments.
STEPS_BETWEEN_JUDGING = 5
STEPS_BETWEEN_LOOKS = 500
DAY_SECONDS = 86_400
COPY = ""  # the text of a step that copies what an honest reader has said by then


@dataclass(frozen=True, slots=True)
class Plan:
    """How many accounts advertise, and how many readers are honest."""

    spammers: int
    honest: int
    seed: int = 5


FULL = Plan(1000, 500)
QUICK = Plan(60, 30)


class SteppedClock:
    """A clock that the campaign moves."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        """Return the present time."""
        return self.moment

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        return (self.moment - START).total_seconds()


class NoCourier:
    """The campaign sends nothing."""

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        """Return one."""
        return 1

    def carry(self, content: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Refuse: there is nothing to send."""
        raise AssertionError(f"{delivery} was sent, but the campaign sends nothing")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an account: it sends a comment with this text, or with `edits` changes an earlier one to it."""

    at: timedelta
    author: int
    text: str
    is_spam: bool
    aside: Aside = NO_ASIDE
    edits: int | None = None


@dataclass(slots=True)
class Tally:
    """The comments so far: whether each is spam, by its id, and those of each account."""

    is_spam: dict[int, bool] = field(default_factory=dict)
    comments: dict[int, list[Comment]] = field(default_factory=dict)
    holds: Counter[int] = field(default_factory=Counter)
    other_holds: int = 0
    visible_spam: set[int] = field(default_factory=set)
    staff_names: int = 0
    sent_spam: int = 0


async def measure(_processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Run the campaign with a hook that answers, and with one that is away."""
    found = []
    for name, hook in (("hook answers", _answering_hook), ("hook away", _absent_hook)):
        async with prepared_database("sqlite") as url, open_storage(url) as database:
            clock = SteppedClock()
            async with hook(clock) as opened:
                limiter, zone = RateLimiter(29), ZoneInfo("Europe/Moscow")
                news = make_newsroom(database, NoCourier(), limiter, clock, zone=zone, hold_first=1, hook=opened)
                tally = await _Campaign(news, clock, plan).run()
        found += _measurements(name, tally)
    return found


def _measurements(name: str, tally: Tally) -> list[Measurement]:
    twice = sum(holds > 1 for author, holds in tally.holds.items() if author < FIRST_SPAMMER)
    return [
        Measurement(f"advertisements sent, {name}", tally.sent_spam),
        Measurement("  visible at any moment", len(tally.visible_spam), 0),
        Measurement("  honest authors held more than once", twice, 0),
        Measurement("  honest comments held, but for the first of an author", tally.other_holds, 0),
        Measurement("  names of the staff taken", tally.staff_names, 0),
    ]


class _Campaign:
    def __init__(self, news: Newsroom, clock: SteppedClock, plan: Plan) -> None:
        self._news = news
        self._clock = clock
        self._plan = plan
        self._random = random.Random(plan.seed)
        self._texts = CommentGenerator(plan.seed)
        self._said: list[str] = []
        self._prints = set[int | None]()
        self._messages = iter(range(1, 10**9))
        self._tally = Tally()

    async def run(self) -> Tally:
        articles = await self._publish()
        await self._register()
        steps = sorted(self._steps(), key=lambda step: step.at)
        for number, step in enumerate(steps):
            self._clock.moment = max(self._clock.moment, START + step.at)
            await self._do(step, articles[self._random.randrange(ARTICLES)])
            if number % STEPS_BETWEEN_JUDGING == 0:
                await self._judge()
            if number % STEPS_BETWEEN_LOOKS == 0:
                await self._look_at_all()
        await self._judge()
        await self._look_at_all()
        return self._tally

    async def _publish(self) -> list[int]:
        async with self._news.storage.writing() as unit:
            articles = [
                NewArticle(f"a{number}", f"Новость {number}", from_plain("Текст."), START, published_at=START)
                for number in range(ARTICLES)
            ]
            return [(await unit.articles.add(article))[0] for article in articles]

    async def _register(self) -> None:
        for author in self._authors():
            guest = await self._news.readers.recognise(author, "ru")
            if author >= FIRST_SPAMMER and author % 5 == 0:
                try:
                    await self._news.readers.register(guest, STAFF_NAMES[author // 5 % len(STAFF_NAMES)])
                    self._tally.staff_names += 1
                except NameOfStaff:
                    pass
            await self._news.readers.register(guest, f"Читатель {author}")

    def _authors(self) -> Iterator[int]:
        yield from range(FIRST_HONEST, FIRST_HONEST + self._plan.honest)
        yield from range(FIRST_SPAMMER, FIRST_SPAMMER + self._plan.spammers)

    def _steps(self) -> Iterator[Step]:
        for author in self._authors():
            yield from self._honest(author) if author < FIRST_SPAMMER else self._spammer(author)

    def _honest(self, author: int) -> Iterator[Step]:
        """An honest reader writes three comments on different days, and corrects one of them a minute later."""
        for day in range(3):
            at = timedelta(days=day, minutes=self._random.randrange(12 * 60))
            text = self._unsaid(self._texts.honest)
            yield Step(at, author, text, is_spam=False)
            if day == 1:
                yield Step(at + timedelta(minutes=1), author, f"{text}.", is_spam=False, edits=1)

    def _unsaid(self, make: Callable[[], str]) -> str:
        """Return a text that no account has sent yet; texts of a few words may repeat."""
        while True:
            text = make()
            said = fingerprint(text)
            if said is None or said not in self._prints:
                self._prints.add(said)
                return text

    def _spammer(self, author: int) -> Iterator[Step]:
        tactics = (
            self._at_once, self._harmless_first, self._by_edits, self._in_quotes, self._by_mentions, self._by_copies,
        )  # fmt: skip
        return tactics[author % len(tactics)](author, timedelta(minutes=self._random.randrange(3 * 24 * 60)))

    def _at_once(self, author: int, at: timedelta) -> Iterator[Step]:
        for number in range(COMMENTS):
            yield Step(at + timedelta(minutes=number), author, self._texts.spam(), is_spam=True)

    def _harmless_first(self, author: int, at: timedelta) -> Iterator[Step]:
        for number in range(COMMENTS):
            is_spam = number > 1
            text = self._texts.spam() if is_spam else self._unsaid(self._texts.harmless)
            yield Step(at + timedelta(hours=number), author, text, is_spam)

    def _by_edits(self, author: int, at: timedelta) -> Iterator[Step]:
        for number in range(COMMENTS):
            begun = at + timedelta(hours=number)
            harmless = self._unsaid(self._texts.harmless)
            yield Step(begun, author, harmless, is_spam=False)
            text = f"{harmless} {self._texts.spam()}" if number % 2 else self._texts.spam()
            yield Step(begun + timedelta(minutes=10), author, text, is_spam=True, edits=number)

    def _in_quotes(self, author: int, at: timedelta) -> Iterator[Step]:
        yield Step(at, author, self._unsaid(self._texts.harmless), is_spam=False)
        for number in range(1, COMMENTS):
            aside = Aside(self._texts.spam())
            yield Step(
                at + timedelta(hours=number), author, self._unsaid(self._texts.harmless), is_spam=True, aside=aside
            )

    def _by_mentions(self, author: int, at: timedelta) -> Iterator[Step]:
        yield Step(at, author, self._unsaid(self._texts.harmless), is_spam=False)
        for number in range(1, COMMENTS):
            text = f"Спасибо, помогла @lucky_{self._random.randint(1, 999)}_bot"
            aside = Aside(mentions=True) if number % 2 else NO_ASIDE
            yield Step(at + timedelta(hours=number), author, "Мне помогли" if number % 2 else text, True, aside)

    def _by_copies(self, author: int, at: timedelta) -> Iterator[Step]:
        """Copy what honest readers have said, for days, and then advertise."""
        for number in range(COMMENTS - 1):
            yield Step(at + timedelta(days=number), author, COPY, is_spam=False)
        yield Step(at + timedelta(days=COMMENTS), author, self._texts.spam(), is_spam=True)

    async def _do(self, step: Step, article: int) -> None:
        reader = await self._news.readers.recognise(step.author, "ru")
        text = self._random.choice(self._said or ["Согласен"]) if step.text == COPY else step.text
        own = self._tally.comments.setdefault(step.author, [])
        before: Comment | None = None
        try:
            if step.edits is None:
                message = next(self._messages)
                comment = await self._news.comments.add(reader, article, text, step.author, message, aside=step.aside)
                own.append(comment)
            else:
                before = own[min(step.edits, len(own) - 1)]
                comment = await self._news.comments.edit(reader, before.id, text, aside=step.aside)
        except (CommentRepeated, CommentRemoved, CommentEditTooLate, IndexError):
            return  # refused: nothing is stored
        if step.author < FIRST_SPAMMER:
            self._said.append(text)
        self._note(step, comment)
        await self._look_at(comment.id)

    def _note(self, step: Step, comment: Comment) -> None:
        self._tally.is_spam[comment.id] = step.is_spam
        self._tally.sent_spam += step.is_spam
        if comment.status is CommentStatus.HELD:
            self._tally.holds[step.author] += 1
            if step.author < FIRST_SPAMMER and comment.held_for != (Cause.FIRST,):
                self._tally.other_holds += 1

    async def _look_at(self, number: int) -> None:
        async with self._news.storage.reading() as unit:
            comment = await unit.comments.get(number)
        if comment is not None and comment.visible and self._tally.is_spam[number]:
            self._tally.visible_spam.add(number)

    async def _look_at_all(self) -> None:
        for number in self._tally.is_spam:
            await self._look_at(number)

    async def _judge(self) -> None:
        """Judge every open case: advertisements are rejected, the rest approved."""
        async with self._news.storage.reading() as unit:
            cases = await unit.cases.opened(0, 1000)
        for case in cases:
            await self._give_verdict(case)

    async def _give_verdict(self, case: Case) -> None:
        number, author, now = case.comment or 0, case.author_id or 0, self._clock.now()
        is_spam = self._tally.is_spam[number]
        to, verdict = (
            (CommentStatus.REJECTED, Verdict.REJECTED) if is_spam else (CommentStatus.PUBLISHED, Verdict.APPROVED)
        )
        async with self._news.storage.writing() as unit:
            await unit.readers.lock(author)
            await unit.cases.close(case.id, verdict, MODERATOR, now)
            await unit.comments.change_status(number, to, by=MODERATOR, at=now, version=case.version)
            await (trust.lose if is_spam else trust.earn)(unit, author, now)
        await self._look_at(number)


@asynccontextmanager
async def _answering_hook(clock: SteppedClock) -> AsyncIterator[ModerationHook]:
    """Serve a program that holds every fourth comment of the advertising accounts, and open its hook."""

    async def judge(request: web.Request) -> web.Response:
        question = await request.json()
        return web.json_response({"hold": question["author"] >= FIRST_SPAMMER and question["message"] % 4 == 0})

    app = web.Application()
    app.router.add_post("/", judge)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        hook = ModerationHook(f"private+http://127.0.0.1:{port}/", clock)
        try:
            yield hook
        finally:
            await hook.close()
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _absent_hook(clock: SteppedClock) -> AsyncIterator[ModerationHook]:
    """Open a hook to a port on which no program listens."""
    hook = ModerationHook(
        "private+http://127.0.0.1:9/", clock, HookTimes(first_rest_seconds=DAY_SECONDS, max_rest_seconds=DAY_SECONDS)
    )
    try:
        yield hook
    finally:
        await hook.close()
