"""An article as a rich message: heading, quotes, lists and pictures in their places.

Limits: https://core.telegram.org/bots/api#sendrichmessage. An article beyond them is shown as a classic text in pages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from handlers.cards.articles import lead_lines, meta_of_page, tail_lines, title_of
from handlers.cards.card import Block, Card, Media
from handlers.cards.media import sample_picture
from news.attachments import PICTURES
from news.ledger import MessageKind
from news.model import Article, Attachment
from news.richtext import Block as TextBlock
from news.richtext import Kind, Mark, RichText, Run, allowed, rich, units, without_repeats
from news.visible import has_visible
from texts import Texts

MAX_UNITS = 32_768
MAX_BLOCKS = 500
MAX_MEDIA = 50
TITLE_SIZE, HEADING_SIZE = 1, 3
# With the white space behind it, this begins an item of a list. A list draws its own bullets and numbers.
_MARKER = re.compile(r"\s*(?:[•‣◦▪·*–—-]|(\d{1,4})[.)])\s+")

Words = str | Sequence[Any] | Mapping[str, Any]


def in_rich_view(card: Card, article: Article, t: Texts, *, pictures: bool) -> Card:
    """Return the first page of an article as a rich message of the whole article; the same card if it does not fit."""
    blocks = article_blocks(article, t, pictures=pictures)
    # The first row turns pages: there are none here.
    return replace(card, blocks=blocks, rows=card.rows[1:], media=()) if fits(blocks) else card


def article_blocks(article: Article, t: Texts, *, pictures: bool) -> tuple[Block, ...]:
    """Return the article in blocks: the title, the meta line, the picture, the lead, the text, what was updated.

    Further pictures of the article that have no place in its text stand below it. Without `pictures` there are none.
    """
    text = tuple(_body(without_repeats(article.body, article.title), pictures=pictures))
    seen = {block.file for block in text if isinstance(block, Media)}
    shown = [medium for each in article.attachments if (medium := _medium(each)) and medium.file not in seen]
    first, others = (shown[:1], shown[1:]) if pictures else ([], [])
    head = (
        _heading(title_of(article, t), TITLE_SIZE),
        _paragraph(_of_text(rich(meta_of_page(article, t), Mark.ITALIC))),
    )
    lead, tail = (map(_paragraph, map(_of_text, lines)) for lines in (lead_lines(article), tail_lines(article, t)))
    return (*head, *first, *lead, *text, *others, *tail)


def sample_blocks(t: Texts) -> tuple[Block, ...]:
    """Return a heading, a picture and a quote, for a reader who is asked whether they can be seen."""
    quote = {"type": "blockquote", "blocks": [_paragraph(t("This is a quote."))]}
    heading = _heading(t("This is a heading"), TITLE_SIZE)
    return (heading, sample_picture(), _paragraph(t("Below the picture there is text.")), quote)


def fits(blocks: Iterable[Block]) -> bool:
    """Whether Telegram takes so many blocks, pictures and characters in one message."""
    shown = list(blocks)
    media = [block for block in shown if isinstance(block, Media)]
    count, length = 0, sum(units(medium.caption) for medium in media)
    for block in shown:
        more, characters = (1, 0) if isinstance(block, Media) else _measure(block)
        count, length = count + more, length + characters
    return bool(shown) and count <= MAX_BLOCKS and len(media) <= MAX_MEDIA and length <= MAX_UNITS


def _measure(value: object) -> tuple[int, int]:
    """Return how many blocks and list items a value has inside, and how many UTF-16 units of text."""
    if isinstance(value, str):
        return 0, units(value)
    if not isinstance(value, Mapping):
        parts = [_measure(each) for each in value] if isinstance(value, Sequence) else []
    else:
        parts = [_measure(value[name]) for name in ("text", "blocks", "items") if name in value]
    # A block has a type, and so has a marked text; that is counted too, which errs on the safe side.
    own = int(isinstance(value, Mapping))
    return own + sum(count for count, _ in parts), sum(length for _, length in parts)


def _body(body: Sequence[TextBlock], *, pictures: bool) -> Iterator[Block]:
    for is_list, group in groupby(body, key=lambda block: block.kind is Kind.LIST_ITEM):
        if is_list:
            items = [_item(block) for block in group if has_visible(block.text)]
            yield from [{"type": "list", "items": items}] if items else []
        else:
            yield from (shown for block in group if (shown := _block(block, pictures=pictures)) is not None)


def _block(block: TextBlock, *, pictures: bool) -> Block | None:
    """Return a block of an article; None if it has nothing to show."""
    address = allowed(block.url) if block.kind is Kind.PICTURE and pictures else None
    if address is not None:
        return Media(MessageKind.PHOTO, address, address, block.text.strip())
    if not has_visible(block.text):
        return None
    match block.kind:
        case Kind.HEADING:
            return {"type": "heading", "text": _words(block.runs), "size": HEADING_SIZE}
        case Kind.QUOTE:
            return {"type": "blockquote", "blocks": [_paragraph(_words(line)) for line in _lines(block.runs)]}
        case Kind.PRE:
            return {"type": "pre", "text": block.text}
        case _:
            return _paragraph(_words(block.runs))


def _item(block: TextBlock) -> Mapping[str, Any]:
    """Return an item of a list, with its number in place of the one in its text."""
    found = _MARKER.match(block.runs[0].text)
    if found is None or not has_visible(block.text[found.end() :]):
        return {"blocks": [_paragraph(_words(block.runs))]}
    runs = (replace(block.runs[0], text=block.runs[0].text[found.end() :]), *block.runs[1:])
    number = {"value": int(found[1]), "type": "1"} if found[1] else {}
    return {"blocks": [_paragraph(_words(runs))], **number}


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs of each line that shows anything."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=text)] for text in others)
    return [line for line in lines if any(has_visible(run.text) for run in line)]


def _words(runs: Iterable[Run]) -> Words:
    """Return runs as Telegram's rich text: https://core.telegram.org/bots/api#richtext."""
    words = [_styled(run.text, run.marks, run.url) for run in runs if run.text]
    return words[0] if len(words) == 1 else words


def _styled(text: str, marks: Iterable[Mark], url: str | None) -> Words:
    """Return a text with its link, else with the first of its marks: never one in another.

    A press of a button brings the whole message back, and aiogram's types take twenty times as long to parse it for
    each level: 0.7 s at four, 11 s at five.
    """
    address = allowed(url)
    if address:
        return {"type": "url", "text": text, "url": address}
    mark = min(marks, default=None)
    return text if mark is None else {"type": mark.value, "text": text}


def _of_text(text: RichText) -> Words:
    """Return a text that has at most one mark or link, on all of it."""
    entity = text.entities[0] if text.entities else None
    if entity is None:
        return text.text
    return _styled(text.text, {Mark(entity.type)} if entity.url is None else (), entity.url)


def _medium(attachment: Attachment) -> Media | None:
    """Return a picture that Telegram has or can fetch; None for what is sent by buttons, and for unsent bytes."""
    if attachment.kind not in PICTURES | {MessageKind.ANIMATION}:
        return None
    file = attachment.file_id or allowed(attachment.source)
    return Media(attachment.kind, file, attachment.source, attachment.caption) if file else None


def _heading(words: Words, size: int) -> Mapping[str, Any]:
    return {"type": "heading", "text": words, "size": size}


def _paragraph(words: Words) -> Mapping[str, Any]:
    return {"type": "paragraph", "text": words}
