"""The auditors' desk: pages of the log by keyset, filters, the file, and who may see it."""

import pytest

from news import auditing
from news.errors import NotAllowed
from news.ledger import Address
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.audit import Area, AuditAct, AuditFilter
from news.richtext import from_plain
from news.roles import Role
from tests.news.conftest import ADMIN_ID, START, published, registered

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
ALL = AuditFilter()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CHIEF, Role.ADMIN}])
async def test_only_admins_and_chiefs_see_the_log(news: Newsroom, role: Role) -> None:
    person = Reader(7, role, "ru", "Иван", START)
    for look in (news.audit.page(person, ALL), news.audit.file(person, ALL), news.audit.doers(person)):
        with pytest.raises(NotAllowed):
            await look


async def test_pages_follow_each_other_without_gap_while_rows_are_added(news: Newsroom, editor: Reader) -> None:
    for index in range(25):
        await news.editing.draft(editor, f"Черновик {index}", from_plain("Т"), key=f"k{index}")
    first = await news.audit.page(ADMIN, ALL)
    await news.editing.draft(editor, "Позже", from_plain("Т"), key="late")

    second = await news.audit.page(ADMIN, ALL, first.before)
    third = await news.audit.page(ADMIN, ALL, second.before)

    articles = [row.deed.article for page in (first, second, third) for row in page.rows]
    assert articles == list(range(25, 0, -1))
    assert third.before is None


async def test_the_log_is_filtered_by_area_article_and_person(news: Newsroom, editor: Reader) -> None:
    await registered(news, 500, "Мария")
    article = await published(news, editor)
    await news.readers.appoint(ADMIN, 500, Role.EDITOR)
    await news.subscriptions.start(Address(1), "ru")
    push = await news.delivery.tick()
    assert push is not None
    await news.editions.pause(ADMIN, push.id, paused=True)

    async def acts(**chosen: object) -> list[AuditAct]:
        page = await news.audit.page(ADMIN, AuditFilter(**chosen))  # type: ignore[arg-type]
        return [row.deed.act for row in page.rows]

    assert await acts(area=Area.ARTICLES) == [AuditAct.PUBLISHED, AuditAct.DRAFTED]
    assert await acts(area=Area.PEOPLE) == [AuditAct.APPOINTED]
    assert await acts(area=Area.PUSHES) == [AuditAct.PUSH_PAUSED]
    assert await acts(article=article.number) == [AuditAct.PUBLISHED, AuditAct.DRAFTED]
    assert await acts(person=editor.id) == [AuditAct.PUBLISHED, AuditAct.DRAFTED]
    assert await acts(person=ADMIN_ID) == [AuditAct.PUSH_PAUSED, AuditAct.APPOINTED]
    assert await acts(person=500) == [AuditAct.APPOINTED], "what was done to that person"
    assert await acts(article=2**63) == []


async def test_everybody_who_did_something_is_listed_once(news: Newsroom, editor: Reader) -> None:
    assert await news.audit.doers(ADMIN) == []
    await registered(news, 500, "Мария")
    for _ in range(3):
        await published(news, editor)
        await published(news, Reader(500, Role.EDITOR, "ru", "Мария", START))

    assert await news.audit.doers(ADMIN) == [(500, "Мария"), (editor.id, "")]


async def test_a_file_holds_the_newest_rows_and_tells_if_there_are_more(
    news: Newsroom, editor: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "MAX_FILE_ROWS", 3)
    await published(news, editor)
    assert (await news.audit.file(ADMIN, ALL)).before is None
    await published(news, editor)

    page = await news.audit.file(ADMIN, ALL)

    assert [row.deed.article for row in page.rows] == [2, 2, 1]
    assert page.before == page.rows[-1].id
