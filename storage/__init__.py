"""The database: one interface for two engines (SQLite and PostgreSQL), with the SQL in files.

On PostgreSQL, concurrent transactions lock rows, and a deadlock aborts one of them. Therefore rows are locked in one
order: articles, answers, what is put aside (later), outlets, editions, places, subscriptions, deliveries, the budget;
the rows of one table by ascending key.

- Comments are locked before the article that counts them: the comment whose state changes, then the first one of its
  thread.
- A verdict, a report and an appeal lock the readers first (by ascending id), then the comment, then its cases.
- Telling of answers locks the window of their thread before the answers: two processes never take the same ones.
- Settling deliveries that arrived, which nearly all do, locks those deliveries and nothing else.
- Settling others locks their editions first, all at once (`lock_editions`).
- Claiming skips locked rows (SKIP LOCKED), deliveries and editions alike, so its order does not matter.
- Renewing leases, planning a block and taking back lapsed deliveries run in a transaction that has not claimed yet.
- Publishing an article locks the outlets that it is posted to, and then inserts rows only.
- A change of the zone moves what is put aside after it has locked the place: only what is not due, which nobody takes.
- One exception: settling moves places, ends subscriptions and marks lost outlets after it has locked deliveries. Those
  of the place are in flight then, and another transaction that ends the subscription changes only pending ones.

`tests/storage/test_deliveries_lock_order.py` runs these transactions against each other. A conflict that remains, as
with a process that was suspended for long, costs one of the two transactions a retry.
"""

from storage.backups import Contents as Contents
from storage.backups import back_up as back_up
from storage.database import Database as Database
from storage.database import Description as Description
from storage.database import Unit as Unit
from storage.engines import open_storage as open_storage
from storage.migrate import Migration as Migration
from storage.migrate import migrate as migrate
from storage.restoring import restore as restore
