"""What a case of `test_roles` consists of, and the cases of commands: which roles may use each, and what it changes."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from handlers import menus
from handlers.commands import correcting, helping, registering
from news.errors import NotAllowed
from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from tests.handlers.who import (
    ADMINS,
    CHANNEL,
    CHIEFS,
    COMMENTERS,
    EDITORS,
    EVERYBODY,
    GUESTS,
    NOBODY,
    PERSONS,
    REGISTERED,
    SPEAKERS,
    WRITERS,
    Who,
)
from texts import Catalogs

CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))

NOTICE = "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации."
CLOSED = "Редакция закрыла вам комментирование. Читать можно всё: /latest."
FOR_EDITORS = "Эта команда — для редакции. Что здесь можно делать: /help."
FOR_CHIEFS = "Это могут главные редакторы. Что здесь можно делать: /help."
FOR_MODERATORS = "Это могут модераторы. Свой комментарий можно удалить: /remove и его номер."
FOR_ADMINS = "Эта команда — для администраторов. Что здесь можно делать: /help."
FOR_READERS = "Вы работаете в редакции."
ALREADY = "Вы уже зарегистрированы"
NOT_OPEN = "Это вам недоступно. Что здесь можно делать: /help."
NOT_REGISTERED = "Это для зарегистрированных читателей."
LOST = "Не понял вас."
REPORTERS = "Жаловаться могут зарегистрированные читатели"
LIKERS = "Отмечать комментарии могут зарегистрированные читатели"
NOTHING_TO_UNDO = "Отменять нечего."
STALE = "Эта кнопка устарела"
PRIVATE = "Это делается в личном чате с ботом."
REFUSALS = (
    NOTICE,
    CLOSED,
    FOR_EDITORS,
    FOR_CHIEFS,
    FOR_MODERATORS,
    FOR_ADMINS,
    ALREADY,
    NOT_OPEN,
    NOT_REGISTERED,
    LOST,
    PRIVATE,
    LIKERS,
    REPORTERS,
    "сломалось",
    "Отменить это уже нельзя.",
    STALE,
    "Эта заявка уже рассмотрена",
    NOTHING_TO_UNDO,
)


@dataclass(frozen=True)
class Case:
    """The senders that may do it, the tables that it then changes, and the refusal that others get.

    `says` is the text that is sent, `state` the state and its data before. Both may name the numbers of the stage.
    `subscribed`: the chat is subscribed before. `held`: the edition is paused before. `status`: that of the draft.
    `chosen`: the chat has chosen something, which can be taken back. `placed`: it has a place, whose choices are the
    defaults. `permissions`: changes of the roles table before. `fixed`: no change of the table gives or takes this.
    """

    may: frozenset[Who]
    changes: frozenset[str] = frozenset()
    refusal: str = ""
    says: str = ""
    state: tuple[str, dict[str, Any]] | None = None
    subscribed: bool = False
    chosen: bool = False
    placed: bool = False
    held: bool = False
    status: str = "draft"
    permissions: tuple[tuple[Role, Deed, bool], ...] = ()
    fixed: bool = False
    refusals: dict[Who, str] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether the stage is as for most cases."""
        special = (self.state, self.subscribed, self.chosen, self.placed, self.held, self.status, self.permissions)
        return special == (None, False, False, False, False, "draft", ())

    def refusal_for(self, who: Who) -> str:
        return self.refusals.get(who, self.refusal)


def changing(*tables: str) -> frozenset[str]:
    return frozenset(tables)


# A change of an article keeps the version before it.
REVISED = ("articles", "article_versions", "audit")
COMMENT = {"refusal": NOTICE, "refusals": {Role.BANNED: CLOSED}}
REGISTER: dict[str, Any] = {"refusal": ALREADY, "refusals": {NOBODY: NOT_OPEN, CHANNEL: NOT_OPEN}}
FORGET: dict[str, Any] = {"refusal": FOR_READERS, "refusals": {NOBODY: NOT_OPEN, CHANNEL: NOT_OPEN}}
RENAME: dict[str, Any] = {"refusal": NOT_OPEN, "refusals": {Role.BANNED: CLOSED}}
# A place that has chosen something changes it.
CHANGED: dict[str, Any] = {"changes": changing("choices"), "chosen": True}
CHECK_OVER = "Эта проверка уже закончилась. Новая: /register"
NO_CHECK = Case(frozenset(), refusal=ALREADY, refusals={NOBODY: NOT_OPEN, Role.GUEST: CHECK_OVER})
TITLE = (correcting.Correcting.deciding.state or "", {"number": "{article}", "title": "Новый заголовок"})
RETRACTING = (correcting.Correcting.retracting.state or "", {"number": "{article}", "reason": "Ошибка"})
EXPIRED = (helping.Expired.question.state or "", {})
NAMING = (registering.Naming.waiting.state or "", {"article": 0})

# The other commands of the menu take no argument and change nothing: `default_case` says which roles may use them.
COMMAND_CASES = {
    "read": Case(EVERYBODY, says="/read {article}"),
    "new": Case(PERSONS, changing("places", "choices"), NOT_OPEN),
    "saved": Case(PERSONS, refusal=NOT_OPEN),
    "search": Case(EVERYBODY, says="/search статья"),
    "comments": Case(EVERYBODY, says="/comments {article}"),
    "comment": Case(COMMENTERS, changing("comments", "articles"), says="/comment {article} {unique}", **COMMENT),
    "mycomments": Case(REGISTERED, refusal=NOT_REGISTERED),
    "remove": Case(COMMENTERS, changing("comments", "articles", "verdicts"), FOR_MODERATORS, says="/remove {own}"),
    "subscribe": Case(EVERYBODY, changing("places", "subscriptions", "subscription_changes")),
    "unsubscribe": Case(EVERYBODY, changing("subscriptions", "subscription_changes"), subscribed=True),
    "follow": Case(EVERYBODY, says="/follow {unique}", **CHANGED),
    "mute": Case(EVERYBODY, says="/mute {unique}", **CHANGED),
    "settings": Case(EVERYBODY),
    "register": Case(GUESTS, **REGISTER),
    "post": Case(WRITERS, changing("articles", "article_bodies", "audit"), FOR_EDITORS, says="/post {unique}\nТекст."),
    "drafts": Case(WRITERS, refusal=FOR_EDITORS),
    "edit": Case(WRITERS, refusal=FOR_EDITORS, says="/edit {draft}"),
    "retract": Case(EDITORS, changing("fsm"), FOR_EDITORS, says="/retract {article} Ошибка"),
    "stats": Case(EDITORS, refusal=FOR_EDITORS),
    "stopwords": Case(CHIEFS, changing("stop_phrases", "audit"), FOR_CHIEFS, says="/stopwords {unique}"),
    "log": Case(CHIEFS, refusal=FOR_CHIEFS, says="/log {article}"),
    "queue": Case(ADMINS, refusal=FOR_ADMINS),
    "mydata": Case(PERSONS, refusal=NOT_OPEN),
    "forgetme": Case(PERSONS, refusal=NOT_OPEN),  # the staff is told to leave first
    "role": Case(ADMINS, refusal=FOR_ADMINS, says="/role {neighbour} moderator", fixed=True),
    "groups": Case(ADMINS, refusal=FOR_ADMINS, fixed=True),
    "cancel": Case(EVERYBODY, changing("fsm"), state=NAMING),
}


def default_case(entry: menus.Entry) -> Case:
    """The case of a command that only shows something: open to the roles that hold the deed of its line in the menu."""
    roles = {who: who if isinstance(who, Role) else Role.GUEST for who in SPEAKERS}
    refusal = CATALOGS.texts("ru", SystemClock().now()).refusal(NotAllowed(deed=entry.deed))
    allowed = DEFAULT_PERMISSIONS.roles_that_may(entry.deed)
    return Case(frozenset(who for who, role in roles.items() if role in allowed), refusal=refusal)


COMMANDS = {entry.name: COMMAND_CASES.get(entry.name) or default_case(entry) for entry in menus.ENTRIES}
