"""Delivery of updates to a webhook: in order, one at a time, each retried until it is accepted.

A method call in the webhook's answer, which Telegram performs, is not emulated.
"""

import asyncio
import json

import aiohttp

from emulator.updates import QueuedUpdate, Webhook
from emulator.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret
DELIVERY_SECONDS = 10
MAX_DELAY_SECONDS = 60.0


async def deliver_updates(world: World, first_delay: float) -> None:
    """Delivers updates while a webhook is set. The delay doubles after each failure, up to a minute."""
    delay = first_delay
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=DELIVERY_SECONDS)) as session:
        while True:
            webhook, queued = world.updates.webhook, world.updates.first()
            if webhook is None or queued is None:
                await world.changes.wait()
            elif await _deliver(world, session, webhook, queued):
                delay = first_delay
            else:
                await asyncio.sleep(delay)
                delay = min(delay * 2, MAX_DELAY_SECONDS)


async def _deliver(world: World, session: aiohttp.ClientSession, webhook: Webhook, queued: QueuedUpdate) -> bool:
    """Posts an update; returns whether it was accepted, which any 2xx means."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers[SECRET_HEADER] = webhook.secret
    body = json.dumps(queued.update, ensure_ascii=False).encode()
    try:
        async with session.post(webhook.url, data=body, headers=headers, allow_redirects=False) as response:
            await response.read()
            error = "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
            taken = 200 <= response.status < 300
    except (aiohttp.ClientError, TimeoutError) as failure:
        error, taken = f"Connection failed: {failure or type(failure).__name__}", False
    if taken:
        world.updates.remove(queued)
    else:
        webhook.error, webhook.error_date = error, world.seconds()
        world.changes.notify()
    return taken
