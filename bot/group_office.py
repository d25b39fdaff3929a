"""The office for groups: does at Telegram what the outbox of deeds in groups holds.

None of the deeds sends a message, and each may be done twice (see law 1 and law 6 in CONTRIBUTING.md).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.api_session import ApiSession, NoResponseError
from news.discussed import DeedKind, GroupDeed
from news.errors import StorageError
from news.newsroom import Newsroom
from news.outcomes import Outcome

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
# How often the database is asked for deeds: any process may have written them.
POLL_SECONDS = 0.5
RETRY_SECONDS = 5.0

# The permissions that a member gets back when a restriction is lifted; the group's own limits still apply.
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
)
_ANSWERS = {DeedKind.ADMIT: "approve", DeedKind.DECLINE: "decline", DeedKind.DEFER: "queue"}


class TelegramGroups:
    """Implements `news.ports.discussions.GroupOffice`."""

    def __init__(self, session: ApiSession) -> None:
        self._session = session

    async def perform(self, deed: GroupDeed) -> Outcome:
        """Do one deed once."""
        outcome = await self._call(*call_of(deed))
        if deed.query and outcome.status == 400 and deed.kind is not DeedKind.DEFER:
            # Ten seconds are over: the request waits like one that any administrator may answer.
            outcome = await self._call(*call_of(replace(deed, query="")))
        return outcome

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """Delete up to 100 messages of one chat at once."""
        return await self._call("deleteMessages", {"chat_id": chat_id, "message_ids": list(message_ids)})

    async def _call(self, method: str, parameters: dict[str, Any]) -> Outcome:
        try:
            answer = await self._session.call(method, parameters, TIMEOUT_SECONDS)
        except NoResponseError as error:
            return Outcome(None, description=str(error), may_have_arrived=error.may_have_arrived)
        if answer.ok:
            return Outcome(200)
        return Outcome(answer.code, description=answer.description, retry_after=answer.parameter("retry_after"))


def call_of(deed: GroupDeed) -> tuple[str, dict[str, Any]]:
    """Return the method of the Bot API that does a deed, and its parameters."""
    if deed.query:
        return "answerChatJoinRequestQuery", {
            "chat_join_request_query_id": deed.query,
            "result": _ANSWERS[deed.kind],
        }
    chat: dict[str, Any] = {"chat_id": deed.chat_id}
    member, sender = chat | {"user_id": deed.user_id}, chat | {"sender_chat_id": deed.user_id}
    until = {} if deed.until is None else {"until_date": round(deed.until.timestamp())}
    return {
        DeedKind.DELETE: ("deleteMessage", chat | {"message_id": deed.message_id}),
        DeedKind.RESTRICT: ("restrictChatMember", member | {"permissions": {"can_send_messages": False}} | until),
        DeedKind.RELEASE: ("restrictChatMember", member | {"permissions": dict.fromkeys(_PERMISSIONS, True)}),
        DeedKind.BAN: ("banChatMember", member | until),
        DeedKind.UNBAN: ("unbanChatMember", member | {"only_if_banned": True}),
        DeedKind.BAN_SENDER: ("banChatSenderChat", sender),
        DeedKind.UNBAN_SENDER: ("unbanChatSenderChat", sender),
        DeedKind.ADMIT: ("approveChatJoinRequest", member),
        DeedKind.DECLINE: ("declineChatJoinRequest", member),
    }[deed.kind]


class GroupWorker:
    """Works through the outbox of deeds in groups, every half second."""

    def __init__(self, news: Newsroom, session: ApiSession) -> None:
        self._news = news
        self._office = TelegramGroups(session)

    async def run(self) -> None:
        """Work until cancelled. What was left when the program was stopped is done at once."""
        while True:
            try:
                pause = 0.0 if await self._news.group_deeds.turn(self._office) else POLL_SECONDS
            except StorageError as error:
                logger.warning("deeds in groups were not done, the database is tried again: %s", error)
                pause = RETRY_SECONDS
            await asyncio.sleep(pause)
