"""Sources as an OPML file."""

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from news.sources.found import SourceKind
from news.sources.outlines import to_opml
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.sources.timing import DEFAULT_RHYTHM
from news.words import clean, collapse
from tests.clocks import START

SOURCE = Source(
    1,
    "https://site.test/rss?a=1&b=2",
    SourceKind.FEED,
    "Сайт «Город»",
    SourceState.ACTIVE,
    SourceRules(topics=("Город", "Политика")),
    Visits(START, DEFAULT_RHYTHM.usual),
    site="https://site.test/",
)


def read(opml: bytes) -> list[dict[str, str]]:
    root = ElementTree.fromstring(opml)  # noqa: S314  our own file
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    return [outline.attrib for outline in root.iter("outline")]


def test_every_feed_is_an_outline_with_its_address_site_and_topics() -> None:
    assert read(to_opml([SOURCE])) == [
        {
            "type": "rss",
            "text": "Сайт «Город»",
            "title": "Сайт «Город»",
            "xmlUrl": "https://site.test/rss?a=1&b=2",
            "htmlUrl": "https://site.test/",
            "category": "Город,Политика",
        }
    ]


def test_list_pages_are_left_out_and_no_sources_are_a_file_too() -> None:
    assert read(to_opml([replace(SOURCE, kind=SourceKind.LIST)])) == []


@given(st.text())
def test_any_name_is_well_formed_and_read_as_it_was(name: str) -> None:
    name = collapse(clean(name))
    (outline,) = read(to_opml([replace(SOURCE, name=name)]))
    assert outline.get("title", "") == name
