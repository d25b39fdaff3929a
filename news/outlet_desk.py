"""The outlets' desk: which channels, groups and topics get posts, in which look, and what an editor chooses for one."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from news.audit import record
from news.errors import OutletUnknown
from news.files import with_content
from news.ledger import UNSUBSCRIBED, Address, PlaceKind
from news.lifecycle import Act, require_act, require_change, require_known, require_view
from news.limits import check_length
from news.model import Article, Reader
from news.outlets import ask_about, end_digests, find, lose
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.posts import LINK_WORDS_LIMIT, TOPICS_LIMIT, Choice, Outlet, OutletChat, OutletState, Post, Template
from news.richtext import units
from news.roles import Deed, may, require
from news.visible import has_visible
from news.words import collapse

PAGE_SIZE = 10
# An article's editor sees so many outlets.
MAX_CHOICES = 50


class Posting(NamedTuple):
    """An article with the outlets that it may go to, while it is not published; with its posts from then on."""

    article: Article
    choices: Sequence[Choice]
    posts: Sequence[Post]


class OutletDesk:
    """Outlets by the key of their place. `admins` are the Telegram ids of the settings.

    The verbs of a manager raise NotAllowed, and OutletUnknown for a place that is no outlet.
    """

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    def may_manage(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader manages outlets."""
        require(reader, Deed.MANAGE_OUTLETS)

    async def page(self, chief: Reader, after: int = 0) -> tuple[Sequence[Outlet], int | None]:
        """Return outlets with keys above `after`, and the key after which the next page begins (None at the end)."""
        require(chief, Deed.MANAGE_OUTLETS)
        async with self._storage.reading() as unit:
            found = await unit.outlets.page(after, PAGE_SIZE + 1)
        return found[:PAGE_SIZE], found[PAGE_SIZE - 1].place.id if len(found) > PAGE_SIZE else None

    async def get(self, chief: Reader, place: int) -> Outlet:
        """Return an outlet."""
        require(chief, Deed.MANAGE_OUTLETS)
        async with self._storage.reading() as unit:
            return await _known(unit, place)

    async def follow(
        self, actor: Reader, address: Address, kind: PlaceKind, chat: OutletChat, *, loss: str | None, is_new: bool
    ) -> None:
        """Follow a change of what the bot may do in a chat, made by `actor`.

        With a `loss` (`REMOVED`, `RIGHT_LOST`) the outlets there are lost, else found again. If the bot `is_new` among
        those who post there, an actor who manages outlets is asked about the chat; anybody else hears nothing.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            known = await unit.outlets.of_chat(address.chat_id)
            for outlet in known:
                if loss is not None:
                    await lose(unit, outlet, loss, self._admins, now)
                else:
                    await _describe(unit, outlet, chat)
                    await find(unit, outlet, self._admins, now)
            is_known = any(outlet.place.address == address for outlet in known)
            if loss is None and is_new and not is_known and may(actor, Deed.MANAGE_OUTLETS):
                place = await unit.places.obtain(address, kind=kind)
                await unit.outlets.ask(place, chat)
                await ask_about(unit, await _known(unit, place), Address(actor.id), actor.language, now)

    async def propose(self, chief: Reader, address: Address, kind: PlaceKind, chat: OutletChat) -> Outlet:
        """Return the outlet at an address; if it is new, it waits for the manager's word as if they were asked."""
        require(chief, Deed.MANAGE_OUTLETS)
        async with self._storage.writing() as unit:
            place = await unit.places.obtain(address, kind=kind)
            await unit.outlets.ask(place, chat)
            return await _known(unit, place)

    async def arrange(
        self,
        chief: Reader,
        place: int,
        *,
        active: bool | None = None,
        template: Template | None = None,
        silent: bool | None = None,
        words: str | None = None,
        topics: str | None = None,
        chat: OutletChat | None = None,
    ) -> Outlet:
        """Change what is given, for the posts from now on, and return the outlet.

        Empty `words` of the link are the usual ones. `topics` are separated by commas; none are all. Raises
        FieldTooLong.
        """
        require(chief, Deed.MANAGE_OUTLETS)
        words = None if words is None else _checked_words(words)
        chosen = None if topics is None else _split_topics(topics)
        state = None if active is None else OutletState.ACTIVE if active else OutletState.OFF
        async with self._storage.writing() as unit:
            outlet = await _known(unit, place)
            if chat is not None:
                await _describe(unit, outlet, chat)
            await unit.outlets.arrange(place, state=state, template=template, silent=silent, words=words, topics=chosen)
            arranged = await _known(unit, place)
            if replace(arranged, chat=outlet.chat) != outlet:
                note = arranged.chat.title
                await record(unit, chief.id, AuditAct.OUTLET_ARRANGED, self._clock.now(), note=note)
            return arranged

    async def note_test(self, chief: Reader, place: int, error: str | None) -> Outlet:
        """Store what became of a test message: a lost outlet that has got one is found again."""
        require(chief, Deed.MANAGE_OUTLETS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            outlet = await _known(unit, place)
            await unit.outlets.note_error(place, error, now)
            if error is None:
                await find(unit, outlet, self._admins, now)
            return await _known(unit, place)

    async def remove(self, chief: Reader, place: int) -> Outlet | None:
        """Forget an outlet, and return what it was, None if it is forgotten already. What was posted there stays."""
        require(chief, Deed.MANAGE_OUTLETS)
        async with self._storage.writing() as unit:
            outlet = await unit.outlets.get(place)
            if await unit.outlets.remove(place) and outlet is not None:
                await end_digests(unit, outlet, UNSUBSCRIBED, self._clock.now())
                await record(unit, chief.id, AuditAct.OUTLET_REMOVED, self._clock.now(), note=outlet.chat.title)
            return outlet

    async def posting(self, editor: Reader, number: int) -> Posting:
        """Return where an article, with its picture, goes or has gone.

        Raises ArticleUnknown; NotAllowed as for the article itself.
        """
        require(editor, Deed.WRITE)
        async with self._storage.reading() as unit:
            posting = await _posting(unit, number)
            require_view(editor, posting.article)
            return posting._replace(article=await with_content(unit, posting.article))

    async def choose(self, editor: Reader, number: int, place: int) -> Posting:
        """Turn an outlet of an unpublished article on or off, and return where the article goes now.

        Only what differs from the default by topic is stored. Raises ArticleUnknown, NotADraft.
        """
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            article, choices, _ = await _posting(unit, number)
            require_act(require_change(editor, article), Act.PUBLISH)
            for outlet, chosen in choices:
                if outlet.place.id == place:
                    is_default = outlet.takes(article.topics) is not chosen
                    await unit.outlets.choose(number, place, None if is_default else not chosen)
                    await record(unit, editor.id, AuditAct.CHOSEN, self._clock.now(), article=number)
            return await _posting(unit, number)


async def _known(unit: Unit, place: int) -> Outlet:
    outlet = await unit.outlets.get(place)
    if outlet is None:
        raise OutletUnknown
    return outlet


async def _describe(unit: Unit, outlet: Outlet, chat: OutletChat) -> None:
    """Store what Telegram says of the chat now. A topic keeps its own title: Telegram does not tell it."""
    title = outlet.chat.title if outlet.place.address.topic else chat.title
    await unit.outlets.describe(outlet.place.id, replace(chat, title=title))


async def _posting(unit: Unit, number: int) -> Posting:
    article = require_known(number, await unit.articles.get(number))
    if article.published_at is not None:
        return Posting(article, (), await unit.outlets.posts(number))
    changed = await unit.outlets.choices(number)
    outlets = [each for each in await unit.outlets.page(0, MAX_CHOICES) if each.state is OutletState.ACTIVE]
    choices = [Choice(each, changed.get(each.place.id, each.takes(article.topics))) for each in outlets]
    return Posting(article, choices, ())


def _checked_words(words: str) -> str:
    words = collapse(words)
    check_length("link", words, LINK_WORDS_LIMIT, length=units(words))
    return words if has_visible(words) else ""


def _split_topics(topics: str) -> list[str]:
    check_length("topics", topics, TOPICS_LIMIT)
    return [topic for topic in map(collapse, topics.split(",")) if has_visible(topic)]
