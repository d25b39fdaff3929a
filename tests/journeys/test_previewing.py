"""Previewing: the overview in the draft's panel, and the messages as subscribers and readers get them."""

import pytest

from tests.journeys.steps import Answer, all_labels, current, from_bot, press
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_an_editor_sees_the_push_and_the_text_before_anybody_else(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    draft = await answer(await vera.shares_photo("/post Закат над рекой\nСнято вчера."))
    overview = await press(vera, await press(vera, draft, "Ещё"), "Как будет выглядеть")
    assert "Подписчикам: картинка с подписью, 29 из 1\u00a0024." in overview["text"]
    before = len(from_bot(vera))
    await press(vera, overview, "Подписчикам")
    await press(vera, overview, "Читателям")
    push, text = from_bot(vera)[before:]
    assert (push["caption"], bool(push["photo"]), all_labels(push)) == ("Закат над рекой\n\nСнято вчера.", True, [])
    assert text["photo"]
    assert "№ 1" in text["caption"]
    assert "Опубликовать" in all_labels(await press(vera, overview, "Назад"))


async def test_the_pages_of_a_long_text_are_turned_in_place(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    draft = await answer(await vera.says("/post Мост\n" + "Движение открыто. " * 190))
    await vera.presses("Ещё", message=draft["message_id"])
    overview = await press(vera, current(vera, draft), "Как будет выглядеть")
    before = len(from_bot(vera))
    await press(vera, overview, "Читателям")
    (text,) = from_bot(vera)[before:]
    assert all_labels(text) == []


async def test_an_editor_sees_the_post_of_a_channel_before_it_is_there(newspaper: Newspaper, answer: Answer) -> None:
    vera = newspaper.editor
    await answer(await vera.says("/start"))
    channel = newspaper.emulator.channel("Новости", admins=[vera], bot="left")
    await channel.adds_bot(admin=True)
    await press(vera, await vera.sees("Публиковать в «Новости»?"), "Публиковать здесь")
    draft = await answer(await vera.says("/post Мост открыт\nДвижение началось."))
    overview = await press(vera, await press(vera, draft, "Ещё"), "Как будет выглядеть")
    assert "«Новости»: текст, " in overview["text"]
    await press(vera, overview, "В каналах")
    preview = from_bot(vera)[-1]
    await press(vera, overview, "Назад")
    await vera.presses("Опубликовать", message=overview["message_id"])
    post = await vera.sees("Мост открыт", chat=channel)
    assert (post["text"], post["entities"]) == (preview["text"], preview["entities"])
