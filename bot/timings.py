"""Times and limits of the program's parts, as values: `open_app` hands them to the parts, tests pass shorter ones.

To add a part: a frozen dataclass here (or in the part's own room), and one field of `Timings`.
"""

from dataclasses import dataclass
from datetime import timedelta

from news.delivery import DeliveryTimes
from news.outcomes import RetryPolicy
from news.sources.timing import VisitRules


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """Leases on stored updates, the intervals at which they are claimed, and how many are in memory."""

    # An update belongs to the process that stored it for this long: long enough for a pause of the machine or of the
    # database, short enough for a person to wait when the process is dead.
    lease: timedelta = timedelta(seconds=30)
    renew_age: timedelta = timedelta(seconds=10)
    # In the last part of a lease nothing is started, and running handlers are cancelled: other clocks may be fast.
    margin: timedelta = timedelta(seconds=5)
    # How often a process claims updates whose lease has expired, and how long one renewal with its claims may take.
    claim_interval_seconds: float = 3.0
    claim_timeout_seconds: float = 5.0
    # The pause before a retry when the database is unavailable.
    retry_seconds: float = 1.0
    # How often an update is tried that needs a damaged part of the database; after that it is a dead letter.
    damage_tries: int = 3
    # An album has no end mark, and neither has a text that the client cut: an act of several messages is complete when
    # nothing has come for so long. A server passes an album on within tenths of a second; a client sends the pieces of
    # a text one after another.
    quiet_seconds: float = 1.5
    # How long running handlers may go on after a stop.
    drain_seconds: float = 10.0
    # Updates in memory at once; the rest wait in the inbox, or with Telegram.
    max_queued: int = 1000


@dataclass(frozen=True, slots=True)
class PollingTimes:
    """The polling lease and the pauses between polls.

    A dead poller is replaced within the lease and one renewal interval: 13 seconds.
    """

    lease: timedelta = timedelta(seconds=10)
    renew_seconds: float = 3.0
    first_pause_seconds: float = 1.0
    max_pause_seconds: float = 30.0
    # An empty answer that comes sooner than this was no long poll: without a pause, polling would be a busy loop.
    min_poll_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """How often the database's clock is measured, and how often the machine's is compared with itself, in seconds."""

    measure_seconds: float = 5.0
    watch_seconds: float = 1.0
    timeout_seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class HttpTimeouts:
    """Timeouts of the connection pool and of the proxy transport, in seconds."""

    # How long a request may wait for a connection, idle or newly opened; then for its response, from when it was sent.
    queue_seconds: float = 10.0
    response_seconds: float = 30.0
    # A server closes a connection that has been idle for a while; one idle for longer than this is not used again.
    idle_seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How long an answer to a person is tried, in seconds of the monotonic clock."""

    # A pause that Telegram asks for is waited for if it ends within so long after the answer was given.
    patience_seconds: float = 30.0
    # After a failure the answer is tried again after these pauses. An older answer than the lifetime is not sent: the
    # person has given up, or has asked again.
    pauses_seconds: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0)
    lifetime_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class WebhookTimes:
    """How long the webhook tries to store an update, and the first pause before it is registered again."""

    # Telegram gives up after about a minute; an update not stored by then would be repeated anyway.
    store_timeout_seconds: float = 20.0
    first_pause_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class SiteTimes:
    """Times of the HTTP sites, in seconds, and how many connections each has at most."""

    closing_seconds: float = 5.0
    # Telegram opens up to 100 connections (40 unless it is told more); a request's header is one packet.
    max_connections: int = 256
    header_seconds: float = 10.0
    # Longer than nginx keeps an idle connection to its upstream (60 s), so that it closes first.
    idle_seconds: float = 75.0
    # The database is queried for the metrics at most this often, however many requests come.
    cache_seconds: float = 5.0
    database_timeout_seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """Leaky buckets: how many updates a bucket holds, and how many leak out of it each second."""

    # Twenty updates in ten seconds, repeatedly, is more than a person taps or types; a burst of twenty is a forwarded
    # album or an impatient thumb. A group is many people: a lively one of thousands writes two or three messages a
    # second.
    person_burst: int = 20
    person_per_second: float = 2.0
    chat_burst: int = 100
    chat_per_second: float = 10.0
    # In inline mode each letter typed is a query: the fastest typists make ten a second, but not for long, and clients
    # send fewer queries than letters are typed.
    query_burst: int = 100
    query_per_second: float = 5.0
    # A search by typed words costs more than anything else that a person can ask for; nobody types ten at once.
    search_burst: int = 10
    search_per_second: float = 1.0


@dataclass(frozen=True, slots=True)
class Timings:
    """Times and limits of the whole program; the defaults are those of production."""

    intake: IntakeLimits = IntakeLimits()
    polling: PollingTimes = PollingTimes()
    clock: ClockTimes = ClockTimes()
    http: HttpTimeouts = HttpTimeouts()
    answers: AnswerTimes = AnswerTimes()
    webhook: WebhookTimes = WebhookTimes()
    site: SiteTimes = SiteTimes()
    flood: FloodLimits = FloodLimits()
    delivery: DeliveryTimes = DeliveryTimes()
    retries: RetryPolicy = RetryPolicy()
    # How sources are visited, in place of what the settings say.
    visits: VisitRules | None = None
    # The pause before Telegram is asked again for the bot's name at the start.
    identify_retry_seconds: float = 5.0
    # How often moderators are told of new cases, and readers of answers to their comments.
    announce_seconds: float = 1.0
    # How often the message of `/queue` is edited while a push is in flight.
    live_queue_seconds: float = 4.0
