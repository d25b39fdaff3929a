"""Whole feeds: their kinds, encodings and faults."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.parsing.errors import UnreadableError
from feeds.parsing.items import MAX_ITEMS
from news.sources.found import FoundItem
from tests.feeds.parsing.written_feeds import ADDRESS, atom, lines, read, rss

RUSSIAN = "Совет города утвердил бюджет на будущий год"
TEXT = "Депутаты обсуждали его три часа и приняли большинством голосов."


def test_rss_2_is_read() -> None:
    feed = read(rss(
        "<title>Бюджет принят</title><link>https://news.example/1.html</link><guid isPermaLink='false'>77</guid>"
        "<description>Коротко о бюджете.</description><author>ivan@news.example (Иван Петров)</author>"
        "<category>Город</category><pubDate>Tue, 18 Jan 2022 21:11:00 +0300</pubDate>",
        channel="<title>Вестник &amp;amp; Ко</title><link>https://news.example/</link><ttl>30</ttl>",
    ))  # fmt: skip
    assert (feed.title, feed.site, feed.ttl) == ("Вестник & Ко", "https://news.example/", timedelta(minutes=30))
    (item,) = feed.items
    assert (item.title, item.guid, item.address) == ("Бюджет принят", "77", "https://news.example/1.html")
    assert (lines(item.body), item.lead, item.is_full) == (["Коротко о бюджете."], "", False)
    assert (item.author, item.categories) == ("Иван Петров", ("Город",))
    assert (item.published_at, item.updated_at) == (datetime(2022, 1, 18, 18, 11, tzinfo=UTC), None)


def test_atom_is_read() -> None:
    feed = read(atom(
        '<title type="html">Бюджет &lt;b&gt;принят&lt;/b&gt;</title><id>urn:x:1</id>'
        '<link rel="edit" href="https://news.example/api/1"/><link rel="alternate" href="/1.html"/>'
        "<updated>2022-01-18T19:00:00Z</updated><published>2022-01-18T18:11:00Z</published>"
        '<summary>Коротко.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>Первый абзац.</p><p>Второй.</p></div></content><author><name>Анна</name></author>"
        '<category term="city" label="Город"/><category term="Деньги"/>',
        feed='<title>Вестник</title><link rel="self" href="/atom"/><link href="https://news.example/"/>',
    ))  # fmt: skip
    assert (feed.title, feed.site) == ("Вестник", "https://news.example/")
    (item,) = feed.items
    assert (item.title, item.guid, item.address) == ("Бюджет принят", "urn:x:1", "https://news.example/1.html")
    assert (lines(item.body), item.lead, item.is_full) == (["Первый абзац.", "Второй."], "Коротко.", True)
    assert (item.author, item.categories) == ("Анна", ("Город", "Деньги"))
    assert item.published_at == datetime(2022, 1, 18, 18, 11, tzinfo=UTC)
    assert item.updated_at == datetime(2022, 1, 18, 19, tzinfo=UTC)


def test_rdf_is_read() -> None:
    feed = read("""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/">
      <title>Вестник</title><link>https://news.example/</link></channel><item rdf:about="https://news.example/1">
      <title>Бюджет</title><link>https://news.example/1</link><dc:date>2022-01-18T21:11:00+03:00</dc:date>
      <dc:creator>Анна</dc:creator><dc:subject>Город</dc:subject></item></rdf:RDF>""")
    assert feed.items == (
        FoundItem("Бюджет", "https://news.example/1", "https://news.example/1", author="Анна", categories=("Город",),
                  published_at=datetime(2022, 1, 18, 18, 11, tzinfo=UTC)),
    )  # fmt: skip


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0", ""])
def test_old_versions_of_rss_are_read(version: str) -> None:
    text = rss("<title>Бюджет</title><link>https://news.example/1</link>").replace('"2.0"', f'"{version}"')
    assert read(text).items == (FoundItem("Бюджет", address="https://news.example/1"),)


@pytest.mark.parametrize(
    ("declared", "really", "charset"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-8-sig", ""),
        ("windows-1251", "windows-1251", ""),
        ("koi8-r", "koi8-r", ""),
        ("utf-16", "utf-16", ""),
        ("utf-8", "windows-1251", "windows-1251"),
        ("utf-8", "windows-1251", ""),
        ("windows-1251", "utf-8", ""),
        ("windows-1251", "utf-8", "windows-1251"),
        ("iso-8859-1", "utf-8", "iso-8859-1"),
        ("windows-1251", "koi8-r", ""),
    ],
)
def test_the_encoding_is_found_whatever_the_feed_claims(declared: str, really: str, charset: str) -> None:
    text = rss(f"<title>{RUSSIAN}</title><description>{TEXT}</description>").replace("utf-8", declared, 1)
    (item,) = read(text.encode(really), charset).items
    assert (item.title, lines(item.body)) == (RUSSIAN, [TEXT])


def test_broken_xml_is_read() -> None:
    feed = read(
        "\n\n<br />\n<b>Warning</b>: mysqli_connect() in <b>/db.php</b> on line <b>3</b>\n"
        + rss(
            "<title>Том & Джерри &nbsp;&mdash; \x0bкино</title><link>https://news.example/?a=1&b=2</link>",
            "<title>Второе</title><description>Нет конца<br>у тега</description>",
        )
    )
    assert [item.title for item in feed.items] == ["Том & Джерри — кино", "Второе"]
    assert feed.items[0].address == "https://news.example/?a=1&b=2"
    assert lines(feed.items[1].body) == ["Нет конца", "у тега"]


def test_of_a_feed_that_broke_off_the_whole_items_are_read() -> None:
    text = rss(*(f"<title>{n}</title><link>https://news.example/{n}</link>" for n in range(10)))
    items = read(text[: text.index("<title>7")]).items
    assert [item.title for item in items][:7] == [str(n) for n in range(7)]


def test_missing_end_tags_cost_no_item() -> None:
    feed = read("<rss><channel><title>В</title><item><title>Раз</title><item><title>Два</title></rss>")
    assert [item.title for item in feed.items] == ["Раз", "Два"]


def test_the_zone_of_the_other_times_is_that_of_times_without_one() -> None:
    feed = read(rss(
        "<title>а</title><pubDate>18 января 2022, 21:11</pubDate>",
        "<title>б</title><pubDate>Tue, 18 Jan 2022 21:11:00 +0300</pubDate>",
    ))  # fmt: skip
    assert feed.items[0].published_at == feed.items[1].published_at


def test_with_two_zones_times_without_one_are_in_utc() -> None:
    feed = read(rss(
        "<title>а</title><pubDate>18 января 2022, 21:11</pubDate>",
        "<title>б</title><pubDate>Tue, 18 Jan 2022 21:11:00 +0300</pubDate>",
        "<title>в</title><pubDate>Tue, 18 Jan 2022 21:11:00 +0500</pubDate>",
    ))  # fmt: skip
    assert feed.items[0].published_at == datetime(2022, 1, 18, 21, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("channel", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 5 </ttl>", timedelta(minutes=5)),
        ("<ttl>999999</ttl>", timedelta(days=7)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>часто</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<skipHours><hour>3</hour></skipHours>", None),
    ],
)
def test_how_long_a_feed_asks_to_wait(channel: str, ttl: timedelta | None) -> None:
    assert read(rss("<title>а</title>", channel=channel)).ttl == ttl


def test_at_most_500_items_are_read() -> None:
    feed = read(rss(*(f"<title>{n}</title>" for n in range(MAX_ITEMS + 10))))
    assert len(feed.items) == MAX_ITEMS
    assert feed.items[-1].title == str(MAX_ITEMS - 1)


def test_an_external_entity_is_not_read() -> None:
    text = rss("<title>а &x; б</title>").replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss')
    assert "root" not in repr(read(text))


@pytest.mark.parametrize(
    "text", ["", " ", "plain text", "<html><body><p>x</p></body></html>", "<svg/>", "{}", "[]", "null"]
)
def test_what_is_no_feed_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text)


def test_a_feed_without_items_is_a_feed() -> None:
    feed = read(rss())
    assert (feed.title, feed.items) == ("Вестник", ())
    assert ADDRESS


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        (rss("<title>а</title>"), False),
        (rss("<title>а</title>") + "<!-- made in 0.2 s -->", False),
        ("<rss><channel><title>В</title><item><title>а</title></item><item><title>б</title></item>", True),
        ("<rss><channel><title>В</title><item><title>а</title></item><item><title>б", True),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>а</title></entry></feed>", False),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>а</title></entry>", True),
        ("<rss><channel><title>В</title></channel>", False),
    ],
)
def test_a_feed_without_its_end_is_cut(text: str, is_cut: bool) -> None:
    assert read(text).is_cut is is_cut
