"""Pictures of a page: which image an element stands for, and which images are no pictures of the article."""

import re
from collections.abc import Iterator

from feeds.parsing.documents import Element, resolved, tokens_of, words
from news.sources.found import FoundPicture
from news.words import collapse

# Below this, an image is an icon, a smiley or a counter.
LEAST_PIXELS = 60
IMAGES = frozenset({"img", "amp-img", "amp-anim"})
_LAZY = ("data-full-url", "data-large-file", "data-orig-file", "data-original", "data-lazy-src", "data-src", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/._-])(?:pixel|spacer|blank|1x1|transparent|counter|smil(?:e|es|ies)|emoji|emoticons?|avatars?|gravatar|logo"
    r"|favicon|sprite|loader|loading|placeholder)(?:[/._\d-]|$)|^https?://(?:mc\.yandex|counter\.|top-fwz1\.|"
    r"www\.facebook\.com/tr|pixel\.|s\.w\.org/images/core/emoji)|\.svg$",
    re.IGNORECASE,
)
_ICON_CLASS = re.compile(r"emoji|smile|smiley|wp-smiley|emoticon|icon|avatar|logo|pixel|spacer")
_NUMBER = re.compile(r"\s*(\d{1,5})(?:px)?\s*$")
# An address may have commas in it, but none before a space.
_BETWEEN_CANDIDATES = re.compile(r",\s+|(?<=\d[wx]),")
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[wx]")
_LEAST_WORDS_OF_ALT = 3


def picture_of(element: Element, base: str) -> FoundPicture | None:
    """Return the picture that an `img` shows, or None for an icon, a counter, a placeholder or a `data:` image.

    Of several sizes it is the largest: a link to the image, the largest of a `srcset`, what a script would load. The
    caption is the alternative text, if that is a sentence; it is "" for a file name or a keyword.
    """
    if _is_small(element) or any(_ICON_CLASS.fullmatch(name) for name in tokens_of(element)):
        return None
    for candidate in _addresses(element):
        address = resolved(candidate, base) if not candidate.startswith("data:") else ""
        if address and not _NO_PICTURE.search(address.partition("?")[0]):
            return FoundPicture(address, _sentence(element.get("alt") or element.get("title") or ""))
    return None


def is_image_file(address: str | None) -> bool:
    """Whether an address ends like that of a file with a picture."""
    return bool(_IMAGE_FILE.search((address or "").partition("?")[0]))


def _addresses(element: Element) -> Iterator[str]:
    """Iterate over the addresses of an image, the largest first."""
    parent = element.getparent()
    parent = parent.getparent() if parent is not None and parent.tag == "picture" else parent
    if parent is not None and parent.tag == "a" and is_image_file(parent.get("href")):
        yield parent.get("href")
    yield from _by_size(element)
    yield from filter(None, map(element.get, (*_LAZY, "src")))


def _by_size(element: Element) -> list[str]:
    """Return the addresses of `srcset`s, of the element and of the `source`s beside it, by falling size."""
    parent = element.getparent()
    sources = list(parent.iterchildren("source")) if parent is not None and parent.tag == "picture" else []
    sets = [value for source in (element, *sources) for name in _SETS if (value := source.get(name))]
    candidates = [part.split() for value in sets for part in _BETWEEN_CANDIDATES.split(value)]
    sizes = [(_size(fields[1:]), fields[0].rstrip(",")) for fields in candidates if fields and fields[0] != ","]
    return [address for _, address in sorted(sizes, key=lambda pair: -pair[0])]


def _size(descriptors: list[str]) -> float:
    found = _SIZE.match(descriptors[0]) if descriptors else None
    return float(found[1]) if found else 1.0


def _is_small(element: Element) -> bool:
    sizes = (_NUMBER.match(element.get(name) or "") for name in ("width", "height"))
    return any(int(size[1]) < LEAST_PIXELS for size in sizes if size)


def _sentence(text: str) -> str:
    line = collapse(words(text))
    starts_well = line[:1].isupper() or line[:1] in "«“\"'" or line[:1].isdigit()
    many = len(line.split()) >= _LEAST_WORDS_OF_ALT
    return line if starts_well and many and not _IMAGE_FILE.search(line) else ""


def is_logo(address: str) -> bool:
    """Whether an address is that of a logo, a placeholder or an icon, by its name."""
    return bool(_NO_PICTURE.search(address.partition("?")[0]))
