"""Delivery of updates to a webhook: in order, one at a time, again and again until it is taken.

A method call in the webhook's answer, which Telegram would perform, is not emulated.
"""

import asyncio
import json

import aiohttp

from emulator.updates import Waiting, Webhook
from emulator.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret
DELIVERY_SECONDS = 10
LONGEST_DELAY_SECONDS = 60.0


async def deliver_for_ever(world: World, first_delay: float) -> None:
    """Delivers whatever enters the queue while a webhook is set; after a failure the delay doubles, up to a minute."""
    delay = first_delay
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=DELIVERY_SECONDS)) as session:
        while True:
            webhook, waiting = world.updates.webhook, world.updates.first()
            if webhook is None or waiting is None:
                await world.pulse.wait()
            elif await _deliver(world, session, webhook, waiting):
                delay = first_delay
            else:
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY_SECONDS)


async def _deliver(world: World, session: aiohttp.ClientSession, webhook: Webhook, waiting: Waiting) -> bool:
    """Whether the update was taken: any 2xx says so."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers[SECRET_HEADER] = webhook.secret
    body = json.dumps(waiting.update, ensure_ascii=False).encode()
    try:
        async with session.post(webhook.url, data=body, headers=headers, allow_redirects=False) as response:
            await response.read()
            error = "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
            taken = 200 <= response.status < 300
    except (aiohttp.ClientError, TimeoutError) as failure:
        error, taken = f"Connection failed: {failure or type(failure).__name__}", False
    if taken:
        world.updates.done(waiting)
    else:
        webhook.error, webhook.error_date = error, world.seconds()
        world.pulse.beat()
    return taken
