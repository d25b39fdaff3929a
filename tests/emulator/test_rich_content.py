"""sendRichMessage, and editMessageText to and from rich messages: contents, limits, and what the page is given."""

import json
from typing import Any

import aiohttp
import pytest
from aiogram import types
from aiogram.types import Message

from emulator import Emulator, Person
from emulator.rich_content import MAX_BLOCKS, MAX_DEPTH, MAX_MEDIA, MAX_UNITS
from emulator.rich_parameters import BLOCKS, ITEM, MEDIA
from tests.emulator.api_client import Api
from tests.emulator.pictures import png
from tests.emulator.test_shown_messages import newest

PARAGRAPH = {"type": "paragraph", "text": ["Мост ", {"type": "bold", "text": "открыт"}]}
HEADING = {"type": "heading", "text": "Мост", "size": 1}
QUOTE = {"type": "blockquote", "blocks": [PARAGRAPH]}
LIST = {"type": "list", "items": [{"blocks": [PARAGRAPH]}, {"blocks": [PARAGRAPH], "value": 7, "type": "1"}]}
PHOTO = {"type": "photo", "photo": {"type": "photo", "media": "https://example.org/1.jpg"}}
ALL = [HEADING, PARAGRAPH, PHOTO | {"caption": {"text": "Вид"}}, QUOTE, LIST, {"type": "divider"}]


def deep(levels: int) -> dict[str, Any]:
    block: dict[str, Any] = PARAGRAPH
    for _ in range(levels - 1):
        block = {"type": "blockquote", "blocks": [block]}
    return block


async def test_a_rich_message_is_one_that_aiogram_reads(api: Api, anna: Person) -> None:
    sent = await api.ok("sendRichMessage", chat_id=anna.id, rich_message={"blocks": ALL})
    assert anna.last == sent
    assert "text" not in sent
    message = Message.model_validate(sent)
    assert message.rich_message is not None
    kinds = [block.type for block in message.rich_message.blocks]
    assert kinds == ["heading", "paragraph", "photo", "blockquote", "list", "divider"]
    assert [item["label"] for item in sent["rich_message"]["blocks"][4]["items"]] == ["•", "7."]
    assert (await anna.sees("Мост открыт"))["message_id"] == sent["message_id"], "its words can be looked for"


@pytest.mark.parametrize(
    ("blocks", "fits"),
    [
        ([], False),
        ([{"type": "paragraph", "text": " "}], False),
        ([PHOTO], True),
        ([PARAGRAPH] * MAX_BLOCKS, True),
        ([PARAGRAPH] * (MAX_BLOCKS + 1), False),
        ([{"type": "list", "items": [{"blocks": [PARAGRAPH]}] * MAX_BLOCKS}], False),
        ([PHOTO] * MAX_MEDIA, True),
        ([PHOTO] * (MAX_MEDIA + 1), False),
        ([deep(MAX_DEPTH)], True),
        ([deep(MAX_DEPTH + 1)], False),
        ([{"type": "pre", "text": "я" * MAX_UNITS}], True),
        ([{"type": "pre", "text": "я" * (MAX_UNITS + 1)}], False),
        ([HEADING | {"size": 7}], False),
        ([{"type": "thinking", "text": "…"}], False),
        ([{"type": "paragraph", "text": {"type": "loud", "text": "!"}}], False),
        ([PHOTO | {"photo": {"type": "photo", "media": "AgACAgunknown"}}], False),
    ],
)
async def test_the_limits_are_telegrams(api: Api, anna: Person, blocks: list[Any], fits: bool) -> None:
    status, body = await api.call("sendRichMessage", {"chat_id": anna.id, "rich_message": {"blocks": blocks}})
    assert status == (200 if fits else 400), body
    assert len(anna.messages) == int(fits) + 1


@pytest.mark.parametrize("markup", ["html", "markdown"])
async def test_markup_is_refused(api: Api, anna: Person, markup: str) -> None:
    _, words = await api.refusal("sendRichMessage", chat_id=anna.id, rich_message={markup: "<b>Мост</b>"})
    assert "never marked-up text" in words


async def test_a_text_becomes_rich_and_a_rich_message_a_text_but_never_a_picture_either(api: Api, anna: Person) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Мост")
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    rich = await api.ok("editMessageText", **where, rich_message={"blocks": [PARAGRAPH]})
    assert rich["rich_message"] == {"blocks": [PARAGRAPH]}
    assert "text" not in rich
    _, words = await api.refusal("editMessageText", **where, rich_message={"blocks": [PARAGRAPH]})
    assert "message is not modified" in words
    text = await api.ok("editMessageText", **where, text="Снова текст")
    assert text["text"] == "Снова текст"
    assert "rich_message" not in text
    _, words = await api.refusal("editMessageText", **where, text="а", rich_message={"blocks": [PARAGRAPH]})
    assert "together" in words

    photo = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.org/1.jpg")
    where["message_id"] = photo["message_id"]
    _, words = await api.refusal("editMessageText", **where, rich_message={"blocks": [PARAGRAPH]})
    assert words == "Bad Request: there is no text in the message to edit"


async def test_an_uploaded_picture_is_on_the_page(api: Api, anna: Person, emulator: Emulator) -> None:
    block = {"type": "photo", "photo": {"type": "photo", "media": "attach://file0"}}
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("rich_message", json.dumps({"blocks": [HEADING, block]}))
    form.add_field("file0", png(640, 360), filename="sample.png")
    status, body = await api.call("sendRichMessage", data=form)
    assert status == 200, body
    shown = newest(emulator, anna)["rich_message"]["blocks"]
    assert shown[0] == HEADING
    assert shown[1]["picture"].startswith("/page/files/")
    assert "picture" not in body["result"]["rich_message"]["blocks"][1], "this is for the page alone"


def test_the_blocks_have_the_fields_of_aiograms_types() -> None:
    names = {"pre": "Preformatted", "heading": "SectionHeading", "blockquote": "BlockQuotation"}
    models = {kind: getattr(types, f"InputRichBlock{names.get(kind, kind.capitalize())}") for kind in BLOCKS}
    shapes = [(BLOCKS[kind], models[kind]) for kind in BLOCKS] + [(ITEM, types.InputRichBlockListItem)]
    for record, model in shapes:
        assert record.fields.keys() <= model.model_fields.keys()
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        assert required == set(record.required) - {"type"}
    assert all(hasattr(types, f"InputRichBlock{kind.capitalize()}") for kind in MEDIA)
