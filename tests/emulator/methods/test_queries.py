"""answerInlineQuery: refused answers, and the largest accepted one."""

from typing import Any

import pytest

from emulator import Person
from tests.emulator.inline_bot import InlineBot, article


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([article(str(each)) for each in range(51)], "RESULTS_TOO_MUCH"),
        ([article("5"), article("5")], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_EMPTY"),
        ([article("я" * 33)], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(input_message_content={"message_text": " "})], "message text is empty"),
        ([article(input_message_content={"message_text": "я" * 4097})], "message is too long"),
        (
            [
                article(
                    input_message_content={
                        "message_text": "я",
                        "entities": [{"type": "bold", "offset": 0, "length": 2}],
                    }
                )
            ],
            "can't parse entities: bold at 0..2 is outside the text",
        ),
        (
            [article(input_message_content={"message_text": "я", "parse_mode": "HTML"})],
            '"results[0].input_message_content.parse_mode" is refused: '
            "this house sends text and entities, never marked-up text",
        ),
        (
            [article(reply_markup={"inline_keyboard": [[{"text": "Читать"}]]})],
            "text buttons are unallowed in the inline keyboard",
        ),
        ([{"type": "photo", "id": "1"}], '"results[0]" must be one of: article'),
        (
            [article(hide_url=True)],
            'unknown parameter "results[0].hide_url" (the emulator is stricter than Telegram here)',
        ),
        ([{"type": "article", "id": "1", "title": "Без текста"}], "results[0].input_message_content is empty"),
    ],
)
async def test_a_bad_result_is_refused(asked_bot: InlineBot, results: list[dict[str, Any]], description: str) -> None:
    assert await asked_bot.refusal(*results) == description


@pytest.mark.parametrize(
    ("answer", "description"),
    [
        ({"next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": " ", "start_parameter": "s"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "Искать", "start_parameter": "с кириллицей"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Искать", "start_parameter": "s" * 65}}, "START_PARAM_INVALID"),
        (
            {"button": {"text": "Искать"}},
            "a button over the results opens the chat: it needs a start_parameter (no web apps here)",
        ),
        ({"cache_time": "долго"}, '"cache_time" must be an Integer'),
    ],
)
async def test_a_bad_answer_is_refused(asked_bot: InlineBot, answer: dict[str, Any], description: str) -> None:
    assert await asked_bot.refusal(article(), **answer) == description


async def test_the_largest_answer_is_accepted(asked_bot: InlineBot, anna: Person) -> None:
    content = {"message_text": "x" * 4096}
    results = [article(f"{each}".ljust(64, "x"), input_message_content=content) for each in range(50)]
    query = asked_bot.queries[0]["id"]
    await asked_bot.api.ok("answerInlineQuery", inline_query_id=query, results=results, next_offset="x" * 64)
    offer = await anna.types("мост", timeout=0)
    assert offer is not None
    assert len(offer.results) == 50
