"""What a person is told of what is stored: everything of one's own, nothing of others."""

import pytest

from news.errors import NotAllowed
from news.ledger import Address
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.personal_data import PERSONAL_TABLES
from news.readers import ANONYMOUS
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock, published, registered
from tests.news.forgotten import says
from tests.storage.samples import raw

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def test_a_person_gets_own_comments_in_every_state_and_what_was_decided_without_the_moderator(
    news: Newsroom, database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    await registered(news, 700, "Борис")
    moderator = await news.readers.appoint(ADMIN, 700, Role.MODERATOR)
    first, _ = await says(news, member, article, "Гадость", "Мост")
    await news.moderation.remove(moderator, first)
    await says(news, await registered(news, 501, "Иван"), article, "Чужое слово")
    await news.subscriptions.start(Address(member.id), "ru")
    async with database.writing() as unit:
        await unit.fsm.put(member.id, member.id, "asking", {"article": 1}, clock.now())

    data = await news.privacy.stored(member)

    parts = {(part.table, part.column): part.rows for part in data.parts}
    assert [row["text"] for row in parts["comments", "author_id"]] == ["Гадость", "Мост"]
    assert [(row["act"], row["at"]) for row in parts["audit", "person"]] == [("comment removed", clock.now())]
    assert parts.keys() >= {("readers", "id"), ("places", "chat_id"), ("subscriptions", "place_id"), ("fsm", "user_id")}
    said = repr(data)
    assert "700" not in said, "the moderator"
    assert "Чужое" not in said
    assert "Иван" not in said


async def test_a_moderator_gets_the_numbers_of_what_was_removed_and_not_its_words(
    news: Newsroom, member: Reader, article: Article
) -> None:
    await registered(news, 700, "Борис")
    moderator = await news.readers.appoint(ADMIN, 700, Role.MODERATOR)
    [comment] = await says(news, member, article, "Гадость")
    await news.moderation.remove(moderator, comment)

    data = await news.privacy.stored(moderator)

    parts = {(part.table, part.column): part.rows for part in data.parts}
    assert parts["comments", "removed_by"] == [{"id": comment}]
    assert "Гадость" not in repr(data)


async def test_a_guest_who_never_came_has_nothing(news: Newsroom) -> None:
    data = await news.privacy.stored(Reader(5, Role.GUEST, "ru"))

    assert (data.parts, data.marked_until) == ((), None)


async def test_a_sender_that_is_no_person_gets_nothing(news: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        await news.privacy.stored(ANONYMOUS)


async def test_a_row_in_any_column_of_the_list_is_found(news: Newsroom, database: Database, article: Article) -> None:
    """Whoever is named in a column of the staff is shown it, if the person has worked here."""
    async with database.writing() as unit:
        await raw(unit, "UPDATE articles SET scheduled_by = 9, submitted_by = 9")
        await raw(unit, "INSERT INTO audit (at, by_id, act, area, note) VALUES (5, 9, 'drafted', 'articles', '')")

    data = await news.privacy.stored(Reader(9, Role.GUEST, "ru"))

    found = {(part.table, part.column) for part in data.parts}
    assert found == {("articles", "scheduled_by"), ("articles", "submitted_by"), ("audit", "by_id")}
    assert found <= {(table.name, naming.column) for table in PERSONAL_TABLES for naming in table.namings}
