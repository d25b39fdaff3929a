"""What an editor sends or forwards without a command is offered as a publication; readers get no such offer."""

from typing import Any

import pytest

from emulator import Person
from news.ledger import Address
from tests.journeys.comments import stored_comments
from tests.journeys.sentences import NO_DRAFTS, NOT_UNDERSTOOD, WHAT_CAN_BE_SENT
from tests.journeys.steps import Answer, Json, current, from_bot, give_role, labels, press, publish, wait_until_handled
from tests.journeys.test_forwarding import NOT_OBEYED
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

ARTICLE = "Мост открыт\nДвижение началось в полдень."
OFFER = "Мост открыт\n\nСделать публикацией?"
MAKE, DROP = "Сделать публикацией", "Не нужно"
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Городские вести"}


def post_of(channel: Json, number: int = 15) -> Json:
    return {"forward_origin": {"type": "channel", "date": 1, "chat": channel, "message_id": number}}


async def article_of(newspaper: Newspaper, number: int) -> Any:
    reader = await newspaper.news.readers.recognise(newspaper.editor.id, "ru")
    return await newspaper.news.editing.open(reader, number)


async def test_an_article_sent_without_a_command_becomes_a_draft_by_one_press(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    offer = await answer(await vera.says(ARTICLE))
    assert (offer["text"], labels(offer)) == (OFFER, [[MAKE], [DROP]])
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS

    preview = await press(vera, offer, MAKE)
    again = await vera.presses(data=_data(offer, MAKE), message=offer["message_id"])

    assert preview["text"].startswith("Мост открыт\nчерновик · № 1\n")
    assert again is not None
    assert current(vera, offer)["text"] == preview["text"], "a second press shows the same draft"
    assert (await answer(await vera.says("/drafts")))["text"].count("черновик") == 1


def _data(screen: Json, label: str) -> str:
    rows = screen["reply_markup"]["inline_keyboard"]
    return next(button["callback_data"] for row in rows for button in row if button["text"] == label)


async def test_each_kind_of_content_is_offered_with_its_files(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    for number, kind in enumerate(("photo", "video", "animation", "document", "audio"), 1):
        offer = await answer(await vera.shares_file(kind, ARTICLE))
        assert offer["text"] == OFFER
        await press(vera, offer, MAKE)
        assert [each.kind.value for each in (await article_of(newspaper, number)).attachments] == [kind]


async def test_an_album_and_a_cut_text_are_each_offered_once(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    album = await vera.shares_album("photo", "photo", "video", captions=[ARTICLE])
    offer = await answer(album[-1])
    text = "Слово за слово. " * 700
    offered = await answer(await vera.says(f"Длинная\n{text}"))
    await wait_until_handled(newspaper, vera)

    assert offer["text"] == "Мост открыт\n3 файла\n\nСделать публикацией?"
    assert offered["text"] == "Длинная\n\nСделать публикацией?"
    assert len(from_bot(vera)) == 3
    await press(vera, offer, MAKE)
    await press(vera, offered, MAKE)
    assert len((await article_of(newspaper, 1)).attachments) == 3
    words = [word for block in (await article_of(newspaper, 2)).body for run in block.runs for word in run.text.split()]
    assert words == text.split()


async def test_a_late_picture_is_in_the_article_that_the_offer_becomes(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    items = await vera.shares_album("photo", "photo", captions=[ARTICLE])
    offer = await answer(items[-1])
    await vera.sends(photo=items[0]["photo"], media_group_id=items[0]["media_group_id"])
    await wait_until_handled(newspaper, vera)

    await press(vera, offer, MAKE)

    assert len((await article_of(newspaper, 1)).attachments) == 3
    assert len(from_bot(vera)) == 2, "the offer and the answer to /help"


async def test_an_offer_outlives_a_restart_and_follows_an_edit_of_its_message(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    said = await vera.says(ARTICLE)
    offer = await answer(said)
    await vera.edits(said["message_id"], ARTICLE.replace("полдень", "три часа"))
    await newspaper.restart()

    preview = await press(vera, offer, MAKE)

    assert preview["text"].endswith("Движение началось в три часа.")


async def test_a_message_that_is_a_draft_already_is_shown_and_not_offered(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    said = await vera.says(ARTICLE)
    preview = await answer(said)

    newspaper.emulator.world.inject({"message": said})
    await wait_until_handled(newspaper, vera)

    assert [message["text"] for message in from_bot(vera)[1:3]] == [preview["text"]] * 2


async def test_a_post_that_is_an_article_already_answers_post_with_that_article(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    offer = await answer(await vera.sends(text="Мост открыт", **post_of(CHANNEL)))
    await press(vera, await press(vera, offer, MAKE), "Опубликовать")
    await answer(await vera.says("/post"))

    known = await answer(await vera.sends(text="Мост открыт", **post_of(CHANNEL)))

    assert known["text"] == "Мост открыт\nЭта запись здесь уже есть: публикация № 1."


async def test_pictures_without_words_ask_for_them(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    offer = await answer((await vera.shares_album("photo", "photo"))[-1])
    assert offer["text"] == "2 файла\n\nСделать публикацией?"
    assert (await press(vera, offer, MAKE))["text"].startswith("Принято 2 файла. Теперь пришлите заголовок")

    preview = await answer(await vera.says("Мост открыт"))

    assert "№ 1" in preview["text"]
    assert len((await article_of(newspaper, 1)).attachments) == 2


async def test_what_is_not_needed_is_forgotten(newspaper: Newspaper, answer: Answer, vera: Person) -> None:
    offer = await answer(await vera.says(ARTICLE))

    dropped = await press(vera, offer, DROP)
    await vera.presses(data=_data(offer, MAKE), message=offer["message_id"])

    assert dropped["text"] == "Хорошо, публикацией это не станет и здесь удалено. Новая публикация: /post"
    assert current(vera, offer)["text"].startswith("Этого сообщения здесь уже нет.")
    assert (await answer(await vera.says("/drafts")))["text"] == NO_DRAFTS


async def test_an_article_is_not_lost_by_a_late_press_of_no_need(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    offer = await answer(await vera.says(ARTICLE))
    preview = await press(vera, offer, MAKE)

    await vera.presses(data=_data(offer, DROP), message=offer["message_id"])

    assert current(vera, offer)["text"] == preview["text"]


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (CHANNEL | {"username": "city_news"}, "https://t.me/city_news/15"),
        (CHANNEL, "https://t.me/c/1234567890/15"),
    ],
)
async def test_a_forwarded_channel_post_keeps_its_source_and_is_an_article_once(
    newspaper: Newspaper, answer: Answer, vera: Person, channel: Json, address: str
) -> None:
    offer = await answer(await vera.sends(text="Мост открыт", **post_of(channel)))
    assert offer["text"] == OFFER
    await press(vera, offer, MAKE)
    assert (await article_of(newspaper, 1)).source_url == address

    again = await answer(await vera.sends(text="Мост открыт", **post_of(channel)))
    known = await press(vera, again, MAKE)

    assert known["text"] == "Мост открыт\nЭта запись здесь уже есть: публикация № 1."
    assert labels(known) == [["Исправить"]]
    assert (await answer(await vera.says("/drafts")))["text"].count("черновик") == 1


async def test_a_forwarded_album_answers_post_and_keeps_its_source(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    await answer(await vera.says("/post"))
    photo = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
    group = {"media_group_id": "5", **post_of(CHANNEL)}
    await vera.sends(photo=[photo], caption=ARTICLE, **group)
    preview = await answer(await vera.sends(photo=[photo | {"file_unique_id": "q"}], **group))

    assert "№ 1" in preview["text"]
    article = await article_of(newspaper, 1)
    assert (article.source_url, len(article.attachments)) == ("https://t.me/c/1234567890/15", 2)


async def test_a_forwarded_message_answers_no_other_question_and_is_no_command(
    newspaper: Newspaper, answer: Answer, vera: Person
) -> None:
    number = await publish(newspaper, "Мост открыт")
    await press(vera, await answer(await vera.says(f"/edit {number}")), "Заголовок")
    assert (await answer(await vera.sends(text=ARTICLE, **post_of(CHANNEL))))["text"] == NOT_OBEYED
    await answer(await vera.says("/cancel"))

    assert (await answer(await vera.sends(text="/subscribe", **post_of(CHANNEL))))["text"] == NOT_OBEYED

    assert (await newspaper.news.subscriptions.get(Address(vera.id))) is None
    assert await stored_comments(newspaper) == []


async def test_short_words_are_answered_as_before(answer: Answer, vera: Person) -> None:
    assert (await answer(await vera.says("Доброе утро")))["text"] == NOT_UNDERSTOOD
    assert (await answer(await vera.says("Доброе утро. " * 20)))["text"].endswith("Сделать публикацией?")


async def test_what_cannot_be_an_article_is_named_to_an_editor(answer: Answer, vera: Person) -> None:
    file = {"file_id": "v", "file_unique_id": "u"}
    for content, named in (
        ({"voice": file | {"duration": 3}}, "Голосовое сообщение"),
        ({"video_note": file | {"duration": 3, "length": 9}}, "Видеосообщение"),
        ({"contact": {"phone_number": "+70000000000", "first_name": "Анна"}}, "Контакт"),
    ):
        refused = await answer(await vera.sends(**content))
        assert refused["text"] == f"{named} нельзя сделать публикацией. {WHAT_CAN_BE_SENT}"
    refused = await answer(await vera.sends(document=file | {"file_size": 2**30}))
    assert refused["text"] == f"Файл больше 20 МБ не помещается в публикацию. {WHAT_CAN_BE_SENT}"


async def test_a_reader_gets_no_offer_and_one_answer_to_an_album(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    assert (await answer(await member.says(ARTICLE)))["text"] == NOT_UNDERSTOOD
    album = await member.shares_album("photo", "photo", "photo")
    assert (await answer(album[-1]))["text"] == NOT_UNDERSTOOD
    assert (await answer(await member.sends(text=ARTICLE, **post_of(CHANNEL))))["text"] == NOT_OBEYED
    await wait_until_handled(newspaper, member)

    assert len(from_bot(member)) == 4


async def test_who_may_write_no_longer_makes_no_article_of_an_old_offer(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    await give_role(newspaper, member, "editor")
    offer = await answer(await member.says(ARTICLE))
    await give_role(newspaper, member, "member")

    pressed = await member.presses(MAKE, message=offer["message_id"])

    assert pressed is not None
    assert pressed.text == "Эта команда — для редакции. Что здесь можно делать: /help."
    assert (await answer(await newspaper.editor.says("/drafts")))["text"] == NO_DRAFTS
