"""The steps of an editor who posts and corrects, and an article to post."""

from emulator import Person
from news.richtext import units
from tests.journeys.steps import Json, all_labels, answer_to, press
from tests.newspaper import Newspaper

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


def entity_over(text: str, piece: str, kind: str, **more: str) -> Json:
    """Return an entity that covers the first occurrence of `piece` in the text."""
    before = text.partition(piece)[0]
    return {"type": kind, "offset": units(before), "length": units(piece)} | more


async def post(newspaper: Newspaper, text: str) -> Json:
    """Post an article in one message as the editor; return the preview."""
    return await answer_to(newspaper, await newspaper.editor.says(f"/post {text}"))


async def press_in_panel(editor: Person, panel: Json, label: str) -> Json:
    """Press a button of a draft's panel, in its second step if the first has none with this label."""
    if label not in all_labels(panel):
        panel = await press(editor, panel, "Ещё")
    return await press(editor, panel, label)


async def correct(newspaper: Newspaper, number: int, what: str, new: str) -> Json:
    """Correct the headline or the text of an article as the editor; return the preview of the correction."""
    vera = newspaper.editor
    card = await answer_to(newspaper, await vera.says(f"/edit {number}"))
    await press_in_panel(vera, card, what)
    return await answer_to(newspaper, await vera.says(new))


async def retract(newspaper: Newspaper, number: int, reason: str = "") -> Json:
    """Retract an article as the editor; return the message that confirms it."""
    asked = await answer_to(newspaper, await newspaper.editor.says(f"/retract {number} {reason}".strip()))
    return await press(newspaper.editor, asked, "Снять")


async def read_as_reader(newspaper: Newspaper, number: int) -> Json:
    """Return an article as a reader sees it."""
    reader = newspaper.emulator.person("Читатель")
    return await answer_to(newspaper, await reader.says(f"/read {number}"))


def without_time(screen: Json) -> str:
    """Return a screen's text without its second line: the time for readers, «черновик» for editors."""
    title, _, rest = (screen.get("text") or screen["caption"]).split("\n", 2)
    return f"{title}\n{rest}"
