"""The steps of a person who comments, and the stored comments."""

from emulator import Person
from news.model import Comment
from news.readers import ANONYMOUS
from tests.journeys.steps import Json, answer_to, press
from tests.newspaper import Newspaper


async def stored_comments(newspaper: Newspaper, number: int = 1) -> list[Comment]:
    """Return the comments on an article, as readers see them."""
    return list((await newspaper.news.threads.page(ANONYMOUS, number)).comments)


async def comment_texts(newspaper: Newspaper, number: int = 1) -> list[str]:
    """Return the texts of the comments on an article."""
    return [comment.text for comment in await stored_comments(newspaper, number)]


async def open_question(newspaper: Newspaper, person: Person, number: int = 1) -> Json:
    """Tap «Добавьте комментарий» under the article; return the bot's question for the comment."""
    article = await answer_to(newspaper, await person.says(f"/read {number}"))
    await press(person, article, "Добавьте комментарий")
    return await answer_to(newspaper, article)
