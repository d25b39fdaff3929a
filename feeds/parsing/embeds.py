"""Embedded players, posts and documents: each becomes a link with the name of its site."""

import re
from urllib.parse import urlsplit

from feeds.parsing.documents import Element, resolved
from news.richtext import Run

EMBEDS = frozenset({
    "iframe", "video", "audio", "embed", "object", "amp-iframe", "amp-youtube", "amp-video", "amp-audio",
    "amp-twitter", "amp-facebook", "amp-instagram", "amp-vimeo",
})  # fmt: skip
_ADDRESS_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-href", "data")
# Where the page of an embedded player is: a person wants this page, with its title and comments.
_PAGES = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"https?://rutube\.ru/play/embed/(\w+)"), "https://rutube.ru/video/{}/"),
    (re.compile(r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),
    (
        re.compile(r"https?://(?:vk\.com|vkvideo\.ru)/video_ext\.php\?oid=(-?\d+)&(?:amp;)?id=(\d+)"),
        "https://vk.com/video{}_{}",
    ),
)  # fmt: skip
_IDS = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
}
_ADVERTISING = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|adfox|an\.yandex|yandex\.ru/ads|/banner|facebook\.com/plugins/like"
    r"|googleads|mc\.yandex|recaptcha|disqus\.com",
    re.IGNORECASE,
)
_POST_OF_TELEGRAM = re.compile(r"\w{3,40}/\d{1,10}")
_TINY = frozenset({"0", "1", "0px", "1px"})


def link_of(element: Element, base: str) -> Run | None:
    """Return an embed as a link, or None if it has no address, or is advertising or invisible."""
    if element.get("width") in _TINY or element.get("height") in _TINY:
        return None
    address = _page_of(_address(element, base))
    return _linked(address) if address and not _ADVERTISING.search(address) else None


def telegram_post(script: Element) -> Run | None:
    """Return the post that a script of Telegram's widget shows, as a link (https://core.telegram.org/widgets/post)."""
    post = script.get("data-telegram-post") or ""
    return Run(f"t.me/{post}", url=f"https://t.me/{post}") if _POST_OF_TELEGRAM.fullmatch(post) else None


def _address(element: Element, base: str) -> str:
    if element.tag in _IDS:
        name, page = _IDS[element.tag]
        return resolved(page.format(element.get(name)), base) if element.get(name) else ""
    candidates = [element.get(name) for name in _ADDRESS_ATTRIBUTES]
    candidates += [source.get("src") for source in element.iterchildren("source", "embed")]
    return next((address for candidate in candidates if candidate and (address := resolved(candidate, base))), "")


def _page_of(address: str) -> str:
    for pattern, page in _PAGES:
        if found := pattern.match(address):
            return page.format(*found.groups())
    return address


def _linked(address: str) -> Run | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    return Run(host.removeprefix("www."), url=address) if host else None
