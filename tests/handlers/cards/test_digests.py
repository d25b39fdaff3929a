"""Digests: by topic, in pages that fit a message, with a title that stays true whenever it is drawn."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import ShowDigest
from handlers.cards import digests, editions
from handlers.cards.card import Card
from news.choice.forms import Form
from news.ledger import EditionKind
from news.model import Article
from news.notices import Notice, NoticeKind
from news.ports import EditionContent
from tests.handlers.cards.samples import (
    CATALOGS,
    LARGEST_ID,
    WITHDRAWN,
    T,
    article_of,
    check,
    headlines,
    languages,
    t_of,
    texts,
)
from texts import LANGUAGES

MORNING = datetime(2024, 3, 5, 7, 30, tzinfo=UTC)  # 10:30 in Moscow
topics = st.none() | st.sampled_from(["Город", "Спорт", "Т" * 64]) | texts.map(lambda text: text[:64])


def digest_of(*articles: Article, total: int = 0, correction: bool = False) -> EditionContent:
    kind = EditionKind.CORRECTION if correction else EditionKind.DIGEST
    shown = tuple(article.number for article in articles)
    return EditionContent(3, articles, total or len(articles), kind, None, shown, digest=True)


def brief(number: int, topic: str | None = None, hours_ago: float = 14, **fields: object) -> Article:
    given = {"published_at": MORNING - timedelta(hours=hours_ago), "updated_at": None, "body": (), "attachments": ()}
    return article_of(number, **given | {"title": f"Новость {number}", "topic": topic} | fields)


def draw(content: EditionContent, language: str = "ru", page: int = 0) -> Card:
    return digests.digest_card(content, CATALOGS.texts(language, MORNING), page=page)


def labels(card: Card) -> list[list[str]]:
    return [[button.text for button in row] for row in card.rows if row]


@settings(deadline=None)  # up to two hundred articles: a busy machine takes its time
@given(
    languages,
    st.lists(st.tuples(headlines, topics, st.booleans()), min_size=2, max_size=60),
    st.integers(0, 10**6),
    st.integers(0, 9999),
)
def test_every_page_of_any_digest_fits_a_message(
    language: str, said: list[tuple[str, str | None, bool]], more: int, page: int
) -> None:
    shown = tuple(
        article_of(LARGEST_ID - number, title=title, topic=topic, breaking=True, **(WITHDRAWN if withdrawn else {}))
        for number, (title, topic, withdrawn) in enumerate(said)
    )
    content = digest_of(*shown, total=len(shown) + more, correction=True)
    for links in (None, lambda number: f"https://t.me/vestnik_bot?start=a_{number}"):
        card = digests.digest_card(content, t_of(language), links, page)
        check(card)
        assert any(card.rows), "there is always a way on"
        assert card.silent


def test_two_hundred_articles_are_all_on_its_pages_once() -> None:
    content = digest_of(*(brief(number, ("Город", "Спорт", None)[number % 3]) for number in range(1, 201)))
    found = []
    for page in range(10):
        rows = draw(content, page=page).rows
        opened = [OpenArticle.unpack(one.callback_data or "") for row in rows[:4] for one in row]
        assert all(one.origin == Origin(ShowDigest(edition=3, page=page)) for one in opened)
        assert labels(draw(content, page=page))[4][-1 if page == 9 else 1 if page else 0] == f"{page + 1} / 10"
        found += [one.number for one in opened]
    assert sorted(found) == list(range(1, 201))
    assert [number % 3 for number in found] == [1] * 67 + [0] * 66 + [2] * 67, "topic by topic, those without one last"


def test_a_digest_is_a_list_by_topic() -> None:
    said = draw(
        digest_of(
            brief(9, "Город"),
            brief(8),
            brief(7, "Спорт", breaking=True),
            brief(6, "Город", updated_at=MORNING),
            brief(5, "Спорт", **WITHDRAWN | {"retract_reason": "Дата неверна"}),
            correction=True,
        )
    )
    assert said.text.text == (
        "За ночь: 5 новостей\n\nГород\n9. Новость 9\n6. Новость 6 · обновлено 10:30"
        "\n\nСпорт\n7. Новость 7 · Срочно\n5. Новость 5\nСнято редакцией. Причина: Дата неверна"
        "\n\nДругие новости\n8. Новость 8"
    )
    assert labels(said) == [["9", "6", "7", "8"]]


def test_without_topics_there_are_no_headings() -> None:
    assert draw(digest_of(brief(9), brief(8))).text.text == "За ночь: 2 новости\n\n9. Новость 9\n8. Новость 8"


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (1, "За ночь: 1 новость", "Overnight: 1 news item"),
        (2, "За ночь: 2 новости", "Overnight: 2 news items"),
        (5, "За ночь: 5 новостей", "Overnight: 5 news items"),
        (11, "За ночь: 11 новостей", "Overnight: 11 news items"),
        (21, "За ночь: 21 новость", "Overnight: 21 news items"),
    ],
)
def test_the_title_counts_in_words(count: int, russian: str, english: str) -> None:
    content = digest_of(*(brief(number) for number in range(count)))
    assert draw(content).text.text.split("\n")[0] == russian
    assert draw(content, "en").text.text.split("\n")[0] == english


@pytest.mark.parametrize(
    ("hours_ago", "title"),
    [
        ((0.5,), "2 новости с 4 марта, 20:30"),  # ten in the morning is no night
        ((14.6,), "2 новости с 4 марта, 19:54"),
        ((1.6,), "За ночь: 2 новости"),
        ((26,), "2 новости с 4 марта, 08:30"),
        ((38,), "2 новости с 3 марта, 20:30"),  # two nights
    ],
)
def test_the_title_says_night_only_if_all_was_published_in_one(hours_ago: tuple[float], title: str) -> None:
    content = digest_of(brief(9), brief(8, hours_ago=hours_ago[0]))
    assert draw(content).text.text.split("\n")[0] == title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_is_the_same_when_a_correction_shows_it_on_another_day(language: str) -> None:
    content = digest_of(brief(9, hours_ago=14), brief(8, hours_ago=13))
    later = CATALOGS.texts(language, MORNING + timedelta(days=3))
    assert digests.digest_card(content, later).text.text == draw(content, language).text.text


def test_what_has_no_place_in_the_edition_is_counted() -> None:
    card = draw(digest_of(brief(9), brief(8), total=205))
    assert card.text.text.startswith("205 новостей\n\n")
    assert card.text.text.endswith("\n\nи ещё 203 публикации")
    assert labels(card) == [["9", "8"], ["Все новости"]]


def test_a_form_shows_its_part_of_a_digest_and_one_article_as_a_push() -> None:
    content = digest_of(*(brief(number) for number in (9, 8, 7)))
    part = editions.message_card(content, T, variant=Form(mask=0b101).dump())
    assert labels(part) == [["9", "7"]]
    one = editions.message_card(content, T, variant=Form(mask=0b010).dump())
    assert (one.text.text, labels(one)) == ("Новость 8", [["Читать", "Ещё"]])
    assert (part.silent, one.silent) == (True, True)


@pytest.mark.parametrize(
    ("language", "title"), [("ru", "Вы отложили на вечер"), ("en", "You put aside for this evening")]
)
def test_what_was_put_aside_is_a_silent_list_by_topic_that_leads_back_to_itself(language: str, title: str) -> None:
    shown = (brief(9, "Спорт"), brief(7, "Город"), brief(5, "Спорт"))
    notice = Notice(NoticeKind.LATER).dump()
    content = EditionContent(3, shown, 3, EditionKind.NOTICE, notice, (9, 7, 5))
    card = editions.message_card(content, CATALOGS.texts(language, MORNING))
    assert card.text.text.split("\n\n") == [
        title, "Спорт\n9. Новость 9\n5. Новость 5", "Город\n7. Новость 7"
    ]  # fmt: skip
    assert labels(card) == [["9", "5", "7"]]
    assert card.silent
    assert card.rows[0][0].callback_data == OpenArticle(number=9, origin=Origin(ShowDigest(edition=3))).pack()


def test_an_evening_with_one_article_is_a_list_too_and_a_withdrawn_one_says_so() -> None:
    notice = Notice(NoticeKind.LATER).dump()
    content = EditionContent(3, (brief(9, **WITHDRAWN),), 1, EditionKind.CORRECTION, notice, (9,))
    card = editions.message_card(content, CATALOGS.texts("ru", MORNING))
    assert card.text.text.startswith("Вы отложили на вечер\n\n9. Новость 9\nСнято редакцией.")
    assert labels(card) == [["Все новости"]]
