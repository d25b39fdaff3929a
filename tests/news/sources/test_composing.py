"""How an item becomes an article."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.limits import HEADLINE_LIMIT, LEAD_LIMIT, TEXT_LIMIT, TOPIC_LIMIT, checked
from news.model import NewArticle
from news.richtext import URL_LIMIT_BYTES, Block, Kind, Run, from_plain, plain, units
from news.sources.composing import MAX_TOPICS, Composed, compose, held_by, needs_page, with_page
from news.sources.found import FoundItem, FoundPicture
from news.sources.records import FullText, SourceRules
from news.words import clean, collapse
from tests.clocks import START

ITEM = FoundItem(
    "Мост открыт",
    "g1",
    "https://site.test/1",
    "Движение пошло в обе стороны.",
    from_plain("Утром открыли мост.\n\nПробок нет."),
    categories=("Город", "Дороги"),
)
PAGE = FoundItem(
    "Мост открыт — Сайт",
    lead="Лид страницы",
    body=from_plain("Утром открыли мост.\n\nПробок нет.\n\nМэр доволен."),
    pictures=(FoundPicture("https://site.test/1.jpg"),),
    published_at=START,
    author="Вера",
)


def composed(item: FoundItem = ITEM, **rules: object) -> Composed:
    article = compose(item, SourceRules(**rules))  # type: ignore[arg-type]
    assert article is not None
    return article


def test_an_item_is_an_article_with_its_source() -> None:
    article = composed()
    assert (article.title, article.lead, article.address) == (ITEM.title, ITEM.lead, ITEM.address)
    assert article.body == article.text == ITEM.body


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_date_that_cannot_be_is_none(year: int) -> None:
    assert composed(replace(ITEM, published_at=START)).published_at == START
    assert composed(replace(ITEM, published_at=START.replace(year=year, day=1))).published_at is None


def test_the_title_stands_once() -> None:
    article = composed(replace(ITEM, body=from_plain("МОСТ ОТКРЫТ.\n\nПробок нет.")))
    assert plain(article.body) == "Пробок нет."


@pytest.mark.parametrize("lead", ["Мост открыт!", "Мост открыт", "утром  открыли мост.", "Утром открыли мо…", " "])
def test_a_lead_that_says_nothing_new_is_left_out(lead: str) -> None:
    article = composed(replace(ITEM, lead=lead))
    assert article.lead == ("" if lead != "Мост открыт!" else lead)


def test_without_a_title_the_first_words_are_the_headline_and_without_any_words_there_is_no_article() -> None:
    assert composed(replace(ITEM, title="")).title == "Утром открыли мост."
    assert composed(replace(ITEM, title="\u200b", body=())).title == ITEM.lead
    assert compose(FoundItem("", "g", "https://site.test/1", pictures=PAGE.pictures), SourceRules()) is None


def test_a_title_that_is_too_long_stands_whole_above_the_text() -> None:
    title = "Очень длинный заголовок " * 30
    article = composed(replace(ITEM, title=title))
    assert units(article.title) <= HEADLINE_LIMIT
    assert plain(article.body).startswith(collapse(title))


def test_the_sign_off_is_the_last_line_and_no_part_of_the_compared_text() -> None:
    article = composed(sign_off="По материалам сайта")
    assert plain(article.body).endswith("\nПо материалам сайта")
    assert article.text == ITEM.body


def test_the_link_to_the_source_is_left_out_by_rule_and_if_it_is_too_long() -> None:
    assert composed(link=False).address is None
    assert composed(replace(ITEM, address="")).address is None
    assert composed(replace(ITEM, address=f"https://site.test/{'a' * URL_LIMIT_BYTES}")).address is None


def test_topics_come_from_the_rules_and_the_categories_each_once() -> None:
    led = (("дороги", "Транспорт"), ("спорт", "Спорт"))
    assert composed(topics=("Новости",)).topics == ("Новости",)
    assert composed(topics=("Новости",), by_category=led).topics == ("Транспорт", "Новости")
    assert composed(topics=("город",), take_categories=True, by_category=led).topics == ("Транспорт", "город")
    assert composed(replace(ITEM, categories=()), take_categories=True).topics == ()


@pytest.mark.parametrize("category", ["я" * (TOPIC_LIMIT + 1), "\u200b"])
def test_a_category_that_can_be_no_topic_is_left_out(category: str) -> None:
    assert composed(replace(ITEM, categories=(category,)), take_categories=True).topics == ()


def test_an_article_has_a_few_topics() -> None:
    assert len(composed(topics=tuple(f"Тема {number}" for number in range(9))).topics) == MAX_TOPICS


@pytest.mark.parametrize("block", [300_000, 50_000, 999])
def test_a_text_that_is_too_long_ends_early(block: int) -> None:
    body = tuple(Block(Kind.PARAGRAPH, (Run("слово " * (block // 6)),)) for _ in range(300_000 // block + 1))
    article = composed(replace(ITEM, body=body), sign_off="Сайт")
    assert TEXT_LIMIT - block - 100 < len(plain(article.body)) <= TEXT_LIMIT
    assert plain(article.body).startswith("слово слово")
    assert plain(article.body).endswith("\nСайт")


@pytest.mark.parametrize("word", ["мосты", "СТОРОНАМ", "движения", "открыли мосты"])
def test_a_word_holds_an_item_in_any_form_and_place(word: str) -> None:
    assert held_by(composed(), ["суд", word]) == word


@pytest.mark.parametrize("word", ["суд", "мост обрушился", "мостовая", "", "и"])
def test_other_words_and_words_without_a_meaning_hold_nothing(word: str) -> None:
    assert held_by(composed(), [word]) == ""


def test_the_words_of_the_sign_off_hold_nothing() -> None:
    assert held_by(composed(sign_off="Следите за судом"), ["суд"]) == ""


def test_the_page_is_read_where_the_feed_has_less() -> None:
    assert needs_page(ITEM, SourceRules())
    assert not needs_page(replace(ITEM, is_full=True), SourceRules())
    assert not needs_page(replace(ITEM, address=""), SourceRules())
    assert not needs_page(ITEM, SourceRules(full_text=FullText.FEED))


def test_a_page_gives_what_the_feed_leaves_out() -> None:
    item = with_page(ITEM, PAGE)
    assert (item.title, item.lead, item.guid) == (ITEM.title, ITEM.lead, ITEM.guid)
    assert (item.body, item.pictures, item.published_at, item.author) == (
        PAGE.body,
        PAGE.pictures,
        PAGE.published_at,
        PAGE.author,
    )
    assert item.is_full


def test_a_page_with_less_text_than_the_feed_replaces_nothing() -> None:
    own = replace(ITEM, pictures=(FoundPicture("https://site.test/own.jpg"),))
    item = with_page(own, replace(PAGE, body=from_plain("Мост.")))
    assert (item.body, item.pictures) == (own.body, own.pictures)


LINE = st.text().map(clean).map(collapse)


@given(title=LINE, lead=LINE, text=st.text().map(clean), categories=st.lists(LINE), sign_off=LINE)
def test_whatever_an_item_says_is_an_article_that_can_be_stored(
    title: str, lead: str, text: str, categories: list[str], sign_off: str
) -> None:
    item = FoundItem(title, lead=lead, body=from_plain(text), categories=tuple(categories))
    article = compose(item, SourceRules(take_categories=True, topics=tuple(categories), sign_off=sign_off[:200]))
    if article is not None:
        new = NewArticle("k", article.title, article.body, START, lead=article.lead, topics=article.topics)
        assert checked(new).title == article.title
        assert units(article.lead) <= LEAD_LIMIT
        held_by(article, [*categories, title])
