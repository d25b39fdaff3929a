"""Albums: several media that are sent together, each as a message of its own with the same `media_group_id`."""

from collections.abc import Sequence

from emulator.destinations import Destination, destination
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.media_content import VISUAL, input_media
from emulator.outgoing import send
from emulator.world import World

MAX_ITEMS = 10


async def send_media_group(world: World, parameters: Json) -> list[Json]:
    """SendMediaGroup with 2 to 10 items; Telegram would send one item as an ordinary message."""
    return send_first(world, parameters, len(parameters["media"]))


def send_first(world: World, parameters: Json, count: int) -> list[Json]:
    """Checks the whole album, and sends its first `count` items. Raises a 400 for a bad album."""
    to, contents = _checked(world, parameters)
    group = {"media_group_id": world.new_album_id()}
    return [send(world, to, content | group, parameters).as_json() for content in contents[:count]]


def _checked(world: World, parameters: Json) -> tuple[Destination, list[Json]]:
    """The destination, and the contents of the items."""
    items = parameters["media"]
    if any(item["type"] == "animation" for item in items):
        raise bad_request("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    _check_number(len(items))
    to = destination(world, parameters, items[0]["type"])
    contents = [input_media(world.files, item) for item in items]
    _check_mixture([item["type"] for item in items])
    if len({bool(item.get("show_caption_above_media")) for item in items if item["type"] in VISUAL}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")
    return to, contents


def _check_number(count: int) -> None:
    if count == 0:
        raise bad_request("there are no messages to send")
    if count > MAX_ITEMS:
        raise bad_request("too many messages to send as an album")
    if count == 1:
        raise bad_request("an album has 2-10 items (the emulator is stricter than Telegram here)")


def _check_mixture(kinds: Sequence[str]) -> None:
    """Photos and videos go together; documents and audio only with their own kind."""
    for kind in ("document", "audio"):
        if kind in kinds and len(set(kinds)) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
