"""Words that a reader follows or has hidden: the list, one of them, and what a change has done."""

from collections.abc import Sequence
from itertools import groupby

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.choosing import ShowSettings
from handlers.callbacks.following import ShowStories, ShowWord, ShowWords, WordAct, WordAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.cards.articles import BLANK_LINE, NEW_LINE, page_row
from handlers.cards.card import BACK, Card, Media, Row, Upload, button, in_rows
from handlers.cards.lists import headline_lines, open_button
from news.choice.errors import WordMeaningless, WordTooLong
from news.choice.preferences import MAX_WORDS, ChosenWord, Preferences
from news.choice.word_files import MAX_BAD_LINES, BadLine, write_words
from news.choice.words import word_key
from news.ledger import MessageKind
from news.ports.choices import Chosen
from news.richtext import Mark, RichText, join, rich
from news.word_desk import ChangedWords, TakenFile, WordMatches, WordView
from texts import Texts

WORDS_ON_PAGE = 10
# More words than these are counted, and not named.
MAX_NAMED = 12
FILE_NAME = "vestnik-words.txt"


def words_card(chosen: Chosen, at: int, t: Texts) -> Card:
    """Show a page of the words, first those that are followed, with a numbered button for each."""
    preferences = chosen.preferences
    entries = [(False, word) for word in preferences.followed] + [(True, word) for word in preferences.muted]
    pages = max(1, -(-len(entries) // WORDS_ON_PAGE))
    at = min(at, pages - 1)
    shown = list(enumerate(entries, start=1))[at * WORDS_ON_PAGE : (at + 1) * WORDS_ON_PAGE]
    rows = [
        *in_rows(button(str(number), ShowWord(word=word_key(word))) for number, (_, word) in shown),
        page_row(pages, at, lambda to: ShowWords(at=to)),
        [_act(t("Add"), WordAct.FOLLOW), _act(t("Hide words"), WordAct.MUTE)],
        [*([_act(t("As a file"), WordAct.SAVE)] if entries else []), *_stories_row(preferences, t)],
        [button(BACK + t("Settings"), ShowSettings())],
    ]
    title = rich(t("Words"), Mark.BOLD)
    lists = [join(NEW_LINE, _list(muted, list(group), t)) for muted, group in groupby(shown, lambda each: each[1][0])]
    return Card(join(BLANK_LINE, (title, *lists, rich(_about(entries, t)), *_unsubscribed(chosen, t))), rows)


def word_card(view: WordView, t: Texts) -> Card:
    """Show a word with its live answer, and what can be done with it."""
    words = t("Publications with this word are hidden.") if view.muted else t("You follow this word.")
    key = word_key(view.word)
    turn = t("Follow") if view.muted else t("Hide")
    rows = [
        *_latest_rows(view.matches, key),
        [_act(t("Remove"), WordAct.REMOVE, key), _act(turn, WordAct.TURN, key)],
        [button(BACK + t("Words"), ShowWords())],
    ]
    head = join(NEW_LINE, (rich(view.word.text, Mark.BOLD), rich(words)))
    return Card(join(BLANK_LINE, (head, *_matches(view.matches, t), *_unsubscribed(view.chosen, t))), rows)


def changed_words_card(changed: ChangedWords, t: Texts) -> Card:
    """Say which words are followed or hidden now, and what the last month has for them."""
    words = (*changed.added, *changed.known)
    rows = [
        *_latest_rows(changed.matches, word_key(words[0])),
        [*([_act(t("Undo"), WordAct.UNDO)] if changed.added else []), _words_button(t)],
    ]
    head = join(NEW_LINE, map(rich, _changed_lines(changed, t)))
    return Card(join(BLANK_LINE, (head, *_matches(changed.matches, t), *_unsubscribed(changed.chosen, t))), rows)


def removed_word_card(word: ChosenWord, t: Texts) -> Card:
    """Say that a word was removed."""
    return Card(
        rich(t("Removed: {words}.", words=_quoted(word, t))), [[_act(t("Undo"), WordAct.UNDO), _words_button(t)]]
    )


def undone_card(t: Texts) -> Card:
    """Say that the last change was taken back."""
    return Card(rich(t("Undone.")), [[_words_button(t)]])


def ask_words_card(t: Texts, *, muted: bool) -> Card:
    """Ask for words to follow or to hide."""
    head = (
        t("Which words shall be hidden? A publication that holds one of them will not come.")
        if muted
        else t("Which words do you follow? A publication that holds one of them will come, whatever its topic.")
    )
    how = t(
        "Send the words with blanks or commas between them, and a phrase in quotes: bridge, “south station”. "
        "Any form counts. A text file with a word or a phrase on each line will do, too."
    )
    rows = [[button(t("Cancel"), ShowWords())]]
    return Card(join(BLANK_LINE, (rich(head), rich(how))), rows)


def words_file_card(preferences: Preferences, t: Texts) -> Card:
    """Return the words as a text file, which can be changed and sent back."""
    file = Upload(FILE_NAME, write_words(preferences, t.language).encode())
    words = t("Your words. To use the file again, press “{add}” in /words and send it.", add=t("Add"))
    return Card(rich(words), [[_words_button(t)]], media=(Media(MessageKind.DOCUMENT, file),))


def taken_file_card(taken: TakenFile, t: Texts) -> Card:
    """Say how many words of a file are new, and which of its lines hold none."""
    file = taken.file
    lines = [
        t("New words: to follow {followed}, to hide {hidden}.", followed=taken.followed, hidden=taken.muted),
        *(_bad_line(bad, t) for bad in file.bad),
    ]
    if file.bad_count > MAX_BAD_LINES:
        more = file.bad_count - MAX_BAD_LINES
        lines.append(t.many("And {count} more line with an error.", "And {count} more lines with errors.", more))
    undo = [_act(t("Undo"), WordAct.UNDO)] if taken.followed or taken.muted else []
    head = join(NEW_LINE, map(rich, lines))
    return Card(join(BLANK_LINE, (head, *_unsubscribed(taken.chosen, t))), [[*undo, _words_button(t)]])


def _changed_lines(changed: ChangedWords, t: Texts) -> list[str]:
    added, there, moved = (_named(words, t) for words in (changed.added, changed.known, changed.moved))
    now = t("Hidden from now on: {words}.", words=added) if changed.muted else t("You follow: {words}.", words=added)
    no_more = (
        t("Followed no more: {words}.", words=moved) if changed.muted else t("Hidden no more: {words}.", words=moved)
    )
    return [
        *([now] if added else []),
        *([t("There already: {words}.", words=there)] if there else []),
        *([no_more] if moved else []),
    ]


def _list(muted: bool, shown: Sequence[tuple[int, tuple[bool, ChosenWord]]], t: Texts) -> list[RichText]:
    head = t("Hidden") if muted else t("You follow")
    return [rich(head, Mark.ITALIC), *(rich(f"{number}. {word.text}") for number, (_, word) in shown)]


def _about(entries: Sequence[object], t: Texts) -> str:
    wins = t("Hiding wins: a publication with a hidden word does not come, whatever else it holds.")
    if entries:
        return wins
    return " ".join((t("There are none yet, and up to {most} fit.", most=MAX_WORDS), wins))


def _matches(matches: WordMatches, t: Texts) -> list[RichText]:
    """Return the live answer with the latest matches."""
    if not matches.total:
        return [rich(t("Nothing was published in the last month."))]
    found = t.number(matches.count) + ("+" if matches.is_more else "")
    counted = t.many(
        "In a month: {found} of {count} publication.", "In a month: {found} of {count} publications.", matches.total,
        found=found,
    )  # fmt: skip
    return [rich(counted), *headline_lines(matches.latest, t)]


def _latest_rows(matches: WordMatches, key: int) -> list[Row]:
    origin = Origin(ShowWord(word=key))
    return in_rows(open_button(OpenArticle(number=each.number, origin=origin), None) for each in matches.latest)


def _unsubscribed(chosen: Chosen, t: Texts) -> list[RichText]:
    return [] if chosen.subscribed else [rich(t("You get no headlines yet. To subscribe: /subscribe"))]


def _stories_row(preferences: Preferences, t: Texts) -> Row:
    some = preferences.stories or preferences.muted_stories or preferences.sources
    return [button(t("Stories and sources"), ShowStories())] if some else []


def _bad_line(bad: BadLine, t: Texts) -> str:
    number, word = bad.number, bad.refusal.arguments.get("word", "")
    match bad.refusal:
        case WordTooLong():
            return t("Line {number}: “{word}” is too long.", number=number, word=word)
        case WordMeaningless():
            return t("Line {number}: “{word}” tells no texts apart.", number=number, word=word)
    return t("Line {number}: {reason}", number=number, reason=t.refusal(bad.refusal))


def _named(words: Sequence[ChosenWord], t: Texts) -> str:
    names = ", ".join(_quoted(word, t) for word in words[:MAX_NAMED])
    left = len(words) - MAX_NAMED
    return names if left <= 0 else t("{words} and {count} more", words=names, count=left)


def _quoted(word: ChosenWord, t: Texts) -> str:
    return t("“{text}”", text=word.text)


def _act(label: str, act: WordAct, key: int = 0) -> InlineKeyboardButton:
    return button(label, WordAction(act=act, word=key))


def _words_button(t: Texts) -> InlineKeyboardButton:
    return button(t("Words"), ShowWords())
