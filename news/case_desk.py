"""The desk of cases: the list of what waits for a verdict, and the cards that tell the moderators of it.

A case gets a card of its own while few are open; beyond that one card counts them, so that a wave of comments makes no
wave of messages. The cards are notices of the ledger, and every process may post them: the board gives turns.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from news.case_views import CaseView, notice_of, view_case
from news.errors import ButtonStale, CaseUnknown
from news.ledger import NOTICE_RULES, Address
from news.model import Cause, Reader
from news.notices import Notice, NoticeKind, places_of_staff
from news.ports import Clock, Storage, Unit
from news.ports.case_board import Board
from news.ports.cases import Case, CaseKind
from news.roles import Deed, require
from news.verdicts import show_case

PAGE_SIZE = 8
# Open cases beyond this are not counted.
MOST_COUNTED = 99_999
# The pause between two turns of posting.
TURN = timedelta(seconds=1)
# With more open cases than this, new ones get no card of their own.
FEW = 20
# A case that has waited for longer without a card is in the list only.
NEW = timedelta(minutes=1)
# Messages that cards may take in a minute, over all places that they go to: 2 % of the usual send rate.
MESSAGES_A_MINUTE = 30
MAX_CARDS_A_MINUTE = 10
# The counting card is edited at most this often, and less often the more places it stands in.
COUNT_PAUSE = timedelta(seconds=5)
COUNT_PAUSE_A_PLACE = timedelta(seconds=2)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are listed: all, those of one kind, or those with one cause."""

    kind: CaseKind | None = None
    cause: Cause | None = None

    @classmethod
    def parse(cls, word: str) -> "CaseFilter":
        """Return the filter of a word: a kind, a cause, or "" for all. Raises ButtonStale."""
        if not word:
            return cls()
        if word in set(CaseKind):
            return cls(kind=CaseKind(word))
        if word in set(Cause):
            return cls(cause=Cause(word))
        raise ButtonStale


@dataclass(frozen=True, slots=True)
class CaseList:
    """The open cases: how many there are (`count`), of each kind and cause, and a page of the chosen ones.

    `shown` is the word of the filter; `after` is the id after which the next page begins, None at the end.
    """

    count: int
    kinds: Counter[CaseKind]
    causes: Counter[Cause]
    views: Sequence[CaseView]
    shown: str = ""
    after: int | None = None


class CaseDesk:
    """What waits for a verdict. `chat` is where the cards stand; None: with every moderator in private."""

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int], chat: Address | None) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins
        self.chat = chat

    async def listed(self, moderator: Reader, shown: str = "", after: int = 0) -> CaseList:
        """Return the open cases after an id, the oldest first. Raises NotAllowed, ButtonStale."""
        require(moderator, Deed.MODERATE)
        chosen = CaseFilter.parse(shown)
        async with self._storage.reading() as unit:
            groups = await unit.cases.count_groups()
            cases = await unit.cases.opened(after, PAGE_SIZE + 1, kind=chosen.kind, cause=chosen.cause)
            views = [await view_case(unit, case) for case in cases[:PAGE_SIZE]]
        kinds, causes = Counter[CaseKind](), Counter[Cause]()
        for kind, found, count in groups:
            kinds[kind] += count
            for cause in found:
                causes[cause] += count
        further = cases[PAGE_SIZE - 1].id if len(cases) > PAGE_SIZE else None
        return CaseList(kinds.total(), kinds, causes, views, shown, further)

    async def open(self, moderator: Reader, case_id: int) -> CaseView:
        """Return a case. Raises NotAllowed, CaseUnknown."""
        require(moderator, Deed.MODERATE)
        async with self._storage.reading() as unit:
            case = await unit.cases.get(case_id)
            if case is None:
                raise CaseUnknown(number=case_id)
            return await view_case(unit, case)

    async def next(self, moderator: Reader, shown: str = "", after: int = 0) -> CaseView | None:
        """Return the oldest chosen case after an id, else the oldest of all chosen ones; None if there is none.

        Raises NotAllowed, ButtonStale.
        """
        require(moderator, Deed.MODERATE)
        chosen = CaseFilter.parse(shown)
        async with self._storage.reading() as unit:
            found = await unit.cases.opened(after, 1, kind=chosen.kind, cause=chosen.cause)
            if not found and after:
                found = await unit.cases.opened(0, 1, kind=chosen.kind, cause=chosen.cause)
            return await view_case(unit, found[0]) if found else None

    async def announce(self) -> None:
        """Post the cards of new cases, renew those of changed ones, and count what is open; in turns of a second."""
        now = self._clock.now()
        async with self._storage.reading() as unit:
            if not await self._has_work(unit, now):
                return
        async with self._storage.writing() as unit:
            board = await unit.case_board.take(now, now + TURN)
            if board is None:
                return
            for case in await unit.cases.with_due_card(PAGE_SIZE):
                await show_case(unit, case.id, now)
            places = await self._places(unit)
            count = await unit.cases.count_open(MOST_COUNTED)
            board = await _post_cards(unit, _of_minute(board, now), places, count, now)
            await unit.case_board.put(await _count(unit, board, places, count, now))

    async def _has_work(self, unit: Unit, now: datetime) -> bool:
        board = await unit.case_board.get()
        since = _ALWAYS if board.counter is None else now - NEW
        if await unit.cases.with_due_card(1) or await unit.cases.without_card(since, 1):
            return True
        return board.counter is not None and await unit.cases.count_open(MOST_COUNTED) != board.shown

    async def _places(self, unit: Unit) -> Sequence[int]:
        """Return the places of the cards."""
        if self.chat is not None:
            return [await unit.places.obtain(self.chat)]
        return await places_of_staff(unit, Deed.MODERATE, self._admins)


def _of_minute(board: Board, now: datetime) -> Board:
    """Return the board with the cards of the present minute."""
    is_present = timedelta() <= now - board.minute < timedelta(minutes=1)
    return board if is_present else replace(board, minute=now, cards=0)


async def _post_cards(unit: Unit, board: Board, places: Sequence[int], count: int, now: datetime) -> Board:
    """Give new cases a card each, as many as the minute has left; none while many are open."""
    budget = min(MAX_CARDS_A_MINUTE, max(1, MESSAGES_A_MINUTE // max(1, len(places)))) - board.cards
    if count > FEW or budget <= 0 or not places:
        return board
    posted = 0
    for case in await unit.cases.without_card(now - NEW, budget):
        await _post_card(unit, case, places, now)
        posted += 1
    return replace(board, cards=board.cards + posted)


async def _post_card(unit: Unit, case: Case, places: Sequence[int], now: datetime) -> None:
    notice = notice_of(await view_case(unit, case))
    await unit.cases.put_card(case.id, await unit.editions.notify(places, notice.dump(), NOTICE_RULES, now))


async def _count(unit: Unit, board: Board, places: Sequence[int], count: int, now: datetime) -> Board:
    """Post the counting card when a case has no card of its own, and keep its number up to date."""
    notice = Notice(NoticeKind.CASES, count).dump()
    if board.counter is None:
        if not places or not await unit.cases.without_card(_ALWAYS, 1):
            return board
        return replace(
            board, counter=await unit.editions.notify(places, notice, NOTICE_RULES, now), shown=count, shown_at=now
        )
    pause = max(COUNT_PAUSE, COUNT_PAUSE_A_PLACE * len(places))
    if count == board.shown or (board.shown_at is not None and timedelta() <= now - board.shown_at < pause):
        return board
    await unit.editions.replace_notice(board.counter, notice, now)
    # A card that has come to zero is done with: the next wave gets a new one, which is seen.
    return replace(board, counter=board.counter if count else None, shown=count, shown_at=now)
