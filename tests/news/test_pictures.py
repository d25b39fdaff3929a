"""The desk of pictures: adding, removing, moving and captioning, under the version that the editor has seen."""

import pytest

from news.errors import (
    ArticleChanged,
    ArticleRetracted,
    ArticleUnknown,
    ButtonStale,
    FieldTooLong,
    NotAllowed,
    TooManyAttachments,
)
from news.ledger import MessageKind
from news.limits import CAPTION_LIMIT
from news.model import Article, Attachment, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain

ONE, TWO, THREE = (Attachment(MessageKind.PHOTO, f"tg:{name}", name) for name in ("one", "two", "three"))


@pytest.fixture
async def draft(news: Newsroom, editor: Reader) -> Article:
    """A draft with two pictures."""
    return await news.editing.draft(editor, "Мост", from_plain("Открыт."), key="k", attachments=[ONE, TWO])


async def test_files_are_added_moved_captioned_and_removed(news: Newsroom, editor: Reader, draft: Article) -> None:
    number = draft.number
    added = await news.pictures.add(editor, number, [THREE])
    assert added.attachments == (ONE, TWO, THREE)
    moved = await news.pictures.move_up(editor, number, 2, version=added.version)
    assert moved.attachments == (ONE, THREE, TWO)
    written = await news.pictures.caption(editor, number, 1, "  Вид\nс моста ", version=moved.version)
    assert [each.caption for each in written.attachments] == ["", "Вид с моста", ""]
    removed = await news.pictures.remove(editor, number, 0, version=written.version)
    assert [each.source for each in removed.attachments] == ["tg:three", "tg:two"]
    assert (await news.pictures.open(editor, number)).attachments == removed.attachments


async def test_a_step_that_changes_nothing_makes_no_version(news: Newsroom, editor: Reader, draft: Article) -> None:
    assert await news.pictures.move_up(editor, draft.number, 0, version=draft.version) == draft


async def test_the_later_of_two_editors_is_told_and_changes_nothing(
    news: Newsroom, editor: Reader, draft: Article
) -> None:
    await news.pictures.remove(editor, draft.number, 0, version=draft.version)
    with pytest.raises(ArticleChanged):
        await news.pictures.remove(editor, draft.number, 0, version=draft.version)
    assert (await news.pictures.open(editor, draft.number)).attachments == (TWO,)


async def test_two_editors_add_at_once_and_none_is_lost(news: Newsroom, editor: Reader, draft: Article) -> None:
    await news.pictures.add(editor, draft.number, [THREE])
    both = await news.pictures.add(editor, draft.number, [ONE])
    assert both.attachments == (ONE, TWO, THREE, ONE)


async def test_limits_hold_and_a_place_must_exist(news: Newsroom, editor: Reader, draft: Article) -> None:
    number, version = draft.number, draft.version
    with pytest.raises(TooManyAttachments):
        await news.pictures.add(editor, number, [THREE] * 9)
    with pytest.raises(FieldTooLong):
        await news.pictures.caption(editor, number, 0, "ж" * (CAPTION_LIMIT + 1), version=version)
    for place in (2, 9999):
        with pytest.raises(ButtonStale):
            await news.pictures.remove(editor, number, place, version=version)
        with pytest.raises(ButtonStale):
            await news.pictures.caption(editor, number, place, "Мост", version=version)
    assert (await news.pictures.open(editor, number)).attachments == (ONE, TWO)


async def test_only_the_staff_changes_pictures_and_only_of_what_is_there(
    news: Newsroom, editor: Reader, member: Reader, draft: Article
) -> None:
    for change in (
        news.pictures.add(member, draft.number, [THREE]),
        news.pictures.remove(member, draft.number, 0, version=1),
        news.pictures.open(member, draft.number),
    ):
        with pytest.raises(NotAllowed):
            await change
    with pytest.raises(ArticleUnknown):
        await news.pictures.add(editor, 404, [THREE])
    await news.editing.publish(editor, draft.number)
    await news.editing.retract(editor, draft.number)
    with pytest.raises((ArticleUnknown, ArticleRetracted)):
        await news.pictures.add(editor, draft.number, [THREE])
