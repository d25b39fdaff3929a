"""The life of an article in one table: which act leads from which status to which.

It also says which role may do what with an article in which status.
"""

from enum import StrEnum

from news.errors import ArticleDamaged, ArticleRetracted, ArticleUnknown, NotADraft
from news.model import Article, Reader, Status
from news.roles import Deed, require


class Act(StrEnum):
    """Something an editor does with an article. `RETURN` makes a reviewed or scheduled article a draft again."""

    SUBMIT = "submit for review"
    RETURN = "return"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    REVISE = "revise"
    DISCARD = "discard"
    RETRACT = "retract"


# A discarded article is stored as retracted, without a time of publication: readers never saw it.
_TABLE: dict[Status, dict[Act, Status]] = {
    Status.DRAFT: {
        Act.SUBMIT: Status.IN_REVIEW,
        Act.SCHEDULE: Status.SCHEDULED,
        Act.PUBLISH: Status.PUBLISHED,
        Act.REVISE: Status.DRAFT,
        Act.DISCARD: Status.RETRACTED,
    },
    Status.IN_REVIEW: {
        Act.RETURN: Status.DRAFT,
        Act.SCHEDULE: Status.SCHEDULED,
        Act.PUBLISH: Status.PUBLISHED,
        Act.REVISE: Status.IN_REVIEW,
        Act.DISCARD: Status.RETRACTED,
    },
    Status.SCHEDULED: {
        Act.RETURN: Status.DRAFT,
        Act.SCHEDULE: Status.SCHEDULED,
        Act.PUBLISH: Status.PUBLISHED,
        Act.REVISE: Status.SCHEDULED,
        Act.DISCARD: Status.RETRACTED,
    },
    Status.PUBLISHED: {
        Act.REVISE: Status.PUBLISHED,
        Act.RETRACT: Status.RETRACTED,
    },
    Status.RETRACTED: {},
}

# Acts on an article that has left the editors' hands: the button is stale. Other impossible acts find no article.
_NEEDS_DRAFT = frozenset({Act.SUBMIT, Act.RETURN, Act.SCHEDULE, Act.PUBLISH, Act.DISCARD})


def next_status(status: Status, act: Act) -> Status | None:
    """Return the status after an act, None if the act is impossible."""
    return _TABLE[status].get(act)


def require_act(article: Article, act: Act) -> Status:
    """Return the status of the article after an act.

    Raises NotADraft if the act needs an article that is not published yet, ArticleUnknown if any other is impossible.
    """
    status = next_status(article.status, act)
    if status is not None:
        return status
    raise NotADraft(number=article.number) if act in _NEEDS_DRAFT else ArticleUnknown(number=article.number)


def is_unpublished(status: Status) -> bool:
    """Whether an article with this status is still on the editors' desk: a draft, in review, or scheduled."""
    return status in {Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED}


def require_view(reader: Reader, article: Article) -> Article:
    """Return the article if the reader may see it on the editors' desk. Raises NotAllowed.

    Authors see what is not published yet; published articles are corrected by those who publish.
    """
    require(reader, Deed.WRITE if is_unpublished(article.status) else Deed.PUBLISH)
    return article


def deed_of_change(reader: Reader, article: Article) -> Deed:
    """Return what the reader must be allowed to do to change the article: authors change their own until scheduled."""
    is_own = article.author_id == reader.id and article.status in {Status.DRAFT, Status.IN_REVIEW}
    return Deed.WRITE if is_own else Deed.PUBLISH


def require_change(reader: Reader, article: Article) -> Article:
    """Return the article if the reader may change it. Raises NotAllowed."""
    require(reader, deed_of_change(reader, article))
    return article


def deed_of_publication(article: Article) -> Deed:
    """Return what a reader must be allowed to do to publish or schedule the article; one in review is approved so."""
    return Deed.REVIEW if article.status is Status.IN_REVIEW else Deed.PUBLISH


def require_publication(reader: Reader, article: Article) -> Article:
    """Return the article if the reader may publish or schedule it. Raises NotAllowed."""
    require(reader, deed_of_publication(article))
    return article


def is_readable(status: Status) -> bool:
    """Whether readers may see an article with this status."""
    return status is Status.PUBLISHED


def require_readable(number: int, article: Article | None) -> Article:
    """Return the article `number` if readers may see it.

    Raises ArticleRetracted if it was published and retracted, ArticleUnknown if it was never published.
    """
    article = require_known(number, article)
    if article.status is Status.RETRACTED:
        raise ArticleRetracted(number=number, reason=article.retract_reason or "")
    if not is_readable(article.status):
        raise ArticleUnknown(number=number)
    return article


def require_intact(article: Article) -> Article:
    """Return the article if its text can be shown. Raises ArticleDamaged.

    Acts that do not show the text need no such check: a damaged article can be given a new text or be retracted.
    """
    if article.damaged:
        raise ArticleDamaged(number=article.number)
    return article


def require_known(number: int, article: Article | None) -> Article:
    """Return the article `number` if editors may see it: every one but a discarded draft. Raises ArticleUnknown."""
    if article is None or (article.status is Status.RETRACTED and article.published_at is None):
        raise ArticleUnknown(number=number)
    return article
