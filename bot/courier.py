"""The courier: draws a delivery as a message, sends it, and translates Telegram's response into an outcome."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from aiogram.utils.deep_linking import create_deep_link

from bot.http_pool import HttpResponse
from bot.sent_messages import outcome_of, stored_files
from bot.transport import Transport
from handlers.cards.card import Card, Media
from handlers.cards.editions import message_card
from handlers.cards.lists import DeepLink
from handlers.encoding import Call, Encoded, edit, encode
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import Copy, Delivery, EditionKind, MessageKind, SentFile
from news.outcomes import Outcome
from news.ports import Clock, EditionContent
from news.rejections import DOES_NOT_FIT, NOTHING_LEFT, Rejection, rejection
from texts import Catalogs, Texts

logger = logging.getLogger(__name__)

# The code that a delivery fails with: a card that cannot be drawn is our bug, the same for every place.
_BAD_REQUEST = 400
# An edition has as many variants as there are forms in which places get it.
MAX_CACHED_MESSAGES = 256
MAX_KNOWN_FILES = 1000
# Editions that Telegram has refused as rich messages.
MAX_CLASSIC_EDITIONS = 100


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An edition as it is sent: `size` messages, the first one of this kind."""

    card: Card
    message: Encoded
    kind: MessageKind
    size: int

    def media(self, copy: Copy) -> tuple[Media, ...]:
        """Return the files of a new message, or of the edit of a copy, which may take its file away."""
        empty = self.card.in_place_of_media
        if self.card.media or not copy or copy[0].kind is MessageKind.TEXT or empty is None:
            return self.card.media
        return (empty,)


# Draws an edition. The link to an article is for places that are no private chats; the last argument is the variant.
Draw = Callable[[EditionContent, Texts, DeepLink | None, str | None], Card]


class Courier:
    """Draws and encodes an edition once per language, kind of chat and variant; sends differ only in the address.

    `paid` sends by Telegram's paid broadcast (https://core.telegram.org/bots/api#sendmessage, allow_paid_broadcast).
    `files` are known to Telegram already: they are sent by their ids. `on_pause` hears for how many seconds a chat
    is to get no message, no answer either.
    """

    def __init__(
        self,
        transport: Transport,
        catalogs: Catalogs,
        clock: Clock,
        username: str,
        *,
        paid: bool = False,
        files: tuple[SentFile, ...] = (),
        draw: Draw = message_card,
        on_pause: Callable[[int, float], None] | None = None,
    ) -> None:
        self._transport = transport
        self._catalogs = catalogs
        self._clock = clock
        self._username = username
        self._paid = paid
        self._draw = draw
        self._on_pause = on_pause
        self._files = {(file.source, file.kind): file.file_id for file in files}
        self._refused = dict[str, None]()
        self._classic = dict[int, None]()
        self._drawn: dict[tuple[int, str, bool, str | None], tuple[EditionContent, _Drawn | Outcome]] = {}

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        """Return as how many messages a delivery is sent. A correction edits one message."""
        drawn = self._find(content, self._shown(content, delivery))
        return 1 if delivery.copy or isinstance(drawn, Outcome) else drawn.size

    def carry(self, content: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery, once; `done` is called with the outcome."""
        delivery = self._shown(content, delivery)
        drawn = self._find(content, delivery)
        if isinstance(drawn, Outcome):
            done(drawn)
            return
        chat_id, topic = delivery.address
        call: Call | None
        if delivery.copy:
            first = delivery.copy[0]
            call = edit(drawn.card, chat_id, first.id, first.kind, same_media=False)
        else:
            call = drawn.message.send(chat_id, topic or None, delivery.reply_to or drawn.card.reply_to)
        if call is None and (shorter := _shorter(delivery)) is not None:
            self.carry(content, shorter, done)
            return
        if call is None:
            done(Outcome(_BAD_REQUEST, description=DOES_NOT_FIT, may_have_arrived=False))
            return
        received = partial(self._receive, done, content, delivery, drawn)
        self._transport.post(call.method, call.body, received, call.content_type)

    def _receive(
        self,
        done: Callable[[Outcome], None],
        content: EditionContent,
        delivery: Delivery,
        drawn: _Drawn,
        response: HttpResponse,
    ) -> None:
        """Report the outcome. From then on, the files of a new message are sent by their ids."""
        is_edit = bool(delivery.copy)
        outcome = outcome_of(response, drawn.kind, is_album=drawn.size > 1 and not is_edit)
        media = drawn.media(delivery.copy)
        if outcome.status == 200:
            if is_edit:
                outcome = outcome._replace(copy=_edited(delivery.copy, drawn.card, media))
            if any(map(_is_new, media)):
                outcome = outcome._replace(files=stored_files(response, [(_source(each), each.kind) for each in media]))
                self._remember(outcome.files, content, delivery)
        elif drawn.card.blocks and _is_about_content(outcome):
            outcome = self._without_blocks(content, outcome)
        elif media and _is_about_files(outcome):
            outcome = self._without_media(content, delivery, media, outcome)
        elif outcome.retry_after is not None and self._on_pause is not None:
            self._on_pause(delivery.address.chat_id, outcome.retry_after)
        done(outcome)

    def _shown(self, content: EditionContent, delivery: Delivery) -> Delivery:
        """Return the delivery as a classic text if Telegram refused its rich message, or if it edits a medium."""
        form = Form.load(delivery.variant)
        if form is None or not form.rich:
            return delivery
        is_medium = bool(delivery.copy) and delivery.copy[0].kind is not MessageKind.TEXT
        if not is_medium and content.edition not in self._classic:
            return delivery
        return delivery._replace(variant=replace(form, rich=False).dump())

    def _without_blocks(self, content: EditionContent, outcome: Outcome) -> Outcome:
        """Draw the edition as a classic text from now on, and have this delivery tried again."""
        logger.warning(
            "Telegram refuses edition %s as a rich message, and it goes on as a text: %s",
            content.edition,
            outcome.description,
            extra={"edition": content.edition},
        )
        self._classic[content.edition] = None
        if len(self._classic) > MAX_CLASSIC_EDITIONS:
            del self._classic[next(iter(self._classic))]
        return Outcome(None, description=outcome.description, may_have_arrived=False, redrawn=True)

    def _without_media(
        self, content: EditionContent, delivery: Delivery, media: tuple[Media, ...], outcome: Outcome
    ) -> Outcome:
        """Draw the edition without its files from now on, and have this delivery tried again."""
        logger.warning(
            "Telegram refuses a file of edition %s, which goes on without it: %s",
            content.edition,
            outcome.description,
            extra={"edition": content.edition},
        )
        self._refused |= dict.fromkeys(map(_source, media))
        while len(self._refused) > MAX_KNOWN_FILES:
            del self._refused[next(iter(self._refused))]
        self._drawn.pop(_key(content, delivery), None)
        return Outcome(None, description=outcome.description, may_have_arrived=False, redrawn=True)

    def _remember(self, files: tuple[SentFile, ...], content: EditionContent, delivery: Delivery) -> None:
        """Send files by their ids from now on, in what was drawn already too."""
        for file in files:
            self._files[file.source, file.kind] = file.file_id
            if len(self._files) > MAX_KNOWN_FILES:
                del self._files[next(iter(self._files))]
        self._drawn.pop(_key(content, delivery), None)

    def _find(self, content: EditionContent, delivery: Delivery) -> _Drawn | Outcome:
        """Return the drawn card, or the outcome if it cannot be drawn.

        An EditionContent object is drawn once: the newsroom makes a new one when the content changes.
        """
        key = _key(content, delivery)
        cached = self._drawn.get(key)
        if cached is not None and cached[0] is content:
            return cached[1]
        if len(self._drawn) >= MAX_CACHED_MESSAGES:
            del self._drawn[next(iter(self._drawn))]
        drawn: _Drawn | Outcome
        try:
            drawn = self._make(content, delivery)
        except Exception as error:  # an edition that cannot be drawn must not stop the others
            logger.exception(
                "edition %s cannot be drawn: its deliveries in %s fail; the others go on",
                content.edition,
                delivery.language,
                extra={"edition": content.edition},
            )
            drawn = Outcome(_BAD_REQUEST, description=f"cannot be drawn: {error}", may_have_arrived=False)
        self._drawn[key] = (content, drawn)
        return drawn

    def _make(self, content: EditionContent, delivery: Delivery) -> _Drawn | Outcome:
        form = Form.load(delivery.variant)
        if form is not None and content.part(form).empty:
            return Outcome(_BAD_REQUEST, description=NOTHING_LEFT, may_have_arrived=False)
        t = self._catalogs.texts(delivery.language, self._clock.now())
        link = None if delivery.address.chat_id > 0 else self._link
        card = self._draw(content, t, link, delivery.variant)
        if any(_source(medium) in self._refused for medium in card.media):
            card = self._draw(_without_files(content), t, link, delivery.variant)
        empty = card.in_place_of_media
        if empty is not None:
            card = replace(card, in_place_of_media=None if _source(empty) in self._refused else self._known(empty))
        if card.media:
            card = replace(card, media=tuple(self._known(medium) for medium in card.media))
        message = encode(card)
        if self._paid and content.kind is not EditionKind.CORRECTION:
            message = message.paid()
        return _Drawn(card, message, card.kind, max(1, len(card.media)))

    def _known(self, medium: Media) -> Media:
        file_id = self._files.get((_source(medium), medium.kind))
        return medium if file_id is None else replace(medium, file=file_id)

    def _link(self, number: int) -> str:
        return create_deep_link(self._username, "start", f"a_{number}")


def _key(content: EditionContent, delivery: Delivery) -> tuple[int, str, bool, str | None]:
    return id(content), delivery.language, delivery.address.chat_id > 0, delivery.variant


def _shorter(delivery: Delivery) -> Delivery | None:
    """Return the delivery with the lead in place of the full text; None if its form is another one.

    A full text that was short enough for its picture may have grown, and the message stays a picture.
    """
    form = Form.load(delivery.variant)
    if form is None or form.detail is not Detail.FULL:
        return None
    return delivery._replace(variant=replace(form, detail=Detail.LEAD).dump())


def _is_about_files(outcome: Outcome) -> bool:
    """Whether Telegram refuses a file, and has sent nothing."""
    if outcome.status != _BAD_REQUEST or outcome.half_sent:
        return False
    return rejection(_BAD_REQUEST, outcome.description) is Rejection.MEDIA


def _is_about_content(outcome: Outcome) -> bool:
    """Whether Telegram refuses what a message shows: not its chat, and not an edit of a message that is gone."""
    if outcome.status != _BAD_REQUEST or outcome.half_sent:
        return False
    return rejection(_BAD_REQUEST, outcome.description) in {Rejection.MEDIA, Rejection.INVALID}


def _edited(copy: Copy, card: Card, media: tuple[Media, ...]) -> Copy:
    """Return the copy after an edit with these files: a text may have become a picture."""
    first = copy[0]
    kind = first.kind if card.is_album or not media else media[0].kind
    return (first._replace(kind=kind), *copy[1:])


def _is_new(medium: Media) -> bool:
    """Whether Telegram has yet to store the file: it is uploaded, or fetched from an address."""
    return not isinstance(medium.file, str) or "://" in medium.file


def _without_files(content: EditionContent) -> EditionContent:
    return replace(content, articles=tuple(replace(article, attachments=()) for article in content.articles))


def _source(medium: Media) -> str:
    if medium.source:
        return medium.source
    return medium.file if isinstance(medium.file, str) else f"sha256:{sha256(medium.file.content).hexdigest()}"
