"""Whether a reader may comment on an article at all, by role and by the rule of the article."""

from news.errors import CommentsClosed, GuestCannotComment, NotAllowed
from news.model import Article, CommentsFor, Reader
from news.roles import Deed, Role, may


def may_comment(reader: Reader, article: Article) -> None:
    """Raise GuestCannotComment, NotAllowed or CommentsClosed unless the reader may comment on the article."""
    if not may(reader, Deed.COMMENT) or not reader.registered:
        if reader.role is Role.BANNED:
            raise NotAllowed(deed=Deed.COMMENT)
        raise GuestCannotComment(number=article.number)
    if article.comments_for is CommentsFor.NOBODY:
        raise CommentsClosed(number=article.number)
