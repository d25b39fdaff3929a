"""The log: who did what, when, to which article or person; filters, pages, and a file."""

import csv
import io

import pytest

from emulator import Person
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    answer_to,
    from_bot,
    give_role,
    labels,
    press,
    reader_of,
    register,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

FOR_CHIEFS = "Это могут главные редакторы. Что здесь можно делать: /help."


def deeds(screen: dict[str, str]) -> list[str]:
    """The sentences of a page of the log, without their times."""
    return [line.split(" · ", 1)[1] for line in screen["text"].split("\n\n")[1:] if " · " in line]


async def post(newspaper: Newspaper, editor: Person, text: str) -> None:
    """Write and publish an article."""
    preview = await answer_to(newspaper, await editor.says(f"/post {text}"))
    await press(editor, preview, "Опубликовать")


async def test_the_log_tells_who_did_what_to_which_article_and_person_newest_first(
    newspaper: Newspaper, answer: Answer, vera: Person, member: Person
) -> None:
    await register(newspaper, vera, "Вера")
    await post(newspaper, vera, "Мост открыт\nДвижение пошло.")
    await answer(await member.says("/comment 1 Грубость"))
    await answer(await vera.says("/remove 1"))
    await give_role(newspaper, member, "editor")
    asked = await answer(await vera.says("/retract 1 Ошиблись датой"))
    await press(vera, asked, "Снять")

    log = await answer(await vera.says("/log"))

    assert log["text"].startswith("Журнал\n\n")
    assert deeds(log) == [
        "Вера: снята публикация № 1 «Мост открыт». Причина: Ошиблись датой",
        "Вера: Анна из Твери: из группы Читатели в группу Редакторы",
        "Вера: удалён комментарий № 1 (автор: Анна из Твери) под № 1 «Мост открыт»",
        "Вера: публикация № 1 «Мост открыт»",
        "Вера: черновик № 1 «Мост открыт»",
    ]
    assert "Грубость" not in log["text"], "what readers wrote is not in the log"
    assert labels(log)[0] == ["Публикации", "Люди", "Рассылки"]

    people = await press(vera, log, "Люди")
    assert [deed.split(":")[1] for deed in deeds(people)] == [" Анна из Твери", " удалён комментарий № 1 (автор"]
    assert deeds(await press(vera, people, "Рассылки")) == []
    assert deeds(await press(vera, people, "Все")) == deeds(log)


async def test_the_log_of_one_article_and_of_one_person(
    newspaper: Newspaper, answer: Answer, vera: Person, member: Person
) -> None:
    await register(newspaper, vera, "Вера")
    await give_role(newspaper, member, "editor")
    await post(newspaper, vera, "Первая")
    await post(newspaper, member, "Вторая")

    one = await answer(await vera.says("/log 2"))
    assert one["text"].startswith("Журнал: публикация № 2")
    assert deeds(one) == ["Анна из Твери: публикация № 2 «Вторая»", "Анна из Твери: черновик № 2 «Вторая»"]
    assert "Записей нет" in (await answer(await vera.says("/log 404")))["text"]

    people = await press(vera, one, "По людям")
    assert people["text"] == "Чьи действия показать?"
    assert {"Вера", "Анна из Твери", "Журнал"} == set(all_labels(people))
    hers = await press(vera, people, "Анна из Твери")
    assert hers["text"].startswith("Журнал: Анна из Твери")
    assert [deed.split(": ", 1)[0] for deed in deeds(hers)] == ["Анна из Твери", "Анна из Твери", "Вера"]


async def test_pages_go_back_to_the_first_deed(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await register(newspaper, vera, "Вера")
    editor = await reader_of(newspaper, vera)
    for index in range(1, 26):
        await newspaper.news.editing.draft(editor, f"Черновик {index}", from_plain("Т"), key=f"k{index}")

    log = await answer(await vera.says("/log"))
    found = deeds(log)
    while "Старее" in all_labels(log):
        log = await press(vera, log, "Старее")
        found += deeds(log)

    assert found == [f"Вера: черновик № {index} «Черновик {index}»" for index in range(25, 0, -1)]
    assert "Наверх" in all_labels(log)
    assert deeds(await press(vera, log, "Наверх")) == found[:10]


async def test_the_file_of_the_log_opens_in_excel_and_calculates_nothing(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    editor = await reader_of(newspaper, vera)
    await newspaper.news.editing.draft(editor, "=HYPERLINK(1);2", from_plain("Т"), key="k")
    await newspaper.news.editing.take_in(
        [NewArticle("one", "Старая", from_plain("Т"), LONG_AGO, published_at=LONG_AGO)]
    )
    log = await answer(await vera.says("/log"))
    assert deeds(log)[0] == "программа: загрузка, публикаций: 1"

    await press(vera, log, "CSV")

    sent = from_bot(vera)[-1]
    assert sent["caption"] == "Журнал, 2 строки. Время — местное для газеты."
    assert sent["document"]["file_name"] == "log.csv"
    file = newspaper.emulator.world.files.by_id(sent["document"]["file_id"])
    assert file is not None
    content = file.content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows] == ["Заголовок", "", "'=HYPERLINK(1);2"]
    assert rows[2][1:5] == [f"№ {vera.id}", str(vera.id), "черновик № 1 «=HYPERLINK(1);2»", "1"]


async def test_editors_and_readers_see_no_log(
    newspaper: Newspaper, answer: Answer, vera: Person, member: Person
) -> None:
    assert (await answer(await member.says("/log")))["text"] == FOR_CHIEFS
    await give_role(newspaper, member, "editor")
    assert (await answer(await member.says("/log 1")))["text"] == FOR_CHIEFS
    await wait_until_handled(newspaper, member)
