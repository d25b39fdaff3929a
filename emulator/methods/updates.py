"""Methods by which the bot gets its updates: long polling and webhooks."""

import re
from urllib.parse import urlsplit

from emulator.errors import bad_request, conflict
from emulator.json_types import Json
from emulator.updates import Webhook
from emulator.world import World

MAX_UPDATES = 100
MAX_POLL_SECONDS = 50


async def get_updates(world: World, parameters: Json) -> list[Json]:
    """GetUpdates. Of two pollers the older one gets a 409, as on Telegram."""
    if world.updates.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    updates = world.updates
    if "allowed_updates" in parameters:
        updates.allowed = parameters["allowed_updates"]
    poller = updates.replace_poller()
    _confirm(world, parameters.get("offset", 0))

    def check() -> bool | None:
        return True if len(updates) or updates.poller != poller or world.closed else None

    await world.changes.until(check, min(max(parameters.get("timeout", 0), 0), MAX_POLL_SECONDS))
    if updates.poller != poller:
        other = "setWebhook request" if updates.webhook else "other getUpdates request"
        hint = "" if updates.webhook else "; make sure that only one bot instance is running"
        raise conflict(f"terminated by {other}{hint}")
    return updates.take(_limit(parameters.get("limit", MAX_UPDATES)))


async def set_webhook(world: World, parameters: Json) -> bool:
    """SetWebhook; an empty URL removes it. Plain http and any port are allowed, because the webhook is local."""
    if not parameters["url"]:
        return await delete_webhook(world, parameters)
    if urlsplit(parameters["url"]).scheme not in {"http", "https"} or not urlsplit(parameters["url"]).hostname:
        raise bad_request("bad webhook: invalid URL specified")
    secret = parameters.get("secret_token", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in parameters:
        world.updates.allowed = parameters["allowed_updates"]
    _drop(world, parameters)
    world.updates.set_webhook(Webhook(parameters["url"], secret, parameters.get("max_connections", 40)))
    return True


async def delete_webhook(world: World, parameters: Json) -> bool:
    """DeleteWebhook; pending updates are kept for getUpdates, unless `drop_pending_updates`."""
    _drop(world, parameters)
    if world.updates.webhook:
        world.updates.set_webhook(None)
    return True


async def get_webhook_info(world: World, parameters: Json) -> Json:
    """GetWebhookInfo, with the last failed delivery."""
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.updates.webhook:
        info |= world.updates.webhook.as_json()
    return info | ({"allowed_updates": world.updates.allowed} if world.updates.allowed else {})


def _confirm(world: World, offset: int) -> None:
    if offset < 0:
        world.updates.keep_last(-offset)
    else:
        world.updates.confirm_before(offset)


def _limit(asked: int) -> int:
    return asked if 1 <= asked <= MAX_UPDATES else MAX_UPDATES


def _drop(world: World, parameters: Json) -> None:
    if parameters.get("drop_pending_updates"):
        world.updates.drop()
