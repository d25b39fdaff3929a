"""Methods by which the bot takes its updates: long polling, or a webhook it sets."""

import re
from urllib.parse import urlsplit

from emulator.updates import Webhook
from emulator.wire import Json, bad_request, conflict
from emulator.world import World

MOST_UPDATES = 100
LONGEST_POLL_SECONDS = 50


async def get_updates(world: World, given: Json) -> list[Json]:
    """GetUpdates. As on Telegram the newer of two pollers wins and the older one is told of the conflict."""
    if world.updates.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    updates = world.updates
    if "allowed_updates" in given:
        updates.allowed = given["allowed_updates"]
    turn = updates.next_turn()
    _forget(world, given.get("offset", 0))

    def look() -> bool | None:
        return True if len(updates) or updates.turn != turn or world.closed else None

    await world.pulse.until(look, min(max(given.get("timeout", 0), 0), LONGEST_POLL_SECONDS))
    if updates.turn != turn:
        other = "setWebhook request" if updates.webhook else "other getUpdates request"
        hint = "" if updates.webhook else "; make sure that only one bot instance is running"
        raise conflict(f"terminated by {other}{hint}")
    return updates.take(_limit(given.get("limit", MOST_UPDATES)))


async def set_webhook(world: World, given: Json) -> bool:
    """SetWebhook; an empty URL removes it. Plain http and any port are taken: nothing leaves this desk."""
    if not given["url"]:
        return await delete_webhook(world, given)
    if urlsplit(given["url"]).scheme not in {"http", "https"} or not urlsplit(given["url"]).hostname:
        raise bad_request("bad webhook: invalid URL specified")
    secret = given.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in given:
        world.updates.allowed = given["allowed_updates"]
    _drop(world, given)
    world.updates.set_webhook(Webhook(given["url"], secret, given.get("max_connections", 40)))
    return True


async def delete_webhook(world: World, given: Json) -> bool:
    """DeleteWebhook; what waits is kept for getUpdates unless it is to be dropped."""
    _drop(world, given)
    if world.updates.webhook:
        world.updates.set_webhook(None)
    return True


async def get_webhook_info(world: World, given: Json) -> Json:
    """GetWebhookInfo, with the last failure of a delivery."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.updates.webhook:
        info |= world.updates.webhook.as_json()
    return info | ({"allowed_updates": world.updates.allowed} if world.updates.allowed else {})


def _forget(world: World, offset: int) -> None:
    if offset < 0:
        world.updates.keep_last(-offset)
    else:
        world.updates.confirm_before(offset)


def _limit(asked: int) -> int:
    return asked if 1 <= asked <= MOST_UPDATES else MOST_UPDATES


def _drop(world: World, given: Json) -> None:
    if given.get("drop_pending_updates"):
        world.updates.drop()
