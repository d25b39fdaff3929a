"""The rules by which fields become an item."""

import pytest

from news.limits import HEADLINE_LIMIT, LEAD_LIMIT
from news.richtext import Kind
from news.sources.found import FoundPicture
from tests.feeds.parsing.written_feeds import entry_of, item_of, lines, read, rss

LONG = "Предложение о городских новостях, которое повторяется много раз. " * 20
HALF = "Предложение о мостах, которых в городе стало много." * 6


def test_an_item_without_a_title_gets_the_first_sentence_of_its_text() -> None:
    item = item_of("<description>Мост открыли. По нему пошли люди.</description>")
    assert item.title == "Мост открыли"
    assert lines(item.body) == ["Мост открыли. По нему пошли люди."]


def test_an_item_of_nothing_but_a_link_has_the_address_as_a_title() -> None:
    assert item_of("<link>https://news.example/1</link>").title == "https://news.example/1"


def test_an_item_with_neither_title_nor_text_nor_link_is_left_out() -> None:
    assert (
        read(rss("<guid isPermaLink='false'>1</guid><pubDate>2022-01-18</pubDate>", "<title>&#8203;</title>")).items
        == ()
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A &amp;amp; B", "A & B"),
        ("&lt;b&gt;Мост&lt;/b&gt; открыт", "Мост открыт"),
        ("<![CDATA[Мост <i>открыт</i>]]>", "Мост открыт"),
        ("&amp;laquo;Мост&amp;raquo;", "«Мост»"),
        ("&amp;amp;quot;Мост&amp;amp;quot;", '"Мост"'),
        ("Мост\n\t  открыт", "Мост открыт"),
        ("Why the &amp;lt;blink&amp;gt; tag died", "Why the <blink> tag died"),
        ("5 &lt; 6", "5 < 6"),
        ("x &lt;script type='a'&gt;y&lt;/script&gt;", "x"),
        ("Мост \u202eткрыт\u0000".replace("\u0000", ""), "Мост ткрыт"),
    ],
)
def test_a_title_is_plain_text_on_one_line(written: str, title: str) -> None:
    assert item_of(f"<title>{written}</title>").title == title


def test_a_long_title_is_shortened_as_headlines_are() -> None:
    assert len(item_of(f"<title>{LONG}</title>").title) <= HEADLINE_LIMIT


def test_the_title_repeated_in_the_text_is_taken_out() -> None:
    item = item_of(
        "<title>Мост открыт</title><description>&lt;h1&gt;Мост открыт&lt;/h1&gt;&lt;p&gt;Текст.</description>"
    )
    assert lines(item.body) == ["Текст."]


@pytest.mark.parametrize(
    ("fields", "expected", "is_full"),
    [
        ("<content:encoded>&lt;p&gt;Весь текст новости.&lt;/p&gt;</content:encoded><description>Коротко.</description>",
         ["Весь текст новости."], True),
        ("<yandex:full-text>Весь текст новости.</yandex:full-text><description>Коротко.</description>",
         ["Весь текст новости."], True),
        ("<turbo:content>&lt;p&gt;Весь текст новости.&lt;/p&gt;</turbo:content><description>Коротко.</description>",
         ["Весь текст новости."], True),
        ("<content:encoded>Начало новости…</content:encoded>", ["Начало новости…"], False),
        ("<content:encoded>Начало. &lt;a href='/1'&gt;Читать далее&lt;/a&gt;</content:encoded>", ["Начало."], False),
        ("<content:encoded>То же.</content:encoded><description>То же.</description>", ["То же."], False),
        ("<content:encoded>Короче.</content:encoded><description>Длиннее, чем текст.</description>",
         ["Длиннее, чем текст."], False),
        ("<description>Коротко.</description>", ["Коротко."], False),
        (f"<description>{LONG}</description>", [LONG.strip()], True),
        (f"<description>{LONG} Читать далее</description>", [LONG.strip()], False),
        (f"<description>&lt;p&gt;{HALF}&lt;p&gt;Раз.&lt;p&gt;{HALF}</description>", [HALF, "Раз.", HALF], True),
        (f"<description>&lt;p&gt;{HALF}&lt;p&gt;{HALF}</description>", [HALF, HALF], False),
    ],
    ids=range(12),
)  # fmt: skip
def test_which_text_is_the_whole_article(fields: str, expected: list[str], is_full: bool) -> None:
    item = item_of(f"<title>Т</title>{fields}")
    assert (lines(item.body), item.is_full) == (expected, is_full)


def test_the_lead_is_the_summary_as_plain_text() -> None:
    item = item_of(
        "<title>Т</title><description>&lt;p&gt;Коротко &lt;b&gt;о&lt;/b&gt; главном.&lt;/p&gt; Подробнее…</description>"
        "<content:encoded>Совсем другой и длинный текст о том же самом.</content:encoded>"
    )
    assert item.lead == "Коротко о главном."


def test_a_lead_that_the_text_begins_with_is_empty() -> None:
    item = item_of(
        "<title>Т</title><description>Мост открыли утром […]</description>"
        "<content:encoded>&lt;p&gt;Мост открыли утром, в девять часов.&lt;/p&gt;</content:encoded>"
    )
    assert item.lead == ""


def test_a_long_lead_is_shortened() -> None:
    item = item_of(f"<title>Т</title><description>{LONG}</description><content:encoded>Иначе. {LONG}</content:encoded>")
    assert 0 < len(item.lead) <= LEAD_LIMIT


def test_pictures_come_once_and_the_declared_one_is_the_cover() -> None:
    item = item_of(
        '<title>Т</title><enclosure url="https://news.example/cover-300x200.jpg" type="image/jpeg" length="1"/>'
        "<media:credit>Фото: Анна</media:credit><content:encoded>&lt;p&gt;Текст.&lt;/p&gt;"
        '&lt;img src="/other.jpg"&gt;&lt;img src="/cover.jpg?w=900"&gt;</content:encoded>'
    )
    assert item.pictures == (
        FoundPicture("https://news.example/cover.jpg?w=900", "Фото: Анна"),
        FoundPicture("https://news.example/other.jpg"),
    )
    assert [block.url for block in item.body if block.kind is Kind.PICTURE] == [
        "https://news.example/other.jpg", "https://news.example/cover.jpg?w=900"
    ]  # fmt: skip


def test_the_picture_of_the_summary_is_the_cover_of_a_text_without_one() -> None:
    item = item_of(
        '<title>Т</title><description>&lt;img src="https://news.example/1.jpg"&gt;Коротко.</description>'
        "<content:encoded>&lt;p&gt;Весь текст новости без картинки.&lt;/p&gt;</content:encoded>"
    )
    assert item.pictures == (FoundPicture("https://news.example/1.jpg"),)


def test_categories_come_once_in_their_order() -> None:
    item = item_of("<title>Т</title>" + "".join(
        f"<category>{name}</category>" for name in ("Город", "город", " Спорт &amp;amp; отдых ", "", "<![CDATA[Кино]]>")
    ))  # fmt: skip
    assert item.categories == ("Город", "Спорт & отдых", "Кино")


def test_links_of_other_schemes_keep_their_words_only() -> None:
    item = item_of(
        "<title>Т</title><content:encoded>&lt;p&gt;Пишите &lt;a href='tg://resolve?domain=x'&gt;нам&lt;/a&gt; и "
        "&lt;a href='javascript:x'&gt;им&lt;/a&gt;.&lt;/p&gt;</content:encoded>"
    )
    assert lines(item.body) == ["Пишите нам и им."]
    assert all(run.url is None for block in item.body for run in block.runs)


def test_a_link_is_relative_to_the_item_and_an_xml_base_is_minded() -> None:
    item = item_of(
        "<title>Т</title><link>https://news.example/a/1.html</link>"
        "<description>&lt;a href='2.html'&gt;вот&lt;/a&gt;</description>"
    )
    assert item.body[0].runs[0].url == "https://news.example/a/2.html"
    entry = entry_of('<title>Т</title><link href="b/1" xml:base="https://b.example/x/"/>')
    assert entry.address == "https://b.example/x/b/1"
