"""Discussion groups: every post of a channel is forwarded to its linked group, where it is commented.

The copy is sent by Telegram's own account and has no buttons, even if the post has some; clients then show no comments
under the post (FACTS: «Media, channels, topics»), so neither does the page. As of every other message in a group, a bot
in privacy mode hears of the copy only as an administrator. The update may come before the answer to the post.
"""

from emulator.chats import Message, User
from emulator.json_types import Json
from emulator.message_content import without_content, without_context
from emulator.sharing import origin
from emulator.world import World

TELEGRAM = User(777_000, "Telegram")


def forward_post(world: World, post: Message) -> None:
    """Forwards a new post of a channel to the group that discusses it, if there is one."""
    group = post.chat.linked
    if post.chat.type != "channel" or group is None:
        return
    context: Json = {
        "sender_chat": post.chat.as_json(),
        "is_automatic_forward": True,
        "forward_origin": origin(post.as_json()),
    }
    copy = world.add_message(group, TELEGRAM, without_context(post.fields) | context | _album(world, post))
    post.copy, copy.original = copy, post
    if world.is_visible_to_bot(copy):
        world.queue_update("message", copy)


def follow_edit(world: World, post: Message) -> None:
    """Gives the copy of an edited post its new content."""
    copy = post.copy
    content = without_context(post.fields)
    if copy is None or copy.deleted or content == without_context(copy.fields):
        return
    world.edit_message(copy, without_content(copy.fields) | content)
    if world.is_visible_to_bot(copy):
        world.queue_update("edited_message", copy)


def _album(world: World, post: Message) -> Json:
    """The album of the copy: the one of the copies of the same album in the channel, or a new one."""
    album = post.fields.get("media_group_id")
    if album is None:
        return {}
    others = (other for other in reversed(post.chat.messages.values()) if other.fields.get("media_group_id") == album)
    copies = (other.copy for other in others if other.copy)
    known = next((copy.fields["media_group_id"] for copy in copies), None)
    return {"media_group_id": known or world.new_album_id()}
