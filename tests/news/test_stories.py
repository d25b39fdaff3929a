"""The desk of stories: the published story of the last days that a draft tells again."""

import pytest

from news.errors import ArticleUnknown, NotAllowed
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from news.same_story import RECENT
from tests.news.conftest import START, HandClock, published

TITLE = "В Твери открыли мост через Волгу"
TEXT = "Новый мост через Волгу открыли в Твери. Мэр Иванов сообщил, что движение пошло утром 5 марта."
RETOLD = "Мэр Твери Иванов открыл новый мост через Волгу: движение началось утром 5 марта, пробок нет."
OTHER = "Сборная по хоккею обыграла соперников в Казани со счётом 5:2, голы забили Петров и Сидоров."


async def draft(news: Newsroom, editor: Reader, title: str = TITLE, text: str = RETOLD) -> int:
    return (await news.editing.draft(editor, title, from_plain(text), key=f"draft:{title}:{text}")).number


@pytest.fixture
async def archive(news: Newsroom) -> None:
    """Articles about other things, from long ago: words get their weight."""
    texts = [f"Новость номер {index}: {OTHER} Зрителей было {index * 7}." for index in range(40)]
    articles = [
        NewArticle(f"old:{index}", f"Матч {index} сыграли", from_plain(text), START, published_at=START - 2 * RECENT)
        for index, text in enumerate(texts)
    ]
    await news.editing.take_in(articles)


@pytest.mark.usefixtures("archive")
async def test_a_story_that_is_out_already_is_found(news: Newsroom, editor: Reader) -> None:
    out = await published(news, editor, TITLE, TEXT)

    found = await news.stories.same(editor, await draft(news, editor))

    assert found == out.headline


@pytest.mark.usefixtures("archive")
async def test_another_story_and_the_draft_itself_are_not_found(news: Newsroom, editor: Reader) -> None:
    out = await published(news, editor, TITLE, TEXT)
    other = await draft(news, editor, "Хоккеисты выиграли", OTHER)

    assert await news.stories.same(editor, other) is None
    assert await news.stories.same(editor, out.number) is None


@pytest.mark.usefixtures("archive")
async def test_a_story_of_earlier_days_is_not_found_nor_one_that_was_withdrawn(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    out = await published(news, editor, TITLE, TEXT)
    number = await draft(news, editor)
    clock.passes(days=RECENT.days, seconds=-1)
    assert await news.stories.same(editor, number) is not None
    clock.passes(seconds=2)
    assert await news.stories.same(editor, number) is None

    clock.passes(seconds=-2)
    await news.editing.retract(editor, out.number)
    assert await news.stories.same(editor, number) is None


@pytest.mark.usefixtures("archive")
async def test_the_closest_of_several_is_found(news: Newsroom, editor: Reader) -> None:
    await published(news, editor, TITLE, f"{TEXT} {OTHER}")
    closest = await published(news, editor, TITLE, RETOLD)

    found = await news.stories.same(editor, await draft(news, editor))

    assert found is not None
    assert found.number == closest.number


@pytest.mark.usefixtures("archive")
async def test_an_editor_is_asked_once(news: Newsroom, editor: Reader) -> None:
    out = await published(news, editor, TITLE, TEXT)
    own, follow_up = await draft(news, editor), await draft(news, editor, f"{TITLE} снова")

    await news.stories.decide(editor, own, 0)
    await news.stories.decide(editor, follow_up, out.number)

    assert [await news.stories.same(editor, number) for number in (own, follow_up)] == [None, None]
    assert (await news.editing.open(editor, follow_up)).follows == out.number
    assert (await news.editing.open(editor, follow_up)).version == 1


async def test_only_a_published_article_is_followed_up_and_by_the_staff_only(
    news: Newsroom, editor: Reader, member: Reader
) -> None:
    number = await draft(news, editor)
    for follows in (number, 404):
        with pytest.raises(ArticleUnknown):
            await news.stories.decide(editor, number, follows)
    with pytest.raises(ArticleUnknown):
        await news.stories.same(editor, 404)
    with pytest.raises(NotAllowed):
        await news.stories.same(member, number)
    with pytest.raises(NotAllowed):
        await news.stories.decide(member, number, 0)
