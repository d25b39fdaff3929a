"""How the state and the rules of a source are said in words."""

from datetime import datetime

from news.sources.found import SourceKind
from news.sources.records import FullText, FutureItems, Publishing, SameStory, Source, SourceRules, SourceState
from news.words import shorten
from texts import Texts, say

LINE_CHARACTERS = 250
_DAYS = (
    say("since Monday, {time}"),
    say("since Tuesday, {time}"),
    say("since Wednesday, {time}"),
    say("since Thursday, {time}"),
    say("since Friday, {time}"),
    say("since Saturday, {time}"),
    say("since Sunday, {time}"),
)
KINDS = {SourceKind.FEED: say("feed"), SourceKind.LIST: say("page with a list")}
STORIES = {
    SameStory.HOLD: say("The same story: ask the editors"),
    SameStory.FOLLOW: say("The same story: publish it as a reply"),
    SameStory.SKIP: say("The same story: leave it out"),
}


def since_words(moment: datetime, t: Texts) -> str:
    """Return since when, or for how long: by the hour today, by the weekday within a week, then in days."""
    local, now = moment.astimezone(t.zone), t.now.astimezone(t.zone)
    days = (now.date() - local.date()).days
    if days <= 0:
        return t("since {time}", time=t.time(moment))
    if days < len(_DAYS):
        return t(_DAYS[local.weekday()], time=t.time(moment))
    return t.many("for {count} day", "for {count} days", days)


def state_words(source: Source, t: Texts) -> str:
    """Return the state of a source, and of an active one how its visits go."""
    visits = source.visits
    if source.state is SourceState.TRIAL:
        return t("on trial")
    if source.state is SourceState.PAUSED:
        return t("paused")
    if visits.failing_since is not None:
        return t("has not answered {since}", since=since_words(visits.failing_since, t))
    if visits.succeeded_at is None:
        return t("not visited yet")
    return t("last answer: {time}", time=t.when(visits.succeeded_at))


def next_visit_words(source: Source, t: Texts) -> list[str]:
    """Return when an active source is visited next, in one line; no line for any other."""
    if source.state is not SourceState.ACTIVE:
        return []
    if source.visits.next_at <= t.now:
        return [t("next visit now")]
    return [t("next visit: {time}", time=t.when(source.visits.next_at))]


def trouble_words(source: Source, t: Texts) -> list[str]:
    """Return why the last visit of a source failed, in one line; no line if it did not."""
    visits = source.visits
    if visits.failing_since is None or visits.trouble is None:
        return []
    return [t("The last error: {trouble}.", trouble=t.trouble(visits.trouble, visits.detail))]


def rule_words(rules: SourceRules, t: Texts) -> list[str]:
    """Return the rules of a source in short lines. A rule that most sources have is left out, if it goes unseen."""
    is_draft = rules.publishing is Publishing.DRAFT
    lines = [
        t("Drafts first") if is_draft else t("Published at once"),
        topic_words(rules, t),
        outlet_words(rules, t),
        *([t("Held for an editor: {words}", words=", ".join(rules.hold_words))] if rules.hold_words else []),
        *([t("Sign-off: {line}", line=rules.sign_off)] if rules.sign_off else []),
        t(STORIES[rules.same_story]),
        *([] if rules.link else [t("Without the link to the source")]),
        *([t("Future items at once")] if rules.future is FutureItems.NOW else []),
        *([t("Text as the feed has it")] if rules.full_text is FullText.FEED else []),
    ]
    return [shorten(line, LINE_CHARACTERS) for line in lines]


def topic_words(rules: SourceRules, t: Texts) -> str:
    """Return the topics that articles of a source get, on one line."""
    pairs = [f"{category} = {topic}" for category, topic in rules.by_category]
    site = [t("those of the site")] if rules.take_categories else []
    named = [*rules.topics, *site, *pairs]
    return t("Topics: {topics}", topics=", ".join(named)) if named else t("Without a topic")


def outlet_words(rules: SourceRules, t: Texts) -> str:
    """Return to which channels and groups articles of a source are posted, on one line."""
    if rules.outlets is None:
        return t("Posted to channels by topic")
    if not rules.outlets:
        return t("Posted to no channel")
    return t.many("Posted to {count} chosen channel", "Posted to {count} chosen channels", len(rules.outlets))
