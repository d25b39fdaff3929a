"""Posting: an article as one message, the preview, the three buttons, drafts."""

import re

import pytest

from emulator import Person
from tests.journeys.editing import ARTICLE, FORMATTED, TITLE, WORDS, entity_over, post, read_as_reader, without_time
from tests.journeys.sentences import NO_DRAFTS, NOT_UNDERSTOOD, SEND_ARTICLE, UNKNOWN_ARTICLE, WHAT_CAN_BE_SENT
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    from_bot,
    keyboard,
    labels,
    numbers,
    press,
    styled,
    wait_until_handled,
)
from tests.newspaper import Newspaper


async def test_an_article_sent_as_one_message_is_previewed_exactly_as_readers_then_see_it(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    assert (await answer(await vera.says("/post")))["text"] == SEND_ARTICLE

    preview = await answer(await vera.says(ARTICLE))

    assert preview["text"].startswith(f"{TITLE}\nчерновик · № 1\n\nНовый мост откроют")
    assert preview["text"].count(TITLE) == 1, "the headline is not repeated though the text repeats it"
    assert labels(preview) == [["Опубликовать", "Запланировать"], ["В черновики", "Отмена"], ["Ещё"]]
    assert (await read_as_reader(newspaper, 1))["text"] == UNKNOWN_ARTICLE.format(number=1), "nobody else sees it yet"
    published = await press(vera, preview, "Опубликовать")
    assert published["text"] == (f"{TITLE}\nОпубликовано под № 1. Подписчики получат заголовок со следующим выпуском.")
    read = await read_as_reader(newspaper, 1)
    assert without_time(read) == without_time(preview)
    assert re.fullmatch(r"\d\d:\d\d · № 1|.+, \d\d:\d\d · № 1", read["text"].split("\n")[1])
    paragraphs = [line for line in ARTICLE.split("\n") if line and line != TITLE]
    assert read["text"].split("\n\n")[1:] == paragraphs


async def test_post_with_the_text_in_the_same_message_works_too(newspaper: Newspaper, vera: Person) -> None:
    preview = await post(newspaper, ARTICLE)

    await press(vera, preview, "Опубликовать")

    assert without_time(await read_as_reader(newspaper, 1)) == without_time(preview)


@pytest.mark.parametrize("form", ["one message", "two messages"])
async def test_formatting_and_links_are_kept(newspaper: Newspaper, answer: Answer, vera: Person, form: str) -> None:
    text = FORMATTED if form == "two messages" else f"/post {FORMATTED}"
    entities = [
        entity_over(text, piece, kind, **({"url": "https://example.org/ссылка"} if kind == "text_link" else {}))
        for kind, piece in WORDS.items()
    ]
    if form == "two messages":
        await answer(await vera.says("/post"))
    preview = await answer(await vera.says(text, entities=entities))

    await press(vera, preview, "Опубликовать")

    read = await read_as_reader(newspaper, 1)
    for screen in (preview, read):
        for kind, piece in WORDS.items():
            assert piece in styled(screen, kind), kind
        link = next(entity for entity in screen["entities"] if entity["type"] == "text_link")
        assert link["url"] == "https://example.org/ссылка"
        addresses = styled(screen, "url") + styled(screen, "text_link")
        assert "https://example.org/a?b=1" in addresses
        assert without_time(screen) == (
            "Оформление\n\n🎉 Жирно, курсивом, подчёркнуто, зачёркнуто, под спойлером, кодом и по ссылке.\n\n"
            "Цитата в две строки,\nвот вторая 🎉.\n\nhttps://example.org/a?b=1 и ещё текст."
        )
    assert len(read["entities"]) == len(preview["entities"])


async def test_formatting_that_crosses_lines_and_nests_is_kept(newspaper: Newspaper, vera: Person) -> None:
    text = "/post Заголовок\nПервая строка\nВторая строка"
    entities = [
        entity_over(text, "строка\nВторая", "bold"),
        entity_over(text, "Вторая", "italic"),
        entity_over(text, "Первая строка\nВторая строка", "text_link", url="https://example.org/"),
    ]

    preview = await answer_to(newspaper, await vera.says(text, entities=entities))

    assert styled(preview, "bold")[1:] == ["строка", "Вторая"]
    assert "Вторая" in styled(preview, "italic")
    assert styled(preview, "text_link") == ["Первая строка", "Вторая строка"]


async def test_a_link_of_a_forbidden_kind_is_only_text(newspaper: Newspaper, vera: Person) -> None:
    text = "/post Заголовок\nОткройте меня"
    preview = await answer_to(
        newspaper, await vera.says(text, entities=[entity_over(text, "меня", "text_link", url="tg://user?id=1")])
    )

    assert styled(preview, "text_link") == []
    assert preview["text"].endswith("Откройте меня")


async def test_a_draft_waits_among_the_drafts_until_it_is_published(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    preview = await post(newspaper, "Не сегодня\nА когда-нибудь.")
    waiting = await press(vera, preview, "В черновики")
    assert waiting["text"] == "Не сегодня\nСохранено в черновиках под № 1."

    drafts = await press(vera, waiting, "Черновики")
    assert drafts["text"] == "Черновики\n\n1. Не сегодня\nчерновик"
    again = await press(vera, drafts, "1")
    assert again["text"] == preview["text"]
    await press(vera, again, "Опубликовать")

    assert (await read_as_reader(newspaper, 1))["text"].endswith("А когда-нибудь.")
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    assert len({preview["message_id"], waiting["message_id"], drafts["message_id"], again["message_id"]}) == 1


async def test_drafts_go_by_pages(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    for count in range(1, 13):
        await post(newspaper, f"Черновик {count}\nТекст.")

    page = await answer(await vera.says("/drafts"))
    assert numbers(page) == list(range(12, 2, -1))
    page = await press(vera, page, "Дальше")
    assert numbers(page) == [2, 1]
    page = await press(vera, page, "• Все · 12")
    assert numbers(page) == list(range(12, 2, -1))


async def test_cancel_drops_the_draft_for_good(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    preview = await post(newspaper, "Передумала\nСовсем.")

    dropped = await press(vera, preview, "Отмена")

    assert dropped["text"] == "Черновик № 1 удалён. Новая публикация: /post"
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    for command in ("/edit 1", "/retract 1", "/read 1"):
        assert (await answer(await vera.says(command)))["text"] == UNKNOWN_ARTICLE.format(number=1)


async def test_a_long_draft_is_previewed_by_pages(newspaper: Newspaper, vera: Person) -> None:
    lines = (f"Абзац {count}. " + " ".join(["Слово за слово."] * 12) for count in range(1, 30))
    text = ("Длинный черновик\n" + "\n".join(lines))[:4080]  # fits in one message; with its second line it needs two
    preview = await post(newspaper, text)
    assert labels(preview)[0] == ["1 / 2", "›"]

    second = await press(vera, preview, "›")

    assert labels(second)[0] == ["‹", "2 / 2"]
    whole = (without_time(preview) + " " + second["text"]).split()
    assert whole == text.split(), "nothing is lost between the pages"
    await press(vera, second, "Опубликовать")
    assert without_time(await read_as_reader(newspaper, 1)) == without_time(preview)


async def test_a_photo_with_a_caption_is_an_article_with_a_picture(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    preview = await answer(await vera.shares_photo("Закат над рекой\nСнято вчера."))
    assert without_time(preview) == "Закат над рекой\n\nСнято вчера."
    await press(vera, preview, "Опубликовать")

    reader = newspaper.emulator.person("Читатель")
    read = await answer(await reader.says("/read 1"))
    assert read["photo"]
    assert without_time(read) == without_time(preview), "what fits a caption is one message"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"dice": {"emoji": "🎲", "value": 1}}, "Это нельзя сделать публикацией."),
        ({"location": {"latitude": 55.75, "longitude": 37.62}}, "Место на карте нельзя сделать публикацией."),
        ({"contact": {"phone_number": "+70000000000", "first_name": "Анна"}}, "Контакт нельзя сделать публикацией."),
    ],
)
async def test_content_that_cannot_be_an_article_is_refused_and_the_bot_goes_on_waiting(
    answer: Answer, vera: Person, content: Json, named: str
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.sends(**content)))["text"] == f"{named} {WHAT_CAN_BE_SENT}"

    assert "черновик · № 1" in (await answer(await vera.says("Заголовок\nТекст.")))["text"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "Щ" * 251 + "\nТекст.",
            "Заголовок слишком длинный: знаков в нём 251, а помещается до 250. Поставьте заголовок отдельной строкой "
            "и пришлите публикацию снова.",
        ),
        ("\u200b\u2060", "Нет заголовка. Первая строка — заголовок, остальное — текст."),
    ],
)
async def test_an_article_without_a_fitting_headline_is_asked_for_again(
    answer: Answer, vera: Person, written: str, said: str
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says(written)))["text"] == said

    assert "черновик · № 1" in (await answer(await vera.says("Заголовок\nТекст.")))["text"]


async def test_a_headline_alone_is_an_article(newspaper: Newspaper, vera: Person) -> None:
    preview = await post(newspaper, "Только заголовок")

    await press(vera, preview, "Опубликовать")

    assert re.fullmatch(r"Только заголовок\n.*\d\d:\d\d · № 1", (await read_as_reader(newspaper, 1))["text"])


async def test_a_command_in_the_middle_is_a_command_and_the_article_may_still_come(
    answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says("/latest")))["text"].startswith("Последние новости")
    assert (await answer(await vera.says("/nonsense")))["text"] == NOT_UNDERSTOOD

    assert "черновик · № 1" in (await answer(await vera.says("Заголовок\nТекст.")))["text"]


async def test_cancel_as_a_command_forgets_the_question(answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says("/cancel")))["text"] == "Прервано."

    assert (await answer(await vera.says("Заголовок")))["text"] == NOT_UNDERSTOOD
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_the_same_message_delivered_again_is_the_same_draft(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    sent = await vera.says("/post Однажды\nИ только раз.")
    await answer(sent)

    newspaper.emulator.world.inject({"message": sent})
    await wait_until_handled(newspaper, vera)

    assert numbers(await answer_to(newspaper, await vera.says("/drafts"), "Черновики")) == [1]


async def test_a_button_pressed_twice_publishes_once_and_then_says_so(newspaper: Newspaper, vera: Person) -> None:
    preview = await post(newspaper, "Дважды\nНе печатают.")
    data = keyboard(preview)[0][0]["callback_data"]
    await press(vera, preview, "Опубликовать")

    again = await vera.presses(message=preview["message_id"], data=data)

    assert again is not None
    assert (again.text, again.show_alert) == ("Публикация № 1 уже не черновик. Что с ней стало: /edit 1", True)
    async with newspaper.news.storage.reading() as unit:
        assert len(await unit.articles.older(None, 10)) == 1


@pytest.mark.parametrize("label", ["Опубликовать", "Отмена"])
async def test_stale_buttons_of_a_draft_harm_nothing(
    newspaper: Newspaper, answer: Answer, vera: Person, label: str
) -> None:
    """The same draft is shown on two screens. A press on one makes the buttons of the other stale."""
    first = await post(newspaper, "На двух экранах\nОдин и тот же.")
    second = await answer(await vera.says("/edit 1"))
    await press(vera, first, "Опубликовать")

    stale = await vera.presses(label, message=second["message_id"])

    assert stale is not None
    assert stale.text == "Публикация № 1 уже не черновик. Что с ней стало: /edit 1"
    kept = await press(vera, second, "В черновики")
    assert kept["text"] == "На двух экранах\nПубликация № 1. Что изменить?", "it is no draft any more"
    assert (await read_as_reader(newspaper, 1))["text"].endswith("Один и тот же.")


async def test_buttons_of_a_dropped_draft_say_that_it_is_gone(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    first = await post(newspaper, "На двух экранах\nОдин и тот же.")
    second = await answer(await vera.says("/edit 1"))
    third = await press(vera, await answer(await vera.says("/edit 1")), "Ещё")
    await press(vera, first, "Отмена")

    steps = {
        second["message_id"]: ["Опубликовать", "Запланировать", "В черновики", "Отмена", "Ещё"],
        third["message_id"]: [
            "На проверку", "Срочно", "Заголовок", "Лид", "Текст", "Без звука", "Комментарии: как везде", "‹ Назад"
        ],
    }  # fmt: skip
    for screen, label in [(screen, label) for screen, found in steps.items() for label in found]:
        stale = await vera.presses(label, message=screen)
        assert stale is not None
        assert stale.text == UNKNOWN_ARTICLE.format(number=1), label


async def test_previews_of_many_do_not_pile_up_messages(newspaper: Newspaper, vera: Person) -> None:
    preview = await post(newspaper, "Заголовок\nТекст.")

    screen = await press(vera, preview, "В черновики")
    screen = await press(vera, screen, "Черновики")
    screen = await press(vera, screen, "1")
    screen = await press(vera, screen, "Опубликовать")
    screen = await press(vera, screen, "Исправить")
    screen = await press(vera, screen, "К публикации")

    assert len(from_bot(vera)) == 1
    assert "Добавьте комментарий" in all_labels(screen)
