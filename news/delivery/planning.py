"""Planning: who gets which article in which form, and when, block by block while it is sent.

A push walks the subscribers by place. Those who have chosen nothing get it by one statement. Of the others each block
is decided here: what they get now becomes a delivery of the same edition, with the part that they get as its variant;
who wants it later waits. Those whose waiting is over are woken, block by block too, and get a delivery of a digest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from news.choice.deciding import (
    after_breaking,
    after_push,
    after_waking,
    is_over,
    passes,
    waits_until,
    zone_of,
)
from news.choice.forms import Form, positions
from news.choice.preferences import Breaking, Pace, Preferences
from news.choice.selection import Selection
from news.choice.timetables import next_slot, quiet_from, quiet_until
from news.choice.tracking import Tracking
from news.delivery.candidates import Candidates
from news.ledger import EditionRules
from news.ports import Clock, Unit
from news.ports.choices import Choice
from news.ports.ledger import PlannedBlock, PlannedPush

# A digest lists as many as its pages can show; what is beyond is counted.
MAX_LISTED = 200
# Who is woken in one block: the digests of a block differ, and each has to be decided.
WAKE_BLOCK = 200


class Planned(NamedTuple):
    """How many deliveries a step has planned, and whether another one may plan more."""

    done: int
    more: bool


class Planner:
    """Plans blocks of deliveries in the claimer's transaction. `rules` are those of digests; `zone` the newspaper's.

    `more` is whether the last block may be followed by another one.
    """

    def __init__(self, clock: Clock, rules: EditionRules, zone: ZoneInfo) -> None:
        self._clock = clock
        self._rules = rules
        self._zone = zone
        self._candidates = Candidates(clock)
        self._wakes_next = False
        self.more = False

    async def plan(self, unit: Unit, now: datetime, limit: int) -> int:
        """Plan about `limit` deliveries of a push or correction, or of digests, in turn; return how many.

        A transaction plans one of both: it locks an edition before places, or places before the edition of a digest.
        """
        self._wakes_next = not self._wakes_next
        has_woken = await unit.choices.has_woken(now)
        wakes = has_woken and self._wakes_next
        count, more = await (self._wake if wakes else self._push)(unit, now, limit)
        self.more = more or has_woken
        return count

    async def _push(self, unit: Unit, now: datetime, limit: int) -> Planned:
        """Plan a block of the first edition that is not fully planned."""
        block = await unit.planning.plan(now, limit)
        if block is None:
            return Planned(0, more=False)
        count = block.count
        if block.has_chosen:
            count += await self._serve(unit, block, now)
        return Planned(count, more=True)

    async def _serve(self, unit: Unit, block: PlannedBlock, now: datetime) -> int:
        """Serve the places of a block that have chosen something; return how many got a delivery."""
        choices = await unit.choices.in_block(block.edition, block.after, block.last, waiting=block.breaking)
        if not choices:
            return 0
        selection = await self._candidates.of_push(unit, block.edition)
        shown = await self._shown(unit, block.edition)
        open_pushes = await unit.choices.open_pushes()
        pushes, tracked = list[PlannedPush](), list[Choice]()
        for choice in choices:
            selected = 0
            if not choice.tracking.served.has(block.edition):
                selected = selection.of(choice.preferences, selection.all)
            push, changed = self._decide(choice, selected, block, now)
            if push is not None:
                pushes.append(self._in_form(push, choice.preferences, selection, selected, shown))
            if changed is not None and changed.wakes_at is not None and choice.wakes_at is None:
                ahead = [each for each, cursor in open_pushes.items() if cursor is None or cursor < choice.place]
                served = await unit.choices.served_but(choice.tracking.served, [block.edition, *ahead])
                changed = replace(changed, tracking=replace(changed.tracking, served=served))
            if changed is not None:
                tracked.append(changed)
        await unit.planning.add(block.edition, pushes, block.due_at or now, block.lifetime)
        await unit.choices.track(tracked)
        return len(pushes)

    def _decide(
        self, choice: Choice, selected: int, block: PlannedBlock, now: datetime
    ) -> tuple[PlannedPush | None, Choice | None]:
        """Return the delivery to plan now, if any, and the choice if its tracking or waiting changes."""
        preferences, tracking = choice.preferences, choice.tracking
        zone, waits = zone_of(preferences, self._zone), choice.wakes_at is not None
        if block.breaking and selected and passes(preferences, tracking, zone, now):
            after = after_breaking(preferences, tracking, block.edition, zone, now, waiting=waits)
            at_any_time = preferences.timetable.breaking is Breaking.ALWAYS
            return _push_of(choice, None if at_any_time else zone, now), _changed(choice, after)
        until = None if waits else waits_until(preferences, tracking, zone, now)
        if waits or (until is None and not selected):
            return None, None
        if until is None:
            return _push_of(choice, zone, now), _changed(choice, after_push(preferences, tracking, zone, now))
        if not selected and preferences.timetable.pace not in {Pace.HOURS, Pace.HOURLY}:
            return None, None
        return None, replace(choice, tracking=replace(tracking, since=now), wakes_at=until)

    async def _shown(self, unit: Unit, edition: int) -> Sequence[int]:
        found = await unit.editions.get(edition)
        return () if found is None else found.shown

    def _in_form(
        self, push: PlannedPush, preferences: Preferences, selection: Selection, selected: int, shown: Sequence[int]
    ) -> PlannedPush:
        """Give a delivery its form, and the message that it replies to if it goes on with a followed story."""
        form = Form.of(preferences) if selected == selection.all else _part(preferences, selection, selected, shown)
        return replace(push, variant=form.dump(), reply_to=_followed(preferences, selection, selected))

    async def _wake(self, unit: Unit, now: datetime, limit: int) -> Planned:
        """Give a block of places what has waited for them, or let them wait on."""
        limit = min(limit, WAKE_BLOCK)
        choices = await unit.choices.woken(now, limit)
        if not choices:
            await unit.planning.close_digests()
            return Planned(0, more=False)
        newest = await unit.choices.newest_push()
        selection = await self._candidates.of_waiting(unit, newest)
        shown = tuple(article.number for article in selection.articles[:MAX_LISTED])
        digests, tracked = defaultdict[tuple[int, ...], list[PlannedPush]](list), list[Choice]()
        for choice in choices:
            zone = zone_of(choice.preferences, self._zone)
            woken, selected = self._wake_one(choice, selection, newest, zone, now)
            tracked.append(woken)
            push = _push_of(choice, zone, now) if selected else None
            if push is not None and selected.bit_count() == 1:  # of an edition of one, text and picture are read too
                variant = Form.of(choice.preferences).dump()
                digests[tuple(selection.numbers(selected))].append(replace(push, variant=variant))
            elif push is not None:
                variant = _part(choice.preferences, selection, selected, shown).dump()
                digests[shown].append(replace(push, variant=variant))
        if digests:
            await self._add_to_digests(unit, digests, now)
        await unit.choices.track(tracked)
        return Planned(sum(map(len, digests.values())), more=True)

    def _wake_one(
        self, choice: Choice, selection: Selection, newest: int, zone: ZoneInfo, now: datetime
    ) -> tuple[Choice, int]:
        """Return the choice with its next waking, and the articles that it gets now."""
        preferences, tracking = choice.preferences, choice.tracking
        until = waits_until(preferences, tracking, zone, now)
        if until is not None:
            return replace(choice, wakes_at=until), 0
        waiting = selection.after(tracking.served.upto, tracking.served.beyond)
        selected = 0 if is_over(preferences, tracking, now) else selection.of(preferences, waiting)
        tracking = after_waking(preferences, tracking, zone, now)
        tracking = replace(tracking, served=tracking.served.but((), (newest,)))
        if selected:
            tracking = after_push(preferences, tracking, zone, now)
        timetable = preferences.timetable
        has_slots = timetable.pace in {Pace.HOURLY, Pace.HOURS}
        wakes_at = next_slot(timetable, zone, now, tracking.slot).at if has_slots else None
        return replace(choice, tracking=tracking, wakes_at=wakes_at), selected

    async def _add_to_digests(
        self, unit: Unit, digests: Mapping[tuple[int, ...], Sequence[PlannedPush]], now: datetime
    ) -> None:
        """Add places to the digests of these articles; nothing is added to one that the staff has ended."""
        known = {digest.shown: digest for digest in await unit.planning.digests()}
        for shown, pushes in digests.items():
            digest = known.get(shown)
            if digest is None or not digest.stopped:
                edition = await unit.editions.open_digest(shown, self._rules, now) if digest is None else digest.id
                await unit.planning.add(edition, pushes, now, self._rules.lifetime)


def _part(preferences: Preferences, selection: Selection, selected: int, shown: Sequence[int]) -> Form:
    """Return the form of a part of what an edition shows; what it does not show is counted."""
    numbers = selection.numbers(selected)
    mask = positions(shown, numbers)
    return Form.of(preferences, mask, len(numbers) - mask.bit_count())


def _changed(choice: Choice, tracking: Tracking) -> Choice | None:
    """Return the choice with another tracking, None if it is the same."""
    return None if tracking == choice.tracking else replace(choice, tracking=tracking)


def _push_of(choice: Choice, zone: ZoneInfo | None, now: datetime) -> PlannedPush:
    """Return a delivery that, if it is late, waits from the next quiet hours in the zone to their end; None: never."""
    quiet = choice.preferences.timetable.quiet
    closes_at = None if zone is None else quiet_from(quiet, zone, now)
    opens_at = None if zone is None or closes_at is None else quiet_until(quiet, zone, closes_at)
    return PlannedPush(choice.place, closes_at=closes_at, opens_at=opens_at)


def _followed(preferences: Preferences, selection: Selection, selected: int) -> int | None:
    """Return the message of the followed story that a single article goes on with."""
    if not preferences.stories or selected.bit_count() != 1:
        return None
    article = selection.articles[selected.bit_length() - 1]
    return next((each.message for each in preferences.stories if each.article in article.story), None)
