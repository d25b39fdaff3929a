"""Links to a bot in articles: a reply to an article is never a comment on another one, nor a search."""

import pytest

from emulator import Person
from news.model import NewArticle
from news.richtext import Entity, from_entities, units
from tests.journeys.comments import comment_texts, open_question
from tests.journeys.sentences import COMMENT_STORED, NOT_UNDERSTOOD
from tests.journeys.steps import LONG_AGO, Answer, press, publish, publish_indexed, store
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

QUESTION = "Ваш комментарий к публикации:"
HINT = "Ответьте на это сообщение своим текстом."


async def publish_linking(newspaper: Newspaper, url: str, *, before: str = "") -> int:
    """Store a published article with the link `url` on the words «Мост открыт»."""
    text = f"{before}Мост открыт"
    body = from_entities(text, [Entity("text_link", units(before), units("Мост открыт"), url)])
    article = NewArticle(f"test:{url}", "Поиск: дела", body, LONG_AGO, published_at=LONG_AGO)
    return (await store(newspaper.news.storage, [article]))[0]


@pytest.mark.parametrize("bot", ["another_bot", "vestnik_bot"])
@pytest.mark.parametrize("start", ["c_1", "s"])
async def test_a_reply_to_an_article_with_a_link_to_a_bot_is_neither_comment_nor_search(
    newspaper: Newspaper, answer: Answer, number: int, member: Person, bot: str, start: str
) -> None:
    linking = await publish_linking(newspaper, f"https://t.me/{bot}?start={start}")
    shown = await answer(await member.says(f"/read {linking}"))

    said = await answer(await member.says("мост", reply_to=shown["message_id"]))

    assert said["text"] == NOT_UNDERSTOOD
    assert await comment_texts(newspaper, number) == []


async def test_a_page_that_copies_the_first_line_of_a_search_is_none(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    linking = await publish_linking(
        newspaper, "https://t.me/vestnik_bot?start=s", before="слово " * 674 + "\n\nПоиск: "
    )
    shown = await press(member, await answer(await member.says(f"/read {linking}")), "›")
    assert shown["text"] == "Поиск: Мост открыт", "the page is the very copy"

    said = await answer(await member.says("мост", reply_to=shown["message_id"]))

    assert said["text"] == NOT_UNDERSTOOD


async def test_a_found_article_leads_back_to_its_own_search_whatever_it_links_to(
    newspaper: Newspaper, answer: Answer, member: Person
) -> None:
    await publish_indexed(newspaper, "Ёлка на площади")
    text = "ложные слова и дальше"
    body = from_entities(text, [Entity("text_link", 0, 12, "https://t.me/vestnik_bot?start=s")])
    await newspaper.news.editing.take_in([NewArticle("own", "Мост", body, LONG_AGO, published_at=LONG_AGO)])
    opened = await press(member, await answer(await member.says("/search мост")), "2")

    back = await press(member, opened, "Назад")

    assert back["text"].startswith("Поиск: мост")


async def test_a_question_of_an_earlier_version_of_the_program_still_takes_its_answer(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    world = newspaper.emulator.world
    member.chat.started = True
    text = f"{QUESTION}\nМост открыт\n{HINT}"
    link = {"type": "text_link", "offset": 30, "length": 11, "url": "https://t.me/vestnik_bot?start=c_1"}
    old = world.add_message(member.chat, world.bot, {"text": text, "entities": [link]}).as_json()

    said = await answer(await member.says("Наконец-то!", reply_to=old["message_id"]))

    assert said["text"] == COMMENT_STORED
    assert await comment_texts(newspaper, number) == ["Наконец-то!"]


async def test_an_edited_reply_to_an_article_stores_nothing(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    linking = await publish_linking(newspaper, "https://t.me/vestnik_bot?start=c_1")
    shown = await answer(await member.says(f"/read {linking}"))
    said = await member.says("Слово", reply_to=shown["message_id"])
    await answer(said)
    asked = await open_question(newspaper, member)

    await member.edits(said["message_id"], "Другое слово")
    await answer(await member.says("Ответ", reply_to=asked["message_id"]))

    assert await comment_texts(newspaper, number) == ["Ответ"]


async def test_an_imported_address_of_the_bot_is_only_a_link(
    newspaper: Newspaper, answer: Answer, number: int, member: Person
) -> None:
    imported = await publish(newspaper, "Ввоз", source_url="https://t.me/vestnik_bot?start=c_1")
    shown = await answer(await member.says(f"/read {imported}"))

    assert (await answer(await member.says("Слова", reply_to=shown["message_id"])))["text"] == NOT_UNDERSTOOD
    assert await comment_texts(newspaper, number) == []
