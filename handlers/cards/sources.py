"""Sources: the list, the question for an address, one source with what can be done to it, and its end."""

from handlers.callbacks.sources import (
    AllAct,
    AllSourcesAction,
    RuleAct,
    ShowSources,
    SourceAct,
    SourceAction,
    SourceRule,
)
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.budgets import count_fitting
from handlers.cards.card import BACK, Card, Row, button, in_rows
from handlers.cards.source_words import KINDS, next_visit_words, rule_words, state_words, trouble_words
from news.richtext import Mark, RichText, join, rich
from news.source_desk import SourcePage
from news.sources.checking import NAME_LIMIT
from news.sources.records import Source, SourceState
from news.words import shorten
from texts import Texts

ADDRESS_CHARACTERS = 200


def sources_card(page: SourcePage, after: int, t: Texts) -> Card:
    """Show a page of the sources, those behind the id `after`, with a button for each."""
    title = rich(t("Sources"), Mark.BOLD)
    if not page.counts:
        return Card(join(BLANK_LINE, (title, rich(_explained(t)))), [_ways_on(t)])
    entries = [_entry(source, t) for source in page.sources]
    counts = rich(_counted(page, t), Mark.ITALIC)
    shown = page.sources[: count_fitting(entries, title, counts)] if entries else ()
    following = shown[-1].id if len(shown) < len(entries) else page.next
    rows = [
        *in_rows(button(str(source.id), _action(source.id, SourceAct.SHOW)) for source in shown),
        [
            *([button(t("To the top"), ShowSources())] if after else []),
            *([button(t("Further"), ShowSources(after=following))] if following is not None else []),
        ],
        _ways_on(t),
    ]
    return Card(join(BLANK_LINE, (title, counts, *entries[: len(shown)])), rows)


def ask_source_address_card(t: Texts) -> Card:
    """Ask for the address of a source."""
    words = t(
        "Send the address of a site or of its feed: https://example.org. I will find the feed, and show how its newest "
        "items would look; nothing is published yet. To stop: /cancel"
    )
    return Card(rich(words), [_list_row(t)])


def looking_card(t: Texts) -> Card:
    """Say that a site is being read, which takes up to half a minute."""
    return Card(rich(t("Let me see what is there… It takes up to half a minute.")), [_list_row(t)])


def source_refused_card(words: str, t: Texts) -> Card:
    """Say why there is no source at an address."""
    return Card(rich(words), [[button(t("Add"), AllSourcesAction(act=AllAct.ADD)), *_list_row(t)]])


def source_card(source: Source, t: Texts, said: str = "") -> Card:
    """Show a source with its visits and rules, and what can be done to it; `said` is what has just happened."""
    head = [rich(source.name, Mark.BOLD), rich(shorten(source.address, ADDRESS_CHARACTERS))]
    parts = [
        *([rich(said)] if said else []),
        join(NEW_LINE, [*head, rich(_summary(source, t), Mark.ITALIC)]),
        *map(rich, trouble_words(source, t)),
        join(NEW_LINE, map(rich, rule_words(source.rules, t))),
        *([rich(by_file_words(t))] if source.by_file else []),
    ]
    return Card(join(BLANK_LINE, parts), [*_source_rows(source, t), _list_row(t)])


def ask_source_name_card(source: Source, t: Texts) -> Card:
    """Ask for another name of a source."""
    words = t("Send the new name of the source, up to {most} characters. To stop: /cancel", most=NAME_LIMIT)
    return _ask(source, words, [], t)


def ask_remove_source_card(source: Source, t: Texts) -> Card:
    """Ask for confirmation before a source is forgotten."""
    words = t("Remove this source? Its publications stay; nothing new comes from it, and its rules are forgotten.")
    return _ask(source, words, [[button(t("Remove"), _action(source.id, SourceAct.REMOVE))]], t)


def source_removed_card(source: Source, t: Texts) -> Card:
    """Say that a source was removed."""
    words = t("The source “{name}” is removed. Its publications stay.", name=source.name)
    if source.state is SourceState.TRIAL:
        words = t("The source “{name}” is not added.", name=source.name)
    return Card(rich(words), [[button(t("Add"), AllSourcesAction(act=AllAct.ADD)), *_list_row(t)]])


def by_file_words(t: Texts) -> str:
    """Return where a source is arranged that no button changes."""
    return t("This source is described in the file SOURCES_FILE, and is changed there.")


def visited_soon_words(source: Source, t: Texts) -> str:
    """Return what was done about the next visit of a source."""
    if source.state is not SourceState.ACTIVE:
        return t("A source is visited only when it has begun.")
    return t("It is being visited. What is new comes within a minute.")


def _explained(t: Texts) -> str:
    return t(
        "A source is a site whose new publications come here by themselves: with text, pictures and topics, and with "
        "later changes. Press “Add” and send the address of the site or of its feed."
    )


def _entry(source: Source, t: Texts) -> RichText:
    state = " · ".join((state_words(source, t), *next_visit_words(source, t)))
    return join(NEW_LINE, (rich(f"{source.id}. {source.name}"), rich(state, Mark.ITALIC)))


def _counted(page: SourcePage, t: Texts) -> str:
    """Return how many sources there are, and how many of them are not visited."""
    counts = page.counts
    trial, paused = counts.get(SourceState.TRIAL, 0), counts.get(SourceState.PAUSED, 0)
    parts = [
        t.many("{count} source", "{count} sources", sum(counts.values())),
        *([t.many("{count} on trial", "{count} on trial", trial)] if trial else []),
        *([t.many("{count} paused", "{count} paused", paused)] if paused else []),
    ]
    return ", ".join(parts)


def _summary(source: Source, t: Texts) -> str:
    """Return kind, state, next visit, and how many publications came, on one line."""
    taken = [t.many("{count} publication", "{count} publications", source.taken)] if source.taken else []
    return " · ".join((t(KINDS[source.kind]), state_words(source, t), *next_visit_words(source, t), *taken))


def _source_rows(source: Source, t: Texts) -> list[Row]:
    """Return the buttons of a source; none that changes one whose rules stand in a file."""
    is_active = source.state is SourceState.ACTIVE
    begin = (t("Pause"), SourceAct.PAUSE) if is_active else (t("Begin"), SourceAct.BEGIN)
    visit = button(t("Check now"), _action(source.id, SourceAct.VISIT))
    newest = button(t("The newest three"), _action(source.id, SourceAct.TRY))
    rules = button(t("Rules"), SourceRule(source=source.id, act=RuleAct.SHOW))
    if source.by_file:
        return [[*([visit] if is_active else []), newest], [rules]]
    return [
        [button(begin[0], _action(source.id, begin[1])), *([visit] if is_active else [])],
        [newest, rules],
        [
            button(t("Name"), _action(source.id, SourceAct.NAME)),
            button(t("Remove"), _action(source.id, SourceAct.ASK_REMOVE)),
        ],
    ]


def _ask(source: Source, words: str, rows: list[Row], t: Texts) -> Card:
    back = [button(t("Back"), _action(source.id, SourceAct.SHOW))]
    return Card(join(NEW_LINE, (rich(source.name, Mark.BOLD), rich(words))), [*rows, back])


def _ways_on(t: Texts) -> Row:
    return [
        button(t("Add"), AllSourcesAction(act=AllAct.ADD)),
        button("OPML", AllSourcesAction(act=AllAct.FILE)),
    ]


def _list_row(t: Texts) -> Row:
    return [button(f"{BACK}{t('Sources')}", ShowSources())]


def _action(source: int, act: SourceAct) -> SourceAction:
    return SourceAction(source=source, act=act)
