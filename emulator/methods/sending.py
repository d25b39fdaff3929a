"""Methods that send texts, rich messages and chat actions."""

from emulator.access import require_writable
from emulator.destinations import destination
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.message_content import message_text
from emulator.outgoing import send
from emulator.rich_content import rich_content
from emulator.topics import GENERAL, topic_for
from emulator.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(world: World, parameters: Json) -> Json:
    """SendMessage; the result has the trimmed text, with the detected entities added."""
    to = destination(world, parameters, "text")
    content = message_text(parameters["text"], parameters.get("entities", []))
    if "link_preview_options" in parameters:
        content["link_preview_options"] = parameters["link_preview_options"]
    return send(world, to, content, parameters).as_json()


async def send_rich_message(world: World, parameters: Json) -> Json:
    """SendRichMessage, of blocks; no entities are detected in them."""
    to = destination(world, parameters, "text")
    return send(world, to, rich_content(world.files, parameters["rich_message"]), parameters).as_json()


async def send_chat_action(world: World, parameters: Json) -> bool:
    """SendChatAction; it is validated, and not shown on the page. Here alone the General topic has a number."""
    thread = parameters.get("message_thread_id")
    topic_for(require_writable(world, parameters["chat_id"]), None if thread == GENERAL else thread, world.bot.id)
    if parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
