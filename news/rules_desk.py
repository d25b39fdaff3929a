"""The desk of the rules of comments that one article has of its own: when they close, the night, and the pace."""

from dataclasses import dataclass, replace
from enum import StrEnum

from news.audit import record
from news.comment_rules import MAX_DAYS, MAX_SLOW_SECONDS, ArticleRules, CommentRules, parse_night
from news.errors import ButtonStale
from news.lifecycle import require_readable
from news.model import Article, Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.roles import Deed, require


class Rule(StrEnum):
    """A rule that an article may have of its own."""

    DAYS = "d"
    NIGHT = "n"
    SLOW = "s"


@dataclass(frozen=True, slots=True)
class RulesOfArticle:
    """The rules of an article: what it has of its `own`, and all of them as they are in force."""

    article: Article
    own: ArticleRules
    present: CommentRules
    newspaper: CommentRules


class RuleDesk:
    """Reads and changes the rules of an article. Every verb raises NotAllowed, ArticleUnknown, ArticleRetracted."""

    def __init__(self, storage: Storage, clock: Clock, rules: CommentRules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def get(self, moderator: Reader, number: int) -> RulesOfArticle:
        """Return the rules of an article."""
        require(moderator, Deed.MODERATE)
        async with self._storage.reading() as unit:
            return await self._read(unit, number)

    async def choose(self, moderator: Reader, number: int, rule: Rule, value: str | None) -> RulesOfArticle:
        """Give an article a rule of its own: days, hours as `23-7`, or seconds; None leaves it to the newspaper.

        Raises ButtonStale for a value that no rule has.
        """
        require(moderator, Deed.MODERATE)
        async with self._storage.writing() as unit:
            before = await self._read(unit, number)
            own = _changed(before.own, rule, value)
            if own != before.own:
                await unit.comment_rules.put(number, own)
                await record(unit, moderator.id, AuditAct.COMMENT_RULES, self._clock.now(), article=number)
            return await self._read(unit, number)

    async def _read(self, unit: Unit, number: int) -> RulesOfArticle:
        article = require_readable(number, await unit.articles.get(number))
        own = await unit.comment_rules.get(number)
        return RulesOfArticle(article, own, self._rules.of_article(own), self._rules)


def _changed(own: ArticleRules, rule: Rule, value: str | None) -> ArticleRules:
    try:
        if rule is Rule.NIGHT:
            return replace(own, night=None if value is None else str(parse_night("" if value == "0" else value) or ""))
        most = MAX_DAYS if rule is Rule.DAYS else MAX_SLOW_SECONDS
        number = None if value is None else int(value)
    except ValueError:
        raise ButtonStale from None
    if number is not None and not 0 <= number <= most:
        raise ButtonStale
    return replace(own, days=number) if rule is Rule.DAYS else replace(own, slow_seconds=number)
