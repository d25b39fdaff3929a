"""Removes the endings that feeds append to a text.

These are «Читать далее», «The post … appeared first on …», and marks that a text was cut.
"""

import re
from dataclasses import replace
from html import unescape

from news.richtext import Block, Body, Kind
from news.words import collapse

_LAST_HTML_CHARACTERS = 2000
_TAG = re.compile(r"<[^<>]{0,1000}>")
_LAST_CHARACTERS = 200  # only the end of a block is searched
_MORE = re.compile(
    r"(?:\A|[\s.…\]»(\[])"
    r"(?:читать (?:далее|дальше|полностью|ещ[её]|статью|новость)"
    r"|(?:читайте )?подробнее(?: на сайте)?|далее"
    r"|продолжение(?: следует)?|показать полностью|смотреть полностью|полный текст"
    r"|read (?:more|the full (?:article|story)|on|full article)|continue reading|more|full (?:story|article)"
    r"|keep reading|learn more)"
    r"(?P<rest>[^.!?\n]{0,80}?)[\s.…)\]»>→›➜⇒-]{0,12}\Z",
    re.IGNORECASE,
)
# One word may end a sentence («узнал больше и далее»): there it counts only with an arrow or dots behind it.
_SHORT = re.compile(r"(?:далее|подробнее|more|продолжение)\Z", re.IGNORECASE)
_MARKED = re.compile(r"[…»>→›➜⇒\])]\s{0,3}\Z|\.\.\.?\s{0,3}\Z")
_FOOTER = re.compile(
    r"(?:the post\b.{0,300}\b(?:appeared first on|first appeared on)\b"
    r"|(?:запись|сообщение|публикация|статья)\b.{0,300}"
    r"\b(?:впервые появил\w{1,3}|сначала появил\w{1,3}|появил\w{1,3} сначала)\b)"
    r".{0,200}\Z",
    re.IGNORECASE | re.DOTALL,
)
_SHARE = re.compile(
    r"(?:поделиться|share(?: this)?|tweet|comments?|комментарии|комментировать|добавить комментарий|источник)"
    r"[\s:.…»→|-]{0,6}(?:\(\d{1,6}\))?\Z",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\[\s?(?:…|\.{2,3}|&hellip;|&#8230;)\s?\]|…|\.\.\.)\s{0,3}\Z")


def without_endings(body: Body) -> tuple[Body, bool]:
    """Return the body without such endings, and whether it is only the beginning of a text."""
    is_cut = False
    while body and body[-1].kind is not Kind.PICTURE:
        last = body[-1]
        end = last.text[-_LAST_CHARACTERS:].strip()
        if (len(last.text) <= 600 and _FOOTER.match(last.text)) or _SHARE.match(end):
            body = body[:-1]
        elif found := _more(end):
            is_cut = True
            body = _shortened(body, len(end) - found.start())
        else:
            break
    if body and (found := _CUT.search(body[-1].text)):
        return _dotted(body, len(body[-1].text) - found.start()), True
    return body, is_cut


def is_cut(html: str) -> bool:
    """Whether a text, plain or HTML, says at its end that it goes on elsewhere."""
    end = collapse(unescape(_TAG.sub(" ", html[-_LAST_HTML_CHARACTERS:])))[-_LAST_CHARACTERS:]
    return _CUT.search(end) is not None or _more(end) is not None


def _more(end: str) -> re.Match[str] | None:
    found = _MORE.search(end)
    if found is None or (found.start() and found["rest"].strip() and not _MARKED.search(end)):
        return None
    words = found[0].strip(" .…)]»>→›➜⇒-(«[")
    is_sentence = found.start() > 0 and _SHORT.match(words) and not _MARKED.search(end)
    return None if is_sentence else found


def _shortened(body: Body, length: int) -> Body:
    """Return the body without the last characters of its last block, and without the block if nothing is left."""
    block = body[-1]
    keep = len(block.text.rstrip()) - length
    runs = []
    for run in block.runs:
        if keep > 0:
            runs.append(replace(run, text=run.text[:keep]))
        keep -= len(run.text)
    if not "".join(run.text for run in runs).strip(" .…[(«"):
        return body[:-1]
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" [("))
    return (*body[:-1], Block(block.kind, tuple(runs), block.url))


def _dotted(body: Body, length: int) -> Body:
    """Return the body with «…» in place of any mark that says that the text was cut."""
    shorter = _shortened(body, length)
    if len(shorter) < len(body) or not shorter[-1].runs:
        return shorter
    *runs, last = shorter[-1].runs
    return (*shorter[:-1], replace(shorter[-1], runs=(*runs, replace(last, text=f"{last.text.rstrip()}…"))))
