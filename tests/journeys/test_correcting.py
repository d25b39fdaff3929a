"""Correcting: silent fixes, visible updates, retractions, and every way to give them up."""

import re

import pytest

from emulator import Person
from tests.journeys.editing import correct, entity_over, post, read_as_reader, without_time
from tests.journeys.sentences import NOT_UNDERSTOOD, UNKNOWN_ARTICLE
from tests.journeys.steps import (
    Answer,
    current,
    give_role,
    keyboard,
    labels,
    numbers,
    press,
    publish,
    publish_many,
    register,
    styled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_a_silent_fix_of_the_text_leaves_no_mark(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    card = await answer(await vera.says("/edit 1"))
    assert card["text"] == "Мост открыт\nПубликация № 1. Что изменить?"
    assert labels(card) == [
        ["Заголовок", "Лид", "Текст"],
        ["Картинки", "Тема", "Каналы"],
        ["Похожие публикации"],
        ["Комментарии: как везде"],
        ["Снять"],
        ["К публикации"],
    ]
    await press(vera, card, "Текст")
    asked = await answer(card)
    assert asked["text"] == "Мост открыт\nПришлите новый текст публикации № 1; заголовок останется прежним."

    preview = await answer(await vera.says("Движение началось в час."))
    assert preview["text"].endswith("Движение началось в час.")
    assert labels(preview) == [["Исправить без отметки"], ["Отметить «обновлено»"], ["Отмена"]]
    assert (await read_as_reader(newspaper, 1))["text"].endswith("в полдень."), (
        "readers see nothing before it is decided"
    )
    done = await press(vera, preview, "Исправить без отметки")
    assert done["text"] == "Публикация № 1 изменена."

    read = await press(vera, done, "К публикации")
    assert read["text"] == "Мост открыт\n5 марта 2024, 14:05 · № 1\n\nДвижение началось в час."
    assert "обновлено" not in (await answer(await vera.says("/latest")))["text"]


async def test_a_visible_update_is_marked_with_its_reason(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    preview = await correct(newspaper, 1, "Текст", "Движение началось в час.")

    asked = await press(vera, preview, "Отметить «обновлено»")
    assert asked["text"].startswith("Что обновлено?")
    assert labels(asked) == [["Без причины"], ["Отмена"]]
    done = await answer(await vera.says("Уточнено время"))
    assert done["text"] == "Публикация № 1 изменена."

    read = await read_as_reader(newspaper, 1)
    assert re.search(r"14:05 · обновлено .*\d\d:\d\d · № 1\n\nДвижение началось в час\.\n\n", read["text"])
    assert re.search(r"\nОбновлено .*\d\d:\d\d: Уточнено время$", read["text"])
    assert re.search(r"14:05 · обновлено .*\d\d:\d\d", (await answer(await vera.says("/latest")))["text"])


async def test_a_visible_update_needs_no_reason(newspaper: Newspaper, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    preview = await correct(newspaper, 1, "Текст", "Движение началось в час.")

    done = await press(vera, await press(vera, preview, "Отметить «обновлено»"), "Без причины")

    assert done["text"] == "Публикация № 1 изменена."
    read = await read_as_reader(newspaper, 1)
    assert " · обновлено " in read["text"]
    assert read["text"].endswith("Движение началось в час.")


async def test_the_headline_changes_too(newspaper: Newspaper, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    preview = await correct(newspaper, 1, "Заголовок", "Мост  открыли\nнаконец")
    assert preview["text"].startswith("Мост открыли наконец\n")

    await press(vera, preview, "Исправить без отметки")

    assert without_time(await read_as_reader(newspaper, 1)) == "Мост открыли наконец\n\nДвижение началось."


async def test_a_draft_is_shown_before_it_is_corrected(newspaper: Newspaper, vera: Person) -> None:
    await post(newspaper, "Заголвок\nТекст.")

    preview = await correct(newspaper, 1, "Заголовок", "Заголовок")
    assert preview["text"].startswith("Заголовок\nчерновик · № 1")
    assert labels(preview) == [["Заменить"], ["Отмена"]]

    draft = await press(vera, preview, "Заменить")

    assert draft["text"].startswith("Заголовок\nчерновик · № 1")
    assert labels(draft)[0] == ["Опубликовать", "Запланировать"]


async def test_a_stray_message_does_not_replace_a_draft(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await post(newspaper, "Мост\nТекст о мосте.")
    preview = await correct(newspaper, 1, "Текст", "Купи хлеба")
    assert preview["text"].endswith("Купи хлеба")

    undone = await press(vera, preview, "Отмена")

    assert undone["text"] == "Публикация № 1 осталась прежней."
    assert (await answer(await vera.says("/edit 1")))["text"].endswith("Текст о мосте.")


async def test_formatting_is_kept_in_a_correction(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    await press(vera, await answer(await vera.says("/edit 1")), "Текст")
    text = "Движение началось в полдень."

    preview = await answer(await vera.says(text, entities=[entity_over(text, "в полдень", "bold")]))
    await press(vera, preview, "Исправить без отметки")

    assert "в полдень" in styled(await read_as_reader(newspaper, 1), "bold")


async def test_a_correction_may_be_given_up(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    preview = await correct(newspaper, 1, "Текст", "Нет.")

    given_up = await press(vera, preview, "Отмена")

    assert given_up["text"] == "Публикация № 1 осталась прежней."
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Движение началось.")
    assert (await answer(await vera.says("Ещё текст")))["text"] == NOT_UNDERSTOOD


async def test_stale_buttons_of_a_correction_say_that_it_is_no_longer_in_hand(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    stale = await correct(newspaper, 1, "Текст", "Первая правка.")
    data = [row[0]["callback_data"] for row in keyboard(stale)[:2]]
    await press(vera, stale, "Исправить без отметки")

    for forged in data:
        screen = await answer(await vera.says("/edit 1"))
        await vera.presses(message=screen["message_id"], data=forged)
        assert current(vera, screen)["text"] == "Эта правка уже не в работе. Начните снова: /edit 1"
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Первая правка.")


async def test_a_correction_of_one_article_does_not_fall_on_another(newspaper: Newspaper, vera: Person) -> None:
    await publish_many(newspaper, 2)
    first = await correct(newspaper, 1, "Текст", "Новый текст первой.")
    second = await correct(newspaper, 2, "Текст", "Новый текст второй.")

    assert "не в работе" in (await press(vera, first, "Исправить без отметки"))["text"]
    assert "изменена" in (await press(vera, second, "Исправить без отметки"))["text"]

    assert (await read_as_reader(newspaper, 1))["text"].endswith("Текст новости 1.")
    assert (await read_as_reader(newspaper, 2))["text"].endswith("Новый текст второй.")


async def test_an_article_is_retracted_with_a_reason(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 2)
    asked = await answer(await vera.says("/retract 2 Дата неверна"))
    assert asked["text"] == (
        "Новость 2\nСнять публикацию № 2? Читатели больше не смогут её открыть.\nПричина: Дата неверна"
    )
    assert labels(asked) == [["Снять"], ["Отмена"]]
    assert (await read_as_reader(newspaper, 2))["text"].endswith("Текст новости 2.")

    done = await press(vera, asked, "Снять")

    assert done["text"] == "Публикация № 2 снята."
    assert (await read_as_reader(newspaper, 2))["text"] == (
        "Публикация № 2 снята редакцией. Другие новости: /latest, весь архив: /all.\nПричина: Дата неверна"
    )
    assert numbers(await answer(await vera.says("/latest"))) == [1]
    assert (await answer(await vera.says("/edit 2")))["text"] == "Новость 2\nСнято редакцией."


async def test_an_article_is_retracted_by_the_button_without_a_reason(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 1)
    card = await answer(await vera.says("/edit 1"))

    asked = await press(vera, card, "Снять")
    assert asked["text"].endswith("Указать причину: /retract 1 причина")
    done = await press(vera, asked, "Снять")

    assert done["text"] == "Публикация № 1 снята."
    assert "Причина" not in (await read_as_reader(newspaper, 1))["text"]


async def test_retracting_may_be_given_up(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 1)

    given_up = await press(vera, await answer(await vera.says("/retract 1")), "Отмена")

    assert given_up["text"] == "Публикация № 1 осталась прежней."
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Текст новости 1.")


async def test_what_is_retracted_cannot_be_corrected_by_a_stale_button(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 1)
    preview = await correct(newspaper, 1, "Текст", "Новый текст.")
    colleague = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await give_role(newspaper, colleague, "editor")
    await press(colleague, await answer(await colleague.says("/retract 1 Ошибка")), "Снять")

    stale = await vera.presses("Исправить без отметки", message=preview["message_id"])

    assert stale is not None
    assert stale.show_alert
    assert "снята редакцией" in (await read_as_reader(newspaper, 1))["text"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/edit", "Напишите после команды номер публикации: /edit 12. Черновики: /drafts."),
        ("/edit сейчас", "Напишите после команды номер публикации: /edit 12. Черновики: /drafts."),
        ("/edit 7", UNKNOWN_ARTICLE.format(number=7)),
        (
            "/retract",
            "Напишите после команды номер и, если хотите, причину (до 200 знаков): /retract 12 Неверная дата.",
        ),
        ("/retract 7", UNKNOWN_ARTICLE.format(number=7)),
        ("/edit 999999999999999999", UNKNOWN_ARTICLE.format(number=999999999999999999)),
    ],
)
async def test_a_number_that_leads_nowhere_gets_a_sentence_that_helps(
    answer: Answer, vera: Person, written: str, said: str
) -> None:
    assert (await answer(await vera.says(written)))["text"] == said


async def test_a_reason_that_is_too_long_is_refused_before_the_question_and_a_shorter_one_is_shown_whole(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 1)
    refused = await answer(await vera.says(f"/retract 1 {'ж' * 300}"))
    assert refused["text"] == (
        "Причина слишком длинная: знаков в ней 300, а помещается до 200. Сократите её и пришлите ещё раз."
    )
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Текст новости 1.")
    assert "до 200 знаков" in (await answer(await vera.says("/retract")))["text"]

    reason = "👨‍👩‍👧" * 25
    asked = await answer(await vera.says(f"/retract 1 {reason}"))
    assert asked["text"].endswith(f"Причина: {reason}")
    await press(vera, asked, "Снять")
    assert (await read_as_reader(newspaper, 1))["text"].endswith(f"Причина: {reason}")


async def test_the_reason_of_an_update_is_asked_for_again_until_it_fits_and_can_be_seen(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 1)
    asked = await press(vera, await correct(newspaper, 1, "Текст", "Новый текст."), "Отметить «обновлено»")
    assert "до 200 знаков" in asked["text"]
    assert "а помещается до 200" in (await answer(await vera.says("ж" * 201)))["text"]
    assert (await answer(await vera.says("\u3164")))["text"] == asked["text"]
    assert "изменена" in (await answer(await vera.says("Уточнено")))["text"]
    assert (await read_as_reader(newspaper, 1))["text"].endswith(": Уточнено")


@pytest.mark.parametrize("blank", ["\u3164", "\u115f\u00ad", "\u2800\u034f"])
async def test_a_headline_that_nobody_sees_is_refused_by_every_way(
    newspaper: Newspaper, answer: Answer, vera: Person, blank: str
) -> None:
    await publish_many(newspaper, 1)
    refused = await correct(newspaper, 1, "Заголовок", blank)
    assert refused["text"].startswith("Нет заголовка.")
    assert "Мост" in (await answer(await vera.says("Мост")))["text"], "the bot waits for another headline"
    await answer(await vera.says("/cancel"))
    assert (await answer(await vera.says(f"/post {blank}")))["text"].startswith("Нет заголовка.")
