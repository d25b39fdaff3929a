"""The state of the chat page: one panel per person, and its changes since a revision."""

from dataclasses import dataclass

from emulator.chats import Message
from emulator.json_types import Json
from emulator.people import Person
from emulator.world import World

MAX_SHOWN_MESSAGES = 300


@dataclass(frozen=True)
class Panel:
    """A person on the page, and the caption under the name."""

    person: Person
    role: str


class Panels:
    """The panels of the page, in the order in which they were added."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._panels: dict[int, Panel] = {}

    def show(self, person: Person, role: str = "") -> None:
        """Adds a person to the page, or changes the caption."""
        self._panels[person.id] = Panel(person, role)
        self._world.changes.notify()

    def person(self, person_id: int) -> Person | None:
        """The person with this id if on the page, else None."""
        panel = self._panels.get(person_id)
        return panel.person if panel else None

    def since(self, revision: int) -> Json:
        """The state of the page, with only those messages that changed after `revision`; 0 means all messages."""
        profile = self._world.profile
        return {
            "revision": self._world.revision,
            "bot": {"name": self._world.bot.first_name, "username": self._world.bot.username},
            "about": {language: profile.text("description", language) for language in ("", "ru", "en")},
            "people": [self._person(panel, revision) for panel in self._panels.values()],
        }

    def _person(self, panel: Panel, revision: int) -> Json:
        person, chat = panel.person, panel.person.chat
        changed = [message for message in chat.messages.values() if message.revision > revision]
        return {
            "id": person.id,
            "name": " ".join(filter(None, (person.user.first_name, person.user.last_name))),
            "role": panel.role,
            "language": person.user.language_code,
            "started": chat.started,
            "blocked": person.has_blocked,
            "commands": person.commands(),
            "interface": chat.interface,
            "messages": [self._message(person, message) for message in changed[-MAX_SHOWN_MESSAGES:]],
            "deleted": [message.id for message in chat.deleted if message.revision > revision],
        }

    def _message(self, person: Person, message: Message) -> Json:
        shown = message.as_json() | {"own": message.sender is person.user, "revision": message.revision}
        if "photo" in shown:
            photo = self._world.files.by_id(shown["photo"][-1]["file_id"])
            shown["picture"] = (photo.url or f"/page/{photo.path}") if photo else None
        return shown
