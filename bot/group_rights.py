"""The doctor's look at discussion groups: whether the bot hears what is said there, and what it may do about it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.api_session import ApiSession, NoResponseError
from news.errors import StorageError
from news.ledger import PlaceKind
from news.posts import Outlet, OutletState
from storage import open_storage

# The rights that comments in a group need, each with what it is for.
RIGHTS = {
    "can_delete_messages": "delete messages (comments that are held or removed)",
    "can_restrict_members": "ban users (authors who are muted or banned)",
    "can_invite_users": "invite users (requests to join)",
}
MAX_OUTLETS = 20
TIMEOUT_SECONDS = 10


async def examine_groups(database_url: str, session: ApiSession, bot_id: int) -> AsyncIterator[tuple[bool | None, str]]:
    """Yield whether all is well (None for a note) and a sentence, for each group that discusses a channel of ours."""
    for outlet in await _channels(database_url):
        chat = await _ask(session, "getChat", chat_id=outlet.place.address.chat_id)
        group_id = chat.get("linked_chat_id")
        if group_id is None:
            continue
        member = await _ask(session, "getChatMember", chat_id=group_id, user_id=bot_id)
        yield _finding(outlet.chat.title, member)


def _finding(title: str, member: dict[str, Any]) -> tuple[bool | None, str]:
    if member.get("status") != "administrator":
        return None, (
            f"discussion: the bot is no administrator of the group that discusses “{title}”, so what is written there "
            "is no comment; make it one, with the rights to delete messages, ban users and invite users"
        )
    missing = [words for right, words in RIGHTS.items() if not member.get(right)]
    if missing:
        return None, f"discussion: in the group that discusses “{title}” the bot may not {'; '.join(missing)}"
    return True, f"discussion: in the group that discusses “{title}” the bot has the rights that it needs"


async def _channels(database_url: str) -> Sequence[Outlet]:
    """Return the channels that get posts; none if the database cannot tell."""
    try:
        async with open_storage(database_url, examine=True) as database, database.reading() as unit:
            found = await unit.outlets.page(0, MAX_OUTLETS)
    except StorageError:
        return []
    return [each for each in found if each.state is OutletState.ACTIVE and each.place.kind is PlaceKind.CHANNEL]


async def _ask(session: ApiSession, method: str, **parameters: int) -> dict[str, Any]:
    """Return what Telegram says of a chat or a member, nothing if it says nothing."""
    try:
        answer = await session.call(method, parameters, TIMEOUT_SECONDS)
    except NoResponseError:
        return {}
    result = answer.body.get("result")
    return result if answer.ok and isinstance(result, dict) else {}
