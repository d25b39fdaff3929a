"""The rules of one article: read and chosen by moderators."""

from datetime import timedelta

import pytest

from news.comment_rules import ArticleRules, NightHours
from news.errors import ArticleUnknown, ButtonStale, NotAllowed
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.roles import Role
from news.rules_desk import Rule
from storage import Database
from tests.news.commenting import newsroom
from tests.news.conftest import START, HandClock, published

MODERATOR = Reader(700, Role.MODERATOR, "ru", "Борис", START)


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return newsroom(database, clock, days=30, night=NightHours(23, 7))


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.mark.parametrize(
    ("rule", "value", "own"),
    [
        (Rule.DAYS, "7", ArticleRules(days=7)),
        (Rule.DAYS, "0", ArticleRules(days=0)),
        (Rule.NIGHT, "22-8", ArticleRules(night="22-8")),
        (Rule.NIGHT, "0", ArticleRules(night="")),
        (Rule.SLOW, "300", ArticleRules(slow_seconds=300)),
    ],
)
async def test_a_rule_is_chosen_and_left_to_the_newspaper_again(
    news: Newsroom, article: Article, rule: Rule, value: str, own: ArticleRules
) -> None:
    assert (await news.comment_rules.choose(MODERATOR, article.number, rule, value)).own == own
    present = await news.comment_rules.get(MODERATOR, article.number)
    assert (present.own, present.present) == (own, present.newspaper.of_article(own))
    back = await news.comment_rules.choose(MODERATOR, article.number, rule, None)
    assert (back.own, back.present) == (ArticleRules(), back.newspaper)


async def test_rules_are_chosen_one_by_one(news: Newsroom, article: Article) -> None:
    await news.comment_rules.choose(MODERATOR, article.number, Rule.DAYS, "7")
    rules = await news.comment_rules.choose(MODERATOR, article.number, Rule.SLOW, "60")
    assert rules.own == ArticleRules(days=7, slow_seconds=60)
    assert (rules.present.night, rules.present.slow) == (NightHours(23, 7), timedelta(minutes=1))


@pytest.mark.parametrize(
    ("rule", "value"),
    [(Rule.DAYS, "-1"), (Rule.DAYS, "много"), (Rule.DAYS, "3651"), (Rule.NIGHT, "7"), (Rule.SLOW, "86401")],
)
async def test_a_forged_value_is_refused(news: Newsroom, article: Article, rule: Rule, value: str) -> None:
    with pytest.raises(ButtonStale):
        await news.comment_rules.choose(MODERATOR, article.number, rule, value)


async def test_rules_are_for_moderators_and_for_articles_that_exist(news: Newsroom, article: Article) -> None:
    for role in (Role.MEMBER, Role.TRUSTED, Role.AUTHOR, Role.BANNED, Role.GUEST):
        reader = Reader(7, role, "ru", "Иван", START)
        for attempt in (
            news.comment_rules.get(reader, article.number),
            news.comment_rules.choose(reader, article.number, Rule.DAYS, "7"),
        ):
            with pytest.raises(NotAllowed):
                await attempt
    with pytest.raises(ArticleUnknown):
        await news.comment_rules.get(MODERATOR, 404)
