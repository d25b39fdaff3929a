"""The bot's profile and menus: the newspaper is called what the operator called it, and the operator's texts stay."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot

from bot.clock import SystemClock
from emulator import Emulator
from handlers import menus, profile
from tests.bot.conftest import open_session
from tests.journeys.steps import Answer
from tests.newspaper import TOKEN, Newspaper
from texts import Catalogs

THEIRS = "Заводская газета «Молот». Пишите в редакцию: molot@example.org"
KINDS = ("description", "short_description")
NAME = "Голос {Твери}"


@pytest.fixture
async def named() -> AsyncIterator[Emulator]:
    """A Telegram in which the bot has a name that the operator chose."""
    async with Emulator(TOKEN, name=NAME) as emulator:
        yield emulator


async def publish(emulator: Emulator, default_language: str = "ru") -> None:
    """Set descriptions and menus, as each start does."""
    async with open_session(emulator.url) as session:
        bot, catalogs, clock = Bot(TOKEN, session=session), Catalogs(ZoneInfo("UTC")), SystemClock()
        await profile.publish(bot, catalogs, clock, default_language)
        await menus.publish(bot, catalogs, clock, default_language)


def first_words(emulator: Emulator) -> list[str]:
    """Return how the descriptions for Russian, English and any other language begin."""
    return [emulator.world.profile.text("description", code).partition(".")[0] for code in ("ru", "en", "de")]


RUSSIAN, ENGLISH = f"«{NAME}» — газета в Телеграме", f"{NAME}, a newspaper in Telegram"


@pytest.mark.parametrize(("default", "others"), [("ru", RUSSIAN), ("en", ENGLISH)])
async def test_where_there_is_no_description_ours_is_set_with_the_bots_name(
    named: Emulator, default: str, others: str
) -> None:
    await publish(named, default)
    assert first_words(named) == [RUSSIAN, ENGLISH, others]
    assert named.world.profile.text("short_description", "en").startswith("A newspaper in Telegram")
    assert named.world.profile.text("name", "") == NAME
    assert named.calls.of("setMyName") == []


@pytest.mark.parametrize("kind", KINDS)
async def test_a_description_that_somebody_else_wrote_is_left_alone(named: Emulator, kind: str) -> None:
    named.world.profile.set_text(kind, "", THEIRS)
    for _ in range(2):
        await publish(named)
    assert {named.world.profile.text(kind, code) for code in ("", "ru", "en", "de")} == {THEIRS}
    (other,) = set(KINDS) - {kind}
    assert named.world.profile.text(other, "ru")


async def test_a_description_of_one_language_is_left_alone(named: Emulator) -> None:
    named.world.profile.set_text("description", "en", THEIRS)
    await publish(named)
    assert first_words(named) == [RUSSIAN, THEIRS.partition(".")[0], RUSSIAN]


async def test_ours_does_not_hide_what_somebody_wrote_for_every_language_later(named: Emulator) -> None:
    await publish(named)
    for kind in KINDS:
        named.world.profile.set_text(kind, "", THEIRS)
    await publish(named)
    assert {named.world.profile.text(kind, code) for kind in KINDS for code in ("ru", "en", "de")} == {THEIRS}


@pytest.mark.parametrize(
    "old",
    [
        "«Вестник» — газета в Телеграме. Заголовки приходят сами, полный текст — в одно касание, а зарегистрированные "
        "читатели могут комментировать.",
        "Vestnik, a newspaper in Telegram. Headlines come here by themselves, the full text is one tap away, "
        "and whoever registers may comment.",
    ],
)
async def test_ours_with_a_name_of_before_is_renewed(named: Emulator, old: str) -> None:
    for code in ("", "ru", "en"):
        named.world.profile.set_text("description", code, old)
    await publish(named, "en")
    assert first_words(named) == [RUSSIAN, ENGLISH, ENGLISH]


async def test_nothing_is_set_a_second_time(named: Emulator) -> None:
    await publish(named)
    count = len(named.calls.of("setMyDescription")) + len(named.calls.of("setMyShortDescription"))
    await publish(named)
    assert len(named.calls.of("setMyDescription")) + len(named.calls.of("setMyShortDescription")) == count


@pytest.mark.parametrize(("default", "description"), [("ru", "первая полоса"), ("en", "the front page")])
async def test_the_menu_for_other_languages_is_in_the_default_one(
    named: Emulator, default: str, description: str
) -> None:
    await publish(named, default)
    menu = named.person("Anke", language="de").commands()
    assert {"command": "start", "description": description} in menu


@pytest.mark.parametrize("code", ["", "ru"])
async def test_a_menu_that_the_operator_set_is_shown_instead_of_ours(named: Emulator, code: str) -> None:
    theirs = [{"command": "latest", "description": "что нового на заводе"}]
    await publish(named)
    named.world.profile.menus.set(("default",), code, theirs)
    await publish(named)
    assert named.person("Анна", language="ru").commands() == theirs
    named.world.profile.menus.delete(("default",), code)
    await publish(named)
    assert len(named.person("Вера", language="ru").commands()) > 1


async def test_the_greeting_names_the_newspaper_as_the_bot_is_named(newspaper: Newspaper, answer: Answer) -> None:
    await newspaper.stop()
    newspaper.emulator.world.bot.first_name = "«Голос Твери»"
    await newspaper.start()
    for language, greeting in (("ru", "«Голос Твери» — газета в Телеграме."), ("en", "Голос Твери, a newspaper in")):
        person = newspaper.emulator.person("Ann", language=language)
        screen = await answer(await person.says("/start"))
        assert screen["text"].startswith(greeting)
        assert "Вестник" not in screen["text"]
