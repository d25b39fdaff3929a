"""Keyboards: the rules of inline buttons, reply keyboards and forced replies."""

from typing import Any

import pytest

from emulator import Emulator, Person
from tests.emulator.api_client import Api


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "a"}, "keyboard button text must be non-empty"),
        ({"text": "x"}, "text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "callback_data": "a", "url": "https://a.ru"},
            "a button does one thing, not 2: callback_data, url",
        ),
        ({"text": "x", "url": "javascript:alert(1)"}, "inline keyboard button URL 'javascript:alert(1)' is invalid"),
        ({"text": "x", "url": "https://"}, "inline keyboard button URL 'https://' is invalid"),
        ({"text": "x", "callback_data": "a", "style": "pink"}, 'unknown button style "pink"'),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "pay": True}, "BUTTON_TYPE_INVALID: no invoices here"),
        ({"text": "x", "callback": "a"}, 'unknown parameter "reply_markup.inline_keyboard[0][0].callback"'),
    ],
)
async def test_a_bad_button_is_refused(api: Api, anna: Person, button: dict[str, Any], reason: str) -> None:
    code, description = await api.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_markup=inline(button))
    assert code == 400
    assert description.startswith(f"Bad Request: {reason}")


async def test_every_kind_of_inline_button_is_accepted(api: Api, anna: Person) -> None:
    markup = inline(
        {"text": "1", "callback_data": "я" * 32},
        {"text": "2", "url": "https://example.com/?a=1"},
        {"text": "3", "url": "tg://user?id=5"},
        {"text": "4", "url": "t.me/vestnik_bot?start=a_5"},
        {"text": "5", "switch_inline_query": ""},
        {"text": "6", "switch_inline_query_current_chat": "слово"},
        {"text": "7", "copy_text": {"text": "слово"}},
        {"text": "8", "disabled": {}, "style": "danger"},
    )
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Hi", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_there_are_at_most_a_hundred_buttons(api: Api, anna: Person) -> None:
    buttons = [{"text": str(number), "callback_data": str(number)} for number in range(101)]
    await api.ok("sendMessage", chat_id=anna.id, text="Hi", reply_markup=inline(*buttons[:100]))
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_markup=inline(*buttons))
    assert refusal == (400, "Bad Request: reply markup is too long")


async def test_an_empty_inline_keyboard_is_left_out(api: Api, anna: Person) -> None:
    for rows in ("[]", "[[]]"):
        markup = f'{{"inline_keyboard": {rows}}}'
        sent = await api.ok("sendMessage", chat_id=anna.id, text="Hi", reply_markup=markup)
        assert "reply_markup" not in sent


async def test_a_reply_keyboard_stays_under_the_input_line_until_removed(api: Api, anna: Person) -> None:
    markup = {"keyboard": [[{"text": "Да"}, {"text": "Нет"}]], "resize_keyboard": True}
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Да?", reply_markup=markup)
    assert "reply_markup" not in sent
    assert anna.keyboard() == [["Да", "Нет"]]
    await anna.says("Да")
    assert anna.keyboard() == [["Да", "Нет"]]
    await api.ok("sendMessage", chat_id=anna.id, text="Хорошо", reply_markup={"remove_keyboard": True})
    assert anna.keyboard() == []


async def test_a_forced_reply_waits_for_the_next_message_only(api: Api, anna: Person) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "Ваш комментарий"}
    await api.ok("sendMessage", chat_id=anna.id, text="Добавьте комментарий", reply_markup=markup)
    assert anna.chat.interface == markup
    await anna.says("Вот он")
    assert anna.chat.interface is None


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": []},
        {"remove_keyboard": False},
        {"force_reply": False},
        {"force_reply": True, "input_field_placeholder": ""},
        {"force_reply": True, "input_field_placeholder": "я" * 65},
    ],
)
async def test_an_invalid_reply_keyboard_is_refused(api: Api, anna: Person, markup: dict[str, Any]) -> None:
    assert (await api.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_markup=markup))[0] == 400


async def test_a_channel_accepts_inline_keyboards_only(api: Api, emulator: Emulator, anna: Person) -> None:
    channel = emulator.channel("Вестник", admins=[anna])
    refusal = await api.refusal("sendMessage", chat_id=channel.id, text="Hi", reply_markup={"force_reply": True})
    assert refusal == (400, "Bad Request: can't use reply keyboards in a channel: only an inline keyboard")
