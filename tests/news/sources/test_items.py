"""How an item is recognised: by its id, its address, and what it says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.richtext import from_plain
from news.sources.found import FoundItem, FoundPicture
from news.sources.items import (
    MIN_COMPARED_CHARACTERS,
    SHARED_BY,
    address_hash,
    clues_of,
    feed_hash,
    item_key,
    text_hash,
    told_apart,
)
from tests.clocks import START

ADDRESS = "https://site.test/news/1"
ITEM = FoundItem("Мост открыт", "guid-1", ADDRESS, "Движение пошло.", from_plain("Утром открыли мост."))
LONG = "Утром в городе открыли новый мост через реку, и движение пошло. " * 5


@pytest.mark.parametrize(
    "other",
    [
        "http://site.test/news/1",
        "https://www.site.test/news/1",
        "https://site.test/news/1/",
        "http://www.SITE.test./news/1/",
        "https://site.test/news/1#comments",
    ],
)
def test_an_address_is_the_same_with_another_scheme_www_or_slash(other: str) -> None:
    assert address_hash(other) == address_hash(ADDRESS)


@pytest.mark.parametrize("other", ["https://site.test/news/2", f"{ADDRESS}?page=2", "https://site2.test/news/1", ""])
def test_other_paths_queries_and_hosts_are_other_addresses(other: str) -> None:
    assert address_hash(other) != address_hash(ADDRESS)


def test_nothing_is_no_address() -> None:
    assert address_hash("") == ""
    assert clues_of((replace(ITEM, address=""),)).addresses == ()


@given(st.text())
def test_any_address_and_any_text_has_a_hash(text: str) -> None:
    item = FoundItem(text, text, f"https://site.test/{text}", text, from_plain(text))
    assert item_key(item) == item_key(replace(item, title="Другое"))
    assert all((address_hash(item.address), feed_hash(item)))
    text_hash(item.body)


def test_an_item_is_known_by_its_id_else_its_address_else_its_words() -> None:
    assert item_key(ITEM) == item_key(replace(ITEM, title="Другое", address="https://site.test/2"))
    without = replace(ITEM, guid="")
    assert item_key(without) == item_key(replace(without, title="Другое", address=f"{ADDRESS}/"))
    bare = replace(without, address="")
    assert item_key(bare) == item_key(bare)
    assert len({item_key(each) for each in (ITEM, without, bare, replace(bare, title="Другое"))}) == 4


def test_what_an_item_says_has_nothing_of_its_id_address_and_times() -> None:
    moved = replace(ITEM, guid="2", address="", published_at=START, updated_at=START + timedelta(1), is_full=True)
    assert feed_hash(moved) == feed_hash(ITEM)
    changes = ({"title": "М"}, {"lead": "Д"}, {"body": ()}, {"pictures": (FoundPicture(ADDRESS),)})
    assert feed_hash(ITEM) not in {feed_hash(replace(ITEM, **change)) for change in changes}


def test_a_text_is_recognised_by_its_words_if_it_has_enough_of_them() -> None:
    assert text_hash(from_plain(LONG)) == text_hash(from_plain(LONG.upper().replace(". ", ".\n\n")))
    assert text_hash(from_plain(LONG)) != text_hash(from_plain(LONG.replace("мост", "порт")))
    assert text_hash(from_plain("а" * (MIN_COMPARED_CHARACTERS - 1))) == ""
    assert text_hash(from_plain("а" * MIN_COMPARED_CHARACTERS)) != ""


def items(count: int, **same: str) -> list[FoundItem]:
    own = [{"guid": f"g{number}", "address": f"https://site.test/{number}"} for number in range(count)]
    return [FoundItem(f"Новость {number}", **(fields | same)) for number, fields in enumerate(own)]


def test_an_id_that_items_with_different_addresses_share_is_no_id() -> None:
    apart = told_apart(items(2, guid="https://site.test/"))
    assert len({item_key(item) for item in apart}) == 2
    assert [item.address for item in apart] == ["https://site.test/0", "https://site.test/1"]


def test_an_address_that_many_items_share_is_that_of_no_item() -> None:
    front_page = "https://site.test/"
    apart = told_apart(items(SHARED_BY, address=front_page))
    assert [(item.guid, item.address) for item in apart] == [("g0", ""), ("g1", ""), ("g2", "")]
    assert told_apart(items(SHARED_BY - 1, address=front_page))[0].address == front_page


def test_items_that_differ_and_the_same_item_twice_stay_as_they_are() -> None:
    feed = (*items(5), *items(5))
    assert told_apart(feed) == feed
