"""What journeys of commenting share: the words they wait for, and what is kept in the end."""

from emulator import Person
from news.model import Comment
from tests.journeys.steps import (
    Json,
    answer_to,
    press,
)
from tests.newspaper import Newspaper

NOTICE = "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации."
KEPT = "Ваш комментарий опубликован."
CHANGED = "Ваш комментарий изменён."
CLOSED_TO_YOU = "Редакция закрыла вам комментирование. Читать можно всё: /latest."
USAGE = "Напишите после команды номер и текст: /comment 12 Хорошая публикация."


async def kept(newspaper: Newspaper, number: int = 1) -> list[Comment]:
    """The comments under an article, as any reader gets them."""
    return list((await newspaper.news.comments.page(number)).comments)


async def texts(newspaper: Newspaper, number: int = 1) -> list[str]:
    return [comment.text for comment in await kept(newspaper, number)]


async def question(newspaper: Newspaper, person: Person, number: int = 1) -> Json:
    """The person taps «Добавьте комментарий» under the article and is asked."""
    article = await answer_to(newspaper, await person.says(f"/read {number}"))
    await press(person, article, "Добавьте комментарий")
    return await answer_to(newspaper, article)
