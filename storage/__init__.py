"""How the newspaper remembers: one seam, two engines (SQLite and PostgreSQL), SQL in files.

On PostgreSQL transactions meet on rows, and where each waits for what the other holds one of them is ended. So rows are
waited for in one order: articles, editions, subscriptions, deliveries, the budget; those of one table by ascending keys
(number, id, chat, then edition and chat).

- What has simply arrived, which is nearly everything, locks its deliveries and nothing else.
- Whoever settles refusals or moves takes the editions first, all at once (`hold_editions`).
- Whoever claims passes by what others hold (SKIP LOCKED), deliveries and editions alike, and so may come in any order.
- Leases are renewed, and a block is planned, in a transaction that has not claimed yet.
- Settling ends subscriptions after deliveries all the same. What it holds of a chat then was on the wire, and whoever
  ends that subscription meanwhile touches only what waits.

`tests/storage/test_lock_order.py` brings the transactions together. What still meets out of order, as a process that
comes to itself late may, costs one of the two a retry.
"""

from storage.database import Database as Database
from storage.database import Description as Description
from storage.database import Unit as Unit
from storage.engines import open_storage as open_storage
from storage.migrate import Migration as Migration
from storage.migrate import migrate as migrate
