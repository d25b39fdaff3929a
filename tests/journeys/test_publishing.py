"""Publishing: undo before anything leaves, the report in the same message, breaking news, and the panel's choices."""

from collections.abc import AsyncIterator

import pytest

from bot.timings import Timings
from emulator import Person
from news.roles import Role
from tests.journeys.editing import post, press_in_panel, read_as_reader
from tests.journeys.sentences import UNKNOWN_ARTICLE
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    count_messages,
    current,
    from_bot,
    labels,
    let_pass,
    press,
    reader_of,
    register,
    wait_for_text,
)
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

UNDO_SECONDS = 2
TIMINGS = Timings(live_queue_seconds=0.3)


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper in which a publication can be taken back for two seconds."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, TIMINGS, undo_seconds=UNDO_SECONDS, breaking_per_day=1) as opened:
        await opened.wait_for_menus()
        yield opened


async def test_the_same_message_counts_down_and_becomes_the_report(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await new_subscriber(newspaper)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")

    waiting = await press(vera, preview, "Опубликовать")

    assert waiting["text"] == "Мост открыт\nВыйдет через 2 секунды; пока её никто не видит."
    assert labels(waiting) == [["Отменить"]]
    assert (await read_as_reader(newspaper, 1))["text"] == UNKNOWN_ARTICLE.format(number=1)
    published = await wait_for_text(newspaper, vera, preview, "Опубликовано под № 1")
    assert labels(published) == [["Читать"], ["Исправить"]]
    pushed = await anna.sees("Мост открыт")
    report = await wait_for_text(newspaper, vera, preview, "отправлено: 1")
    assert report["text"].endswith("прочтений: 0, комментариев: 0, отписок за час: 0")
    await press(anna, pushed, "Читать")
    assert len(from_bot(vera)) == 1, "no further message"
    assert count_messages(anna, "Мост открыт") == 1


async def test_undo_takes_everything_back_and_the_draft_can_be_published_again(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    anna = await new_subscriber(newspaper)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    await press(vera, preview, "Опубликовать")

    undone = await press(vera, preview, "Отменить")

    assert undone["text"] == preview["text"]
    assert labels(undone) == labels(preview)
    await let_pass(newspaper, UNDO_SECONDS + 1)
    assert current(vera, preview) == undone, "no report comes"
    assert "ничего не опубликовано" in (await answer(await anna.says("/latest")))["text"]
    await press(vera, preview, "Опубликовать")
    await anna.sees("Мост открыт")
    await wait_for_text(newspaper, vera, preview, "отправлено: 1")
    assert count_messages(anna, "Мост открыт") == 1


async def test_undo_after_the_publication_says_how_to_withdraw(newspaper: Newspaper, vera: Person) -> None:
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    waiting = await press(vera, preview, "Опубликовать")
    late = next(one["callback_data"] for row in waiting["reply_markup"]["inline_keyboard"] for one in row)
    await wait_for_text(newspaper, vera, preview, "Опубликовано под № 1")

    pressed = await vera.presses(message=preview["message_id"], data=late)

    assert pressed is not None
    assert pressed.text == "Отменить публикацию № 1 уже нельзя. Что с ней теперь: /edit 1"


async def test_a_restart_in_the_seconds_of_undo_publishes_once_and_the_report_goes_on(
    newspaper: Newspaper, vera: Person
) -> None:
    anna = await new_subscriber(newspaper)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    await press(vera, preview, "Опубликовать")

    await newspaper.restart()

    await anna.sees("Мост открыт")
    await wait_for_text(newspaper, vera, preview, "отправлено: 1")
    assert count_messages(anna, "Мост открыт") == 1


async def test_breaking_news_are_asked_once_more_pass_the_timer_and_have_their_own_look(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_quickly(monkeypatch)
    settings = {"push_interval": 86_400, "undo_seconds": 10, "breaking_per_day": 1}
    async with open_newspaper(newspaper_url, TIMINGS, **settings) as newspaper:
        vera, anna = newspaper.editor, await new_subscriber(newspaper)
        preview = await post(newspaper, "Мост открыт\nДвижение началось.")

        asked = await press_in_panel(vera, preview, "Срочно")
        assert asked["text"] == (
            "Мост открыт\nОпубликовать № 1 срочно? Новость уйдёт сразу, отменить это будет нельзя."
        )
        assert labels(asked) == [["Да, срочно"], ["Назад"]]
        published = await press(vera, preview, "Да, срочно")

        assert "Опубликовано под № 1" in published["text"]
        pushed = await anna.sees("Мост открыт")
        assert pushed["text"] == "Срочно\nМост открыт\n\nДвижение началось."
        assert " · Срочно · № 1" in (await read_as_reader(newspaper, 1))["text"]
        assert " · Срочно" in (await answer_to(newspaper, await anna.says("/latest")))["text"]

        second = await post(newspaper, "Мост закрыт\nСнова.")
        await press_in_panel(vera, second, "Срочно")
        refused = await vera.presses("Да, срочно", message=second["message_id"])
        assert refused is not None
        assert (refused.text or "").startswith("Срочные новости на сегодня исчерпаны: 1. Следующая возможна с ")
        back = await press(vera, second, "Назад")
        assert "Срочно" in all_labels(back)


async def test_the_second_step_chooses_sound_and_comments(newspaper: Newspaper, vera: Person) -> None:
    anna = await new_subscriber(newspaper)
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")

    more = await press(vera, preview, "Ещё")
    assert labels(more)[:2] == [["На проверку", "Срочно"], ["Заголовок", "Лид", "Текст"]]
    assert labels(more)[-3:] == [["Без звука"], ["Комментарии: как везде"], ["‹ Назад"]]
    assert "Со звуком" in all_labels(await press(vera, preview, "Без звука"))
    await press(vera, await press(vera, preview, "Комментарии: как везде"), "Никто")
    assert "Комментарии: никто" in all_labels(await press(vera, preview, "‹ Назад"))
    first = await press(vera, preview, "‹ Назад")
    assert labels(first) == labels(preview)
    await press(vera, preview, "Опубликовать")

    pushed = await anna.sees("Мост открыт")
    [call] = [one for one in newspaper.emulator.calls.of("sendMessage") if "Мост открыт" in one.parameters["text"]
              and one.parameters["chat_id"] == anna.id]  # fmt: skip
    assert call.parameters["disable_notification"] is True
    read = await press(anna, pushed, "Читать")
    assert "Добавьте комментарий" not in all_labels(read)


async def test_a_lead_is_written_like_a_headline(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    preview = await post(newspaper, "Мост открыт\nДвижение началось.")
    await press_in_panel(vera, preview, "Лид")
    assert (await answer(preview))["text"].startswith("Мост открыт\nПришлите новый лид публикации № 1, до 1")

    shown = await answer(await vera.says("Пять лет стройки\nпозади"))
    draft = await press(vera, shown, "Заменить")

    assert draft["text"].endswith("\n\nПять лет стройки позади\n\nДвижение началось.")


async def test_the_second_editor_in_a_draft_is_told_who_is_in_it(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await register(newspaper, vera, "Вера")
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await newspaper.news.readers.appoint(await reader_of(newspaper, vera), gleb.id, Role.EDITOR)
    await post(newspaper, "Мост открыт\nДвижение началось.")

    said = await gleb.says("/edit 1")

    told: Json = await answer(said, "С черновиком № 1")
    assert told["text"].startswith("С черновиком № 1 сейчас работают и другие: Вера (")
    await press(gleb, await answer(await gleb.says("/drafts")), "1")
    assert count_messages(gleb, "С черновиком № 1") == 1, "once is enough"
