"""The state of the chat page: one panel per person, and its changes since a revision."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulator.chats import Chat, Message
from emulator.groups import Group
from emulator.json_types import Json
from emulator.page_button import PageButton
from emulator.people import Person
from emulator.shown_messages import shown_message
from emulator.world import World, now

MAX_SHOWN_MESSAGES = 300


@dataclass(frozen=True)
class Panel:
    """A person on the page, the caption under the name, and the chats beside the private one."""

    person: Person
    role: str
    chats: tuple[Group, ...] = ()


class Panels:
    """The panels of the page, in the order in which they were added."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._panels: dict[int, Panel] = {}
        self._buttons: dict[str, PageButton] = {}

    def button(self, name: str = "clock") -> PageButton | None:
        """The button of this name beside the date, if there is one."""
        return self._buttons.get(name)

    def show_button(self, name: str, button: PageButton | None) -> None:
        """Shows a button in place of the one of this name; None shows none."""
        self._buttons.pop(name, None) if button is None else self._buttons.update({name: button})
        self._world.changes.notify()

    def show(self, person: Person, role: str = "", chats: Iterable[Group] = ()) -> None:
        """Adds a person to the page, or changes the caption and the chats."""
        self._panels[person.id] = Panel(person, role, tuple(chats))
        self._world.changes.notify()

    def person(self, person_id: int) -> Person | None:
        """The person with this id if on the page, else None."""
        panel = self._panels.get(person_id)
        return panel.person if panel else None

    def chat(self, person_id: int, chat_id: int) -> Group:
        """The chat with this id in the person's panel. Raises ValueError if there is none."""
        for chat in self._panels[person_id].chats:
            if chat.id == chat_id:
                return chat
        raise ValueError(f"there is no chat {chat_id} in this panel")

    def since(self, revision: int) -> Json:
        """The state of the page, with only those messages that changed after `revision`; 0 means all messages."""
        profile = self._world.profile
        return {
            "revision": self._world.revision,
            "bot": {"name": self._world.bot.first_name, "username": self._world.bot.username},
            "about": {language: profile.text("description", language) for language in ("", "ru", "en")},
            "people": [self._person(panel, revision) for panel in self._panels.values()],
            "buttons": [_shown_button(name, button) for name, button in self._buttons.items()],
            "seconds_ahead": round((self._world.clock() - now()).total_seconds()),
        }

    def _person(self, panel: Panel, revision: int) -> Json:
        person = panel.person
        return {
            "id": person.id,
            "name": " ".join(filter(None, (person.user.first_name, person.user.last_name))),
            "role": panel.role,
            "language": person.user.language_code,
            "started": person.chat.started,
            "blocked": person.has_blocked,
            "commands": person.commands(),
            "interface": person.chat.interface,
            **self._messages(person, person.chat, revision),
            "chats": [self._chat(person, group, revision) for group in panel.chats if group.chat.has(person.id)],
        }

    def _chat(self, person: Person, group: Group, revision: int) -> Json:
        chat = group.chat
        topics = ((thread, topic) for thread, topic in chat.topics.items() if not topic.is_deleted)
        return {
            "id": chat.id,
            "title": chat.title,
            "type": chat.type,
            "topics": [{"thread": thread, "name": topic.name} for thread, topic in topics],
            "is_forum": chat.is_forum,
            "may_write": chat.may_write(person.id) and chat.migrated_to is None,
            "commands": person.commands(group),
            **self._messages(person, chat, revision),
        }

    def _messages(self, person: Person, chat: Chat, revision: int) -> Json:
        changed = [message for message in _seen(person, chat.messages.values()) if message.revision > revision]
        return {
            "messages": [shown_message(self._world, person, message) for message in changed[-MAX_SHOWN_MESSAGES:]],
            "deleted": [message.id for message in _seen(person, chat.deleted) if message.revision > revision],
        }


def _shown_button(name: str, button: PageButton) -> Json:
    return {"name": name, "words": button.words, "hints": button.hints, "disabled": button.press is None}


def _seen(person: Person, messages: Iterable[Message]) -> list[Message]:
    """The messages that this person sees: an ephemeral one is for its receiver alone."""
    return [message for message in messages if message.receiver in (None, person.user)]
