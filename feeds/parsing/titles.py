"""The title of a page: once, and without the name of the site."""

import re
from collections.abc import Iterable

from news.words import collapse, fold

_SEPARATOR = re.compile(r"\s+(?:[|•·»/:—–-]|::|//)\s+|\s*[|»]\s*")
_LEAST_CHARACTERS, _MOST_CHARACTERS = 3, 500


def title_of(headings: Iterable[str], described: str, title: str, site: Iterable[str]) -> str:
    """Return the title: the heading that the page's own descriptions agree with, else what these say.

    `headings` are the texts of its `h1`, `described` is its title for social networks, `title` that of the browser's
    tab, `site` the names of the site. All are on one line.
    """
    names = {fold(name) for name in site if name}
    described, title = described[:_MOST_CHARACTERS], title[:_MOST_CHARACTERS]
    own = [without_site(text, names) for text in (described, title)]
    candidates = [text for text in headings if len(text) >= _LEAST_CHARACTERS and fold(text) not in names]
    for heading in candidates:
        if any(_agree(heading, text) for text in (*own, described, title) if text):
            return heading
    heading = candidates[0] if len(candidates) == 1 else ""
    if not described and len(heading) > len(own[1]):  # the tab has a section or the site
        return heading
    return own[0] or own[1] or next(iter(candidates), "")


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a title without the name of the site in front of it or behind it; `names` are folded."""
    known = set(names)
    ends = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    for start, end in reversed(ends):
        if fold(title[end:]) in known:
            return title[:start].strip()
    for start, end in ends:
        if fold(title[:start]) in known:
            return title[end:].strip()
    return collapse(title)


def _agree(heading: str, text: str) -> bool:
    one, other = fold(heading), fold(text)
    return one in other or (len(other) > len(one) // 2 and other in one)
