"""What the text of a comment and its quote may be, and when two texts are the same. Pure."""

from hashlib import blake2b

from news.errors import CommentEmpty, CommentMarked, CommentTooLong, CommentTooManyLines, CommentTooShort
from news.limits import COMMENT_LIMIT
from news.lookalikes import skeleton
from news.names import MAX_ACCENTS, has_piled_marks
from news.visible import has_visible
from news.words import clean, collapse, fold, shorten, units, visible_length

MIN_LENGTH = 2
LINE_LIMIT = 30
# In UTF-16 units: a quote stands in one line above the words that answer it.
QUOTE_LIMIT = 200
_KEY_BYTES = 8  # a signed integer of both databases


def checked_comment(text: str, *, with_picture: bool = False) -> str:
    """Return the text of a comment without blank lines; "" only for a picture without words.

    Raises CommentEmpty, CommentTooShort, CommentTooManyLines, CommentMarked, CommentTooLong.
    """
    # A blank line separates comments: inside a comment it could forge another person's.
    lines = [line.strip() for line in text.split("\n") if has_visible(line)]
    text = "\n".join(lines)
    if not lines:
        if with_picture:
            return ""
        raise CommentEmpty
    if len(lines) > LINE_LIMIT:
        raise CommentTooManyLines(length=len(lines), most=LINE_LIMIT)
    if has_piled_marks(text):
        raise CommentMarked(most=MAX_ACCENTS)
    if units(text) > COMMENT_LIMIT:
        raise CommentTooLong(length=units(text), most=COMMENT_LIMIT)
    if not with_picture and visible_length(text) < MIN_LENGTH:
        raise CommentTooShort(least=MIN_LENGTH)
    return text


def text_key(text: str) -> int | None:
    """Return a number that two texts share if a person takes them for the same; None for a text without words.

    Case, blanks, punctuation, accents, invisible characters and look-alikes of letters make no difference.
    """
    folded = skeleton(text) or fold(text)
    if not folded:
        return None
    digest = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def checked_quote(quote: str | None, text: str) -> str:
    """Return a quote on one line, shortened; "" if `text` does not have these words, so that nobody is misquoted."""
    words = collapse(clean(quote or ""))
    return shorten(words, QUOTE_LIMIT) if has_visible(words) and words in collapse(text) else ""
