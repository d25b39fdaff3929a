"""Planning as the claimer does it for subscribers who have chosen nothing: on until a block has deliveries."""

from datetime import datetime

from storage.database import Unit


async def planned(unit: Unit, now: datetime, limit: int) -> int:
    """Plan the next block that has deliveries; return how many, 0 if nothing can be planned now."""
    while block := await unit.planning.plan(now, limit):
        if block.count:
            return block.count
    return 0
