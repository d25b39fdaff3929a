"""Who may comment on an article: by the article's own rule, else by the roles table. Pure.

The newspaper's rule is the deed COMMENT in the roles table: given to guests, everybody may comment; taken from readers,
only the trusted may. An article's own rule goes before it, for every group but the banned.
"""

from news.errors import CommentsClosed, GroupCannotComment, GuestCannotComment, NotAllowed
from news.model import Article, CommentsFor, Reader
from news.roles import Deed, Role, may

_UNTRUSTED = frozenset({Role.GUEST, Role.MEMBER, Role.BANNED})


def may_comment(reader: Reader, article: Article) -> None:
    """Raise unless the reader may comment on the article.

    A guest may only where everybody may; all others comment under the name that they registered. A sender that is no
    person never may. Raises NotAllowed (the banned), CommentsClosed, GuestCannotComment, GroupCannotComment.
    """
    if reader.role is Role.BANNED:
        raise NotAllowed(deed=Deed.COMMENT)
    rule = article.comments_for
    if rule is CommentsFor.NOBODY:
        raise CommentsClosed(number=article.number)
    is_open, is_guest = _is_open(reader, rule), reader.role is Role.GUEST
    if reader.id == 0 or (is_guest and not is_open) or not (is_guest or reader.registered):
        raise GuestCannotComment(number=article.number, group=Role.GUEST, rule=rule)
    if not is_open:
        raise GroupCannotComment(number=article.number, group=reader.role, rule=rule)


def _is_open(reader: Reader, rule: CommentsFor | None) -> bool:
    """Whether the rule lets the reader's group comment; None is the newspaper's, the roles table."""
    if rule is None:
        return may(reader, Deed.COMMENT)
    if rule is CommentsFor.TRUSTED:
        return reader.role not in _UNTRUSTED
    return rule is CommentsFor.EVERYONE or reader.role is not Role.GUEST
