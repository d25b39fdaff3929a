"""What the name, the address and the rules of a source may be: the same for the chat, commands and files. Pure."""

from dataclasses import replace

from news.hosts import source_host
from news.limits import TOPIC_LIMIT, check_length
from news.richtext import allowed
from news.sources.errors import CategoryPairUnclear, SourceAddressUnclear, SourceNameMissing, TooManyHoldWords
from news.sources.found import FoundFeed
from news.sources.records import SourceRules
from news.visible import has_visible
from news.words import clean, collapse, fold, shorten, units

# In UTF-16 units.
NAME_LIMIT = 64
SIGN_OFF_LIMIT = 200
MOST_HOLD_WORDS = 50
# What a person sends in place of a rule to have none.
NOTHING = frozenset({"-", "–", "—"})
_QUOTES = " \t\"'«»“”„‘’"
# Categories that are sections of a site and no tags: so many different ones, in at least half of the items.
SECTIONS = range(2, 13)


def checked_name(name: str) -> str:
    """Return the name of a source on one line. Raises SourceNameMissing, FieldTooLong."""
    name = collapse(clean(name))
    if not has_visible(name):
        raise SourceNameMissing
    check_length("name", name, NAME_LIMIT, length=units(name))
    return name


def checked_rules(rules: SourceRules) -> SourceRules:
    """Return rules with each topic and word once, and every text on one line. Raises FieldTooLong, TooManyHoldWords."""
    topics = tuple({fold(topic): collapse(clean(topic)) for topic in rules.topics if has_visible(topic)}.values())
    words = tuple({fold(word): collapse(clean(word)) for word in rules.hold_words if has_visible(word)}.values())
    pairs = ((collapse(clean(category)), collapse(clean(topic))) for category, topic in rules.by_category)
    by_category = tuple(dict.fromkeys(pair for pair in pairs if all(map(has_visible, pair))))
    sign_off = collapse(clean(rules.sign_off))
    for topic in (*topics, *(topic for _, topic in by_category)):
        check_length("topic", topic, TOPIC_LIMIT, length=units(topic))
    for word in words:
        check_length("word", word, TOPIC_LIMIT, length=units(word))
    check_length("sign-off", sign_off, SIGN_OFF_LIMIT, length=units(sign_off))
    if len(words) > MOST_HOLD_WORDS:
        raise TooManyHoldWords(most=MOST_HOLD_WORDS)
    return replace(rules, topics=topics, by_category=by_category, hold_words=words, sign_off=sign_off)


def category_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the categories and their topics that a person typed, `category = topic` on a line each.

    A dash names none. Raises CategoryPairUnclear.
    """
    pairs = list[tuple[str, str]]()
    for line in filter(str.strip, clean(text).splitlines()):
        category, _, topic = map(collapse, line.partition("="))
        if collapse(line) in NOTHING:
            continue
        if not (has_visible(category) and has_visible(topic)):
            raise CategoryPairUnclear(line=shorten(collapse(line), NAME_LIMIT))
        pairs.append((category, topic))
    return tuple(pairs)


def words_typed(text: str) -> tuple[str, ...]:
    """Return the words and phrases that a person typed, separated by commas or lines; a dash names none."""
    typed = clean(text).replace("\n", ",").split(",")
    return tuple(word for each in typed if (word := collapse(each).strip(_QUOTES)) and word not in NOTHING)


def line_typed(text: str) -> str:
    """Return the line that a person typed; "" for a dash."""
    line = collapse(clean(text))
    return "" if line in NOTHING else line


def checked_source_address(text: str) -> str:
    """Return the address that a person typed, with https:// if it has no scheme. Raises SourceAddressUnclear."""
    typed = clean(text).strip()
    has_scheme = "://" in typed
    address = allowed(typed if has_scheme else f"https://{typed}")
    host = source_host(address)
    if address is None or not host or not (has_scheme or "." in host):
        raise SourceAddressUnclear
    return address


def has_sections(feed: FoundFeed) -> bool:
    """Whether the categories of a feed are the sections of its site, which can be topics."""
    first = [fold(item.categories[0]) for item in feed.items if item.categories]
    return len(set(first)) in SECTIONS and 2 * len(first) >= len(feed.items)
