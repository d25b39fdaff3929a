"""The list of stories and sources that were chosen under pushes."""

from news.choice.preferences import FollowedStory, Preferences
from news.choice.sources import source_key
from news.kept_desk import KeptKind
from news.ledger import Address
from news.model import Reader
from news.newsroom import Newsroom
from tests.news.conftest import published

ANNA = Address(500)


async def test_the_list_has_stories_with_their_headlines_then_sources(news: Newsroom, editor: Reader) -> None:
    first, second, third = [(await published(news, editor, title)).number for title in ("Мост", "Лес", "Река")]
    await news.editing.retract(editor, second, "Ошибка")
    kept = Preferences(
        stories=(FollowedStory(first, 70), FollowedStory(second)),
        muted_stories=frozenset({third}),
        sources=frozenset({"b.example", "a.example"}),
    )
    await news.choice.change(ANNA, "ru", lambda _: kept)

    page = await news.kept.list(ANNA)

    assert [(each.kind, each.title or each.host) for each in page.kept] == [
        (KeptKind.FOLLOWED, ""),
        (KeptKind.FOLLOWED, "Мост"),
        (KeptKind.HIDDEN, "Река"),
        (KeptKind.SOURCE, "a.example"),
        (KeptKind.SOURCE, "b.example"),
    ]
    await news.kept.drop_story(ANNA, "ru", first)
    await news.kept.drop_story(ANNA, "ru", third)
    await news.kept.drop_source(ANNA, "ru", source_key("a.example"))
    await news.kept.drop_source(ANNA, "ru", source_key("unknown.example"))
    assert [each.number or each.host for each in (await news.kept.list(ANNA)).kept] == [second, "b.example"]


async def test_a_long_list_has_pages_and_a_page_behind_the_end_is_the_last(news: Newsroom) -> None:
    kept = Preferences(sources=frozenset(f"{index:02}.example" for index in range(25)))
    await news.choice.change(ANNA, "ru", lambda _: kept)

    pages = [await news.kept.list(ANNA, page) for page in range(3)]

    assert [each.host for page in pages for each in page.kept] == sorted(kept.sources)
    assert [page.first for page in pages] == [1, 11, 21]
    assert await news.kept.list(ANNA, 99) == pages[-1]
    assert (await news.kept.list(Address(501))).kept == ()
