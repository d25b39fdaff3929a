"""Steps of the tests about reports: readers of each group, and short words for what they do."""

from news.complaint_desk import Reported
from news.model import Article, Comment, Reader
from news.newsroom import Newsroom
from news.ports.complaints import Grounds
from news.roles import Role
from tests.news.conftest import registered
from tests.news.held import ADMIN


async def reader_of(news: Newsroom, telegram_id: int, role: Role = Role.TRUSTED) -> Reader:
    """Return a new reader of that group."""
    await registered(news, telegram_id, f"Читатель {telegram_id}")
    if role is not Role.MEMBER:
        await news.readers.appoint(ADMIN, telegram_id, role)
    return await news.readers.recognise(telegram_id, "ru")


async def reports(
    news: Newsroom, reader: Reader, what: Comment | Article, grounds: Grounds = Grounds.INSULT
) -> Reported:
    """Report a comment or an article in the version that is given."""
    if isinstance(what, Comment):
        return await news.complaints.report_comment(reader, what.id, what.version, grounds)
    grounds = grounds if grounds is not Grounds.INSULT else Grounds.ERROR
    return await news.complaints.report_article(reader, what.number, what.version, grounds)
