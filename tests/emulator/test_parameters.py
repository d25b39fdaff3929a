"""The table of parameters, compared with aiogram's models, which are generated from Telegram's documentation."""

import re
from collections.abc import Iterator

import pytest
from aiogram import methods, types
from pydantic import BaseModel

from emulator.methods import TABLE
from emulator.parameters import (
    COMMAND,
    ENTITY,
    EPHEMERAL,
    INLINE_BUTTON,
    INPUT_MEDIA,
    LINK_PREVIEW,
    MENU_BUTTON,
    METHODS,
    PERMISSIONS,
    REPLY_BUTTON,
    REPLY_PARAMETERS,
    REQUEST_USERS,
    RESULT,
    RESULTS_BUTTON,
    SCOPE,
    SENDING,
    TEXT_CONTENT,
    USER,
)
from emulator.validation import OneOf, Record

NESTED = {
    "User": USER,
    "MessageEntity": ENTITY,
    "InlineKeyboardButton": INLINE_BUTTON,
    "KeyboardButton": REPLY_BUTTON,
    "KeyboardButtonRequestUsers": REQUEST_USERS,
    "EphemeralMessageParameters": EPHEMERAL,
    "ChatPermissions": PERMISSIONS,
    "ReplyParameters": REPLY_PARAMETERS,
    "LinkPreviewOptions": LINK_PREVIEW,
    "BotCommand": COMMAND,
    "LoginUrl": INLINE_BUTTON.fields["login_url"],
    "SwitchInlineQueryChosenChat": INLINE_BUTTON.fields["switch_inline_query_chosen_chat"],
    "CopyTextButton": INLINE_BUTTON.fields["copy_text"],
    "InputTextMessageContent": TEXT_CONTENT,
    "InlineQueryResultsButton": RESULTS_BUTTON,
}
KEYBOARDS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}


def same_shape(record: Record, model: type[BaseModel]) -> None:
    fields = model.model_fields
    assert record.fields.keys() <= fields.keys()
    assert {name for name in record.fields if fields[name].is_required()} == set(record.required)
    assert {name for name, field in fields.items() if field.is_required()} <= set(record.required)


def choices() -> Iterator[tuple[str, Record]]:
    (keyboards,) = (kind for name, kind in SENDING.items() if name == "reply_markup")
    prefixes = (
        (SCOPE, "BotCommandScope"),
        (MENU_BUTTON, "MenuButton"),
        (RESULT, "InlineQueryResult"),
        (INPUT_MEDIA, "InputMedia"),
    )
    for choice, prefix in prefixes:
        assert isinstance(choice, OneOf)
        for name, record in choice.variants.items():
            yield prefix + "".join(part.capitalize() for part in name.split("_")), record
    assert isinstance(keyboards, OneOf)
    for name, record in keyboards.variants.items():
        yield KEYBOARDS[name], record


@pytest.mark.parametrize("name", METHODS)
def test_a_method_has_only_parameters_that_aiogram_knows_and_the_same_required_ones(name: str) -> None:
    same_shape(METHODS[name], getattr(methods, name[0].upper() + name[1:]))


@pytest.mark.parametrize(("name", "record"), NESTED.items())
def test_a_nested_object_has_only_fields_aiogram_knows_and_requires_the_same(name: str, record: Record) -> None:
    same_shape(record, getattr(types, name))


@pytest.mark.parametrize(("name", "record"), list(choices()))
def test_each_variant_has_only_fields_aiogram_knows(name: str, record: Record) -> None:
    fields = getattr(types, name).model_fields
    assert record.fields.keys() <= fields.keys()
    # aiogram gives the field that selects the variant ("type", "force_reply") its only value as a default.
    assert {field for field in fields if fields[field].is_required()} <= set(record.required)


def test_the_tables_of_parameters_and_of_functions_have_the_same_methods() -> None:
    assert TABLE.keys() == METHODS.keys()


def test_every_method_has_a_docstring_that_begins_with_its_own_name() -> None:
    for name, function in TABLE.items():
        assert re.match(rf"{name}\b", function.__doc__ or "", re.IGNORECASE), name
