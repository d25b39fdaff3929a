"""Publication: the one place through which every article goes that appears, by a button, an undo or a schedule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.audit import record
from news.changes import after_change
from news.errors import TooMuchBreaking
from news.ledger import Audience, EditionRules, Priority
from news.lifecycle import require_intact, require_known
from news.model import Article
from news.notices import NoticeKind, Remedy, mark_article_handled, tell_of_article
from news.outlets import open_posts
from news.ports import Unit
from news.ports.audit import AuditAct


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """How articles appear.

    A publication by the button can be taken back for the time of `undo`. Breaking news pass the headline timer, at most
    `breaking_per_day` a day of the `zone`. The edition of breaking news expires after `lifetime`; with `resend`, what
    may have arrived is sent again.
    """

    zone: ZoneInfo
    undo: timedelta = timedelta()
    breaking_per_day: int = 5
    lifetime: timedelta = timedelta(days=1)
    resend: bool = True


DEFAULT_RULES = PublicationRules(ZoneInfo("UTC"))


async def publish_now(
    unit: Unit,
    draft: Article,
    at: datetime,
    by: int | None,
    rules: PublicationRules,
    *,
    version: int | None = None,
    due: datetime | None = None,
    breaking: bool = False,
) -> Article | None:
    """Publish an article in this unit, for the person `by`; None if it is published, changed or not due meanwhile.

    With a `version`, only that version; with `due`, only if it was scheduled for then or before. Whoever sent it for
    review is told. Raises ArticleDamaged, TooMuchBreaking.
    """
    number = require_intact(draft).number
    plan = await unit.drafts.plan(number)
    # Breaking news have an edition of their own, so they do not wait for the next one of the timer.
    published = await unit.articles.publish(
        number, at, to_push=not breaking, breaking=breaking, version=version, due=due
    )
    if not published:
        return None
    await record(unit, by, AuditAct.BREAKING if breaking else AuditAct.PUBLISHED, at, article=number)
    article = require_known(number, await unit.articles.get(number))
    await after_change(unit, [article])
    await open_posts(unit, article, at)
    if breaking:
        await _open_breaking(unit, article, at, rules)
    await mark_article_handled(unit, number, Remedy.PUBLISHED, by, at)
    if plan.submitted_by is not None and plan.submitted_by != by:
        await tell_of_article(unit, NoticeKind.PUBLISHED, article, plan.submitted_by, at, by=by)
    return article


async def _open_breaking(unit: Unit, article: Article, at: datetime, rules: PublicationRules) -> None:
    """Open the edition of a breaking article, unless the day has enough of them."""
    today = at.astimezone(rules.zone).date()
    if not await unit.drafts.take_breaking(today.isoformat(), rules.breaking_per_day):
        tomorrow = datetime(today.year, today.month, today.day, tzinfo=rules.zone) + timedelta(days=1)
        raise TooMuchBreaking(most=rules.breaking_per_day, at=tomorrow)
    edition = EditionRules(Audience.SUBSCRIBERS, Priority.BREAKING, lifetime=rules.lifetime, resend=rules.resend)
    await unit.editions.announce([article.number], edition, at)
