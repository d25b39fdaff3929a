"""What is stored, and being forgotten: `/privacy`, `/mydata`, `/forgetme`; and what the log says of all that."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from emulator import Person
from tests.journeys.steps import LONG_AGO, Answer, answer_to, current, labels, let_pass, press, publish, register
from tests.newspaper import TIMINGS, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow


@pytest.fixture
async def on_both(
    database_url: str, no_errors_logged: object, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A running newspaper, on each engine."""
    open_quickly(monkeypatch)
    async with open_newspaper(database_url, TIMINGS) as opened:
        await opened.wait_for_menus()
        yield opened


async def bring_forward(newspaper: Newspaper, person: Person) -> None:
    """Let the person's wish be due now, until it is carried out: the last message has to arrive first."""
    storage = newspaper.news.storage
    while True:
        async with storage.writing() as unit:
            if await unit.forgettings.get(person.id) is None:
                return
            await unit.forgettings.put_off(person.id, LONG_AGO)
        await newspaper.news.forgetting.tick()
        await let_pass(newspaper, 0.05)


async def the_file(newspaper: Newspaper, person: Person) -> tuple[str, dict[str, Any]]:
    """Ask for one's data; return the caption and the contents of the file."""
    sent = await answer_to(newspaper, await person.says("/mydata"))
    stored = newspaper.emulator.world.files.by_id(sent["document"]["file_id"])
    assert stored is not None
    return sent["caption"], json.loads(stored.content)


async def test_a_reader_gets_everything_as_a_file_is_forgotten_and_comes_back_as_a_guest(on_both: Newspaper) -> None:
    newspaper = on_both
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна из Твери")
    await answer_to(newspaper, await anna.says("/subscribe"))
    await answer_to(newspaper, await anna.says(f"/comment {number} Хороший мост"))

    caption, contents = await the_file(newspaper, anna)
    assert caption.startswith("Что газета хранит о вас\n1 — ваше имя, группа и язык")
    assert "1 — ваши комментарии" in caption
    [comment] = contents["parts"]["comments"]["rows by author_id"]
    assert (comment["text"], contents["telegram_id"]) == ("Хороший мост", anna.id)

    asked = await answer_to(newspaper, await anna.says("/forgetme"))
    assert labels(asked) == [["Забыть меня, комментарии оставить"], ["Забыть меня и комментарии"]]
    waiting = await press(anna, asked, "Забыть меня, комментарии оставить")
    assert "Комментарии останутся без вашего имени." in waiting["text"]
    assert (await answer_to(newspaper, await anna.says("/latest")))["text"].startswith("Последние новости")
    again = await answer_to(newspaper, await anna.says("/forgetme"))
    assert again["text"] == waiting["text"]
    assert (await press(anna, again, "Не забывать меня"))[
        "text"
    ] == "Хорошо, что вы остаётесь: ничего не удалено. Последние новости: /latest"

    await press(anna, await answer_to(newspaper, await anna.says("/forgetme")), "Забыть меня, комментарии оставить")
    await bring_forward(newspaper, anna)
    await anna.sees("Как вы и просили сутки назад, газета вас забывает.")

    greeting = await answer_to(newspaper, await anna.says("/me"))
    assert "Вы не зарегистрированы." in greeting["text"]
    boris = newspaper.emulator.person("Борис")
    comments = await answer_to(newspaper, await boris.says(f"/comments {number}"))
    assert "Автор удалил себя · " in comments["text"]
    assert "Хороший мост" in comments["text"]
    caption, contents = await the_file(newspaper, anna)
    assert caption.startswith("Что газета хранит о вас\nВас уже забывали")
    assert contents["parts"] == {}


async def test_in_english_the_comments_go_as_well(newspaper: Newspaper, answer: Answer, number: int) -> None:
    ann = newspaper.emulator.person("Ann", language="en")
    await newspaper.news.readers.register(await newspaper.news.readers.recognise(ann.id, "en"), "Ann")
    await answer(await ann.says(f"/comment {number} A fine bridge"))

    asked = await answer(await ann.says("/forgetme"))
    waiting = await press(ann, asked, "Forget me and the comments")
    assert "Your comments are deleted as well." in waiting["text"]
    await bring_forward(newspaper, ann)
    await ann.sees("As you asked a day ago, the newspaper forgets you now.")

    comments = await answer(await ann.says(f"/comments {number}"))
    assert "No comments yet." in comments["text"]


async def test_the_statement_is_read_before_registering(answer: Answer, anna: Person) -> None:
    rules = await answer(await anna.says("/register"))

    await press(anna, rules, "Что мы храним")

    statement = await answer(rules, "Что хранит газета\n")
    assert "— текст удалённых и отклонённых комментариев: 30 дней;" in statement["text"]
    assert labels(current(anna, rules)) == labels(rules), "the rules stay"
    assert (await answer(await anna.says("/privacy")))["text"] == statement["text"]


async def test_the_operators_statement_takes_the_place_of_the_newspapers(
    newspaper_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_quickly(monkeypatch)
    (tmp_path / "ru.txt").write_text("Храним {removed_days} дней. <b>Жирно</b>")
    async with open_newspaper(newspaper_url, TIMINGS, privacy_file=str(tmp_path / "{language}.txt")) as newspaper:
        anna, ann = newspaper.emulator.person("Анна"), newspaper.emulator.person("Ann", language="en")

        assert (await answer_to(newspaper, await anna.says("/privacy")))["text"] == "Храним 30 дней. <b>Жирно</b>"
        assert (await answer_to(newspaper, await ann.says("/privacy")))["text"].startswith("What the newspaper stores")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The whole log, as an operator would have it with LOG_LEVEL=DEBUG."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._NOISY}
    stream = io.StringIO()
    logs.set_up("DEBUG", "1:test", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


async def test_the_log_holds_no_word_of_a_message_and_no_name(
    log: io.StringIO, newspaper: Newspaper, answer: Answer, number: int
) -> None:
    anna = newspaper.emulator.person("Цапля", last_name="Выпь", username="kulik")
    for words in ("/start", "/search зимородок", "просто пеликан", "/register"):
        screen = await answer(await anna.says(words))
    await press(anna, screen, "Согласен")
    for words in ("Ц", "Журавль из Твери", f"/comment {number} Гагара летит", "/comment 9999 Гагара", "/mydata"):
        await answer(await anna.says(words))
    said = await anna.says(f"/comment {number} Пингвин")
    confirmed = await answer(said)
    await anna.edits(said["message_id"], f"/comment {number} Пустельга")
    await answer(confirmed)
    await press(anna, await answer(await anna.says("/forgetme")), "Забыть меня и комментарии")
    await bring_forward(newspaper, anna)
    await anna.sees("забывает")

    written = log.getvalue().lower()
    assert "is forgotten" in written
    birds = ["цапля", "выпь", "kulik", "зимородок", "пеликан", "журавль", "гагара", "пингвин", "пустельга"]
    assert [bird for bird in birds if bird in written] == []
    assert str(anna.id) not in written.splitlines()[-1], "who was forgotten is not in the log"
