"""Picturing: the screens in which an editor adds, removes, moves and captions the pictures of an article."""

import pytest

from tests.journeys.steps import Answer, all_labels, current, press, wait_for
from tests.journeys.subscriptions import new_subscriber
from tests.journeys.test_pictures import LEAD, TITLE, pushed, shoot
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_an_editor_arranges_the_pictures_of_a_draft(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    draft = await answer(await vera.shares_photo(f"/post {TITLE}\n{LEAD}"))
    listed = await press(vera, await press(vera, draft, "Ещё"), "Картинки (1)")
    assert "1. фото" in listed["text"]
    await vera.presses("Добавить", message=listed["message_id"])
    await vera.sees("Пришлите картинку")
    assert "нужна картинка" in (await answer(await vera.says("Это не картинка")))["text"]
    added = await answer((await vera.shares_album("photo", "video", captions=["Второй снимок"]))[-1], "3. видео")
    assert "2. фото · Второй снимок" in added["text"]
    first = await press(vera, await press(vera, await press(vera, added, "2"), "Выше"), "1")
    assert "Второй снимок" in first["text"]
    await vera.presses("Подпись", message=first["message_id"])
    assert "Вид с моста" in (await answer(await vera.says("Вид с моста")))["text"]
    whole = await press(vera, await press(vera, await vera.sees("Вид с моста"), "Назад"), "3")
    left = await press(vera, whole, "Убрать")
    assert left["text"].split("\n")[-2:] == ["1. фото · Вид с моста", "2. фото"]
    assert "Опубликовать" in all_labels(await press(vera, left, "Назад"))


async def test_another_picture_reaches_the_copies_that_were_sent(newspaper: Newspaper, answer: Answer) -> None:
    anna, vera = await new_subscriber(newspaper), newspaper.editor
    await shoot(newspaper, f"{TITLE}\n{LEAD}")
    push = await pushed(anna)
    listed = await press(vera, await answer(await vera.says("/edit 1")), "Картинки (1)")
    await press(vera, await press(vera, listed, "1"), "Убрать")
    await wait_for(newspaper, lambda: current(anna, push)["photo"] != push["photo"] or None, "the picture stays")
    await vera.presses("Добавить")
    await vera.shares_photo()

    def changed() -> bool | None:
        now = current(anna, push)
        return (now["photo"][-1]["width"] != 640 and now["caption"] == push["caption"]) or None

    await wait_for(newspaper, changed, "the new picture does not come")
