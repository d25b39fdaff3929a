"""The rules of a source: each button changes one thing in place, and words are shown as they are understood."""

import pytest

from emulator import Person
from tests.journeys.outlets import connected
from tests.journeys.sources import CITY, city, newspaper
from tests.journeys.steps import Answer, Json, all_labels, labels, press
from tests.newspaper import Newspaper

__all__ = ["city", "newspaper"]

pytestmark = pytest.mark.slow


async def rules_screen(newspaper: Newspaper, answer: Answer) -> Json:
    """Add the site, and open its rules."""
    await newspaper.news.source_trials.install(CITY, active=False)
    card = await press(newspaper.editor, await answer(await newspaper.editor.says("/sources")), "1")
    return await press(newspaper.editor, card, "Правила")


async def test_each_rule_is_changed_by_one_press_and_taken_back_by_another(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    screen = await rules_screen(newspaper, answer)
    assert screen["text"] == (
        "Город\n\nПубликуется сразу\nБез темы\nКаналы: по теме\nТот же сюжет: спросить редакцию\n\n"
        "На кнопке написано, что она изменит."
    )
    for there, line, back in (
        ("Сначала черновик", "Сначала черновик", "Публиковать сразу"),
        ("Без ссылки", "Без ссылки на источник", "Со ссылкой"),
        ("Текст из ленты", "Текст как в ленте", "Текст со страницы"),
        ("Будущие даты — сразу", "Будущие даты — сразу", "Будущие даты ждут"),
    ):
        assert line in (await press(vera, screen, there))["text"].split("\n")
        assert (await press(vera, screen, back))["text"] == screen["text"]


async def test_what_becomes_of_the_same_story_is_explained_and_chosen(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    screen = await press(vera, await rules_screen(newspaper, answer), "Тот же сюжет")
    assert "«Ответом»: она выйдет, а её рассылка ответит на первую." in screen["text"]
    assert labels(screen) == [["✓ Спросить редакцию", "Ответом", "Пропустить"], ["Назад"]]
    chosen = await press(vera, screen, "Пропустить")
    assert labels(chosen)[0] == ["Спросить редакцию", "Ответом", "✓ Пропустить"]
    assert "Тот же сюжет: пропускать" in (await press(vera, chosen, "Назад"))["text"]


async def test_topics_are_chosen_from_the_newspapers_and_from_the_sites_categories(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    async with newspaper.news.storage.writing() as unit:
        await unit.topics.obtain(["Город", "Спорт"])
    screen = await press(vera, await rules_screen(newspaper, answer), "Темы")
    assert "Рубрики сайта темами не становятся." in screen["text"]
    chosen = await press(vera, screen, "Город")
    assert all_labels(chosen)[:2] == ["✓ Город", "Спорт"]
    assert "Темы: Город" in chosen["text"]
    taken = await press(vera, chosen, "Рубрики сайта: да")
    assert "Первая рубрика публикации на сайте становится её темой." in taken["text"]
    assert "Темы: Город, рубрики сайта" in taken["text"]

    await press(vera, taken, "Рубрика → тема")
    refused = await answer(await vera.says("общество"))
    assert refused["text"].startswith("Не понимаю строку «общество».")
    paired = await answer(await vera.says("общество = Город\nспорт=Спорт"))
    assert "Темы: Город, рубрики сайта, общество = Город, спорт = Спорт" in paired["text"]
    without = await press(vera, paired, "Без темы")
    assert "Темы: рубрики сайта, общество = Город" in without["text"]
    assert "✓" not in "".join(all_labels(without))


async def test_a_channel_is_chosen_for_a_source(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    screen = await rules_screen(newspaper, answer)
    none = await press(vera, screen, "Каналы")
    assert none["text"].endswith("/outlets")
    assert labels(none) == [["Назад"]]
    await connected(newspaper)
    await press(vera, none, "Назад")
    outlets = await press(vera, screen, "Каналы")
    assert labels(outlets) == [["✓ Вестник"], ["Назад"]]
    off = await press(vera, outlets, "✓ Вестник")
    assert off["text"].startswith("Город\n\nКаналы: ни один")
    on = await press(vera, off, "Вестник")
    assert "Каналы: 1 выбранный" in on["text"]
    assert labels(await press(vera, on, "По теме")) == [["✓ Вестник"], ["Назад"]]


async def test_words_that_hold_an_item_are_shown_as_they_are_understood(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await press(vera, await rules_screen(newspaper, answer), "Слова")
    shown = await answer(await vera.says("казино, «лёгкие деньги», и"))
    assert shown["text"] == (
        "Город\n\nПубликация ждёт редактора, если в ней есть, в любой форме: «казино», «лёгкие деньги», «и».\n\n"
        "Эти есть в любом тексте и ничего не задержат: «и»."
    )
    await press(vera, shown, "Изменить")
    none = await answer(await vera.says("—"))
    assert none["text"] == "Город\n\nНи одно слово не задерживает публикацию."


async def test_a_sign_off_is_typed_and_removed_by_a_dash(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    screen = await rules_screen(newspaper, answer)
    await press(vera, screen, "Подпись")
    signed = await answer(await vera.says("По сообщению «Города»"))
    assert "Подпись: По сообщению «Города»" in signed["text"]
    await press(vera, signed, "Подпись")
    assert "Подпись:" not in (await answer(await vera.says("—")))["text"]


async def test_a_source_of_a_file_shows_its_rules_and_no_button_changes_them(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await newspaper.news.source_trials.install(CITY, by_file=True)
    card = await press(vera, await answer(await vera.says("/sources")), "1")
    assert card["text"].endswith("Этот источник описан в файле SOURCES_FILE и меняется там.")
    assert labels(card) == [["Проверить сейчас", "Три последние"], ["Правила"], ["‹ Источники"]]
    rules = await press(vera, card, "Правила")
    assert labels(rules) == [["Назад"]]
    refused = await vera.presses("Назад", message=rules["message_id"], data="su:1:d")
    assert refused is not None
    assert refused.text == "Этот источник описан в файле SOURCES_FILE и меняется там: /sources"
