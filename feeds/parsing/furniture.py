"""Recognises the parts of a page that are not its article, by class names and exact short phrases only.

A sentence of an article is never taken for furniture: the class names are compared as whole words, and a phrase must be
the whole text of its paragraph, or be followed by links only.
"""

import re
from collections.abc import Iterator

from feeds.parsing.documents import WITHOUT_TEXT, Element, is_hidden, tokens_of
from news.richtext import Block, Body, Kind
from news.words import fold

_CLASSES = re.compile(
    r"(?:share|shares|sharing|share[-_]\w[-\w]*|[-\w]+[-_](?:share|sharing|shares)|social|socials|social[-_][-\w]+"
    r"|ya-share2?|likely|addthis[-\w]*|addtoany[-\w]*|a2a_kit|sharedaddy|sd-[-\w]+"
    r"|related|related[-_][-\w]+|[-\w]+[-_]related|relatednews|relnews|jp-relatedposts|recommend\w*|similar[-_]\w+"
    r"|read-?also|read_also|readmore|read-more|more-link|see-also"
    r"|comments|comments?-(?:list|form|block|area|section|add)|addcomment|respond|disqus[-\w]*"
    r"|subscribe|subscribe[-_][-\w]+|[-\w]+[-_]subscribe|newsletter|newsletter[-_][-\w]+"
    r"|breadcrumbs?|breadcrumb-[-\w]+|speedbar|pagination|pager|page-links|nav-links|post-navigation|navigation"
    r"|tags|(?:post|entry|article|news)[-_]tags|tags-links|tagcloud|tag-?list|tags-list"
    r"|advert|advertisement|advertising|adv|ads|ad|adsbygoogle|banner|banners|banner[-_][-\w]+|yandex_rtb[-\w]*"
    r"|promo|promo[-_][-\w]+|print-link|printfriendly|rating|ratebox|ratingblock|post-ratings"
    r"|to-?top|scroll-?top|back-to-top|hidden|visually-hidden|sr-only|screen-reader-text|invisible"
    r"|mw-editsection|edit-link|toc|table-of-contents|ez-toc-container"
    r"|post-meta|entry-meta|article-meta|article__meta|post__meta|byline|author-box|author-bio|post-views|reactions)"
)
# Compared as `_phrase`: folded, without punctuation and arrows at both ends.
_PHRASES = frozenset(
    {
        "читать далее", "читать дальше", "читать полностью", "подробнее", "далее", "читайте также", "читать также",
        "похожие публикации", "похожие новости", "похожие статьи", "похожие записи", "похожие материалы",
        "другие новости", "другие новости по теме", "новости по теме", "по теме", "материалы по теме", "еще по теме",
        "смотрите также", "рекомендуем", "последние новости", "поделиться", "поделиться новостью", "поделитесь",
        "поделиться в социальных сетях", "комментарии", "комментировать", "добавить комментарий",
        "добавьте комментарий", "оставить комментарий", "обсудить", "нет комментариев", "наверх", "распечатать",
        "версия для печати", "вернуться назад", "подписаться", "подписывайтесь", "подпишитесь на рассылку", "реклама",
        "информация", "read more", "continue reading", "read also", "see also", "related", "related posts",
        "related articles", "related stories", "more stories", "you may also like", "share", "share this",
        "share this article", "comments", "leave a comment", "no comments", "back to top", "print", "subscribe",
        "subscribe to our newsletter", "advertisement", "sign up for our newsletter",
    }
)  # fmt: skip
# Phrases that stand before links inside a text too.
_BEFORE_LINKS = frozenset(
    {
        "читайте также", "читать также", "смотрите также", "по теме", "еще по теме", "материалы по теме",
        "похожие публикации", "похожие новости", "read also", "see also", "related", "read more", "подробнее",
    }
)  # fmt: skip
_EDGES = " \u00a0.,:;!?…»«>→›#|-–—[]()•"
_GUESTS = re.compile(r"посетители, находящиеся в группе .{1,40}, не могут оставлять комментарии к данной публикации")
_INVITATION = re.compile(r"(?:подпишитесь|подписывайтесь) на .*(?:канал|рассылк|telegram|телеграм|дзен|вконтакте)")
_FEED_ENDING = re.compile(
    r"(?:the post .+ (?:appeared )?first (?:appeared )?on|(?:запись|сообщение) .+ впервые появил)"
)
_MOST_IN_PHRASE = 200


def is_furniture(element: Element) -> bool:
    """Whether an element does not belong to the text, by its tag, its class names or its style."""
    return (
        element.tag in WITHOUT_TEXT
        or is_hidden(element)
        or any(_CLASSES.fullmatch(name) for name in tokens_of(element))
    )


def without_furniture(body: Body) -> Body:
    """Return the body without phrases of furniture at its end, each with the links behind it, and «Читайте также: …».

    If nothing else would be left, the body stays as it is.
    """
    kept = list(_without_references(body))
    return tuple(kept[: _end_of_text(kept)]) or body


def _without_references(body: Body) -> Iterator[Block]:
    """Iterate over the blocks without «Читайте также: …», the links in the same paragraph or in those behind it."""
    index = 0
    while index < len(body):
        block, behind = body[index], index + 1
        if _is_before_links(block):
            while behind < len(body) and _is_linked(body[behind]):
                behind += 1
        if behind == index + 1 and not _is_reference(block):
            yield block
        index = behind


def _is_before_links(block: Block) -> bool:
    return len(block.text) <= _MOST_IN_PHRASE and _phrase(block.text) in _BEFORE_LINKS


def is_phrase(text: str) -> bool:
    """Whether a text is a phrase of furniture, as «Читать далее», and nothing else."""
    phrase = _phrase(text)
    return phrase in _PHRASES or bool(_GUESTS.fullmatch(phrase))


def _end_of_text(blocks: list[Block]) -> int:
    """Return the index behind the last block, or of the phrase from which on there are only phrases and links."""
    end = len(blocks)
    for index in range(len(blocks) - 1, -1, -1):
        if _is_phrase(blocks[index]):
            end = index
        elif not _is_linked(blocks[index]):
            break
    return end


def _is_phrase(block: Block) -> bool:
    text = block.text
    if block.kind in {Kind.PICTURE, Kind.PRE} or len(text) > _MOST_IN_PHRASE:
        return False
    phrase = _phrase(text)
    if is_phrase(text):
        return True
    return any(run.url for run in block.runs) and bool(_INVITATION.match(phrase) or _FEED_ENDING.match(phrase))


def _is_reference(block: Block) -> bool:
    """Whether a paragraph is «Читайте также:» with links and nothing else."""
    if block.kind in {Kind.PICTURE, Kind.PRE}:
        return False
    own = "".join(run.text for run in block.runs if not run.url)
    return any(run.url for run in block.runs) and len(own) < _MOST_IN_PHRASE and _phrase(own) in _BEFORE_LINKS


def _is_linked(block: Block) -> bool:
    """Whether all words of a block are links, as in a list of other articles; an embed is not one."""
    if block.kind is Kind.PICTURE:
        return not block.runs
    linked = [run for run in block.runs if run.url]
    own = "".join(run.text for run in block.runs if not run.url)
    return bool(linked) and not re.search(r"\w", own) and " " in block.text.strip()


def _phrase(text: str) -> str:
    return fold(text).strip(_EDGES)
