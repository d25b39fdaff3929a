"""The parameters of a rich message: its blocks, and the marked text in them.

Of the types that Telegram has, those of an article's text; others are refused by name.
"""

from collections.abc import Mapping
from typing import Any

from emulator.json_types import Json
from emulator.validation import ListOf, OneOf, Record, Unsupported, Validator, flag, integer, text

MARKS = ("bold", "italic", "underline", "strikethrough", "spoiler", "code")
MEDIA = ("photo", "video", "animation", "document", "audio")


def rich_text(value: Any, path: str) -> Any:
    """A RichText: a String, an Array of them, or one of the marked ones."""
    if isinstance(value, list):
        return [rich_text(item, f"{path}[{index}]") for index, item in enumerate(value)]
    return _MARKED(value, path) if isinstance(value, dict) else text(value, path)


def rich_message(input_media: OneOf) -> Record:
    """An InputRichMessage; markup is refused, as everywhere. Its media have the parameters of an InputMedia."""
    blocks = _with_media(input_media)
    return Record({}, {"blocks": ListOf(blocks), "is_rtl": flag, "skip_entity_detection": flag, **_MARKUP})


def _with_media(input_media: OneOf) -> OneOf:
    """The blocks: those of words may stand in a quote or a list, those of media only by themselves."""
    media = {kind: Record({"type": text, kind: input_media.variants[kind]}, {"caption": _CAPTION}) for kind in MEDIA}
    return OneOf({**BLOCKS, **media}, tag="type")


def _block(value: Any, path: str) -> Json:
    return OneOf(BLOCKS, tag="type")(value, path)


_MARKUP = dict.fromkeys(("html", "markdown"), Unsupported("this house sends blocks, never marked-up text"))
_TYPED: Mapping[str, Validator] = {"type": text, "text": rich_text}
_MARKED = OneOf({**dict.fromkeys(MARKS, Record(_TYPED)), "url": Record({**_TYPED, "url": text})}, tag="type")
_CAPTION = Record({"text": rich_text}, {"credit": rich_text})
ITEM = Record({"blocks": ListOf(_block)}, {"has_checkbox": flag, "is_checked": flag, "value": integer, "type": text})
BLOCKS: Mapping[str, Record] = {
    "paragraph": Record(_TYPED),
    "footer": Record(_TYPED),
    "heading": Record({**_TYPED, "size": integer}),
    "pre": Record(_TYPED, {"language": text}),
    "divider": Record({"type": text}),
    "list": Record({"type": text, "items": ListOf(ITEM)}),
    "blockquote": Record({"type": text, "blocks": ListOf(_block)}, {"credit": rich_text}),
}
