"""The article's own tree, and its two conversions: from what an editor typed, and to what Telegram shows.

Text travels as text and entities, never as markup (law 9). Everything is imported from here; inside, `texts` is the
ground, `blocks` the tree on it, and `typed`, `shown` and `stored` are the tree's three doors.
"""

from news.richtext.blocks import Block, Body, Kind, Run, first_words, plain, without_repeats
from news.richtext.shown import to_rich
from news.richtext.stored import UnreadableBodyError, dump, load
from news.richtext.texts import Entity, Mark, RichText, allowed, clean_rich, clip, join, link, rich, split_title
from news.richtext.typed import from_entities, from_plain
from news.words import units

__all__ = [
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
    "plain",
    "rich",
    "split_title",
    "to_rich",
    "units",
    "without_repeats",
]
