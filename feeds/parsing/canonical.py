"""The canonical form of an item's address, by which the same item is known again."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from news.richtext import allowed
from news.words import clean, collapse

# Parameters that tell a site where a reader came from.
_TRACKING = re.compile(
    r"(?:utm_\w{1,40}|fbclid|yclid|ysclid|gclid|gclsrc|dclid|msclkid|twclid|igshid|mc_cid|mc_eid|_openstat|from|"
    r"mkt_tok|wt_mc|at_(?:medium|campaign)\w{0,20}|rss|ref|ref_src|cmpid|ns_(?:mchannel|campaign|source)|vero_id|"
    r"wbraid|gbraid|_ga|_gl|hsctatracking|feature|ftag|partner|ncid|sr_share|xtor)\Z",
    re.IGNORECASE,
)
# Parameters that are tracking only with these values: elsewhere they name the page.
_ONLY_AS = {"from": {"rss"}, "ref": {"rss", "feed"}, "rss": {"", "1", "true"}, "feature": {"youtube_gdata"}}
_ONLY_AS |= {"partner": {"rss", "feed"}, "ncid": {"rss"}}


def canonical(address: str, base: str = "") -> str:
    """Return an address that links may have, absolute, without fragment and tracking parameters; or "".

    A fragment that a program in the page reads (`#!/news/1`, `#/news/1`) stays.
    """
    parts = urlsplit(resolved_address(address, base))
    query = "&".join(pair for pair in parts.query.split("&") if not _is_tracking(pair))
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return allowed(urlunsplit(parts._replace(query=query, fragment=fragment))) or ""


def resolved_address(address: str, base: str) -> str:
    """Return an address that links may have, absolute, or ""."""
    address = collapse(clean(address)).replace(" ", "%20")
    try:
        return allowed(urljoin(base, address) if address else "") or ""
    except ValueError:
        return ""


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if not _TRACKING.match(name):
        return False
    values = _ONLY_AS.get(name.lower())
    return values is None or value.lower() in values
