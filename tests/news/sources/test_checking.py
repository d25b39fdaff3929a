"""What the name, the address and the rules of a source may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import FieldTooLong
from news.limits import TOPIC_LIMIT
from news.sources.checking import (
    MOST_HOLD_WORDS,
    NAME_LIMIT,
    SECTIONS,
    SIGN_OFF_LIMIT,
    checked_name,
    checked_rules,
    checked_source_address,
    has_sections,
)
from news.sources.errors import SourceAddressUnclear, SourceNameMissing, TooManyHoldWords
from news.sources.found import FoundFeed, FoundItem
from news.sources.records import SourceRules


def test_a_name_stands_on_one_line_and_has_something_to_see() -> None:
    assert checked_name(" Наш\n сайт\u202e ") == "Наш сайт"
    for name in ("", " \n", "\u200b"):
        with pytest.raises(SourceNameMissing):
            checked_name(name)
    assert checked_name("я" * NAME_LIMIT) == "я" * NAME_LIMIT
    with pytest.raises(FieldTooLong):
        checked_name("я" * (NAME_LIMIT + 1))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("site.test", "https://site.test"),
        ("  http://site.test/rss?x=1 ", "http://site.test/rss?x=1"),
        ("t.me/s/channel", "https://t.me/s/channel"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, address: str) -> None:
    assert checked_source_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "сайт",
        "два слова.рф",
        "ftp://site.test/",
        "tg://resolve?domain=x.y",
        "javascript:alert(1.0)",
        "site",
        "a." * 9999,
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(SourceAddressUnclear):
        checked_source_address(typed)


@given(st.text())
def test_any_text_is_an_address_that_links_may_have_or_refused(typed: str) -> None:
    try:
        address = checked_source_address(typed)
    except SourceAddressUnclear:
        return
    assert address.lower().startswith(("http://", "https://"))
    assert " " not in address


def test_topics_and_words_stand_once_and_on_one_line() -> None:
    rules = SourceRules(
        topics=("Политика", "ПОЛИТИКА", "  ", "В  мире"),
        by_category=((" politics ", "Политика"), ("politics", "Политика"), ("", "Спорт"), ("sport", "\u200b")),
        hold_words=("суд", "Суд", ""),
        sign_off=" Наш\nсайт ",
    )
    checked = checked_rules(rules)
    assert [topic.casefold() for topic in checked.topics] == ["политика", "в мире"]
    assert checked.by_category == (("politics", "Политика"),)
    assert [word.casefold() for word in checked.hold_words] == ["суд"]
    assert checked.sign_off == "Наш сайт"


@pytest.mark.parametrize(
    "rules",
    [
        SourceRules(topics=("я" * (TOPIC_LIMIT + 1),)),
        SourceRules(by_category=(("a", "я" * (TOPIC_LIMIT + 1)),)),
        SourceRules(hold_words=("я" * (TOPIC_LIMIT + 1),)),
        SourceRules(sign_off="я" * (SIGN_OFF_LIMIT + 1)),
    ],
)
def test_what_is_too_long_is_refused(rules: SourceRules) -> None:
    with pytest.raises(FieldTooLong):
        checked_rules(rules)


def test_words_that_hold_items_have_a_number() -> None:
    words = tuple(f"слово{number}" for number in range(MOST_HOLD_WORDS + 1))
    assert len(checked_rules(SourceRules(hold_words=words[1:])).hold_words) == MOST_HOLD_WORDS
    with pytest.raises(TooManyHoldWords):
        checked_rules(SourceRules(hold_words=words))


def feed(*categories: str) -> FoundFeed:
    return FoundFeed("", tuple(FoundItem("Новость", categories=(each,) if each else ()) for each in categories))


def test_a_few_categories_in_most_items_are_sections_and_one_or_many_are_none() -> None:
    assert has_sections(feed("Спорт", "Политика", "спорт", ""))
    assert not has_sections(feed("Новости", "Новости"))
    assert not has_sections(feed(*(f"Метка {number}" for number in range(SECTIONS.stop))))
    assert not has_sections(feed("Спорт", "Политика", "", "", ""))
    assert not has_sections(feed())
