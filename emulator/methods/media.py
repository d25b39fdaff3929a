"""Methods that send one photo, video, animation, document or audio."""

from emulator.destinations import destination
from emulator.json_types import Json
from emulator.media_content import sent_media
from emulator.outgoing import send
from emulator.world import World


async def send_photo(world: World, parameters: Json) -> Json:
    """SendPhoto, by upload, URL or file_id, as all media."""
    return _sent(world, "photo", parameters)


async def send_video(world: World, parameters: Json) -> Json:
    """SendVideo."""
    return _sent(world, "video", parameters)


async def send_animation(world: World, parameters: Json) -> Json:
    """SendAnimation."""
    return _sent(world, "animation", parameters)


async def send_document(world: World, parameters: Json) -> Json:
    """SendDocument; whatever its content, the file stays a document."""
    return _sent(world, "document", parameters)


async def send_audio(world: World, parameters: Json) -> Json:
    """SendAudio."""
    return _sent(world, "audio", parameters)


def _sent(world: World, kind: str, parameters: Json) -> Json:
    to = destination(world, parameters, kind)
    return send(world, to, sent_media(world.files, kind, parameters), parameters).as_json()
