"""Review: an author writes and sends, a chief returns or approves; each step tells whom it concerns."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.editing import press_in_panel, read_as_reader
from tests.journeys.sentences import EDITORS_ONLY, NOT_UNDERSTOOD
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    labels,
    menu,
    press,
    reader_of,
    register,
    wait_for_text,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
async def gleb(newspaper: Newspaper) -> Person:
    """An author."""
    return await appointed(newspaper, "Глеб", Role.AUTHOR)


@pytest.fixture
async def olga(newspaper: Newspaper) -> Person:
    """A chief editor."""
    return await appointed(newspaper, "Ольга", Role.CHIEF)


async def appointed(newspaper: Newspaper, name: str, role: Role) -> Person:
    person = await register(newspaper, newspaper.emulator.person(name), name)
    await newspaper.news.readers.appoint(await reader_of(newspaper, newspaper.editor), person.id, role)
    await answer_to(newspaper, await person.says("/start"))
    return person


async def submit(newspaper: Newspaper, author: Person) -> Json:
    """Write a draft and send it for review; return the author's message."""
    preview = await answer_to(newspaper, await author.says("/post Мост открыт\nДвижение началось."))
    return await press(author, preview, "На проверку")


async def test_an_author_writes_and_sends_but_does_not_publish(
    newspaper: Newspaper, answer: Answer, gleb: Person
) -> None:
    preview = await answer(await gleb.says("/post Мост открыт\nДвижение началось."))

    assert labels(preview) == [["На проверку"], ["В черновики", "Отмена"], ["Ещё"]]
    more = await press(gleb, preview, "Ещё")
    assert labels(more)[0] == ["Заголовок", "Лид", "Текст"]
    assert labels(more)[-3:] == [["Без звука"], ["Комментарии: как везде"], ["‹ Назад"]]
    assert {"post", "drafts", "edit"} <= menu(gleb)
    assert not {"retract", "stats"} & menu(gleb)
    assert (await answer(await gleb.says("/retract 1")))["text"] == EDITORS_ONLY
    listed = await answer(await gleb.says("/drafts"))
    assert "• Мои · 1" in all_labels(listed)


async def test_a_chief_returns_an_article_with_a_reason_and_approves_it_when_it_comes_again(
    newspaper: Newspaper, answer: Answer, gleb: Person, olga: Person, vera: Person
) -> None:
    await answer(await vera.says("/start"))
    sent = await submit(newspaper, gleb)
    assert sent["text"] == "Мост открыт\n№ 1 отправлена на проверку. О решении вам сообщат."
    notice = await olga.sees("на проверке")
    assert notice["text"] == "Мост открыт\n№ 1 на проверке, автор: Глеб. Посмотрите и решите."
    other = await vera.sees("на проверке")

    preview = await press(olga, notice, "Открыть")
    assert "\nна проверке · № 1" in preview["text"]
    assert labels(preview) == [["Одобрить", "Запланировать"], ["Вернуть", "В черновики"], ["Ещё"]]
    await press(olga, preview, "Вернуть")
    asked = await answer(preview, "Почему № 1 возвращается?")
    assert asked
    done = await answer(await olga.says("Нет второго источника"))
    assert done["text"] == "Мост открыт\n№ 1 возвращена автору и снова в черновиках."

    back = await gleb.sees("возвращена с проверки")
    assert back["text"] == "Мост открыт\n№ 1 возвращена с проверки: Ольга.\nПричина: Нет второго источника"
    await wait_for_text(newspaper, vera, other, "№ 1 возвращена автору: Ольга.")
    draft = await press(gleb, back, "Открыть")
    await press_in_panel(gleb, draft, "Текст")
    shown = await answer(await gleb.says("Движение началось, сообщили двое."))
    again = await press(gleb, shown, "Заменить")
    await press(gleb, again, "На проверку")

    second = await olga.sees("на проверке, автор: Глеб", after=done["message_id"])
    await press(olga, await press(olga, second, "Открыть"), "Одобрить")

    told = await gleb.sees("одобрена и опубликована")
    assert told["text"] == "Мост открыт\n№ 1 одобрена и опубликована: Ольга."
    assert (await read_as_reader(newspaper, 1))["text"].endswith("сообщили двое.")


async def test_an_editor_sees_what_is_in_review_and_leaves_the_decision_to_a_chief(
    newspaper: Newspaper, answer: Answer, gleb: Person
) -> None:
    masha = await appointed(newspaper, "Маша", Role.EDITOR)
    await submit(newspaper, gleb)

    page = await press(masha, await answer(await masha.says("/drafts")), "На проверке · 1")
    draft = await press(masha, page, "1")

    assert not {"Одобрить", "Запланировать", "Вернуть", "Опубликовать"} & set(all_labels(draft))


async def test_an_approved_time_is_told_to_the_author(
    newspaper: Newspaper, answer: Answer, gleb: Person, olga: Person
) -> None:
    await submit(newspaper, gleb)
    preview = await press(olga, await olga.sees("на проверке"), "Открыть")
    await press(olga, preview, "Запланировать")
    planned = await answer(await olga.says("завтра 9:00"))

    told = await gleb.sees("одобрена")

    assert told["text"] == planned["text"].replace("№ 1 выйдет:", "№ 1 одобрена (Ольга) и выйдет:")
    draft = await press(gleb, told, "Открыть")
    assert labels(draft) == [["В черновики"]], "an author does not change what is approved"


async def test_an_article_returned_meanwhile_is_not_returned_twice(
    newspaper: Newspaper, answer: Answer, gleb: Person, olga: Person, vera: Person
) -> None:
    await answer(await vera.says("/start"))
    await submit(newspaper, gleb)
    preview = await press(olga, await olga.sees("на проверке"), "Открыть")
    await press(olga, preview, "Вернуть")
    await press(vera, await press(vera, await vera.sees("на проверке"), "Открыть"), "Одобрить")

    late = await answer(await olga.says("Нет источника"))

    assert late["text"] == "Публикация № 1 уже не на проверке. Что с ней теперь: /edit 1"


async def test_a_chief_who_goes_back_returns_nothing_and_may_look_at_the_draft_before_the_answer(
    answer: Answer, newspaper: Newspaper, gleb: Person, olga: Person
) -> None:
    await submit(newspaper, gleb)
    preview = await press(olga, await olga.sees("на проверке"), "Открыть")

    await press(olga, preview, "Вернуть")
    await press(olga, await olga.sees("Почему № 1 возвращается"), "Назад")
    assert (await answer(await olga.says("Нет источника")))["text"] == NOT_UNDERSTOOD

    await press(olga, preview, "Вернуть")
    await press(olga, await olga.sees("сейчас работают"), "К черновику")
    assert "возвращена автору" in (await answer(await olga.says("Нет источника")))["text"]
