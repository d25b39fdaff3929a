"""The readers' desk: recognising a sender, registering under a display name, and the staff's roles."""

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import datetime

from news.appointing import appoint, as_of
from news.errors import NameRefused, OwnRole, ReaderUnknown
from news.model import Reader
from news.names import checked_name, without_hidden
from news.newcomers import (
    Registration,
    admit,
    ask_moderators,
    refuse_names_of_staff,
    require_proof,
    require_unregistered,
    required,
)
from news.permissions import CurrentPermissions
from news.ports import Clock, Storage
from news.roles import ANONYMOUS_IDS, Deed, Role, may, require
from news.words import collapse

ANONYMOUS = Reader(0)


class ReaderDesk:
    """Readers by Telegram id. The `admins` of the settings are admins regardless of the stored role.

    `mode` is what a guest needs to register.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        admins: Set[int],
        languages: tuple[str, ...],
        mode: Registration = Registration.OPEN,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins
        self._languages = languages
        self._mode = mode
        self._permissions = CurrentPermissions(clock)

    async def recognise(self, telegram_id: int, telegram_language: str | None, username: str | None = None) -> Reader:
        """Return the sender with role and language. An unknown person is a guest, and nothing is written.

        `telegram_language` is the client's (IETF tag). It is used if the person chose none and the newspaper has it,
        else the first of the newspaper's languages. `username` is Telegram's, "" for none, None if it was not told; a
        registered reader's is stored when it has changed.
        """
        if telegram_id in ANONYMOUS_IDS or telegram_id <= 0:
            return ANONYMOUS
        async with self._storage.reading() as unit:
            stored = await unit.readers.get(telegram_id)
            permissions = await self._permissions.read(unit)
        if stored is not None and stored.registered and username is not None and username.lower() != stored.username:
            async with self._storage.writing() as unit:
                await unit.memberships.set_username(telegram_id, username)
        reader = as_of(stored or Reader(telegram_id), self._clock.now())
        if telegram_id in self._admins:
            reader = replace(reader, role=Role.ADMIN, role_until=None, role_after=None)
        return replace(
            reader,
            language=reader.language or self._language(telegram_language),
            permissions=permissions,
        )

    def forget_permissions(self) -> None:
        """Read the roles table anew for the next sender: this process has changed it."""
        self._permissions.forget()

    async def choose_language(self, reader: Reader, language: str) -> Reader:
        """Store the language that the person chose, for the private chat and for its headlines."""
        async with self._storage.writing() as unit:
            await unit.readers.choose_language(reader.id, language, self._clock.now())
            await unit.places.set_language(reader.id, language)
        return replace(reader, language=language)

    def may_register(self, reader: Reader) -> None:
        """Raise AlreadyRegistered or NotAllowed if the reader cannot register."""
        require_unregistered(reader)

    def suggest_name(self, name: str, reserved: Iterable[str] = ()) -> str:
        """Return a Telegram name, without hidden characters, if it is acceptable here, else "". It may be taken."""
        try:
            return checked_name(without_hidden(name), reserved=reserved)
        except NameRefused:
            return ""

    async def register(self, reader: Reader, name: str, reserved: Iterable[str] = (), *, article: int = 0) -> Reader:
        """Make a guest a member under a display name. Registering again under the same name changes nothing.

        Where the moderators decide, the guest stays one until then; `article` is the one to return to, 0 for none. Only
        the staff may bear a name like a `reserved` one, such as the bot's. Raises AlreadyRegistered, NotAllowed,
        CheckMissing, RequestWaiting, RequestDeclined, NameTaken and the errors of `checked_name`.
        """
        if reader.registered and collapse(name) == reader.name:
            return reader  # the update is handled again after a crash
        self.may_register(reader)
        is_staff = may(reader, Deed.WRITE)
        name, now = checked_name(name, staff=is_staff, reserved=reserved), self._clock.now()
        async with self._storage.writing() as unit:
            await require_proof(unit, reader, self._mode, now)
            if not is_staff:
                await refuse_names_of_staff(unit, name, self._admins)
            if required(self._mode, reader) is Registration.APPROVAL:
                await ask_moderators(unit, reader, name, article, self._admins, now)
            else:
                await admit(unit, reader, name, now)
        return await self.recognise(reader.id, reader.language)

    def may_appoint(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader may set roles."""
        require(reader, Deed.APPOINT)

    async def candidate(self, admin: Reader, reader_id: int) -> Reader:
        """Return the reader whose role is to be set. Raises NotAllowed, OwnRole, ReaderUnknown."""
        self.may_appoint(admin)
        if reader_id in self._admins:
            raise OwnRole
        reader = await self.recognise(reader_id, None)
        if not reader.registered:
            raise ReaderUnknown(id=reader_id)
        return reader

    async def appoint(
        self,
        admin: Reader,
        reader_id: int,
        role: Role,
        *,
        present: str | None = None,
        until: datetime | None = None,
    ) -> Reader:
        """Set the role of a registered reader, for good or until then.

        `present` is the role that the admin has seen; None: whatever it is. Raises NotAllowed, OwnRole, ReaderUnknown,
        RoleChanged, LastAdmin, WhenPast.
        """
        await self.candidate(admin, reader_id)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await appoint(unit, admin, reader_id, role, now, admins=self._admins, present=present, until=until)
        return await self.recognise(reader_id, None)

    def _language(self, telegram_language: str | None) -> str:
        language = (telegram_language or "").lower().split("-")[0]
        return language if language in self._languages else self._languages[0]
