"""Which items of a visit are new, changed, or known under another id; and which of the new ones are pushed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import from_plain
from news.sources.deciding import OLD, Plan, Step, StepKind, decide
from news.sources.found import FoundItem
from news.sources.items import CHANGE_UNREAD, TEXT_UNREAD, KnownItem, item_key
from tests.clocks import START

OURS, THEIRS = 1, 2
MINUTE = timedelta(minutes=1)


def item(number: int, title: str = "", **fields: object) -> FoundItem:
    """Return an item that is older the larger its number is."""
    usual: dict[str, object] = {
        "guid": f"g{number}",
        "address": f"https://site.test/{number}",
        "body": from_plain(f"Текст новости {number}."),
        "published_at": START - number * MINUTE,
    }
    return FoundItem(title or f"Новость {number}", **(usual | fields))  # type: ignore[arg-type]


def decided(items: Sequence[FoundItem], known: Sequence[KnownItem] = (), pushed: int | None = None) -> Plan:
    return decide(OURS, items, known, START, pushed=pushed)


def stored(items: Sequence[FoundItem], **fields: object) -> list[KnownItem]:
    """Return the rows of items that became the articles 1, 2, …"""
    steps = [step for step in decided(items).steps if step.kind is StepKind.TAKE]
    done = {"done": True, "own": True} | fields
    rows = [replace(step.row, article=number, text_hash=f"t{number}") for number, step in enumerate(steps, 1)]
    return [replace(row, **done) for row in rows]  # type: ignore[arg-type]


def only(plan: Plan) -> Step:
    assert len(plan.steps) == 1, plan
    return plan.steps[0]


def titles(plan: Plan, *, quiet: bool) -> list[str]:
    return [step.item.title for step in plan.steps if step.row.quiet is quiet]


def test_new_items_are_taken_oldest_first() -> None:
    plan = decided([item(0), item(2), item(1)])
    assert [step.item.title for step in plan.steps] == ["Новость 2", "Новость 1", "Новость 0"]
    assert {step.kind for step in plan.steps} == {StepKind.TAKE}
    assert (plan.fresh, plan.quiet) == (3, 0)
    assert not any(step.row.done or step.row.quiet for step in plan.steps)


def test_what_is_known_and_as_it_was_needs_nothing() -> None:
    items = [item(0), item(1)]
    plan = decided(items, stored(items))
    assert plan == Plan((), tuple(map(item_key, items)), 0, 0)


def test_an_item_that_vanishes_and_comes_back_is_left_alone() -> None:
    known = stored([item(0), item(1)])
    assert decided([item(0)], known).steps == ()
    assert decided([item(0), item(1)], known).steps == ()


def test_an_item_that_says_something_else_is_an_update_of_its_article() -> None:
    (row,) = stored([item(0)])
    step = only(decided([item(0, "Мост закрыт")], [row]))
    assert (step.kind, step.row.article, step.row.done, step.row.own) == (StepKind.UPDATE, 1, True, True)
    assert step.row.feed_hash != row.feed_hash
    assert not step.completes
    assert decided([item(0, "Мост закрыт")], [step.row]).steps == ()


@pytest.mark.parametrize("fields", [{"own": False}, {"article": None}])
def test_a_change_of_an_item_without_an_article_of_its_own_is_only_noted(fields: dict[str, object]) -> None:
    assert only(decided([item(0, "Мост закрыт")], stored([item(0)], **fields))).kind is StepKind.NOTE


def test_an_item_with_another_id_and_the_same_words_is_the_same_item() -> None:
    known = stored([item(0)])
    step = only(decided([item(0, guid="new", address="https://site.test/moved")], known))
    assert (step.kind, step.row.article, step.row.own) == (StepKind.NOTE, 1, True)
    changed = only(decided([item(0, "Мост закрыт", guid="new")], [*known, step.row]))
    assert changed.kind is StepKind.UPDATE, "it follows the changes under the new id"


@pytest.mark.parametrize(
    "address", ["http://site.test/0", "https://www.site.test/0", "https://site.test/0/", "https://site.test/0"]
)
def test_an_item_with_another_id_at_the_same_address_is_the_same_item(address: str) -> None:
    known = stored([item(0)])
    step = only(decided([item(0, "Мост закрыт", guid="new", address=address)], known))
    assert (step.kind, step.row.article) == (StepKind.UPDATE, 1)


def test_the_same_item_twice_in_a_feed_is_taken_once() -> None:
    same_id, same_words = item(0, "Мост открыт"), item(0, guid="other", address="https://site.test/other")
    assert only(decided([item(0), same_id])).item == item(0)
    assert only(decided([item(0), same_words])).item == item(0)


def test_an_item_that_another_source_has_at_the_same_address_is_only_noted() -> None:
    theirs = [replace(row, source_id=THEIRS) for row in stored([item(0)])]
    step = only(decided([item(0, "По-нашему", guid="ours")], theirs))
    assert (step.kind, step.row.source_id, step.row.article) == (StepKind.NOTE, OURS, 1)
    assert not step.row.own
    assert step.row.done


def test_an_item_that_another_source_has_not_taken_yet_is_taken() -> None:
    theirs = [replace(row, source_id=THEIRS) for row in stored([item(0)], article=None, done=False)]
    assert only(decided([item(0)], theirs)).kind is StepKind.TAKE


def test_the_rows_of_another_source_count_by_their_addresses_only() -> None:
    theirs = [replace(row, source_id=THEIRS) for row in stored([item(0)])]
    step = only(decided([item(0, address="https://elsewhere.test/")], theirs))
    assert step.kind is StepKind.TAKE


def test_of_the_first_items_the_newest_are_pushed_and_the_others_are_taken_quietly() -> None:
    plan = decided([item(number) for number in range(6)], pushed=3)
    assert titles(plan, quiet=False) == ["Новость 2", "Новость 1", "Новость 0"]
    assert titles(plan, quiet=True) == ["Новость 3", "Новость 4", "Новость 5"]
    assert [step.row.quiet for step in plan.steps] == [False] * 3 + [True] * 3
    assert (plan.fresh, plan.quiet) == (6, 3)


def test_without_dates_the_first_items_of_a_feed_are_the_newest() -> None:
    plan = decided([item(number, published_at=None) for number in range(3)], pushed=1)
    assert titles(plan, quiet=False) == ["Новость 0"]
    one_dated = [item(5), item(0, published_at=None), item(1, published_at=None)]
    assert titles(decided(one_dated, pushed=1), quiet=False) == ["Новость 5"]


def test_an_old_item_is_no_news() -> None:
    old, young = item(0, published_at=START - OLD), item(1, published_at=START - OLD + MINUTE)
    plan = decided([old, young])
    assert (titles(plan, quiet=True), titles(plan, quiet=False)) == (["Новость 0"], ["Новость 1"])


def test_what_a_visit_has_decided_holds_for_the_next_one() -> None:
    items = [item(number) for number in range(4)]
    first = decided(items, pushed=1)
    again = decided([item(9, published_at=START), *items], [step.row for step in first.steps])
    assert titles(again, quiet=True) == titles(first, quiet=True)
    assert (again.fresh, again.quiet) == (1, 0), "only the new one is counted"


def test_an_item_that_was_left_undone_until_it_is_old_is_no_news_any_more() -> None:
    (row,) = [step.row for step in decided([item(0)]).steps]
    step = only(decide(OURS, [item(0)], [row], START + OLD))
    assert (row.quiet, step.row.quiet) == (False, True)


@pytest.mark.parametrize(("unread", "completes"), [(TEXT_UNREAD, True), (CHANGE_UNREAD, False)])
def test_pages_that_could_not_be_read_are_read_again_last(unread: str, completes: bool) -> None:
    known = stored([item(0), item(1)], feed_hash=unread)
    plan = decided([item(0), item(1), item(2, published_at=START - OLD), item(3)], known)
    assert [(step.kind, step.again) for step in plan.steps] == [
        (StepKind.TAKE, False),
        (StepKind.TAKE, False),
        (StepKind.UPDATE, True),
        (StepKind.UPDATE, True),
    ]
    assert [step.completes for step in plan.steps[2:]] == [completes, completes]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 5)), max_size=12), st.integers(0, 5))
def test_every_item_is_decided_once_and_deciding_again_changes_nothing(
    feed: list[tuple[int, int, int]], pushed: int
) -> None:
    items = [item(guid, f"Новость {words}", address=f"https://site.test/{page}") for guid, words, page in feed]
    plan = decided(items, pushed=pushed)
    keys = [step.row.key for step in plan.steps]
    assert len(keys) == len(set(keys))
    assert sum(step.kind is StepKind.TAKE and not step.row.quiet for step in plan.steps) <= pushed
    rows = [replace(step.row, done=True, own=True, article=number) for number, step in enumerate(plan.steps)]
    again = decided(items, rows)
    assert again.fresh == 0
    assert all(step.kind is not StepKind.TAKE for step in again.steps)


def test_five_hundred_items_take_no_quadratic_time() -> None:
    def seconds(count: int) -> float:
        items = [item(number, published_at=None) for number in range(count)]
        known = stored(items)
        begun = process_time()
        decided(items, known)
        decided(items)
        return process_time() - begun

    few, many = min(seconds(500) for _ in range(3)), min(seconds(4000) for _ in range(3))
    assert many < few * 8 * 4, f"{few:.3f} s for 500 items, {many:.3f} s for 4000"


def test_an_item_at_a_new_address_is_recognised_there_when_its_id_changes_later() -> None:
    moved = item(0, address="https://site.test/moved")
    known = stored([item(0)])
    step = only(decided([moved], known))
    assert step.kind is StepKind.NOTE
    later = only(decided([replace(moved, guid="new", title="Мост закрыт")], [step.row]))
    assert (later.kind, later.row.article) == (StepKind.UPDATE, 1)
    assert decided([moved], [step.row]).steps == ()
