"""The content of a message with media: its file, its caption and how both are shown."""

from emulator.errors import bad_request
from emulator.files import Files
from emulator.json_types import Json
from emulator.message_content import caption_text
from emulator.request_parsing import ATTACHED
from emulator.validation import Upload

VISUAL = frozenset({"photo", "video", "animation"})
DETAILS = {
    "video": ("width", "height", "duration"),
    "animation": ("width", "height", "duration"),
    "audio": ("duration", "performer", "title"),
}


def sent_media(files: Files, kind: str, parameters: Json) -> Json:
    """The content that a send method names. Raises a 400 for a bad file or caption."""
    if _is_missing(parameters[kind]):
        raise bad_request(f"there is no {kind} in the request")
    return _content(files, kind, parameters[kind], parameters)


def input_media(files: Files, media: Json) -> Json:
    """The content that an InputMedia names. Raises a 400 for a bad file or caption."""
    if _is_missing(media["media"]):
        raise bad_request("can't parse InputMedia: media not found")
    return _content(files, media["type"], media["media"], media)


def caption_content(kind: str | None, given: Json) -> Json:
    """The caption, and whether it stands above the media, which only what is looked at can have. Raises a 400."""
    content = caption_text(given.get("caption", ""), given.get("caption_entities", []))
    if given.get("show_caption_above_media") and kind in VISUAL:
        content["show_caption_above_media"] = True
    return content


def _content(files: Files, kind: str, source: str | Upload, given: Json) -> Json:
    caption = caption_content(kind, given)
    thumbnail = given.get("thumbnail")
    if thumbnail is not None and not isinstance(thumbnail, Upload):
        raise bad_request("a thumbnail can only be uploaded (Telegram would ignore this one)")
    details = {name: given[name] for name in DETAILS.get(kind, ()) if name in given}
    content = files.resolve(kind, source, details, thumbnail).as_fields() | caption
    return content | ({"has_media_spoiler": True} if given.get("has_spoiler") and kind in VISUAL else {})


def _is_missing(source: str | Upload) -> bool:
    """Whether it names an upload that the request does not have."""
    return isinstance(source, str) and source.startswith(ATTACHED)
