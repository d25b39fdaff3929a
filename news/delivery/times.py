"""The times of the delivery desk. Tests and operators' tools pass shorter ones."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class DeliveryTimes:
    """How long leases last, how often the loops check, and how long a stop may take.

    Another process takes over the deliveries of a crashed one when their `lease` has expired. `claim_interval` is how
    often an idle desk checks for editions that another process opened. `commit_retry` is the pause before results are
    written again after the database failed. A claim is undone when its budget begins later than `max_claim_ahead`:
    other processes are sending, or Telegram asked for a pause. A delivery that cannot leave within `max_slot_wait` goes
    back to the ledger.

    At a stop, sends in flight have `stop_timeout` for their answers. The database has only `stop_database_timeout`,
    because SQLite needs five seconds more to give up on a locked file. In any case the last results have
    `last_commit_timeout` for their commit.
    """

    lease: timedelta = timedelta(seconds=12)
    claim_interval: timedelta = timedelta(seconds=1)
    commit_retry: timedelta = timedelta(seconds=1)
    max_claim_ahead: timedelta = timedelta(seconds=2)
    max_slot_wait: timedelta = timedelta(seconds=5)
    stop_timeout: timedelta = timedelta(seconds=10)
    stop_database_timeout: timedelta = timedelta(seconds=6)
    last_commit_timeout: timedelta = timedelta(seconds=1)

    @property
    def renew_after(self) -> timedelta:
        """The age at which leases are renewed, however long an answer takes."""
        return self.lease / 3

    @property
    def margin(self) -> timedelta:
        """The last part of a lease, in which nothing is sent: another process may be about to claim the delivery."""
        return self.lease / 3


DEFAULT_TIMES = DeliveryTimes()
