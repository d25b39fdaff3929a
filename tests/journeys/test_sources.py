"""Sources: added by an address, tried, begun, paused, renamed and removed, as an editor sees it."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from emulator import Person
from news.notices import Notice, NoticeKind, mark_source_recovered, subject_of_source, tell_staff
from news.roles import Deed
from news.sources.found import Trouble, VisitFailedError
from news.sources.records import SourceRules
from tests.journeys.sources import CITY, city, newspaper, published
from tests.journeys.steps import Answer, Json, all_labels, current, labels, press, styled, wait_for_text
from tests.newspaper import Newspaper
from tests.support.scripted_feeds import ScriptedFeeds

__all__ = ["city", "newspaper"]

pytestmark = pytest.mark.slow

EMPTY = (
    "Источники\n\nИсточник — это сайт, новые публикации которого приходят сюда сами: с текстом, картинками и темами, а "
    "потом и с правками. Нажмите «Добавить» и пришлите адрес сайта или его ленты."
)
TRIAL = (
    "Город\nhttps://city.example/feed.xml\nлента · 4 записи\n\n"
    "Вот как выглядят самые новые:\n\n"
    "Мост открыт\nДвижение пошло с утра.\n5 марта 2024, 14:05 · с картинкой · полный текст, 119 знаков\n\n"
    "Дождь\n4 марта 2024, 14:05 · только анонс\n\n"
    "Снег\n3 марта 2024, 14:05 · без текста"
)


async def added(newspaper: Newspaper, answer: Answer) -> Json:
    """Try the site, and return the screen of the trial."""
    asked = await newspaper.editor.says("/sources city.example/feed.xml")
    return await wait_for_text(newspaper, newspaper.editor, await answer(asked), "Вот как выглядят")


async def test_a_site_is_tried_by_its_address_and_begun_and_its_news_appear(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    empty = await answer(await vera.says("/sources"))
    assert empty["text"] == EMPTY
    assert labels(empty) == [["Добавить", "OPML"]]
    asked = await press(vera, empty, "Добавить")
    assert asked["text"].startswith("Пришлите адрес сайта или его ленты: https://example.org.")

    shown = await answer(await vera.says("city.example/feed.xml"))
    tried = await wait_for_text(newspaper, vera, shown, "Вот как выглядят")
    assert tried["text"] == TRIAL
    assert styled(tried, "bold") == ["Город", "Мост открыт", "Дождь", "Снег"]
    assert labels(tried) == [["Начать", "Настроить"], ["Не нужно", "‹ Источники"]]

    begun = await press(vera, tried, "Начать")
    assert begun["text"].startswith("Проверяю его. Новое появится в течение минуты.\n\nГород\n")
    await published(newspaper, 4)
    latest = await answer(await vera.says("/latest"))
    assert next(line for line in latest["text"].split("\n") if ". " in line).endswith("Мост открыт")
    assert "4 публикации" in (await press(vera, await press(vera, begun, "‹ Источники"), "1"))["text"]


async def test_the_message_says_at_once_that_the_site_is_read_and_becomes_the_result(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    shown = await answer(await vera.says(f"/sources {CITY}"), "Смотрю, что там…")
    await wait_for_text(newspaper, vera, shown, "Вот как выглядят")
    again = await answer(await vera.says(f"/sources {CITY}"))
    known = await wait_for_text(newspaper, vera, again, "Вот как выглядят")
    assert known["text"] == f"Этот источник уже есть в списке.\n\n{TRIAL}"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (
            Trouble.REFUSED,
            "сайт ответил ошибкой 503. Откройте адрес в браузере. Если страница есть, сайт не пускает программы: "
            "попросите у владельца ленту.",
        ),
        (
            Trouble.UNREADABLE,
            "там нет ни ленты, ни списка публикаций. Пришлите адрес ленты (он часто кончается на «rss» или «feed») или "
            "страницы, где перечислены новые публикации.",
        ),
    ],
)
async def test_a_site_that_cannot_be_read_is_refused_with_what_to_do_and_asked_for_again(
    newspaper: Newspaper, answer: Answer, vera: Person, city: ScriptedFeeds, trouble: Trouble, said: str
) -> None:
    city.failures[CITY] = VisitFailedError(trouble, "503")
    await press(vera, await answer(await vera.says("/sources")), "Добавить")
    shown = await answer(await vera.says(CITY))
    refused = await wait_for_text(newspaper, vera, shown, "Не могу прочитать")
    assert refused["text"] == f"Не могу прочитать {CITY}: {said}"
    assert labels(refused) == [["Добавить", "‹ Источники"]]

    shown = await answer(await vera.says("не адрес"))
    assert (await wait_for_text(newspaper, vera, shown, "Не вижу"))["text"].startswith("Не вижу здесь адреса.")
    await wait_for_text(newspaper, vera, await answer(await vera.says("https://city.example/rss")), "Вот как выглядят")


async def test_a_source_that_is_not_needed_is_gone(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    declined = await press(vera, await added(newspaper, answer), "Не нужно")
    assert declined["text"] == "Источник «Город» не добавлен."
    assert (await press(vera, declined, "‹ Источники"))["text"] == EMPTY


async def test_a_source_is_begun_paused_renamed_checked_and_removed_from_its_card(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await added(newspaper, answer)
    listed = await answer(await vera.says("/sources"))
    assert listed["text"] == "Источники\n\n1 источник, 1 на пробе\n\n1. Город\nпроба"
    card = await press(vera, listed, "1")
    assert card["text"] == (
        "Город\nhttps://city.example/feed.xml\nлента · проба\n\n"
        "Публикуется сразу\nБез темы\nКаналы: по теме\nТот же сюжет: спросить редакцию"
    )
    assert labels(card) == [["Начать"], ["Три последние", "Правила"], ["Название", "Убрать"], ["‹ Источники"]]

    begun = await press(vera, card, "Начать")
    assert all_labels(begun)[:2] == ["Пауза", "Проверить сейчас"]
    assert "Проверяю его." in (await press(vera, begun, "Проверить сейчас"))["text"]
    assert "Вот как выглядят" in (await press(vera, begun, "Три последние"))["text"]
    card = await press(vera, begun, "К источнику")
    paused = await press(vera, card, "Пауза")
    assert "лента · на паузе" in paused["text"]

    await press(vera, paused, "Название")
    refused = await answer(await vera.says("Г" * 65))
    assert refused["text"] == "Поле «название» слишком длинное: 65, а помещается до 64."
    renamed = await answer(await vera.says("Наш город"))
    assert renamed["text"].startswith("Наш город\n")
    asked = await press(vera, renamed, "Убрать")
    assert "Его публикации останутся" in asked["text"]
    removed = await press(vera, asked, "Убрать")
    assert removed["text"] == "Источник «Наш город» убран. Его публикации остались."
    gone = await vera.presses("Начать", message=card["message_id"], data="sa:1:b")
    assert gone is not None
    assert gone.text == "Этого источника уже нет. Нынешние: /sources"


async def test_a_source_that_fails_says_why_on_its_newest_three(
    newspaper: Newspaper, answer: Answer, vera: Person, city: ScriptedFeeds
) -> None:
    tried = await added(newspaper, answer)
    await press(vera, tried, "‹ Источники")
    card = await press(vera, current(vera, tried), "1")
    city.failures[CITY] = VisitFailedError(Trouble.SLOW)
    failed = await press(vera, card, "Три последние")
    assert failed["text"].startswith(f"Не могу прочитать {CITY}: сайт отвечает слишком долго.")
    assert "Правила" in all_labels(failed)


async def test_a_long_list_has_pages_and_names_the_states(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    for number in range(11):
        address = f"https://city{number}.example/feed.xml"
        await newspaper.news.source_trials.install(address, name=f"Город {number}", active=False)
    first = await answer(await vera.says("/sources"))
    assert first["text"].startswith("Источники\n\n11 источников, 11 на паузе\n\n1. Город 0\nна паузе\n\n2. Город 1")
    assert labels(first) == [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["Дальше"], ["Добавить", "OPML"]]
    second = await press(vera, first, "Дальше")
    assert labels(second) == [["9", "10", "11"], ["Наверх"], ["Добавить", "OPML"]]


async def test_the_staff_is_told_of_a_failing_source_and_the_notice_changes_when_it_answers(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await added(newspaper, answer)
    now = SystemClock().now()
    failing = Notice(
        NoticeKind.SOURCE_FAILING, 1, title="Город", reason=Trouble.REFUSED, details="503",
        at=(now - timedelta(days=9)).isoformat(),
    )  # fmt: skip
    async with newspaper.news.storage.writing() as unit:
        admins = {vera.id}
        await tell_staff(unit, failing, Deed.MANAGE_SOURCES, admins, now, subject=subject_of_source(1))
    told = await vera.sees("Источник «Город» не отвечает 9 дней: сайт ответил ошибкой 503.")
    async with newspaper.news.storage.writing() as unit:
        await mark_source_recovered(unit, 1, SystemClock().now())
    back = await wait_for_text(newspaper, vera, told, "снова отвечает")
    assert back["text"] == "Источник «Город» снова отвечает."
    assert (await press(vera, back, "К источнику"))["text"].startswith("Город\n")


async def test_an_item_with_a_held_word_is_a_draft_that_its_notice_opens(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/start"))
    await newspaper.news.source_trials.install(CITY, rules=SourceRules(hold_words=("мосты",)))
    told = await vera.sees("ждёт вас")
    assert told["text"] == "Публикация № 1 «Мост открыт» из источника «Город» ждёт вас. В ней есть слово «мосты»."
    draft = await press(vera, told, "Открыть")
    assert draft["text"].startswith("Мост открыт\n")
    assert "Опубликовать" in all_labels(draft)


async def test_sources_in_english(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await press(vera, await answer(await vera.says("/language")), "English")
    shown = await answer(await vera.says(f"/sources {CITY}"))
    tried = await wait_for_text(newspaper, vera, shown, "would look")
    assert "feed · 4 items\n\nThe newest ones would look like this:" in tried["text"]
    assert "5 March 2024, 14:05 · with a picture · full text, 119 characters" in tried["text"]
    assert labels(tried) == [["Begin", "Arrange"], ["Not needed", "‹ Sources"]]


async def test_the_log_says_who_added_a_source_and_what_came_from_it(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await press(vera, await added(newspaper, answer), "Начать")
    await published(newspaper, 4)
    log = (await answer(await vera.says("/log")))["text"]
    assert "источник: взято публикаций из «Город»: 4" in log
    assert "настроен источник «Город»" in log
    assert "добавлен источник «Город»" in log
