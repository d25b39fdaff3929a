"""The desk of the stop words: what is added and refused, and the live answer."""

import pytest

from news.errors import (
    NotAllowed,
    Refusal,
    StopPhraseCommon,
    StopPhraseMissing,
    StopPhraseTooLong,
    StopPhraseTooShort,
    StopPhraseUnknown,
    TooManyStopPhrases,
)
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.roles import Role
from news.stop_phrase_desk import MOST_PHRASES, PAGE_SIZE, PHRASE_LIMIT, TRIAL_COMMENTS, Trial, trial_of
from storage import Database
from tests.news.conftest import START, HandClock, published

CHIEF = Reader(700, Role.CHIEF, "ru", "Вера", START)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def texts(news: Newsroom) -> list[str]:
    return [phrase.text for phrase in (await news.stop_phrases.list(CHIEF)).phrases]


async def test_words_and_quoted_phrases_are_added_and_listed_by_alphabet(news: Newsroom, other: Database) -> None:
    added = await news.stop_phrases.add(CHIEF, "казино, «Быстрые  деньги» биткоин")
    assert [phrase.text for phrase in added.added] == ["казино", "Быстрые деньги", "биткоин"]
    assert (added.known, added.trial) == ((), Trial(0, 0))
    page = await news.stop_phrases.list(CHIEF)
    assert [phrase.text for phrase in page.phrases] == ["биткоин", "Быстрые деньги", "казино"]
    assert (page.total, page.page, page.pages) == (3, 0, 1)
    async with other.reading() as unit:
        assert {(each.added_by, each.added_at) for each in await unit.stop_phrases.every()} == {(CHIEF.id, START)}


async def test_another_form_of_a_word_is_known_already(news: Newsroom) -> None:
    await news.stop_phrases.add(CHIEF, "ставка")
    again = await news.stop_phrases.add(CHIEF, "Ставки крипта")
    assert [phrase.text for phrase in again.added] == ["крипта"]
    assert again.known == ("Ставки",)


async def test_the_answer_counts_what_would_have_been_held_and_shows_three(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    for message, text in enumerate(
        ["О мосте", "О казино", "О пенсии", "Казино опять", "Про казино всё", "Хватит казино!"]
    ):
        clock.passes(minutes=1)
        await news.comments.add(member, article.number, text, member.id, message)
    added = await news.stop_phrases.add(CHIEF, "казино пенсия")
    assert added.trial == Trial(6, 5, ("Хватит казино!", "Про казино всё", "Казино опять"))
    phrase, trial = await news.stop_phrases.show(CHIEF, added.added[1].id)
    assert (phrase.text, trial) == ("пенсия", Trial(6, 1, ("О пенсии",)))


def test_a_thousand_comments_are_tried() -> None:
    assert trial_of(["казино"], ["О казино"] * TRIAL_COMMENTS).held == TRIAL_COMMENTS


@pytest.mark.parametrize(
    ("text", "error", "arguments"),
    [
        ("", StopPhraseMissing, {}),
        (" , ; «» ", StopPhraseMissing, {}),
        ("казино а", StopPhraseTooShort, {"phrase": "а"}),
        ("🍌", StopPhraseTooShort, {"phrase": "🍌"}),
        ("казино, что", StopPhraseCommon, {"phrase": "что"}),
        ("«и так»", StopPhraseCommon, {"phrase": "и так"}),
        ("я" * 65, StopPhraseTooLong, {"phrase": "я" * PHRASE_LIMIT, "length": 65, "most": PHRASE_LIMIT}),
    ],
)
async def test_a_word_that_can_mean_nothing_is_refused_and_nothing_is_added(
    news: Newsroom, text: str, error: type[Refusal], arguments: dict[str, object]
) -> None:
    with pytest.raises(error) as refused:
        await news.stop_phrases.add(CHIEF, text)
    assert refused.value.arguments == arguments
    assert await texts(news) == []


async def test_there_is_room_for_so_many_and_the_last_page_is_shown_for_pages_behind_it(news: Newsroom) -> None:
    await news.stop_phrases.add(CHIEF, " ".join(f"слово{number}" for number in range(1, MOST_PHRASES + 1)))
    with pytest.raises(TooManyStopPhrases):
        await news.stop_phrases.add(CHIEF, "казино")
    page = await news.stop_phrases.list(CHIEF, 9999)
    assert (page.total, page.page, page.pages) == (MOST_PHRASES, 24, MOST_PHRASES // PAGE_SIZE)
    assert len(page.phrases) == PAGE_SIZE


async def test_a_word_is_removed_once(news: Newsroom) -> None:
    (phrase,) = (await news.stop_phrases.add(CHIEF, "казино")).added
    assert await news.stop_phrases.remove(CHIEF, phrase.id) == phrase
    assert await texts(news) == []
    for verb in (news.stop_phrases.remove, news.stop_phrases.show):
        with pytest.raises(StopPhraseUnknown):
            await verb(CHIEF, phrase.id)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRUSTED, Role.MODERATOR, Role.EDITOR, Role.BANNED, Role.GUEST])
async def test_others_are_refused_by_every_verb(news: Newsroom, role: Role) -> None:
    reader = Reader(7, role, "ru", "Иван", START)
    desk = news.stop_phrases
    for attempt in (desk.list(reader), desk.add(reader, "казино"), desk.show(reader, 1), desk.remove(reader, 1)):
        with pytest.raises(NotAllowed):
            await attempt
