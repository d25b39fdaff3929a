"""What journeys of editors share: an article to post, and the steps that post, correct and read it."""

from news.richtext import units
from tests.journeys.steps import (
    Json,
    answer_to,
    press,
)
from tests.newspaper import Newspaper

ASK = (
    "Пришлите публикацию одним сообщением: первая строка — заголовок, остальное — текст. Оформление и ссылки "
    "сохранятся. Сначала её увидите только вы. Прервать: /cancel"
)
EDITORS_ONLY = "Эта команда — для редакции. Что здесь можно делать: /help."
LOST = "Не понял вас. Последние новости: /latest, всё, что я умею: /help."
NO_DRAFTS = "Черновики\n\nЧерновиков нет. Написать публикацию: /post"
UNKNOWN = "Публикации с номером {number} нет. Свежие публикации: /latest, весь архив: /all."

TITLE = "Мост через реку откроют в пятницу 21 января"
ARTICLE = f"""{TITLE}

Новый мост откроют для пешеходов утром, а для машин — днём, сообщили в городской управе.

Об этом рассказала представитель управы на встрече с жителями набережной.

{TITLE}

"Этим утром мы закончили последние испытания, и мост выдержал их все", — отметила она.

Старый мост закроют на ремонт. — Прим. ред."""

WORDS = {
    "bold": "Жирно",
    "italic": "курсивом",
    "underline": "подчёркнуто",
    "strikethrough": "зачёркнуто",
    "spoiler": "под спойлером",
    "code": "кодом",
    "text_link": "по ссылке",
    "blockquote": "Цитата в две строки,\nвот вторая 🎉.",
}
FORMATTED = (
    "Оформление\n🎉 Жирно, курсивом, подчёркнуто, зачёркнуто, под спойлером, кодом и по ссылке.\n"
    "Цитата в две строки,\nвот вторая 🎉.\nhttps://example.org/a?b=1 и ещё текст."
)


def marked(text: str, piece: str, kind: str, **more: str) -> Json:
    """An entity on the first place where these words stand."""
    before = text.partition(piece)[0]
    return {"type": kind, "offset": units(before), "length": units(piece)} | more


async def posted(newspaper: Newspaper, text: str) -> Json:
    """The editor posts in one message and has the preview."""
    return await answer_to(newspaper, await newspaper.editor.says(f"/post {text}"))


async def correcting(newspaper: Newspaper, number: int, what: str, new: str) -> Json:
    """The editor takes an article in hand, sends the new headline or text and has the preview of the correction."""
    vera = newspaper.editor
    card = await answer_to(newspaper, await vera.says(f"/edit {number}"))
    await press(vera, card, what)
    return await answer_to(newspaper, await vera.says(new))


async def as_read(newspaper: Newspaper, number: int) -> Json:
    """An article as a reader sees it."""
    reader = newspaper.emulator.person("Читатель")
    return await answer_to(newspaper, await reader.says(f"/read {number}"))


def without_time(screen: Json) -> str:
    """A screen's text without its line of meta, which tells the time to readers and «черновик» to editors."""
    title, _, rest = screen["text"].split("\n", 2)
    return f"{title}\n{rest}"
