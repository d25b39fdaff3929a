"""The same story: before a draft is published, the editor sees what is out already, and decides."""

import pytest

from emulator import Person
from tests.journeys.editing import post, read_as_reader
from tests.journeys.steps import Answer, Json, answer_to, from_bot, labels, press, wait_for
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

FIRST = "В Твери открыли мост через Волгу\nМэр Иванов сообщил, что движение по мосту в Твери пошло утром."
AGAIN = "Мост через Волгу открыли в Твери\nДвижение по мосту в Твери пошло утром, сообщил мэр Иванов. Пробок нет."
CHOICE = [["Обновить её"], ["Продолжение"], ["Всё равно опубликовать"], ["Назад", "Читать № 1"]]


async def publish_first(newspaper: Newspaper, reader: Person) -> Json:
    """Publish the first story; return its push to the reader."""
    await answer_to(newspaper, await reader.says("/subscribe"))
    await press(newspaper.editor, await post(newspaper, FIRST), "Опубликовать")
    return await pushed(newspaper, reader, "В Твери открыли мост")


async def pushed(newspaper: Newspaper, reader: Person, title: str) -> Json:
    def look() -> Json | None:
        return next((each for each in from_bot(reader) if each.get("text", "").startswith(title)), None)

    return await wait_for(newspaper, look, f"no push of {title!r}")


async def test_the_push_of_a_follow_up_replies_to_the_earlier_one(
    newspaper: Newspaper, vera: Person, anna: Person
) -> None:
    first = await publish_first(newspaper, anna)
    draft = await post(newspaper, AGAIN)

    asked = await press(vera, draft, "Опубликовать")
    assert asked["text"].startswith("Похоже, об этом уже есть: № 1 «В Твери открыли мост через Волгу» (")
    assert labels(asked) == CHOICE
    done = await press(vera, asked, "Продолжение")

    assert "Опубликовано под № 2" in done["text"]
    second = await pushed(newspaper, anna, "Мост через Волгу открыли")
    assert second["reply_to_message"]["message_id"] == first["message_id"]


async def test_a_story_may_be_published_all_the_same(newspaper: Newspaper, vera: Person, anna: Person) -> None:
    await publish_first(newspaper, anna)
    asked = await press(vera, await post(newspaper, AGAIN), "Опубликовать")

    back = await press(vera, asked, "Назад")
    assert back["text"].startswith("Мост через Волгу открыли")
    done = await press(vera, await press(vera, back, "Опубликовать"), "Всё равно опубликовать")

    assert "Опубликовано под № 2" in done["text"]
    assert "reply_to_message" not in await pushed(newspaper, anna, "Мост через Волгу открыли")


async def test_the_published_story_may_be_updated_instead(
    newspaper: Newspaper, answer: Answer, vera: Person, anna: Person
) -> None:
    await publish_first(newspaper, anna)
    asked = await press(vera, await post(newspaper, AGAIN), "Опубликовать")

    proposed = await press(vera, asked, "Обновить её")
    assert proposed["text"].startswith("Мост через Волгу открыли в Твери\n")
    assert labels(proposed) == [["Исправить без отметки"], ["Отметить «обновлено»"], ["Отмена"]]
    await press(vera, await press(vera, proposed, "Отметить «обновлено»"), "Без причины")

    read = await read_as_reader(newspaper, 1)
    assert read["text"].endswith("Пробок нет.")
    assert " · обновлено " in read["text"]
    assert (await answer(await vera.says("/drafts")))["text"].startswith("Черновики\n\n2. "), "the draft stays"


async def test_another_story_is_published_at_once(newspaper: Newspaper, vera: Person, anna: Person) -> None:
    await publish_first(newspaper, anna)

    done = await press(
        vera, await post(newspaper, "Сборная выиграла\nХоккеисты победили в Казани 5:2."), "Опубликовать"
    )

    assert "Опубликовано под № 2" in done["text"]
