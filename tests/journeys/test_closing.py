"""Who may comment on one article: chosen in a draft's panel and under a published article."""

import pytest

from emulator import Person
from tests.journeys.steps import (
    Answer,
    all_labels,
    current,
    give_role,
    press,
    publish,
    register,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

NOTICE = "Посетители, находящиеся в группе {group}, не могут оставлять комментарии к данной публикации."
RULES = ["Как везде", "Все", "Зарегистрированные", "Доверенные и редакция", "Никто"]


async def test_an_editor_chooses_who_may_comment_on_a_published_article(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт")
    guest = newspaper.emulator.person("Иван")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await give_role(newspaper, gleb, "trusted")

    edited = await answer(await vera.says("/edit 1"))
    asked = await press(vera, edited, "Комментарии: как везде")
    assert all_labels(asked) == [f"✓ {RULES[0]}", *RULES[1:], "‹ Назад"]

    async def said(person: Person, text: str) -> str:
        return str((await answer(await person.says(f"/comment 1 {text}")))["text"])

    await press(vera, asked, "Доверенные и редакция")
    assert await said(guest, "Раз") == NOTICE.format(group="Гости") + " Здесь комментируют: доверенные и редакция."
    assert await said(anna, "Раз") == NOTICE.format(group="Читатели") + " Здесь комментируют: доверенные и редакция."
    assert await said(gleb, "Раз") == "Ваш комментарий опубликован."

    await press(vera, asked, "Никто")
    assert await said(gleb, "Два") == "Комментарии к этой публикации закрыты. Читать их по-прежнему можно."
    await press(vera, asked, "Все")
    assert (await said(guest, "Три")).startswith("Комментарий увидят после проверки.")
    await press(vera, asked, "Зарегистрированные")
    assert await said(guest, "Четыре") == NOTICE.format(group="Гости")
    assert await said(anna, "Пять") == "Ваш комментарий опубликован."

    chosen = current(vera, asked)
    assert "✓ Зарегистрированные" in all_labels(chosen)
    back = await press(vera, chosen, "‹ Назад")
    assert "Комментарии: зарегистрированные" in all_labels(back)
    log = await answer(await vera.says("/log 1"))
    assert "комментарии к № 1 «Мост открыт»: зарегистрированные" in log["text"]


async def test_an_editor_chooses_it_in_the_panel_of_a_draft(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    draft = await answer(await vera.says("/post Мост открыт\nДвижение пошло."))
    more = await press(vera, draft, "Ещё")
    asked = await press(vera, more, "Комментарии: как везде")
    await press(vera, asked, "Никто")
    back = await press(vera, asked, "‹ Назад")
    assert "Комментарии: никто" in all_labels(back)

    first = await press(vera, back, "‹ Назад")
    await press(vera, first, "Опубликовать")
    read = await answer(await vera.says("/read 1"))
    assert "Добавьте комментарий" not in all_labels(read)


async def test_buttons_of_the_earlier_panel_still_close_and_open(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    draft = await answer(await vera.says("/post Мост открыт\nДвижение пошло."))

    await vera.presses(message=draft["message_id"], data="d:1:C:0:1")
    assert "✓ Никто" in all_labels(current(vera, draft))
    await vera.presses(message=draft["message_id"], data="d:1:c:0:1")
    assert "✓ Как везде" in all_labels(current(vera, draft))


async def test_an_author_chooses_for_an_own_draft_only(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await give_role(newspaper, anna, "author")
    await answer(await vera.says("/post Чужой черновик\nТекст."))
    own = await answer(await anna.says("/post Свой черновик\nТекст."))

    asked = await press(anna, await press(anna, own, "Ещё"), "Комментарии: как везде")
    assert "✓ Как везде" in all_labels(asked)
    refused = await anna.presses(message=own["message_id"], data="cw:1:n")
    assert refused is not None
    assert refused.text is not None
    assert "для редакции" in refused.text


async def test_a_withdrawn_article_has_no_such_choice(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт")
    asked = await press(vera, await answer(await vera.says("/edit 1")), "Комментарии: как везде")
    withdraw = await answer(await vera.says("/retract 1 Ошибка"))
    await press(vera, withdraw, "Снять")

    refused = await vera.presses("Никто", message=asked["message_id"])
    assert refused is not None
    assert refused.text is not None
    assert refused.text.startswith("Публикации с номером 1 нет.")


async def test_the_choice_is_offered_in_english_too(newspaper: Newspaper, answer: Answer) -> None:
    await publish(newspaper, "Мост открыт")
    newspaper.editor.speaks("en")
    asked = await press(
        newspaper.editor, await answer(await newspaper.editor.says("/edit 1")), "Comments: as everywhere"
    )
    assert asked["text"] == "Мост открыт\nWho may comment? What guests write is always checked first."
    assert all_labels(asked)[1:5] == ["Everybody", "Registered readers", "Trusted readers and the staff", "Nobody"]
