"""The rules of an import: the fields of a line, the refused lines, times and keys."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.importing import (
    MAX_AHEAD,
    MAX_LINE_BYTES,
    MAX_MARKUP,
    BadLineError,
    ImportRules,
    RisingTimestamps,
    parse_line,
)
from news.ledger import MessageKind
from news.limits import HEADLINE_LIMIT, KEY_LIMIT, LEAD_LIMIT, TEXT_LIMIT, TOPIC_LIMIT
from news.model import Attachment, NewArticle
from news.richtext import URL_LIMIT_BYTES, Block, Kind, Mark, Run, from_plain, plain, units
from tests.news.conftest import START, HandClock

ZONE = ZoneInfo("Europe/Moscow")
GOOD = {"title": "Мост открыт", "text": "Движение пошло."}


def line(**fields: Any) -> bytes:
    return json.dumps(GOOD | fields, ensure_ascii=False).encode() + b"\n"


def rules(*, publish: bool = True, push: bool = True) -> ImportRules:
    clock = HandClock()
    return ImportRules(publish, push, ZONE, clock, RisingTimestamps(clock))


def parsed(**fields: Any) -> NewArticle:
    return parse_line(line(**fields), rules())[0]


def test_every_field_has_its_place() -> None:
    article, note = parse_line(
        line(
            title=" Мост\tоткрыт ",
            text="Первое.\n\nВторое.\nТретье.",
            url="https://example.org/1",
            category="Город ",
            published_at="2024-03-05T14:05:00+05:00",
            lead="Коротко\nо главном",
            cover="https://example.org/1.jpg",
            unheard_of=1,
        ),
        rules(),
    )
    assert note == ""
    assert article == NewArticle(
        key=article.key,
        title="Мост открыт",
        body=from_plain("Первое.\n\nВторое.\nТретье."),
        created_at=START,
        lead="Коротко о главном",
        topic="Город",
        source_url="https://example.org/1",
        attachments=(Attachment(MessageKind.PHOTO, "https://example.org/1.jpg"),),
        published_at=datetime(2024, 3, 5, 9, 5, tzinfo=UTC),
        to_push=True,
    )


@pytest.mark.parametrize(("publish", "push"), [(False, True), (False, False), (True, False), (True, True)])
def test_only_published_articles_have_a_date_and_are_pushed(publish: bool, push: bool) -> None:
    for fields in ({}, {"published_at": "2020-01-01T00:00:00Z"}):
        article, _ = parse_line(line(**fields), rules(publish=publish, push=push))
        assert (article.published_at is not None) == publish
        assert article.to_push == (publish and push)


def test_without_a_url_title_and_text_are_the_key() -> None:
    assert parsed().key == parsed(title=" Мост открыт").key == parsed(category="Город").key
    assert parsed().key != parsed(text="Другое.").key
    assert parsed(title="ab", text="c").key != parsed(title="a", text="bc").key
    assert parsed().key == parsed(published_at="2020-01-01").key


def test_the_url_is_the_key_and_an_id_goes_before_it() -> None:
    url = "https://example.org/1"
    assert parsed(url=url).key == parsed(url=url, title="Другой").key != parsed(url=f"{url}/").key
    assert parsed(id="7").key == parsed(id=7, title="Другой", url=url).key
    assert len({parsed(id="7").key, parsed(id="8").key, parsed(url=url).key, parsed().key}) == 4
    assert len(parsed(id="ж" * KEY_LIMIT).key) == len(parsed(url=url).key) - 1 < 80, "keys are hashes"
    assert parsed(id=" \u200b").key == parsed().key, "an id that nobody sees is none"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    article, note = parse_line(b"\xef\xbb\xbf" + line().replace(b"\n", b"\r\n"), rules())
    assert (article.title, note) == (GOOD["title"], "")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "the line is not JSON"),
        (b"nothing of the kind", "the line is not JSON"),
        (b"[" * 100_000, "the line is not JSON"),
        (b'"title"', "the line is not a JSON object"),
        (b"[1]", "the line is not a JSON object"),
        ('{"title": "Мост"}'.encode("cp1251"), "the line is not UTF-8"),
        (line(title="x").replace(b"{", b"{\xff"), "the line is not UTF-8"),
        (b'{"title": "x"}', "text is missing"),
        (line(text=None), "text is missing"),
        (b'{"text": "x"}', "title is empty"),
        (line(title=" \n "), "title is empty"),
        (line(title="\u200b", text="\u200b"), "title is empty"),
        (line(title="<p>\u2800&#8203;</p>"), "title is empty"),
        (line(lead="ж" * (LEAD_LIMIT + 1)), f"lead is too long: {LEAD_LIMIT + 1}, and up to {LEAD_LIMIT} fit"),
        (line(category="😀" * 33), f"category is too long: 66, and up to {TOPIC_LIMIT} fit"),
        (line(url=f"https://a.b/{'x' * 4008}"), f"url is too long: 4020, and up to {URL_LIMIT_BYTES} fit"),
        (line(url=f"https://a.b/{'ж' * 1100}"), f"url is too long: 2212, and up to {URL_LIMIT_BYTES} fit"),
        (line(cover=f"https://a.b/{'x' * 4008}"), f"cover is too long: 4020, and up to {URL_LIMIT_BYTES} fit"),
        (line(id="x" * (KEY_LIMIT + 1)), f"id is too long: {KEY_LIMIT + 1}, and up to {KEY_LIMIT} fit"),
        (line(id=True), "id is not a string"),
        (line(text="<p>" * MAX_MARKUP), f"text is longer than {MAX_MARKUP} characters"),
        (line(title=7), "title is not a string"),
        (line(text=["x"]), "text is not a string"),
        (line(lead={}), "lead is not a string"),
        (line(text="ж" * (TEXT_LIMIT + 1)), f"text is longer than {TEXT_LIMIT} characters"),
        (line(url="javascript:alert(1)"), "url is not an http:// or https:// address"),
        (line(url="example.org/1"), "url is not an http:// or https:// address"),
        (line(cover="/etc/passwd"), "cover is not an http:// or https:// address"),
        (line(published_at="yesterday"), "published_at is not a date and time in ISO 8601"),
        (line(published_at="2024-02-30T00:00:00Z"), "published_at is not a date and time in ISO 8601"),
        (line(published_at="0001-01-01T00:00:00+05:00"), "published_at is not a date and time in ISO 8601"),
        (line(published_at=1709636700), "published_at is not a string"),
        (line(published_at="9999-12-31T23:59:59Z"), "published_at lies in the future"),
        (line(published_at="1899-12-31T00:00:00Z"), "published_at lies before 1900"),
        (b"x" * (MAX_LINE_BYTES + 1), f"the line is longer than {MAX_LINE_BYTES} bytes"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_bad_line_is_refused_with_its_reason(bad: bytes, reason: str) -> None:
    with pytest.raises(BadLineError, match=f"^{re.escape(reason)}"):
        parse_line(bad, rules())


def test_a_date_without_a_zone_is_in_the_newspapers_zone() -> None:
    assert parsed(published_at="2024-03-05T14:05:00").published_at == datetime(2024, 3, 5, 11, 5, tzinfo=UTC)
    assert parsed(published_at="2024-03-05").published_at == datetime(2024, 3, 4, 21, tzinfo=UTC)
    assert parsed(published_at="2023-07-05T14:05Z").published_at == datetime(2023, 7, 5, 14, 5, tzinfo=UTC)


def test_a_time_slightly_ahead_of_this_clock_is_now_and_a_later_one_the_future() -> None:
    second = timedelta(seconds=1)
    assert parsed(published_at=(START - second).isoformat()).published_at == START - second
    assert parsed(published_at=(START + 20 * second).isoformat()).published_at == START
    assert parsed(published_at=(START + MAX_AHEAD).isoformat()).published_at == START
    with pytest.raises(BadLineError, match="future"):
        parsed(published_at=(START + MAX_AHEAD + second).isoformat())


def test_of_several_lines_slightly_ahead_the_last_is_the_newest() -> None:
    ahead, given = (START + timedelta(seconds=20)).isoformat(), rules()
    times = [parse_line(line(published_at=ahead), given)[0].published_at for _ in range(3)]
    assert times == [START + timedelta(microseconds=each) for each in range(3)]


def test_times_only_rise_even_when_the_clock_is_put_back() -> None:
    clock = HandClock()
    timestamps = RisingTimestamps(clock)
    times = [timestamps.next(), timestamps.next()]
    clock.passes(hours=-1)
    times.append(timestamps.next())
    clock.passes(hours=2)
    times.append(timestamps.next())
    assert times == sorted(set(times))
    assert (times[0], times[-1]) == (START, START + timedelta(hours=1))


def test_the_longest_fields_are_taken_whole() -> None:
    url = f"https://a.b/{'x' * (URL_LIMIT_BYTES - 12)}"
    article = parsed(lead="ж" * LEAD_LIMIT, category="г" * TOPIC_LIMIT, url=url, cover=url, id="x" * KEY_LIMIT)
    assert (article.lead, article.topic) == ("ж" * LEAD_LIMIT, "г" * TOPIC_LIMIT)
    assert article.source_url == article.attachments[0].source == url


def test_a_lead_or_a_topic_that_nobody_sees_is_none() -> None:
    article = parsed(lead="\u3164\u00ad", category="<b>\u2800</b>")
    assert (article.lead, article.topic) == ("", None)


def test_entities_are_decoded_and_html_is_taken_over_in_every_field() -> None:
    article = parsed(
        title="&laquo;Спартак&raquo; &mdash; <b>2&nbsp;:&nbsp;1</b>",
        text="<p>Матч &amp; <b>итоги</b></p><br><script>x</script>",
        lead="<p>Коротко</p>",
        category="Спорт&nbsp;&amp; игры",
    )
    assert (article.title, article.lead, article.topic) == ("«Спартак» — 2 : 1", "Коротко", "Спорт & игры")
    runs = (Run("Матч & "), Run("итоги", frozenset({Mark.BOLD})))
    assert article.body == (Block(Kind.PARAGRAPH, runs),)


def test_a_text_that_merely_has_signs_of_html_stays_as_it_is() -> None:
    text = "AT&T < R&D; если x<y, z>w: &copy=1\nВторой абзац"
    assert parsed(text=text).body == from_plain(text)
    assert parsed(title="Тег <b> и 5 < 6").title == "Тег <b> и 5 < 6"


def test_a_headline_with_marks_that_is_too_long_stands_above_the_text_without_them() -> None:
    article, note = parse_line(line(title="<b>" + "Слово " * 60 + "</b>", text="<p>Да <i>и</i> нет</p>"), rules())
    assert note
    assert plain(article.body) == "Слово " * 59 + "Слово\nДа и нет"
    assert article.body[1].runs[1] == Run("и", frozenset({Mark.ITALIC}))


def test_characters_that_cannot_be_stored_are_dropped() -> None:
    assert parsed(title="a\x00b\u202ec&#8238;d&#0;").title == "abcd\ufffd"
    escaped, _ = parse_line(rb'{"title": "a\ud800\u0000b", "text": "\ud83d\ude00"}', rules())
    assert (escaped.title, escaped.body) == ("ab", from_plain("😀"))


def test_a_headline_that_is_too_long_is_shortened_and_stands_whole_above_the_text() -> None:
    title = "Слово " * 60
    article, note = parse_line(line(title=title), rules())
    assert note.startswith(f"title is longer than {HEADLINE_LIMIT} characters: it was shortened")
    assert units(article.title) <= HEADLINE_LIMIT
    assert article.title.endswith("Слово…")
    assert article.body == from_plain(f"{title.strip()}\n\n{GOOD['text']}")


@given(st.binary(max_size=80) | st.sampled_from([b"{}", b'{"title":"x","text":"y"}']))
def test_any_bytes_are_an_article_or_a_bad_line(data: bytes) -> None:
    try:
        article, _ = parse_line(data, rules())
    except BadLineError:
        return
    assert article.title
