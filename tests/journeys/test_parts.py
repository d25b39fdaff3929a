"""One act of several messages: an album and a text that the client cut are taken whole, and answered once."""

from typing import Any

import pytest

from emulator import Person
from news.limits import COMMENT_LIMIT, HEADLINE_LIMIT, REASON_LIMIT
from tests.journeys.comments import open_question, stored_comments
from tests.journeys.editing import entity_over
from tests.journeys.sentences import NO_DRAFTS
from tests.journeys.steps import Answer, from_bot, press, publish, wait_until_handled
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

PARAGRAPH = "Мост через реку строили четыре года, и каждую весну вода поднималась выше опор. " * 6
LONG = "\n".join(f"{number}. {PARAGRAPH.strip()}" for number in range(1, 25))  # about 12,000 units: three messages
ARTICLE = f"Мост открыт\n{LONG}"


async def body_of(newspaper: Newspaper, number: int) -> list[str]:
    """The words of an article's text."""
    article = await newspaper.news.editing.open(
        await newspaper.news.readers.recognise(newspaper.editor.id, "ru"), number
    )
    return [word for block in article.body for run in block.runs for word in run.text.split()]


async def article_of(newspaper: Newspaper, number: int) -> Any:
    reader = await newspaper.news.readers.recognise(newspaper.editor.id, "ru")
    return await newspaper.news.editing.open(reader, number)


@pytest.mark.parametrize("form", ["after the command", "with the command"])
async def test_a_long_article_that_the_client_cut_is_one_draft(
    newspaper: Newspaper, answer: Answer, vera: Person, form: str
) -> None:
    if form == "after the command":
        await answer(await vera.says("/post"))
    before = len(vera.messages)
    sent = await vera.says(ARTICLE if form == "after the command" else f"/post {ARTICLE}")
    preview = await answer(sent)

    await wait_until_handled(newspaper, vera)

    assert len([m for m in vera.messages[before:] if not m["from"]["is_bot"]]) == 4, "three parts and /help"
    assert preview["text"].startswith("Мост открыт\nчерновик · № 1")
    assert await body_of(newspaper, 1) == LONG.split()
    assert len(from_bot(vera)) == (3 if form == "after the command" else 2)


async def test_the_formatting_of_a_cut_text_stays_on_its_words(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    text = f"Мост открыт\n{PARAGRAPH * 12}\nКонец близок."
    marks = [entity_over(text, "Конец близок", "bold"), entity_over(text, PARAGRAPH * 12, "italic")]

    await answer(await vera.says("/post"))
    await answer(await vera.says(text, entities=marks))

    runs = [run for block in (await article_of(newspaper, 1)).body for run in block.runs]
    assert [run.text for run in runs if "bold" in run.marks] == ["Конец близок"]
    italic = " ".join(run.text for run in runs if "italic" in run.marks)
    assert italic.split() == (PARAGRAPH * 12).split()


async def test_a_corrected_text_in_three_parts_loses_nothing(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    number = await publish(newspaper, "Мост открыт", "Коротко.")
    await press(vera, await answer(await vera.says(f"/edit {number}")), "Текст")

    preview = await answer(await vera.says(LONG))
    await press(vera, preview, "Исправить без отметки")

    assert await body_of(newspaper, number) == LONG.split()


@pytest.mark.parametrize("what", ["Заголовок", "reason", "comment"])
async def test_a_text_that_is_too_long_for_its_field_is_refused_once(
    newspaper: Newspaper, answer: Answer, vera: Person, member: Person, what: str
) -> None:
    number = await publish(newspaper, "Мост открыт", "Коротко.")
    person, reply, limit = vera, None, HEADLINE_LIMIT
    if what == "comment":
        person, limit = member, COMMENT_LIMIT
        reply = (await open_question(newspaper, member))["message_id"]
    else:
        await press(vera, await answer(await vera.says(f"/edit {number}")), "Заголовок")
        if what == "reason":
            limit = REASON_LIMIT
            await press(vera, await answer(await vera.says("Другой")), "Отметить «обновлено»")
    shown = len(from_bot(person))

    refused = await answer(await person.says(LONG, reply_to=reply))
    await wait_until_handled(newspaper, person)

    assert str(limit) in refused["text"].replace("\u00a0", "").replace(" ", "")
    assert len(from_bot(person)) == shown + 2, "one refusal, and the answer to /help"
    assert await stored_comments(newspaper) == []
    assert (await article_of(newspaper, number)).title == "Мост открыт"


async def test_a_short_text_after_a_long_one_goes_on_with_it_and_a_command_does_not(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    await vera.says(f"Мост открыт\n{PARAGRAPH * 8}".strip())
    cancelled = await vera.says("/drafts")

    assert (await answer(cancelled, "Черновики"))["text"] != NO_DRAFTS, "the article was first"
    assert "черновик · № 1" in from_bot(vera)[-2]["text"]


async def test_an_album_is_one_article_with_its_pictures_in_order_and_their_captions(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    items = await vera.shares_album("photo", "video", "photo", captions=["Мост открыт\nВ полдень.", "Салют"])

    preview = await answer(items[-1])
    await wait_until_handled(newspaper, vera)

    article = await article_of(newspaper, 1)
    assert preview["text"].startswith("Мост открыт\nчерновик")
    assert [(each.kind.value, each.caption) for each in article.attachments] == [
        ("photo", ""),
        ("video", "Салют"),
        ("photo", ""),
    ]
    assert len(from_bot(vera)) == 3, "the question, the preview and the answer to /help"


async def test_files_without_words_wait_for_them(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))
    album = await vera.shares_album("photo", "photo")
    assert (await answer(album[-1]))["text"] == (
        "Принято 2 файла. Теперь пришлите заголовок и, если нужно, текст. Прервать: /cancel"
    )
    assert (await answer(await vera.shares_file("document", name="смета.pdf")))["text"].startswith("Принят 1 файл.")

    await answer(await vera.says(ARTICLE))

    article = await article_of(newspaper, 1)
    assert [each.kind.value for each in article.attachments] == ["photo", "photo", "document"]
    assert article.title == "Мост открыт"


async def test_a_voice_message_among_others_is_named_and_the_others_are_taken(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    await answer(await vera.shares_photo())
    refused = await answer(await vera.sends(voice={"file_id": "v", "file_unique_id": "u", "duration": 3}))
    await answer(await vera.says("Мост открыт\nВ полдень."))

    assert refused["text"].startswith("Голосовое сообщение нельзя сделать публикацией.")
    assert len((await article_of(newspaper, 1)).attachments) == 1


async def test_a_file_above_the_limit_is_named_and_the_rest_of_the_album_is_taken(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    large = {"file_id": "v", "file_unique_id": "w", "width": 9, "height": 9, "duration": 9, "file_size": 21 * 2**20}
    photo = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
    group = {"media_group_id": "77"}
    await vera.sends(video=large | {"file_name": "салют.mp4"}, caption="Мост открыт\nВ полдень.", **group)
    named = await answer(await vera.sends(photo=[photo], **group))
    preview = await answer(named)

    assert named["text"] == "Не принято: файл «салют.mp4» больше 20 МБ.\nОстальное принято."
    assert preview["text"].startswith("Мост открыт\nчерновик")
    assert [each.source for each in (await article_of(newspaper, 1)).attachments] == ["tg:p"]


async def test_a_late_picture_joins_the_draft_of_its_album(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))
    items = await vera.shares_album("photo", "photo", captions=["Мост открыт\nВ полдень."])
    await answer(items[-1])

    followed = await answer(await vera.sends(photo=items[0]["photo"], media_group_id=items[0]["media_group_id"]))

    assert "№ 1" in followed["text"]
    assert len((await article_of(newspaper, 1)).attachments) == 3
    await press(vera, await press(vera, followed, "К черновику"), "Опубликовать")
    late = await answer(await vera.sends(photo=items[0]["photo"], media_group_id=items[0]["media_group_id"]))
    assert late["text"].endswith("Исправить её: /edit 1")
    assert len((await article_of(newspaper, 1)).attachments) == 3


async def test_an_edited_part_changes_its_words_only(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    await answer(await vera.says("/post"))
    last = await vera.says(f"{ARTICLE}\n99. Ошибка.")
    await answer(last)

    await vera.edits(last["message_id"], last["text"].replace("Ошибка.", "Правка."))
    await vera.sees("№ 1", after=from_bot(vera)[-1]["message_id"])

    assert await body_of(newspaper, 1) == [*LONG.split(), "99.", "Правка."]
