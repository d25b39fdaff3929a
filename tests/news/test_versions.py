"""The desk of versions: who may look, what is listed, and what readers are told of an update."""

import pytest

from news.differences import SentenceChanges
from news.errors import ArticleRetracted, ArticleUnknown, ButtonStale, NotAllowed
from news.model import Reader
from news.newsroom import Newsroom
from news.richtext import from_plain, plain
from news.roles import Role
from news.versions import PAGE_SIZE
from tests.news.conftest import START, HandClock, published

OLD, NEW = "Движение пошло. Пробок нет.", "Движение пошло. Пробки есть."


async def test_versions_are_listed_newest_first_by_pages(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    article = await published(news, editor)
    for index in range(PAGE_SIZE + 1):
        await news.editing.revise(editor, article.number, title=f"Мост {index}")

    first = await news.versions.list(editor, article.number)
    last = await news.versions.list(editor, article.number, first.older)

    numbers = [version.number for version in (*first.versions, *last.versions)]
    assert numbers == list(range(PAGE_SIZE + 2, 0, -1))
    assert last.older is None
    assert last.versions[-1].at == START


async def test_the_present_version_tells_its_editor_and_its_reason(news: Newsroom, member: Reader) -> None:
    editor = await _appointed(news, member)
    article = await published(news, editor)
    original = (await news.versions.list(editor, article.number)).versions
    await news.editing.revise(editor, article.number, title="Мост", reason="Уточнено")
    updated = (await news.versions.list(editor, article.number)).versions

    assert [(each.number, each.editor, each.visible) for each in original] == [(1, "Мария", False)]
    assert (updated[0].editor, updated[0].visible, updated[0].reason) == ("Мария", True, "Уточнено")


async def test_a_version_opens_as_it_was(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor, text=OLD)
    await news.editing.revise(editor, article.number, body=from_plain(NEW))

    assert plain((await news.versions.open(editor, article.number, 1)).body) == OLD
    assert plain((await news.versions.open(editor, article.number, 2)).body) == NEW
    with pytest.raises(ButtonStale):
        await news.versions.open(editor, article.number, 3)


async def test_only_the_staff_sees_versions(news: Newsroom, editor: Reader, member: Reader) -> None:
    article = await published(news, editor)

    with pytest.raises(NotAllowed):
        await news.versions.list(member, article.number)
    with pytest.raises(NotAllowed):
        await news.versions.open(member, article.number, 1)
    with pytest.raises(ArticleUnknown):
        await news.versions.list(editor, 404)


async def test_readers_see_what_the_last_update_changed_and_nothing_of_silent_fixes(
    news: Newsroom, editor: Reader
) -> None:
    article = await published(news, editor, "Мост", "Движние пошло. Пробок нет.")
    number = article.number
    await news.editing.revise(editor, number, body=from_plain(OLD))
    with pytest.raises(ButtonStale):
        await news.versions.update(number)

    await news.editing.revise(editor, number, title="Мост открыт", body=from_plain(NEW), reason="")
    await news.editing.revise(editor, number, body=from_plain(f"{NEW} Смотритель спит."))
    update = await news.versions.update(number)

    assert update.sentences == SentenceChanges(("Пробки есть.",), ("Пробок нет.",))
    assert (update.old_title, update.article.title) == ("Мост", "Мост открыт")


async def test_the_second_update_is_told_and_not_the_first(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor, text="Один.")
    await news.editing.revise(editor, article.number, body=from_plain("Один. Два."), reason="")
    await news.editing.revise(editor, article.number, body=from_plain("Один. Два. Три."), reason="")

    update = await news.versions.update(article.number)

    assert (update.sentences, update.old_title) == (SentenceChanges(("Три.",)), None)


async def test_a_long_text_is_compared_too(news: Newsroom, editor: Reader) -> None:
    text = "Предложение. " * 5000
    article = await published(news, editor, text=text)
    await news.editing.revise(editor, article.number, body=from_plain(f"{text}Конец."), reason="")

    assert (await news.versions.update(article.number)).sentences == SentenceChanges(("Конец.",))


async def test_what_readers_may_not_read_tells_no_changes(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    await news.editing.revise(editor, article.number, title="Мост", reason="")
    await news.editing.retract(editor, article.number)

    with pytest.raises(ArticleRetracted):
        await news.versions.update(article.number)


async def _appointed(news: Newsroom, member: Reader) -> Reader:
    async with news.storage.writing() as unit:
        await unit.readers.set_role(member.id, Role.EDITOR)
    return await news.readers.recognise(member.id, "ru")
