"""Stop words: the list, one of them with what it would have held, and what was added."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.screening import StopWordAct, StopWordAction
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from news.ports.stop_phrases import StopPhrase
from news.richtext import Mark, RichText, join, rich
from news.stop_phrase_desk import PHRASE_LIMIT, AddedPhrases, StopPhrasePage, Trial
from texts import Texts

WORDS_IN_ROW = 2


def stop_words_card(page: StopPhrasePage, t: Texts) -> Card:
    """Show a page of the stop words, with a button for each."""
    title = rich(t("Stop words"), Mark.BOLD)
    words = (
        t("A comment with one of them waits for a moderator. Choose one to see what it holds, or to remove it.")
        if page.total
        else t("There are none yet. A comment with a stop word waits for a moderator.")
    )
    count = [rich(t.many("{count} stop word", "{count} stop words", page.total))] if page.total else []
    rows = [
        *in_rows((_word_button(phrase, page.page) for phrase in page.phrases), WORDS_IN_ROW),
        _pages_row(page, t),
        [button(t("Add words"), StopWordAction(act=StopWordAct.ADD))],
    ]
    return Card(join(BLANK_LINE, (title, rich(words), *count)), rows)


def ask_stop_words_card(t: Texts) -> Card:
    """Ask for stop words."""
    words = t(
        "Send the words with commas or spaces between them, and a phrase in quotes: casino, “easy money”. "
        "Any form of a word counts. Up to {most} characters each.",
        most=PHRASE_LIMIT,
    )
    return Card(rich(words), [[button(t("Cancel"), StopWordAction(act=StopWordAct.LIST))]])


def added_stop_words_card(added: AddedPhrases, t: Texts) -> Card:
    """Say which words were added, and what they would have held."""
    lines = []
    if added.added:
        names = ", ".join(_quoted(phrase.text, t) for phrase in added.added)
        lines = [rich(t("Added: {words}.", words=names)), *_trial_lines(added.trial, t)]
    if added.known:
        known = ", ".join(_quoted(text, t) for text in added.known)
        lines.append(rich(t("There already: {words}.", words=known)))
    rows = [
        *in_rows((_remove_button(phrase, t) for phrase in added.added), WORDS_IN_ROW),
        [button(t("Add words"), StopWordAction(act=StopWordAct.ADD)), _all_button(t)],
    ]
    return Card(join(BLANK_LINE, lines), rows)


def stop_word_card(phrase: StopPhrase, trial: Trial, page: int, t: Texts) -> Card:
    """Show a stop word and what it would have held."""
    lines = [rich(phrase.text, Mark.BOLD), *_trial_lines(trial, t)]
    rows = [[_remove_button(phrase, t)], [_all_button(t, page)]]
    return Card(join(BLANK_LINE, lines), rows)


def removed_stop_word_card(phrase: StopPhrase, t: Texts) -> Card:
    """Say that a stop word was removed."""
    words = t(
        "{word} is no stop word any more. Comments that wait because of it go on waiting.", word=_quoted(phrase.text, t)
    )
    return Card(rich(words), [[_all_button(t)]])


def _trial_lines(trial: Trial, t: Texts) -> Sequence[RichText]:
    """Say what would have been held, with samples; nothing of a newspaper without comments."""
    if not trial.total:
        return ()
    counted = t.many(
        "Of the last {count} comment, {held} would have been held.",
        "Of the last {count} comments, {held} would have been held.",
        trial.total,
        held=trial.held,
    )
    samples = [rich(sample).styled("blockquote") for sample in trial.samples]
    return (rich(counted), *([join(NEW_LINE, samples)] if samples else []))


def _quoted(text: str, t: Texts) -> str:
    return t("“{text}”", text=text)


def _word_button(phrase: StopPhrase, page: int) -> InlineKeyboardButton:
    return button(phrase.text, StopWordAction(act=StopWordAct.SHOW, phrase=phrase.id, page=page))


def _remove_button(phrase: StopPhrase, t: Texts) -> InlineKeyboardButton:
    words = t("Remove {word}", word=_quoted(phrase.text, t))
    return button(words, StopWordAction(act=StopWordAct.REMOVE, phrase=phrase.id))


def _all_button(t: Texts, page: int = 0) -> InlineKeyboardButton:
    return button(t("All stop words"), StopWordAction(act=StopWordAct.LIST, page=page))


def _pages_row(page: StopPhrasePage, t: Texts) -> Row:
    earlier, later = (StopWordAction(act=StopWordAct.LIST, page=max(0, page.page + step)) for step in (-1, 1))
    return [
        *([button(t("Back"), earlier)] if page.page else []),
        *([button(t("Next"), later)] if page.page + 1 < page.pages else []),
    ]
