"""The life of an article: what leads where, and which status readers may see."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from news.errors import ArticleRetracted, ArticleUnknown, NotADraft, NotAllowed
from news.lifecycle import (
    Act,
    is_readable,
    is_unpublished,
    next_status,
    require_act,
    require_change,
    require_known,
    require_publication,
    require_readable,
    require_view,
)
from news.model import Article, Reader, Status
from news.roles import Role

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED)


def article(status: Status, *, published_at: datetime | None = None) -> Article:
    return Article(7, "Мост", (), status, NOON, published_at=published_at, retract_reason="Ошибка")


def test_the_whole_table() -> None:
    draft, review, scheduled, published, retracted = Status
    assert {(status, act, after) for status, act in product(Status, Act) if (after := next_status(status, act))} == {
        (draft, Act.SUBMIT, review),
        (draft, Act.SCHEDULE, scheduled),
        (draft, Act.PUBLISH, published),
        (draft, Act.REVISE, draft),
        (draft, Act.DISCARD, retracted),
        (review, Act.RETURN, draft),
        (review, Act.SCHEDULE, scheduled),
        (review, Act.PUBLISH, published),
        (review, Act.REVISE, review),
        (review, Act.DISCARD, retracted),
        (scheduled, Act.RETURN, draft),
        (scheduled, Act.SCHEDULE, scheduled),
        (scheduled, Act.PUBLISH, published),
        (scheduled, Act.REVISE, scheduled),
        (scheduled, Act.DISCARD, retracted),
        (published, Act.REVISE, published),
        (published, Act.RETRACT, retracted),
    }


def test_every_status_has_a_way_there_and_only_a_retraction_is_the_end() -> None:
    reached = {after for status, act in product(Status, Act) if (after := next_status(status, act))}
    assert reached == set(Status)
    ends = {status for status in Status if not any(next_status(status, act) for act in Act)}
    assert ends == {Status.RETRACTED}


@pytest.mark.parametrize("act", [Act.PUBLISH, Act.DISCARD])
@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.RETRACTED])
def test_only_what_is_not_published_can_be_published_or_discarded(status: Status, act: Act) -> None:
    with pytest.raises(NotADraft) as refused:
        require_act(article(status), act)
    assert refused.value.arguments == {"number": 7}


@pytest.mark.parametrize(
    ("status", "act"),
    [(Status.RETRACTED, Act.REVISE), (Status.RETRACTED, Act.RETRACT), (Status.DRAFT, Act.RETRACT)],
)
def test_other_impossible_acts_find_no_article(status: Status, act: Act) -> None:
    with pytest.raises(ArticleUnknown):
        require_act(article(status), act)


def test_readers_see_published_articles_only() -> None:
    assert [status for status in Status if is_readable(status)] == [Status.PUBLISHED]
    published = article(Status.PUBLISHED, published_at=NOON)
    assert require_readable(7, published) is published
    for status in UNPUBLISHED:
        with pytest.raises(ArticleUnknown):
            require_readable(7, article(status))
    with pytest.raises(ArticleUnknown):
        require_readable(7, None)


def test_a_scheduled_article_is_not_readable_before_it_is_published() -> None:
    with pytest.raises(ArticleUnknown):
        require_readable(7, article(Status.SCHEDULED, published_at=NOON))


def test_readers_learn_of_a_retraction_and_not_of_a_discarded_draft() -> None:
    with pytest.raises(ArticleRetracted) as refused:
        require_readable(7, article(Status.RETRACTED, published_at=NOON))
    assert refused.value.arguments == {"number": 7, "reason": "Ошибка"}
    with pytest.raises(ArticleUnknown):
        require_readable(7, article(Status.RETRACTED))


def test_editors_see_every_article_but_a_discarded_draft() -> None:
    for status in (*UNPUBLISHED, Status.PUBLISHED):
        assert require_known(7, article(status)).status is status
    assert require_known(7, article(Status.RETRACTED, published_at=NOON)).status is Status.RETRACTED
    for missing in (None, article(Status.RETRACTED)):
        with pytest.raises(ArticleUnknown):
            require_known(7, missing)


# Who may see an article on the editors' desk, change it and publish it: A the author of it, a another author, E an
# editor, C a chief.
WHO = {
    "A": Reader(5, Role.AUTHOR),
    "a": Reader(6, Role.AUTHOR),
    "E": Reader(7, Role.EDITOR),
    "C": Reader(8, Role.CHIEF),
}


@pytest.mark.parametrize(
    ("status", "view", "change", "publication"),
    [
        (Status.DRAFT, "AaEC", "AEC", "EC"),
        (Status.IN_REVIEW, "AaEC", "AEC", "C"),
        (Status.SCHEDULED, "AaEC", "EC", "EC"),
        (Status.PUBLISHED, "EC", "EC", "EC"),
        (Status.RETRACTED, "EC", "EC", "EC"),
    ],
)
def test_who_may_do_what_on_the_editors_desk(status: Status, view: str, change: str, publication: str) -> None:
    found = replace(article(status), author_id=5)
    for requirement, allowed in ((require_view, view), (require_change, change), (require_publication, publication)):
        for name, reader in WHO.items():
            if name in allowed:
                assert requirement(reader, found) == found
            else:
                with pytest.raises(NotAllowed):
                    requirement(reader, found)


def test_what_is_not_published_is_on_the_editors_desk() -> None:
    assert {status for status in Status if is_unpublished(status)} == set(UNPUBLISHED)
