"""A source as it is stored."""

import json

from hypothesis import given
from hypothesis import strategies as st

from news.sources.found import SourceKind
from news.sources.records import (
    FullText,
    FutureItems,
    Publishing,
    SameStory,
    Source,
    SourceRules,
    SourceState,
    Visits,
)
from news.sources.timing import DEFAULT_RHYTHM
from tests.clocks import START

RULES = st.builds(
    SourceRules,
    publishing=st.sampled_from(Publishing),
    topics=st.lists(st.text()).map(tuple),
    by_category=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    take_categories=st.booleans(),
    outlets=st.none() | st.lists(st.integers()).map(tuple),
    hold_words=st.lists(st.text()).map(tuple),
    sign_off=st.text(),
    link=st.booleans(),
    same_story=st.sampled_from(SameStory),
    future=st.sampled_from(FutureItems),
    full_text=st.sampled_from(FullText),
)


@given(RULES)
def test_rules_are_read_as_they_were_stored(rules: SourceRules) -> None:
    assert SourceRules.load(rules.dump()) == rules


def test_rules_of_another_version_of_the_program_are_read() -> None:
    assert SourceRules.load("{}") == SourceRules()
    stored = json.dumps({"sign_off": "Редакция", "invented_later": [1]})
    assert SourceRules.load(stored) == SourceRules(sign_off="Редакция")


def test_a_source_is_on_the_host_of_its_address() -> None:
    visits = Visits(START, DEFAULT_RHYTHM.usual)
    address = "https://WWW.site.test:443/feed.xml"
    source = Source(1, address, SourceKind.FEED, "Сайт", SourceState.TRIAL, SourceRules(), visits)
    assert source.host == "site.test"
