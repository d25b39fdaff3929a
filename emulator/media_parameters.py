"""The parameters of methods that send media: captions, the media's own, and InputMedia by its type."""

from collections.abc import Mapping

from emulator.validation import ListOf, OneOf, Record, Validator, file, flag, integer, text


def caption_of(entity: Validator, parse_mode: Validator) -> Mapping[str, Validator]:
    """The parameters of a caption that may stand only below its media."""
    return {"caption": text, "caption_entities": ListOf(entity), "parse_mode": parse_mode}


SHOWN: Mapping[str, Validator] = {"show_caption_above_media": flag, "has_spoiler": flag}
FRAME: Mapping[str, Validator] = {"width": integer, "height": integer, "duration": integer, "thumbnail": file}

# The parameters of each kind of media beside its file and its caption.
OWN: Mapping[str, Mapping[str, Validator]] = {
    "photo": SHOWN,
    "video": {**SHOWN, **FRAME, "supports_streaming": flag},
    "animation": {**SHOWN, **FRAME},
    "document": {"thumbnail": file, "disable_content_type_detection": flag},
    "audio": {"duration": integer, "performer": text, "title": text, "thumbnail": file},
}


def input_media(caption: Mapping[str, Validator]) -> OneOf:
    """An InputMedia of any type."""
    return OneOf(
        {kind: Record({"type": text, "media": file}, {**caption, **own}) for kind, own in OWN.items()}, tag="type"
    )
