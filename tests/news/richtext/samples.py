"""Hypothesis strategies for texts, entities and bodies, and checks of a rich text."""

from collections.abc import Sequence

from hypothesis import strategies as st

from news.richtext import (
    Block,
    Entity,
    Kind,
    Mark,
    RichText,
    Run,
    to_rich,
    units,
)
from news.visible import is_seen

ALPHABET = "аБё eé\u0301\u0308 \n\r\t\x00\u200d\u202e\ud83d\ude00😀👍🏽🇷🇺שׁלום\u200f.!•-1)—"
TYPES = [
    *Mark,
    "blockquote",
    "expandable_blockquote",
    "pre",
    "text_link",
    "url",
    "custom_emoji",
    "text_mention",
    "новое",
]
URLS = [
    "https://ru.wikipedia.org/wiki/Ёж",
    "http://a.b",
    "t.me/durov",
    "tg://user?id=1",
    "javascript:alert(1)",
    "",
    None,
]

texts = st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=60)
entities = st.builds(
    Entity,
    st.sampled_from([str(kind) for kind in TYPES]),
    st.integers(-5, 70),
    st.integers(-5, 70),
    st.sampled_from(URLS),
)
entity_lists = st.lists(entities, max_size=8)
runs = st.builds(Run, texts, st.frozensets(st.sampled_from(Mark)), st.sampled_from(URLS))
blocks = st.builds(Block, st.sampled_from(Kind), st.lists(runs, max_size=4).map(tuple), st.sampled_from(URLS))
bodies = st.lists(blocks, max_size=5).map(tuple)
rich_texts = bodies.map(to_rich)


def seen(text: str) -> str:
    """Return the visible characters of a text."""
    return "".join(filter(is_seen, text))


def solid(text: str) -> str:
    return "".join(text.split())


def covered(text: RichText, entity: Entity) -> str:
    data = text.text.encode("utf-16-le", "surrogatepass")
    return data[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "surrogatepass")


def is_sound(text: RichText) -> bool:
    borders = {0}
    for char in text.text:
        borders.add(max(borders) + units(char))
    return all(
        entity.length > 0 and {entity.offset, entity.end} <= borders and entity.end <= text.units
        for entity in text.entities
    )


def is_nested(found: Sequence[Entity]) -> bool:
    pairs = ((one, two) for one in found for two in found if one.offset <= two.offset)
    return all(two.offset >= one.end or two.end <= one.end or two.offset == one.offset for one, two in pairs)


def paragraph(*found: Run) -> Block:
    return Block(Kind.PARAGRAPH, found)
