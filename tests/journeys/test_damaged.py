"""A publication with a damaged text: every list goes on, and a person who opens it is told in a sentence."""

import pytest

from emulator import Person
from tests.journeys.steps import Answer, all_labels, numbers, press, publish_indexed
from tests.newspaper import Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

DAMAGED = "Публикацию № 2 нельзя показать: её текст в базе повреждён. Другие новости: /latest, весь архив: /all."
IN_LIST = "Текст этой публикации повреждён, показать его нельзя."


@pytest.fixture(autouse=True)
async def articles(newspaper: Newspaper) -> None:
    """Three articles about a bridge; the text of the second is damaged."""
    await publish_indexed(newspaper, "Мост строят", "Мост красят", "Мост открыт", text="Движение пошло.")
    async with newspaper.news.storage.writing() as unit:
        await raw(unit, "UPDATE article_bodies SET body = substr(body, 1, 30) WHERE number = 2")


async def test_readers_see_it_in_every_list_and_are_told_when_they_open_it(answer: Answer, anna: Person) -> None:
    assert numbers(await answer(await anna.says("/latest"))) == [3, 2, 1]
    found = await answer(await anna.says("/search мост"))
    assert numbers(found) == [3, 2, 1]
    assert IN_LIST in found["text"]

    assert (await answer(await anna.says("/read 2")))["text"] == DAMAGED

    assert (await answer(await anna.says("/comments 2")))["text"].startswith("Комментарии\nМост красят")


async def test_the_others_are_still_offered_to_be_shared(anna: Person) -> None:
    offer = await anna.types("мост")
    assert offer is not None
    assert [result["title"] for result in offer.results] == ["Мост открыт", "Мост строят"]


async def test_an_editor_sees_what_is_wrong_and_retracts_it(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    shown = await answer(await newspaper.editor.says("/edit 2"))
    assert IN_LIST in shown["text"]
    question = await answer(await newspaper.editor.says("/retract 2 Повреждена"))
    await press(newspaper.editor, question, all_labels(question)[0])
    assert "снята редакцией" in (await answer(await anna.says("/read 2")))["text"]
