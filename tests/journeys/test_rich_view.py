"""The rich view: a sample, a question, the choice; a push with blocks, and the way back to text."""

import pytest

from emulator import Fault, Person, Refused
from emulator.errors import bad_request
from news.ledger import Address
from tests.journeys.steps import Answer, Json, all_labels, from_bot, press, publish
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def sampled(person: Person, answer: Answer, *labels: str) -> Json:
    """Go to the sample from /settings by these buttons; return the question below it."""
    screen = await answer(await person.says("/settings"))
    for label in labels:
        screen = await press(person, screen, label)
    question = await person.sees("?")
    sample = from_bot(person)[-2]
    kinds = [block["type"] for block in sample["rich_message"]["blocks"]]
    assert kinds == ["heading", "photo", "paragraph", "blockquote"]
    return question


async def pushed(newspaper: Newspaper, person: Person, title: str) -> Json:
    await publish(newspaper, title, "Движение пошло.\n• быстро\n• тихо", to_push=True)
    await newspaper.news.delivery.tick()
    return await person.sees(title)


async def test_a_reader_who_sees_the_sample_gets_rich_messages_until_text_is_chosen(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await new_subscriber(newspaper)
    path = ("Сколько: заголовок и вводка", "Полный текст", "Показать образец")
    question = await sampled(anna, answer, *path)
    assert question["text"] == "Видно заголовок и картинку?"
    assert all_labels(question) == ["Да, видно", "Нет", "Назад"]

    settings = await press(anna, question, "Да, видно")

    assert settings["text"].startswith("Сколько: полный текст с вёрсткой\n")
    assert "Показать образец" not in all_labels(settings)
    push = await pushed(newspaper, anna, "Южный мост открыт")
    blocks = push["rich_message"]["blocks"]
    assert [block["type"] for block in blocks] == ["heading", "paragraph", "paragraph", "list"]
    related = await press(anna, push, "Похожие публикации")
    assert related["text"], "a button under it shows a text in its place"
    assert "rich_message" not in related
    settings = await press(anna, settings, "Текстом")
    assert settings["text"].startswith("Сколько: полный текст\n")
    classic = await pushed(newspaper, anna, "Северный мост открыт")
    assert classic["text"].startswith("Северный мост открыт\n")


async def test_in_english_a_reader_who_does_not_see_the_sample_goes_on_with_text(
    newspaper: Newspaper, answer: Answer
) -> None:
    john = newspaper.emulator.person("John", language="en")
    await answer(await john.says("/subscribe"))
    question = await sampled(john, answer, "How much: headline and lead", "Full text", "Show a sample")
    assert question["text"] == "Do you see the heading and the picture?"
    settings = await press(john, question, "No")
    assert settings["text"].startswith("How much: full text\n")
    assert not (await newspaper.news.choice.get(Address(john.id))).preferences.rich
    assert (await pushed(newspaper, john, "Мост"))["text"].startswith("Мост\n")


async def test_what_telegram_refuses_as_a_rich_message_comes_as_text_unseen(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await new_subscriber(newspaper)
    question = await sampled(anna, answer, "Сколько: заголовок и вводка", "Полный текст", "Показать образец")
    await press(anna, question, "Да, видно")
    refusal = Fault(Refused(bad_request("RICH_MESSAGE_INVALID")), method="sendRichMessage", times=None)
    newspaper.emulator.faults.add(refusal)

    push = await pushed(newspaper, anna, "Южный мост открыт")

    assert push["text"].startswith("Южный мост открыт\n")
    assert len([one for one in from_bot(anna) if "Южный мост" in str(one)]) == 1
    settings = await answer(await anna.says("/settings"))
    settings = await press(anna, await press(anna, settings, "Сколько: полный текст с вёрсткой"), "Текстом")
    await press(anna, settings, "Показать образец")
    assert (await anna.sees("Образец не отправился."))["text"].endswith("попробуйте ещё раз позже.")
