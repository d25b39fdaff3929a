"""The file of sources: what it may say, and a newspaper that follows it."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot import source_file
from bot.source_file import BadSourceError, SourceFile, parse_sources
from news.sources.records import FullText, FutureItems, Publishing, SameStory, Source, SourceRules, SourceState
from tests.newspaper import Newspaper

WHOLE = """
[[source]]
address = "https://example.org/feed"
name = "Город"
topics = ["Город", "Люди"]
take_categories = true
categories = { "Politics" = "Политика" }
publish = "draft"
hold_words = ["лотерея"]
sign_off = "По материалам партнёров"
link = false
same_story = "skip"
future = "now"
full_text = "feed"
paused = true
"""


def test_a_table_says_everything_about_a_source() -> None:
    (source,), bad = parse_sources(WHOLE.encode())
    assert bad == []
    assert (source.address, source.name, source.paused) == ("https://example.org/feed", "Город", True)
    assert source.rules == SourceRules(
        Publishing.DRAFT,
        ("Город", "Люди"),
        (("Politics", "Политика"),),
        take_categories=True,
        hold_words=("лотерея",),
        sign_off="По материалам партнёров",
        link=False,
        same_story=SameStory.SKIP,
        future=FutureItems.NOW,
        full_text=FullText.FEED,
    )


def test_an_address_is_enough_and_the_rest_is_as_in_the_chat() -> None:
    (source,), _ = parse_sources(b'[[source]]\naddress = "example.org"\n')
    assert (source.rules, source.name, source.paused) == (SourceRules(), "", False)


def test_an_empty_file_names_no_source() -> None:
    assert parse_sources("\ufeff# nothing yet\n".encode()) == ([], [])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('name = "A"', "source 2: its address is missing"),
        ("address = 5", "source 2: its address is missing"),
        ('address = "a.example"\ntopic = "A"', "source 2: there is no topic; known are address, "),
        ('address = "a.example"\ntopics = "A"', "source 2: topics has a value of the wrong kind"),
        ('address = "a.example"\ntopics = [1]', "source 2: topics has a value of the wrong kind"),
        ('address = "a.example"\nlink = "no"', "source 2: link has a value of the wrong kind"),
        ('address = "a.example"\ncategories = ["A"]', "source 2: categories has a value of the wrong kind"),
        ('address = "a.example"\ncategories = { A = 1 }', "source 2: categories has a value of the wrong kind"),
        ('address = "a.example"\npublish = "soon"', "source 2: publish is one of at once, draft"),
        ('address = "a.example"\nfuture = 5', "source 2: future has a value of the wrong kind"),
    ],
)
def test_a_bad_table_is_named_and_the_others_count(table: str, said: str) -> None:
    first, last = ('[[source]]\naddress = "a.example"\n', '[[source]]\naddress = "c.example"\n')
    sources, bad = parse_sources(f"{first}[[source]]\n{table}\n{last}".encode())
    assert [source.address for source in sources] == ["a.example", "c.example"]
    assert len(bad) == 1
    assert bad[0].startswith(said)


@pytest.mark.parametrize("content", [b"\xff", b"[[source", b"source = 5", b'[source]\naddress = "a"', b'adress = "a"'])
def test_a_file_of_another_kind_is_refused_whole(content: bytes) -> None:
    with pytest.raises(BadSourceError):
        parse_sources(content)


async def test_a_newspaper_follows_its_file_while_it_changes(
    newspaper: Newspaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(source_file, "LOOK_SECONDS", 0.05)
    caplog.set_level(logging.WARNING)
    feed = "<rss version='2.0'><channel><title>{}</title><item><title>A</title></item></channel></rss>"
    one, two = (
        newspaper.emulator.host(f"{name}.xml", feed.format(name).encode(), "application/rss+xml")
        for name in ("one", "two")
    )
    path = tmp_path / "sources.toml"
    path.write_text(f'[[source]]\naddress = "{one}"\n[[source]]\naddress = "{two}"\nname = "Второй"\n')
    following = asyncio.get_running_loop().create_task(SourceFile(path, newspaper.news).run())

    async def stored() -> list[Source]:
        async with newspaper.news.storage.reading() as unit:
            return list(await unit.sources.page(0, 10))

    async def until(expected: list[tuple[str, SourceState, bool]], logged: str = "") -> None:
        for _ in range(200):
            found = [(source.name, source.state, source.by_file) for source in await stored()]
            if found == expected and logged in caplog.text:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(found)

    try:
        await until([("one", SourceState.ACTIVE, True), ("Второй", SourceState.ACTIVE, True)])
        path.write_text(f'[[source]]\naddress = "{one}"\nname = "Первый"\nsign_off = "Подпись"\n')
        await until([("Первый", SourceState.ACTIVE, True), ("Второй", SourceState.PAUSED, False)])
        assert (await stored())[0].rules.sign_off == "Подпись"
        left = [("Первый", SourceState.ACTIVE, True), ("Второй", SourceState.PAUSED, False)]
        path.write_text("[[source")
        await until(left, "it is not TOML")
        path.write_text('[[source]]\naddress = "http://127.0.0.1:1/"\n')
        await until(left, "http://127.0.0.1:1/ was not added: its address may not be visited")
    finally:
        following.cancel()
