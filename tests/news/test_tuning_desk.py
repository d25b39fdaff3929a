"""What a reader chooses under a push, on both engines."""

from datetime import timedelta

import pytest

from news.choice.preferences import FollowedStory, Preferences, QuietHours, Timetable
from news.choice.words import word_key
from news.errors import ArticleRetracted, ArticleUnknown, ButtonStale
from news.ledger import Address
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from tests.clocks import START, HandClock
from tests.news.conftest import published

ANNA = Address(500)
TITLE = "Открыт южный мост: дождь над Тверью и ветер с Волги"


async def article(news: Newsroom, *, source: str | None = "https://www.example.org/1") -> int:
    """Publish an article of two topics; return its number."""
    new = NewArticle("one", TITLE, (), START, topic="Город", published_at=START, source_url=source)
    await news.editing.take_in([new, NewArticle("two", "Матч", (), START, topic="Спорт", published_at=START)])
    return 1


async def chosen(news: Newsroom) -> Preferences:
    return (await news.choice.get(ANNA)).preferences


async def test_what_can_be_chosen_is_read_off_the_article(news: Newsroom) -> None:
    choices = await news.tuning.choices(ANNA, await article(news))

    assert (choices.follows, choices.topics, choices.source) == (False, ((1, "Город"),), "example.org")
    # Names first, then the longest; the first word has a capital anyway.
    assert [word.text for word in choices.words] == ["Тверью", "Волги", "Открыт", "южный", "дождь", "ветер"]


async def test_a_story_is_followed_with_its_message_until_that_is_ended(news: Newsroom) -> None:
    number = await article(news)

    for _ in range(2):  # who presses twice in a hurry follows it once
        await news.tuning.follow_story(ANNA, "ru", number, 70)
    assert (await chosen(news)).stories == (FollowedStory(number, 70),)
    assert (await news.tuning.choices(ANNA, number)).follows
    await news.tuning.unfollow_story(ANNA, "ru", number)
    assert (await chosen(news)).stories == ()


async def test_what_is_left_out_is_not_offered_again(news: Newsroom) -> None:
    number = await article(news)
    word = (await news.tuning.choices(ANNA, number)).words[3]

    await news.tuning.mute_story(ANNA, "ru", number)
    assert await news.tuning.mute_topic(ANNA, "ru", number, 1) == "Город"
    assert await news.tuning.mute_word(ANNA, "ru", number, word_key(word)) == word
    assert await news.tuning.mute_source(ANNA, "ru", number) == "example.org"

    now = await chosen(news)
    assert (now.muted_stories, now.topics.has(1), now.muted, now.sources) == ({number}, False, (word,), {"example.org"})
    choices = await news.tuning.choices(ANNA, number)
    assert (choices.topics, choices.source) == ((), "")
    assert word not in choices.words
    assert (await news.choice.undo(ANNA)).preferences.sources == frozenset()


async def test_what_the_article_has_no_more_is_refused(news: Newsroom) -> None:
    number = await article(news, source=None)
    for gone in (
        news.tuning.mute_topic(ANNA, "ru", number, 2),
        news.tuning.mute_word(ANNA, "ru", number, 7),
        news.tuning.mute_source(ANNA, "ru", number),
    ):
        with pytest.raises(ButtonStale):
            await gone
    assert await chosen(news) == Preferences()


async def test_a_withdrawn_or_unknown_article_is_refused(news: Newsroom, editor: Reader) -> None:
    number = (await published(news, editor)).number
    await news.editing.retract(editor, number, "Ошибка")

    with pytest.raises(ArticleRetracted):
        await news.tuning.choices(ANNA, number)
    with pytest.raises(ArticleUnknown):
        await news.tuning.follow_story(ANNA, "ru", 99, 70)
    assert await chosen(news) == Preferences()


async def test_quiet_lasts_an_hour_or_until_the_morning_of_the_readers_zone(news: Newsroom, clock: HandClock) -> None:
    rest = await news.tuning.rest(ANNA, "ru", until_morning=False)
    assert (rest.until, rest.zone.key) == (clock.now() + timedelta(hours=1), "Europe/Moscow")

    def live_in_tokyo(_: Preferences) -> Preferences:
        return Preferences(zone="Asia/Tokyo", timetable=Timetable(quiet=QuietHours(23 * 60, 7 * 60)))

    await news.choice.change(ANNA, "ru", live_in_tokyo)
    rest = await news.tuning.rest(ANNA, "ru", until_morning=True)

    assert (await chosen(news)).quiet_until == rest.until
    assert timedelta() < rest.until - clock.now() <= timedelta(days=1)
    assert f"{rest.until.astimezone(rest.zone):%H:%M}" == "07:00"
