"""Cards fit Telegram's limits whatever they show, and every screen has a way back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import articles, comments, editing, editions, lists, people, pushes
from handlers.cards.card import Card, in_rows
from news.comments import COMMENT_LIMIT, META_UNITS, PAGE_ROOM
from news.editing import HEADLINE_LIMIT
from news.editions import EditionStatus
from news.model import (
    Article,
    Calendar,
    Comment,
    CommentPage,
    DeliveryState,
    Edition,
    EditionKind,
    Headline,
    HeadlinePage,
    Progress,
    Reader,
    Status,
)
from news.newsroom import FrontPage
from news.ports import EditionContent
from news.richtext import Block, Kind, Mark, Run, units
from news.words import clean
from texts import LANGUAGES, Catalogs, Texts

NOW = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)
CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))
LARGEST_ID = 2**62
WITHDRAWN: dict[str, object] = {"status": Status.RETRACTED, "retract_reason": "п" * 200}

# What survives the door: text as `news.words.clean` leaves it.
texts = st.text(min_size=1).map(clean).filter(str.strip)
headlines = texts.filter(lambda text: units(text) <= HEADLINE_LIMIT)
runs = st.builds(Run, text=texts, marks=st.frozensets(st.sampled_from(Mark)))
blocks = st.builds(Block, kind=st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE]), runs=st.tuples(runs))
languages = st.sampled_from(LANGUAGES)


def article_of(number: int = LARGEST_ID, **fields: object) -> Article:
    """Return a published article with everything an article can have."""
    given = {
        "title": "Ш" * HEADLINE_LIMIT,
        "body": (Block(Kind.PARAGRAPH, (Run("слово " * 3000),)),),
        "topic": "Т" * 64,
        "updated_at": NOW,
        "update_reason": "п" * 200,
        "source_url": "https://example.org/1",
        "cover": "AgACAgIAAxkBAAI",
        "comment_count": 1_000_000,
        "published_at": NOW - timedelta(days=800),
        "status": Status.PUBLISHED,
        **fields,
    }
    return Article(number, created_at=NOW, **given)  # type: ignore[arg-type]


def check(card: Card) -> None:
    """Hold a card to the Bot API's limits."""
    assert 1 <= card.text.units <= 4096
    assert card.text.text.strip()
    assert len(card.entities) <= 100
    for entity in card.text.entities:
        assert 0 <= entity.offset < entity.offset + entity.length <= card.text.units
    buttons = [button for row in card.rows for button in row]
    assert len(buttons) <= 100
    for button in buttons:
        assert button.text.strip()
        assert button.url is not None or 1 <= len((button.callback_data or "").encode()) <= 64


def t_of(language: str) -> Texts:
    return CATALOGS.texts(language, NOW)


@given(languages, headlines, st.lists(blocks, max_size=12))
def test_every_page_of_any_article_fits_a_message(language: str, title: str, body: list[Block]) -> None:
    t, article = t_of(language), article_of(title=title, body=tuple(body))
    origin = Origin(ShowList(listing=Listing.EDITION, at=LARGEST_ID))
    for page in range(len(articles.article_pages(article, t))):
        place = OpenArticle(number=article.number, page=page, origin=origin)
        check(articles.article_card(article, t, place))
    check(articles.teaser_card(article, t, articles.read_button(article, t, None)))


@given(languages, st.lists(headlines, min_size=1, max_size=20), st.integers(0, 10**6))
def test_an_edition_of_any_headlines_fits_a_message(language: str, titles: list[str], more: int) -> None:
    shown = tuple(article_of(LARGEST_ID - number, title=title) for number, title in enumerate(titles))
    check(editions.edition_card(EditionContent(LARGEST_ID, shown, len(shown) + more), t_of(language)))


@settings(deadline=None)  # two cards of twenty articles: a busy machine takes its time
@given(languages, st.lists(st.tuples(headlines, st.booleans()), min_size=1, max_size=20), st.integers(0, 10**6))
def test_a_correction_of_any_copy_fits_a_message_and_says_what_was_withdrawn(
    language: str, said: list[tuple[str, bool]], more: int
) -> None:
    t = t_of(language)
    shown = tuple(
        article_of(LARGEST_ID - number, title=title, **(WITHDRAWN if withdrawn else {}))
        for number, (title, withdrawn) in enumerate(said)
    )
    push = EditionContent(LARGEST_ID, shown, len(shown) + more, EditionKind.CORRECTION)
    for links in (None, lambda number: f"https://t.me/vestnik_bot?start=a_{number}"):
        card = editions.message_card(push, t, links)
        check(card)
        assert any(card.rows), "there is always a way on"
        _, first_withdrawn = said[0]
        assert (t("Withdrawn by the editors.") in card.text.text) >= first_withdrawn
        assert str(LARGEST_ID) not in [one.text for row in card.rows for one in row] or not first_withdrawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_copy_says_so_with_the_reason_and_shows_none_of_the_text(language: str) -> None:
    t = t_of(language)
    gone = article_of(7, title="Мост открыт", **(WITHDRAWN | {"retract_reason": "Дата неверна"}))
    said = editions.edition_card(EditionContent(1, (gone,), 1, EditionKind.CORRECTION), t).text
    reason = t("The reason: {reason}", reason="Дата неверна")
    assert said.text == f"Мост открыт\n{t('Withdrawn by the editors.')} {reason}"
    listed = editions.edition_card(
        EditionContent(1, (article_of(8, title="Дождь"), gone), 2, EditionKind.CORRECTION), t
    )
    assert listed.text.text.endswith(f"\n\n7. {said.text}")
    assert [one.text for row in listed.rows for one in row] == ["8"]
    silent = article_of(7, title="Мост открыт", **(WITHDRAWN | {"retract_reason": ""}))
    assert editions.edition_card(EditionContent(1, (silent,), 1, EditionKind.CORRECTION), t).text.text.endswith(
        t("Withdrawn by the editors.")
    )


def course_of(left: int = 10**9, **fields: object) -> EditionStatus:
    """Return how far an edition is that has deliveries in every state."""
    edition = Edition(LARGEST_ID, EditionKind.CORRECTION, (1,), 1, NOW - timedelta(days=800))
    counts = dict.fromkeys(DeliveryState, 10**9) | {DeliveryState.PENDING: left, DeliveryState.SENDING: 0}
    time_left = timedelta(days=400) if left else None
    return EditionStatus(Progress(replace(edition, **fields), counts, 0), 12_345.6, time_left)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_queue_fits_a_message_and_offers_only_what_can_be_done(language: str) -> None:
    t = t_of(language)
    courses = [course_of(), course_of(paused=True), course_of(0), course_of(stopped=True), course_of(0, finished=True)]
    card = pushes.queue_card(courses, t)
    check(card)
    number = str(LARGEST_ID)
    assert [[one.text for one in row] for row in card.rows] == [
        [f"{number}: {t('Pause')}", f"{number}: {t('End')}"],
        [f"{number}: {t('Resume')}", f"{number}: {t('End')}"],
        [t("Refresh")],
    ]
    check(pushes.ask_stop_card(LARGEST_ID, t))
    check(editions.notice_card(f'{{"held": {LARGEST_ID}}}', t))


def test_a_queue_tells_how_far_an_edition_is_and_how_long_it_will_take() -> None:
    edition = Edition(7, EditionKind.HEADLINES, (1,), 1, NOW)
    progress = Progress(edition, {"sent": 1200, "pending": 300, "gone": 1}, 5000)
    fast, slow = (
        EditionStatus(progress, 28.6, timedelta(minutes=3)),
        EditionStatus(progress, 0.4, timedelta(minutes=90)),
    )
    new = EditionStatus(Progress(edition, {}, 3), 0, None)
    shown = pushes.queue_card([fast, slow, new], T).text.text.split("\n\n")
    assert shown[0] == "Рассылки"
    assert shown[1].split("\n") == [
        "Выпуск № 7, 14:05",
        "осталось: 5\xa0300, в секунду: 29, примерно 3 мин",
        "ждут: 300, отправлено: 1\xa0200, недоступны: 1",
    ]
    assert "в секунду: 0,4" in shown[2]
    assert shown[3].split("\n") == ["Выпуск № 7, 14:05", "осталось: 3"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", [Listing.LATEST, Listing.ARCHIVE])
def test_the_longest_lists_fit_a_message(language: str, listing: Listing) -> None:
    page = HeadlinePage(tuple(article_of(LARGEST_ID - n).headline for n in range(10)), LARGEST_ID, LARGEST_ID)
    check(lists.list_card(page, listing, t_of(language)))
    check(lists.drafts_card(page.headlines, LARGEST_ID, t_of(language)))
    check(people.start_card(FrontPage(HeadlinePage(page.headlines[:3]), subscribed=False), t_of(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_of_comments_fits_a_message(language: str) -> None:
    author, at = "😀" * 32, NOW - timedelta(days=800)
    length = PAGE_ROOM // 10 - units(author) - META_UNITS
    said = [Comment(LARGEST_ID, 1, 1, author, "я" * length, at, NOW) for _ in range(10)]
    check(comments.comments_card(CommentPage(article_of(), tuple(said), LARGEST_ID, LARGEST_ID), t_of(language)))
    longest = (Comment(LARGEST_ID, 1, 1, "Анна", "я" * COMMENT_LIMIT, NOW),)
    check(comments.comments_card(CommentPage(article_of(), longest), t_of(language)))


@given(st.integers(0, 60), st.integers(1, 8))
def test_rows_are_even_and_none_is_wider_than_asked(count: int, width: int) -> None:
    buttons = [people.link_button(str(number), "https://example.org") for number in range(count)]
    rows = in_rows(buttons, width)
    assert [button for row in rows for button in row] == buttons
    assert all(0 < len(row) <= width for row in rows)
    assert len({len(row) for row in rows[:-1]}) <= 1


T = CATALOGS.texts("ru", NOW)
ARTICLE = article_of(7)
SCREENS: Sequence[tuple[str, Card]] = [
    ("article", articles.article_card(ARTICLE, T, OpenArticle(number=7))),
    (
        "article from a list",
        articles.article_card(
            ARTICLE, T, OpenArticle(number=7, origin=Origin(ShowList(listing=Listing.ARCHIVE, at=9)))
        ),
    ),
    ("months", lists.months_card(Calendar(2024, (1, 3)), T)),
    ("comments", comments.comments_card(CommentPage(ARTICLE, ()), T)),
    ("notice to guests", comments.guest_card(7, "…", T)),
    ("comment kept", comments.comment_published_card(Comment(1, 7, 1, "Анна", "Да", NOW), T)),
    ("rules", people.rules_card(7, T)),
    ("name", people.ask_name_card(7, "Анна", T)),
    ("profile", people.profile_card(Reader(5), None, T)),
    ("subscription", people.subscription_card(T, active=True, changed=True)),
    ("draft", editing.draft_card(ARTICLE, T)),
    ("drafts", lists.drafts_card([Headline(7, "Заголовок", None)], None, T)),
    ("published", editing.published_card(ARTICLE, T)),
    ("edit", editing.edit_card(ARTICLE, T)),
    ("new text", editing.ask_text_card(ARTICLE, T)),
    ("correction", editing.confirm_card(ARTICLE, T)),
    ("reason", editing.ask_reason_card(ARTICLE, T)),
    ("retraction", editing.ask_retract_card(ARTICLE, "", T)),
    (
        "withdrawn",
        editions.edition_card(EditionContent(1, (article_of(7, **WITHDRAWN),), 1, EditionKind.CORRECTION), T),
    ),
    ("notice to admins", editions.notice_card('{"held": 7}', T)),
    ("queue", pushes.queue_card([course_of()], T)),
    ("empty queue", pushes.queue_card([], T)),
    ("end of a push", pushes.ask_stop_card(7, T)),
]


@pytest.mark.parametrize(("name", "card"), SCREENS, ids=[name for name, _ in SCREENS])
def test_every_screen_has_a_way_back(name: str, card: Card) -> None:
    check(card)
    assert any(row for row in card.rows), name
