"""Screens about a person, for moderators: history, notes, and what can be done with everything that is held."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.moderating import CaseAct, CaseAction, PersonAct, PersonAction, ShowCases, UndoVerdict
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from news.model import CommentStatus, Reader
from news.people import Dossier
from news.ports.verdicts import PersonNote
from news.richtext import Mark, RichText, join, rich
from texts import Texts


def dossier_card(dossier: Dossier, t: Texts, case: int = 0, said: str = "", undo: UndoVerdict | None = None) -> Card:
    """Show what is known of a person, with what can be done. `said` stands above it; `undo` takes that back."""
    parts = [rich(said)] if said else []
    parts.append(join(NEW_LINE, _about(dossier, t)))
    parts += [_note(note, t) for note in dossier.notes]
    held = dossier.counts.get(CommentStatus.HELD, 0)
    bulk = [
        button(t("Approve all held: {count}", count=held), _action(dossier, PersonAct.APPROVE_HELD, case)),
        button(t("Delete all held: {count}", count=held), _action(dossier, PersonAct.REMOVE_HELD, case)),
    ]
    rows: list[Row] = [] if undo is None else [[button(t("Undo"), undo)]]
    rows += [[each] for each in bulk] if held else []
    rows.append([button(t("Write a note"), _action(dossier, PersonAct.NOTE, case))])
    if dossier.muted_until is not None:
        rows.append([button(t("Let comment again"), _action(dossier, PersonAct.UNMUTE, case))])
    if dossier.banned:
        rows.append([button(t("Lift the ban"), _action(dossier, PersonAct.LIFT_BAN, case))])
    else:
        rows.append([button(t("Ban and remove everything"), _action(dossier, PersonAct.ASK_BAN, case))])
    return Card(join(BLANK_LINE, parts), [*rows, [_back(t, case)]])


def ask_ban_card(dossier: Dossier, t: Texts, case: int = 0) -> Card:
    """Ask for a second press before a person is banned: the moderator sees the name."""
    words = t(
        "Ban {name} (number {id}) and remove everything this reader has written?",
        name=_name(dossier.reader, t),
        id=dossier.reader.id,
    )
    ban = [button(t("Ban and remove everything"), _action(dossier, PersonAct.BAN, case))]
    return Card(rich(words), [ban, [button(t("Back"), _action(dossier, PersonAct.SHOW, case))]])


def ask_note_card(dossier: Dossier, t: Texts) -> Card:
    """Ask for a note, by a reply."""
    words = t(
        "What should the staff know of {name}? Reply in one line; readers never see it. To stop: /cancel",
        name=_name(dossier.reader, t),
    )
    return Card(rich(words), reply_placeholder=t("The note"))


def held_judged(count: int, approved: bool, t: Texts) -> str:
    """Return a sentence about what one press did with everything that was held of a person."""
    if approved:
        return t.many("{count} comment is published.", "{count} comments are published.", count)
    return t.many("{count} comment is removed.", "{count} comments are removed.", count)


def banned_words(person: Reader, t: Texts) -> str:
    """Return a sentence about a ban."""
    return t("{name} is banned, and everything is removed.", name=_name(person, t))


def free_words(person: Reader, t: Texts) -> str:
    """Return a sentence about the end of a ban or a mute."""
    return t("{name} may comment again.", name=_name(person, t))


def _name(person: Reader, t: Texts) -> str:
    return person.name or t("No. {number}", number=person.id)


def _about(dossier: Dossier, t: Texts) -> list[RichText]:
    reader, counts = dossier.reader, dossier.counts
    lines = [rich(_name(reader, t), Mark.BOLD)]
    since = t("registered: {time}", time=t.when(reader.registered_at)) if reader.registered_at else t("not registered")
    lines.append(rich(f"{t.role(reader.role)} · {since} · {t('No. {number}', number=reader.id)}"))
    removed = counts.get(CommentStatus.REMOVED, 0) + counts.get(CommentStatus.REJECTED, 0)
    words = t(
        "published: {published}, held: {held}, removed: {removed}",
        published=counts.get(CommentStatus.PUBLISHED, 0),
        held=counts.get(CommentStatus.HELD, 0),
        removed=removed,
    )
    lines.append(rich(words))
    if dossier.muted_until is not None:
        lines.append(rich(t("Muted until {time}.", time=t.when(dossier.muted_until))))
    return lines


def _note(note: PersonNote, t: Texts) -> RichText:
    who = note.by_name or t("a colleague")
    return join(NEW_LINE, (rich(f"{t.when(note.at)} · {who}", Mark.ITALIC), rich(note.text)))


def _back(t: Texts, case: int) -> InlineKeyboardButton:
    if case:
        return button(t("Back to the case"), CaseAction(case=case, version=0, act=CaseAct.SHOW))
    return button(t("Moderation"), ShowCases())


def _action(dossier: Dossier, act: PersonAct, case: int) -> PersonAction:
    return PersonAction(person=dossier.reader.id, act=act, case=case)
