"""The trial of a source: its newest items as they would look, for a decision."""

from handlers.callbacks.sources import RuleAct, ShowSources, SourceAct, SourceAction, SourceRule
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import BACK, Card, Row, button
from handlers.cards.source_words import KINDS
from news.richtext import Mark, RichText, join, plain, rich
from news.source_trials import Trial
from news.sources.composing import Composed
from news.sources.records import SourceState
from news.words import shorten
from texts import Texts

LEAD_CHARACTERS = 300


def source_trial_card(trial: Trial, t: Texts) -> Card:
    """Show how a source looks, and ask whether to begin, unless it has begun before."""
    source = trial.source
    counted = t.many("{count} item", "{count} items", trial.count)
    head = [
        rich(source.name, Mark.BOLD),
        rich(shorten(source.address, LEAD_CHARACTERS)),
        rich(" · ".join((t(KINDS[source.kind]), counted)), Mark.ITALIC),
    ]
    known = [rich(t("This source is known already."))] if trial.known else []
    newest = rich(t("The newest ones would look like this:") if trial.articles else t("There is nothing in it yet."))
    articles = [_article(article, t) for article in trial.articles]
    return Card(join(BLANK_LINE, (*known, join(NEW_LINE, head), newest, *articles)), _rows(trial, t))


def _article(article: Composed, t: Texts) -> RichText:
    lead = shorten(article.lead, LEAD_CHARACTERS)
    lines = [rich(article.title, Mark.BOLD), *([rich(lead)] if lead else []), rich(_about(article, t), Mark.ITALIC)]
    return join(NEW_LINE, lines)


def _about(article: Composed, t: Texts) -> str:
    """Return date, topics, picture and length of an article: `5 марта, 14:05 · с картинкой · весь текст…`."""
    length = len(plain(article.text))
    parts = [
        t("without a date") if article.published_at is None else t.when(article.published_at),
        *([", ".join(article.topics)] if article.topics else []),
        *([t("with a picture")] if article.pictures else []),
    ]
    if not length:
        return " · ".join((*parts, t("without a text")))
    whole = t.many("full text, {count} character", "full text, {count} characters", length)
    return " · ".join((*parts, whole if article.is_full else t("a summary only")))


def _rows(trial: Trial, t: Texts) -> list[Row]:
    source = trial.source
    if source.state is not SourceState.TRIAL or source.by_file:
        show = button(t("To the source"), SourceAction(source=source.id, act=SourceAct.SHOW))
        return [[show, button(f"{BACK}{t('Sources')}", ShowSources())]]
    return [
        [
            button(t("Begin"), SourceAction(source=source.id, act=SourceAct.BEGIN)),
            button(t("Arrange"), SourceRule(source=source.id, act=RuleAct.SHOW)),
        ],
        [
            button(t("Not needed"), SourceAction(source=source.id, act=SourceAct.REMOVE)),
            button(f"{BACK}{t('Sources')}", ShowSources()),
        ],
    ]
