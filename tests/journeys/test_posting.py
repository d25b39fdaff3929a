"""Posting: an article as one message, the preview, the three buttons, drafts, corrections, retractions."""

import re

import pytest

from emulator import Person
from news.richtext import units
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    from_bot,
    keyboard,
    labels,
    now,
    numbers,
    press,
    publish,
    publish_many,
    register,
    settled,
    styled,
)
from tests.newspaper import Newspaper

ASK = (
    "Пришлите публикацию одним сообщением: первая строка — заголовок, остальное — текст. Оформление и ссылки "
    "сохранятся. Сначала её увидите только вы. Прервать: /cancel"
)
ONLY_TEXT = "Публикация — это текст или фото с подписью. Пришлите её одним сообщением или прервите: /cancel"
EDITORS_ONLY = "Эта команда — для редакции. Что здесь можно делать: /help."
LOST = "Не понял вас. Последние новости: /latest, всё, что я умею: /help."
NO_DRAFTS = "Черновики\n\nЧерновиков нет. Написать публикацию: /post"
UNKNOWN = "Публикации с номером {number} нет. Свежие публикации: /latest, весь архив: /all."

TITLE = "Мост через реку откроют в пятницу 21 января"
ARTICLE = f"""{TITLE}

Новый мост откроют для пешеходов утром, а для машин — днём, сообщили в городской управе.

Об этом рассказала представитель управы на встрече с жителями набережной.

{TITLE}

"Этим утром мы закончили последние испытания, и мост выдержал их все", — отметила она.

Старый мост закроют на ремонт. — Прим. ред."""

WORDS = {
    "bold": "Жирно",
    "italic": "курсивом",
    "underline": "подчёркнуто",
    "strikethrough": "зачёркнуто",
    "spoiler": "под спойлером",
    "code": "кодом",
    "text_link": "по ссылке",
    "blockquote": "Цитата в две строки,\nвот вторая 🎉.",
}
FORMATTED = (
    "Оформление\n🎉 Жирно, курсивом, подчёркнуто, зачёркнуто, под спойлером, кодом и по ссылке.\n"
    "Цитата в две строки,\nвот вторая 🎉.\nhttps://example.org/a?b=1 и ещё текст."
)


def marked(text: str, piece: str, kind: str, **more: str) -> Json:
    """An entity on the first place where these words stand."""
    before = text.partition(piece)[0]
    return {"type": kind, "offset": units(before), "length": units(piece)} | more


@pytest.fixture
def vera(newspaper: Newspaper) -> Person:
    """The editor."""
    return newspaper.editor


async def posted(newspaper: Newspaper, text: str) -> Json:
    """The editor posts in one message and has the preview."""
    return await answer_to(newspaper, await newspaper.editor.says(f"/post {text}"))


async def correcting(newspaper: Newspaper, number: int, what: str, new: str) -> Json:
    """The editor takes an article in hand, sends the new headline or text and has the preview of the correction."""
    vera = newspaper.editor
    card = await answer_to(newspaper, await vera.says(f"/edit {number}"))
    await press(vera, card, what)
    return await answer_to(newspaper, await vera.says(new))


async def as_read(newspaper: Newspaper, number: int) -> Json:
    """An article as a reader sees it."""
    reader = newspaper.emulator.person("Читатель")
    return await answer_to(newspaper, await reader.says(f"/read {number}"))


def without_time(screen: Json) -> str:
    """A screen's text without its line of meta, which tells the time to readers and «черновик» to editors."""
    title, _, rest = screen["text"].split("\n", 2)
    return f"{title}\n{rest}"


async def test_an_article_sent_as_one_message_is_previewed_exactly_as_readers_then_see_it(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    assert (await answer(await vera.says("/post")))["text"] == ASK

    preview = await answer(await vera.says(ARTICLE))

    assert preview["text"].startswith(f"{TITLE}\nчерновик · № 1\n\nНовый мост откроют")
    assert preview["text"].count(TITLE) == 1, "the headline is not repeated though the text repeats it"
    assert labels(preview) == [["Опубликовать"], ["В черновики", "Отмена"], ["Заголовок", "Текст"]]
    assert (await as_read(newspaper, 1))["text"] == UNKNOWN.format(number=1), "nobody else sees it yet"
    published = await press(vera, preview, "Опубликовать")
    assert published["text"] == (f"{TITLE}\nОпубликовано под № 1. Подписчики получат заголовок со следующим выпуском.")
    read = await as_read(newspaper, 1)
    assert without_time(read) == without_time(preview)
    assert re.fullmatch(r"\d\d:\d\d · № 1|.+, \d\d:\d\d · № 1", read["text"].split("\n")[1])
    paragraphs = [line for line in ARTICLE.split("\n") if line and line != TITLE]
    assert read["text"].split("\n\n")[1:] == paragraphs


async def test_post_with_the_text_in_the_same_message_works_too(newspaper: Newspaper, vera: Person) -> None:
    preview = await posted(newspaper, ARTICLE)

    await press(vera, preview, "Опубликовать")

    assert without_time(await as_read(newspaper, 1)) == without_time(preview)


@pytest.mark.parametrize("form", ["one message", "two messages"])
async def test_formatting_and_links_are_kept(newspaper: Newspaper, answer: Answer, vera: Person, form: str) -> None:
    text = FORMATTED if form == "two messages" else f"/post {FORMATTED}"
    entities = [
        marked(text, piece, kind, **({"url": "https://example.org/ссылка"} if kind == "text_link" else {}))
        for kind, piece in WORDS.items()
    ]
    if form == "two messages":
        await answer(await vera.says("/post"))
    preview = await answer(await vera.says(text, entities=entities))

    await press(vera, preview, "Опубликовать")

    read = await as_read(newspaper, 1)
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
        marked(text, "строка\nВторая", "bold"),
        marked(text, "Вторая", "italic"),
        marked(text, "Первая строка\nВторая строка", "text_link", url="https://example.org/"),
    ]

    preview = await answer_to(newspaper, await vera.says(text, entities=entities))

    assert styled(preview, "bold")[1:] == ["строка", "Вторая"]
    assert "Вторая" in styled(preview, "italic")
    assert styled(preview, "text_link") == ["Первая строка", "Вторая строка"]


async def test_a_link_that_may_lead_nowhere_good_is_only_text(newspaper: Newspaper, vera: Person) -> None:
    text = "/post Заголовок\nОткройте меня"
    preview = await answer_to(
        newspaper, await vera.says(text, entities=[marked(text, "меня", "text_link", url="tg://user?id=1")])
    )

    assert styled(preview, "text_link") == []
    assert preview["text"].endswith("Откройте меня")


async def test_a_draft_waits_among_the_drafts_until_it_is_published(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    preview = await posted(newspaper, "Не сегодня\nА когда-нибудь.")
    waiting = await press(vera, preview, "В черновики")
    assert waiting["text"] == "Не сегодня\nСохранено в черновиках под № 1."

    drafts = await press(vera, waiting, "Черновики")
    assert drafts["text"] == "Черновики\n\n1. Не сегодня\nчерновик"
    again = await press(vera, drafts, "1")
    assert again["text"] == preview["text"]
    await press(vera, again, "Опубликовать")

    assert (await as_read(newspaper, 1))["text"].endswith("А когда-нибудь.")
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    assert len({preview["message_id"], waiting["message_id"], drafts["message_id"], again["message_id"]}) == 1


async def test_drafts_go_by_pages(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    for count in range(1, 13):
        await posted(newspaper, f"Черновик {count}\nТекст.")

    page = await answer(await vera.says("/drafts"))
    assert numbers(page) == list(range(12, 2, -1))
    page = await press(vera, page, "Старее")
    assert numbers(page) == [2, 1]
    page = await press(vera, page, "Наверх")
    assert numbers(page) == list(range(12, 2, -1))


async def test_cancel_drops_the_draft_for_good(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    preview = await posted(newspaper, "Передумала\nСовсем.")

    dropped = await press(vera, preview, "Отмена")

    assert dropped["text"] == "Черновик № 1 удалён. Новая публикация: /post"
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    for command in ("/edit 1", "/retract 1", "/read 1"):
        assert (await answer(await vera.says(command)))["text"] == UNKNOWN.format(number=1)


async def test_a_long_draft_is_previewed_by_pages(newspaper: Newspaper, vera: Person) -> None:
    lines = (f"Абзац {count}. " + " ".join(["Слово за слово."] * 12) for count in range(1, 30))
    text = ("Длинный черновик\n" + "\n".join(lines))[:4080]  # one message, which takes two with its line of meta
    preview = await posted(newspaper, text)
    assert labels(preview)[0] == ["1 / 2", "›"]

    second = await press(vera, preview, "›")

    assert labels(second)[0] == ["‹", "2 / 2"]
    whole = (without_time(preview) + " " + second["text"]).split()
    assert whole == text.split(), "nothing is lost between the pages"
    await press(vera, second, "Опубликовать")
    assert without_time(await as_read(newspaper, 1)) == without_time(preview)


async def test_a_photo_with_a_caption_is_an_article_with_a_picture(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    assert (await answer(await vera.shares_photo()))["text"] == ONLY_TEXT
    preview = await answer(await vera.shares_photo("Закат над рекой\nСнято вчера."))
    assert without_time(preview) == "Закат над рекой\n\nСнято вчера."
    await press(vera, preview, "Опубликовать")

    reader = newspaper.emulator.person("Читатель")
    read = await answer(await reader.says("/read 1"))
    await press(reader, read, "Фото")

    photo = await reader.sees("Закат над рекой")
    assert photo["photo"]
    back = next(message for message in reader.messages if message["message_id"] == read["message_id"])
    assert back["text"] == read["text"], "the article stays above its picture"


@pytest.mark.parametrize(
    "content",
    [
        {"dice": {"emoji": "🎲", "value": 1}},
        {"location": {"latitude": 55.75, "longitude": 37.62}},
        {"contact": {"phone_number": "+70000000000", "first_name": "Анна"}},
    ],
)
async def test_what_cannot_be_an_article_is_explained_and_the_question_stays_open(
    newspaper: Newspaper, answer: Answer, vera: Person, content: Json
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.sends(**content)))["text"] == ONLY_TEXT

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
    newspaper: Newspaper, answer: Answer, vera: Person, written: str, said: str
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says(written)))["text"] == said

    assert "черновик · № 1" in (await answer(await vera.says("Заголовок\nТекст.")))["text"]


async def test_a_headline_alone_is_an_article(newspaper: Newspaper, vera: Person) -> None:
    preview = await posted(newspaper, "Только заголовок")

    await press(vera, preview, "Опубликовать")

    assert re.fullmatch(r"Только заголовок\n.*\d\d:\d\d · № 1", (await as_read(newspaper, 1))["text"])


async def test_a_command_in_the_middle_is_a_command_and_the_article_may_still_come(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says("/latest")))["text"].startswith("Последние новости")
    assert (await answer(await vera.says("/nonsense")))["text"] == LOST

    assert "черновик · № 1" in (await answer(await vera.says("Заголовок\nТекст.")))["text"]


async def test_cancel_as_a_command_forgets_the_question(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))

    assert (await answer(await vera.says("/cancel")))["text"] == "Прервано."

    assert (await answer(await vera.says("Заголовок\nТекст.")))["text"] == LOST
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_the_same_message_delivered_again_is_the_same_draft(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    sent = await vera.says("/post Однажды\nИ только раз.")
    await answer(sent)

    newspaper.emulator.world.inject({"message": sent})
    await settled(newspaper, vera)

    assert numbers(await answer_to(newspaper, await vera.says("/drafts"), "Черновики")) == [1]


async def test_a_button_pressed_twice_publishes_once_and_then_says_so(newspaper: Newspaper, vera: Person) -> None:
    preview = await posted(newspaper, "Дважды\nНе печатают.")
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
    """The same draft stands on two screens; what is done on one makes the other one stale."""
    first = await posted(newspaper, "На двух экранах\nОдин и тот же.")
    second = await answer(await vera.says("/edit 1"))
    await press(vera, first, "Опубликовать")

    stale = await vera.presses(label, message=second["message_id"])

    assert stale is not None
    assert stale.text == "Публикация № 1 уже не черновик. Что с ней стало: /edit 1"
    kept = await press(vera, second, "В черновики")
    assert kept["text"] == "На двух экранах\nПубликация № 1. Что изменить?", "it is no draft any more"
    assert (await as_read(newspaper, 1))["text"].endswith("Один и тот же.")


async def test_buttons_of_a_dropped_draft_say_that_it_is_gone(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    first = await posted(newspaper, "На двух экранах\nОдин и тот же.")
    second = await answer(await vera.says("/edit 1"))
    await press(vera, first, "Отмена")

    for label in ("Опубликовать", "В черновики", "Отмена", "Заголовок", "Текст"):
        stale = await vera.presses(label, message=second["message_id"])
        assert stale is not None
        assert stale.text == UNKNOWN.format(number=1), label


async def test_a_silent_fix_of_the_text_leaves_no_mark(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    card = await answer(await vera.says("/edit 1"))
    assert card["text"] == "Мост открыт\nПубликация № 1. Что изменить?"
    assert labels(card) == [["Заголовок", "Текст"], ["Похожие публикации"], ["Снять"], ["К публикации"]]
    await press(vera, card, "Текст")
    asked = await answer(card)
    assert asked["text"] == "Мост открыт\nПришлите новый текст публикации № 1; заголовок останется прежним."

    preview = await answer(await vera.says("Движение началось в час."))
    assert preview["text"].endswith("Движение началось в час.")
    assert labels(preview) == [["Исправить без отметки"], ["Отметить «обновлено»"], ["Отмена"]]
    assert (await as_read(newspaper, 1))["text"].endswith("в полдень."), "readers see nothing before it is decided"
    done = await press(vera, preview, "Исправить без отметки")
    assert done["text"] == "Публикация № 1 изменена."

    read = await press(vera, done, "К публикации")
    assert read["text"] == "Мост открыт\n5 марта 2024, 14:05 · № 1\n\nДвижение началось в час."
    assert "обновлено" not in (await answer(await vera.says("/latest")))["text"]


async def test_a_visible_update_is_marked_with_its_reason(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    preview = await correcting(newspaper, 1, "Текст", "Движение началось в час.")

    asked = await press(vera, preview, "Отметить «обновлено»")
    assert asked["text"].startswith("Что обновлено?")
    assert labels(asked) == [["Без причины"], ["Отмена"]]
    done = await answer(await vera.says("Уточнено время"))
    assert done["text"] == "Публикация № 1 изменена."

    read = await as_read(newspaper, 1)
    assert re.search(r"14:05 · обновлено .*\d\d:\d\d · № 1\n\nДвижение началось в час\.\n\n", read["text"])
    assert re.search(r"\nОбновлено .*\d\d:\d\d: Уточнено время$", read["text"])
    assert re.search(r"14:05 · обновлено .*\d\d:\d\d", (await answer(await vera.says("/latest")))["text"])


async def test_a_visible_update_needs_no_reason(newspaper: Newspaper, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось в полдень.")
    preview = await correcting(newspaper, 1, "Текст", "Движение началось в час.")

    done = await press(vera, await press(vera, preview, "Отметить «обновлено»"), "Без причины")

    assert done["text"] == "Публикация № 1 изменена."
    read = await as_read(newspaper, 1)
    assert " · обновлено " in read["text"]
    assert read["text"].endswith("Движение началось в час.")


async def test_the_headline_changes_too(newspaper: Newspaper, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    preview = await correcting(newspaper, 1, "Заголовок", "Мост  открыли\nнаконец")
    assert preview["text"].startswith("Мост открыли наконец\n")

    await press(vera, preview, "Исправить без отметки")

    assert without_time(await as_read(newspaper, 1)) == "Мост открыли наконец\n\nДвижение началось."


async def test_a_draft_is_corrected_at_once_for_nobody_has_seen_it(newspaper: Newspaper, vera: Person) -> None:
    await posted(newspaper, "Заголвок\nТекст.")

    preview = await correcting(newspaper, 1, "Заголовок", "Заголовок")

    assert preview["text"].startswith("Заголовок\nчерновик · № 1")
    assert labels(preview)[0] == ["Опубликовать"]


async def test_formatting_is_kept_in_a_correction(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    await press(vera, await answer(await vera.says("/edit 1")), "Текст")
    text = "Движение началось в полдень."

    preview = await answer(await vera.says(text, entities=[marked(text, "в полдень", "bold")]))
    await press(vera, preview, "Исправить без отметки")

    assert "в полдень" in styled(await as_read(newspaper, 1), "bold")


async def test_a_correction_may_be_given_up(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    preview = await correcting(newspaper, 1, "Текст", "Нет.")

    given_up = await press(vera, preview, "Отмена")

    assert given_up["text"] == "Публикация № 1 осталась прежней."
    assert (await as_read(newspaper, 1))["text"].endswith("Движение началось.")
    assert (await answer(await vera.says("Ещё текст")))["text"] == LOST


async def test_stale_buttons_of_a_correction_say_that_it_is_no_longer_in_hand(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish(newspaper, "Мост открыт", "Движение началось.")
    stale = await correcting(newspaper, 1, "Текст", "Первая правка.")
    data = [row[0]["callback_data"] for row in keyboard(stale)[:2]]
    await press(vera, stale, "Исправить без отметки")

    for forged in data:
        screen = await answer(await vera.says("/edit 1"))
        await vera.presses(message=screen["message_id"], data=forged)
        assert now(vera, screen)["text"] == "Эта правка уже не в работе. Начните снова: /edit 1"
    assert (await as_read(newspaper, 1))["text"].endswith("Первая правка.")


async def test_a_correction_of_one_article_does_not_fall_on_another(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 2)
    first = await correcting(newspaper, 1, "Текст", "Новый текст первой.")
    second = await correcting(newspaper, 2, "Текст", "Новый текст второй.")

    assert "не в работе" in (await press(vera, first, "Исправить без отметки"))["text"]
    assert "изменена" in (await press(vera, second, "Исправить без отметки"))["text"]

    assert (await as_read(newspaper, 1))["text"].endswith("Текст новости 1.")
    assert (await as_read(newspaper, 2))["text"].endswith("Новый текст второй.")


async def test_an_article_is_retracted_with_a_reason(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 2)
    asked = await answer(await vera.says("/retract 2 Дата неверна"))
    assert asked["text"] == (
        "Новость 2\nСнять публикацию № 2? Читатели больше не смогут её открыть.\nПричина: Дата неверна"
    )
    assert labels(asked) == [["Снять"], ["Отмена"]]
    assert (await as_read(newspaper, 2))["text"].endswith("Текст новости 2.")

    done = await press(vera, asked, "Снять")

    assert done["text"] == "Публикация № 2 снята."
    assert (await as_read(newspaper, 2))["text"] == (
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
    assert "Причина" not in (await as_read(newspaper, 1))["text"]


async def test_retracting_may_be_given_up(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 1)

    given_up = await press(vera, await answer(await vera.says("/retract 1")), "Отмена")

    assert given_up["text"] == "Публикация № 1 осталась прежней."
    assert (await as_read(newspaper, 1))["text"].endswith("Текст новости 1.")


async def test_what_is_retracted_cannot_be_corrected_by_a_stale_button(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await publish_many(newspaper, 1)
    preview = await correcting(newspaper, 1, "Текст", "Новый текст.")
    colleague = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await answer(await vera.says(f"/role {colleague.id} editor"))
    await press(colleague, await answer(await colleague.says("/retract 1 Ошибка")), "Снять")

    stale = await vera.presses("Исправить без отметки", message=preview["message_id"])

    assert stale is not None
    assert stale.show_alert
    assert "снята редакцией" in (await as_read(newspaper, 1))["text"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/edit", "Напишите после команды номер публикации: /edit 12. Черновики: /drafts."),
        ("/edit сейчас", "Напишите после команды номер публикации: /edit 12. Черновики: /drafts."),
        ("/edit 7", UNKNOWN.format(number=7)),
        ("/retract", "Напишите после команды номер и, если хотите, причину: /retract 12 Неверная дата."),
        ("/retract 7", UNKNOWN.format(number=7)),
        ("/edit 999999999999999999", UNKNOWN.format(number=999999999999999999)),
    ],
)
async def test_a_number_that_leads_nowhere_gets_a_sentence_that_helps(
    newspaper: Newspaper, answer: Answer, vera: Person, written: str, said: str
) -> None:
    assert (await answer(await vera.says(written)))["text"] == said


@pytest.mark.parametrize("command", ["/post", "/post Заголовок\nТекст.", "/drafts", "/edit 1", "/retract 1", "/stats"])
async def test_everyone_else_is_told_politely_that_the_command_is_for_editors_and_the_menu_hides_it(
    newspaper: Newspaper, answer: Answer, command: str
) -> None:
    await publish_many(newspaper, 1)
    guest = newspaper.emulator.person("Гость")
    member = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")

    for person in (guest, member):
        assert (await answer(await person.says(command)))["text"] == EDITORS_ONLY
        assert (await answer(await person.says("Заголовок\nТекст.")))["text"] == LOST, "nothing is waiting"
        assert command.split()[0][1:] not in {entry["command"] for entry in person.commands()}
    assert "/drafts" not in (await answer(await member.says("/help")))["text"]
    assert "/drafts" in (await answer(await newspaper.editor.says("/help")))["text"]


async def test_the_editors_menu_shows_their_commands_from_the_first_start_on(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/start"))

    offered = {command["command"] for command in vera.commands()}

    assert {"post", "drafts", "edit", "retract", "stats", "role"} <= offered


async def test_an_appointed_editor_may_write_and_a_dismissed_one_may_not_go_on(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await answer(await gleb.says("/start"))
    appointed = await answer(await vera.says(f"/role {gleb.id} editor"))
    assert appointed["text"] == "Глеб теперь в группе Редакторы."
    assert "post" in {command["command"] for command in gleb.commands()}
    preview = await answer(await gleb.says("/post Моя первая\nИ последняя."))

    await answer(await vera.says(f"/role {gleb.id} member"))

    pressed = await gleb.presses("Опубликовать", message=preview["message_id"])
    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (EDITORS_ONLY, True)
    assert "post" not in {command["command"] for command in gleb.commands()}
    assert (await as_read(newspaper, 1))["text"] == UNKNOWN.format(number=1)


async def test_a_dismissed_editor_who_was_asked_for_an_article_is_refused_when_it_comes(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    gleb = await register(newspaper, newspaper.emulator.person("Глеб"), "Глеб")
    await answer(await vera.says(f"/role {gleb.id} editor"))
    await answer(await gleb.says("/post"))
    await answer(await vera.says(f"/role {gleb.id} member"))

    assert (await answer(await gleb.says("Заголовок\nТекст.")))["text"] == EDITORS_ONLY
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_posting_is_done_in_the_private_chat(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    group = newspaper.emulator.group("Редакция", admins=[vera])

    led = await answer(await vera.says("/post Заголовок\nТекст.", chat=group))

    assert led["text"] == "Это делается в личном чате с ботом."
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS
    assert all("черновик" not in message.get("text", "") for message in group.messages)


async def test_the_figures_count_what_there_is(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await publish_many(newspaper, 21)
    await posted(newspaper, "Черновик\nТекст.")
    await register(newspaper, newspaper.emulator.person("Анна"), "Анна")

    figures = (await answer(await vera.says("/stats")))["text"]

    assert figures == (
        "Газета в цифрах\n\n21 публикация\n1 черновик\n0 комментариев\n1 зарегистрированный читатель\n0 подписчиков"
    )


async def test_previews_of_many_do_not_pile_up_messages(newspaper: Newspaper, vera: Person) -> None:
    preview = await posted(newspaper, "Заголовок\nТекст.")

    screen = await press(vera, preview, "В черновики")
    screen = await press(vera, screen, "Черновики")
    screen = await press(vera, screen, "1")
    screen = await press(vera, screen, "Опубликовать")
    screen = await press(vera, screen, "Исправить")
    screen = await press(vera, screen, "К публикации")

    assert len(from_bot(vera)) == 1
    assert "Добавьте комментарий" in all_labels(screen)
