"""Pictures on their way to readers: pushed, read, corrected, withdrawn, refused, and sent by another bot."""

from collections.abc import Sequence
from typing import Any

import pytest

from emulator import Fault, Person
from emulator.errors import bad_request
from emulator.faults import Refused
from emulator.validation import Upload
from news.ledger import MessageKind, SentFile
from news.model import Attachment
from news.richtext import units
from tests.journeys.editing import correct, retract
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    all_labels,
    current,
    from_bot,
    press,
    publish,
    styled,
    wait_for,
)
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

TITLE, LEAD = "Закат над рекой", "Снято вчера с нового моста."
LONG = "\n\n".join(f"Абзац {number}: " + "река текла медленно. " * 12 for number in range(1, 12))


async def shoot(newspaper: Newspaper, caption: str) -> None:
    """Publish an article that is a photo with a caption, as the editor in the chat, and push it."""
    vera = newspaper.editor
    message = await vera.shares_photo(f"/post {caption}")
    await vera.sees(caption.split("\n")[0], after=message["message_id"])
    await vera.presses("Опубликовать")
    await newspaper.news.delivery.tick()


async def files_of(newspaper: Newspaper, *kinds: str) -> tuple[Attachment, ...]:
    """Return files that Telegram has stored."""
    found = []
    for kind in kinds:
        message = await newspaper.editor.shares_file(kind)
        file = message["photo"][-1] if kind == "photo" else message[kind]
        source = f"tg:{file['file_unique_id']}"
        found.append(Attachment(MessageKind(kind), source, file["file_id"], caption=f"Подпись {len(found) + 1}"))
    return tuple(found)


async def illustrated(newspaper: Newspaper, text: str, attachments: Sequence[Attachment], **fields: Any) -> int:
    """Store a published article with files, as if an editor had sent them; return its number."""
    number = await publish(newspaper, TITLE, text, attachments=tuple(attachments), **fields)
    files = [(each.source, each.kind, each.file_id) for each in attachments if each.file_id]
    async with newspaper.news.storage.writing() as unit:
        await unit.files.keep([SentFile(*file) for file in files], LONG_AGO)
    return number


async def pushed(person: Person) -> dict[str, Any]:
    """Return the push that a subscriber has got."""
    return await person.sees(TITLE)


async def test_the_push_of_one_article_is_its_picture_with_headline_lead_and_a_button(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await shoot(newspaper, f"{TITLE}\n{LEAD}")
    push = await pushed(anna)
    assert push["photo"]
    assert push["caption"] == f"{TITLE}\n\n{LEAD}"
    assert (styled(push, "bold"), all_labels(push)) == ([TITLE], ["Читать", "Ещё"])
    less = await press(anna, await press(anna, push, "Ещё"), "Меньше такого")
    assert (less["photo"], less["caption"]) == (push["photo"], push["caption"]), "only the buttons change"
    assert all_labels(await press(anna, await press(anna, less, "‹ Назад"), "‹ Назад")) == ["Читать", "Ещё"]
    await press(anna, push, "Читать")
    opened = current(anna, push)
    assert opened["photo"], "a short article is read under its picture"
    assert "№ 1" in opened["caption"]
    assert "Фото" not in all_labels(opened), "it is there already"


async def test_a_long_article_opens_below_its_picture_and_loses_no_letter(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await shoot(newspaper, f"{TITLE}\n{LEAD} {LONG[:700]}")
    push = await pushed(anna)
    assert units(push["caption"]) <= 1024
    vera = newspaper.editor
    await press(vera, await correct(newspaper, 1, "Текст", LONG[:3400]), "Исправить без отметки")
    before = len(from_bot(anna))
    await anna.presses("Читать", message=push["message_id"])
    text = await wait_for(newspaper, lambda: (from_bot(anna)[before:] or [None])[0], "the text does not open")
    assert LONG[:3400].split() == text["text"].split()[-len(LONG[:3400].split()) :]
    assert current(anna, push)["caption"] == push["caption"]
    assert "Фото" in all_labels(text)


async def test_a_long_lead_is_shortened_to_what_a_caption_holds(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    lead = f"{TITLE}, которого ждали. " * 31
    await illustrated(newspaper, LONG, await files_of(newspaper, "photo"), lead=lead, to_push=True)
    await newspaper.news.delivery.tick()
    push = await pushed(anna)
    assert 900 < units(push["caption"]) <= 1024
    assert push["caption"].endswith("ждали."), "after a sentence"
    assert units(lead) > units(push["caption"])


async def test_files_of_each_kind_have_their_buttons_and_come_as_albums(newspaper: Newspaper, answer: Answer) -> None:
    files = await files_of(newspaper, "photo", "document", "photo", "video", "audio", "animation")
    await illustrated(newspaper, LONG, files)
    reader = newspaper.emulator.person("Читатель")
    text = await answer(await reader.says("/read 1"))
    buttons = [label for label in all_labels(text) if label in {"Фото и видео (3)", "Файл", "Аудио", "Анимация"}]
    assert len(buttons) == 4
    before = len(from_bot(reader))
    await press(reader, text, "Фото и видео (3)")
    album = from_bot(reader)[before:]
    assert [next(kind for kind in ("photo", "video") if kind in each) for each in album] == ["photo", "photo", "video"]
    assert [each.get("caption") for each in album] == ["Подпись 1", "Подпись 3", "Подпись 4"]
    assert current(reader, text)["text"] == text["text"], "the article stays above, with its way back"
    for label, kind in (("Файл", "document"), ("Аудио", "audio"), ("Анимация", "animation")):
        await press(reader, text, label)
        assert kind in from_bot(reader)[-1]


async def test_lists_say_which_articles_have_a_picture(newspaper: Newspaper, answer: Answer) -> None:
    await illustrated(newspaper, "Текст.", await files_of(newspaper, "video"))
    assert "2024, 14:05 · видео" in (await answer(await newspaper.emulator.person("Читатель").says("/latest")))["text"]


async def test_an_update_changes_the_caption_and_a_retraction_takes_the_picture_away(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    await shoot(newspaper, f"{TITLE}\n{LEAD}")
    push = await pushed(anna)
    await press(newspaper.editor, await correct(newspaper, 1, "Заголовок", "Закат над озером"), "Отметить «обновлено»")
    await newspaper.editor.presses("Без причины")
    changed = await anna.sees("Закат над озером")
    assert (changed["message_id"], changed["photo"]) == (push["message_id"], push["photo"])
    assert "обновлено" in changed["caption"]
    await retract(newspaper, 1, "Снимок не наш")
    gone = await anna.sees("Снято редакцией. Причина: Снимок не наш")
    assert gone["message_id"] == push["message_id"]
    assert gone["photo"][-1]["file_unique_id"] != push["photo"][-1]["file_unique_id"]


@pytest.mark.parametrize("words", ["wrong file identifier/HTTP URL specified", "PHOTO_INVALID_DIMENSIONS"])
async def test_a_picture_that_telegram_refuses_stops_no_news(newspaper: Newspaper, words: str) -> None:
    people = [await new_subscriber(newspaper, name) for name in ("Анна", "Борис", "Вита")]
    newspaper.emulator.faults.add(Fault(Refused(bad_request(words)), method="sendPhoto", times=None))
    await shoot(newspaper, f"{TITLE}\n{LEAD}")
    for person in people:
        push = await pushed(person)
        assert push["text"] == f"{TITLE}\n\n{LEAD}"
        assert sum(TITLE in each.get("text", "") for each in from_bot(person)) == 1
    opened = await people[0].says("/read 1")
    assert (await people[0].sees("№ 1", after=opened["message_id"]))["text"]


async def test_another_bot_sends_the_picture_from_the_database_and_uploads_it_once(newspaper: Newspaper) -> None:
    anna = await new_subscriber(newspaper)
    boris = await new_subscriber(newspaper, "Борис")
    (photo,) = await files_of(newspaper, "photo")
    await illustrated(newspaper, f"{LEAD}", [photo], to_push=True)
    async with newspaper.news.storage.writing() as unit:
        await unit.files.store(photo.source, b"\x89PNG bytes of the picture")
        await unit.files.forget()
    await newspaper.restart()
    calls = newspaper.emulator.calls.of("sendPhoto")
    await newspaper.news.delivery.tick()
    assert [(await pushed(person))["caption"] for person in (anna, boris)] == [f"{TITLE}\n\n{LEAD}"] * 2
    await newspaper.restart()
    opened = await anna.says("/read 1")
    await anna.sees("№ 1", after=opened["message_id"])
    sent = newspaper.emulator.calls.of("sendPhoto")[len(calls) :]
    assert isinstance(sent[0].parameters["photo"], Upload)
    assert isinstance(sent[-1].parameters["photo"], str), "by its new id"


async def test_a_reader_s_answer_with_bytes_keeps_the_id_that_telegram_gives(newspaper: Newspaper) -> None:
    (photo,) = await files_of(newspaper, "photo")
    await illustrated(newspaper, LEAD, [photo])
    async with newspaper.news.storage.writing() as unit:
        await unit.files.store(photo.source, b"\x89PNG bytes of the picture")
        await unit.files.forget()
    reader = newspaper.emulator.person("Читатель")
    for _ in range(2):
        opened = await reader.says("/read 1")
        assert (await reader.sees("№ 1", after=opened["message_id"]))["photo"]
    uploaded, by_id = newspaper.emulator.calls.of("sendPhoto")
    assert (type(uploaded.parameters["photo"]), type(by_id.parameters["photo"])) == (Upload, str)
