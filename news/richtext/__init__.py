"""Rich text: the tree of blocks in which articles are stored, and its conversions.

Text is passed on as text with entities, never as markup (law 9). Import everything from this package. `texts` has texts
with entities, and `blocks` the tree. `typed` converts an editor's message to the tree, `shown` converts the tree to a
Telegram message, `stored` converts it to JSON and back. `markup` reads HTML in imported texts.
"""

from news.richtext.blocks import Block, Body, Kind, Run, first_words, plain, without_repeats
from news.richtext.markup import plain_line, read_markup
from news.richtext.shown import to_rich
from news.richtext.stored import UnreadableBodyError, dump, load, load_fresh
from news.richtext.texts import (
    URL_LIMIT_BYTES,
    Entity,
    Mark,
    RichText,
    allowed,
    clean_rich,
    clip,
    join,
    link,
    rich,
    split_title,
)
from news.richtext.typed import from_entities, from_plain
from news.words import units

__all__ = [
    "URL_LIMIT_BYTES",
    "Block",
    "Body",
    "Entity",
    "Kind",
    "Mark",
    "RichText",
    "Run",
    "UnreadableBodyError",
    "allowed",
    "clean_rich",
    "clip",
    "dump",
    "first_words",
    "from_entities",
    "from_plain",
    "join",
    "link",
    "load",
    "load_fresh",
    "plain",
    "plain_line",
    "read_markup",
    "rich",
    "split_title",
    "to_rich",
    "units",
    "without_repeats",
]
