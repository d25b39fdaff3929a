"""The methods of the bot's profile: descriptions by language, and menu buttons by chat."""

from emulator import Person
from tests.emulator.api_client import Api


async def test_descriptions_are_kept_by_language(api: Api) -> None:
    await api.ok("setMyDescription", description="Газета")
    await api.ok("setMyDescription", description="A newspaper", language_code="en")
    await api.ok("setMyShortDescription", short_description="Новости")
    assert await api.ok("getMyDescription", language_code="en") == {"description": "A newspaper"}
    assert await api.ok("getMyDescription", language_code="de") == {"description": "Газета"}
    assert await api.ok("getMyShortDescription") == {"short_description": "Новости"}
    assert await api.ok("getMyName") == {"name": "Вестник"}
    assert (await api.refusal("setMyShortDescription", short_description="я" * 121))[0] == 400
    refusal = await api.refusal("setMyDescription", description="x", language_code="english")
    assert refusal == (400, "Bad Request: invalid language code specified")


async def test_the_menu_button_is_kept_by_chat(api: Api, anna: Person) -> None:
    assert await api.ok("getChatMenuButton") == {"type": "commands"}
    app = {"type": "web_app", "text": "Читать", "web_app": {"url": "https://example.com"}}
    await api.ok("setChatMenuButton", chat_id=anna.id, menu_button=app)
    assert await api.ok("getChatMenuButton", chat_id=anna.id) == app
    assert await api.ok("getChatMenuButton") == {"type": "commands"}
