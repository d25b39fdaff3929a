"""Plurals, numbers, dates and refusals in the usual form of each language."""

import string
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from news import errors
from news.errors import NewsError, Refusal
from news.roles import Deed, Role
from news.sources.found import Trouble
from texts import LANGUAGES, Catalogs, Texts
from texts.catalogs import fill
from texts.sentences import REFUSALS

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)  # 14:05 in Moscow


@pytest.fixture(scope="module")
def catalogs() -> Catalogs:
    return Catalogs(MOSCOW)


@pytest.fixture(scope="module")
def ru(catalogs: Catalogs) -> Texts:
    return catalogs.texts("ru", NOW)


@pytest.fixture(scope="module")
def en(catalogs: Catalogs) -> Texts:
    return catalogs.texts("en", NOW)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 подписчиков"),
        (1, "1 подписчик"),
        (2, "2 подписчика"),
        (5, "5 подписчиков"),
        (11, "11 подписчиков"),
        (21, "21 подписчик"),
        (111, "111 подписчиков"),
        (122, "122 подписчика"),
        (1_000_001, "1\xa0000\xa0001 подписчик"),
    ],
)
def test_russian_counts(ru: Texts, count: int, said: str) -> None:
    assert ru.many("{count} subscriber", "{count} subscribers", count) == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 subscriber"), (2, "2 subscribers"), (21_000, "21,000 subscribers")])
def test_english_counts(en: Texts, count: int, said: str) -> None:
    assert en.many("{count} subscriber", "{count} subscribers", count) == said


@pytest.mark.parametrize(
    ("moment", "russian", "english"),
    [
        (datetime(2024, 3, 5, 6, 1, tzinfo=UTC), "09:01", "09:01"),
        (datetime(2024, 3, 4, 21, 30, tzinfo=UTC), "00:30", "00:30"),  # past midnight in Moscow: today
        (datetime(2024, 3, 4, 20, 30, tzinfo=UTC), "4 марта, 23:30", "4 March, 23:30"),
        (datetime(2023, 12, 31, 21, 30, tzinfo=UTC), "1 января, 00:30", "1 January, 00:30"),
        (datetime(2023, 12, 31, 20, 30, tzinfo=UTC), "31 декабря 2023, 23:30", "31 December 2023, 23:30"),
    ],
)
def test_times_in_the_newspapers_zone(ru: Texts, en: Texts, moment: datetime, russian: str, english: str) -> None:
    assert ru.when(moment) == russian
    assert en.when(moment) == english


def test_months_stand_alone(ru: Texts, en: Texts) -> None:
    assert ru.month_name(3) == "Март"
    assert ru.month_name(5) == "Май"
    assert en.month_name(3) == "March"


def test_an_unknown_language_is_english(catalogs: Catalogs) -> None:
    assert catalogs.texts("eo", NOW).language == "en"


def test_the_notice_to_guests_word_for_word(ru: Texts) -> None:
    assert ru.refusal(errors.GuestCannotComment(number=1)) == (
        "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации."
    )


def refusals(of: type[NewsError] = Refusal) -> list[type[Refusal]]:
    return [kind for child in of.__subclasses__() for kind in (child, *refusals(child)) if issubclass(kind, Refusal)]


# The arguments that a sentence of a refusal may contain.
ARGUMENTS = {
    "field": "lead",
    "number": 7,
    "name": "Анна",
    "at": NOW,
    "least": 2,
    "most": 32,
    "length": 40,
    "seconds": 9,
    "count": 12,
    "id": 5,
    "reason": "ошибка",
    "moment": NOW,
    "time": "02:30",
    "phrase": "и так",
    "username": "anna",
    "group": Role.EDITOR,
    "permission": Deed.PUBLISH,
    "minutes": 15,
    "days": 30,
    "until": NOW,
    "word": "и",
    "address": "https://example.org",
    "trouble": Trouble.REFUSED,
    "detail": "503",
    "line": "общество",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", sorted(set(refusals()) - {errors.NameRefused}, key=str), ids=lambda kind: kind.__name__
)
def test_every_refusal_has_its_sentence(catalogs: Catalogs, language: str, kind: type[Refusal]) -> None:
    sentence = catalogs.texts(language, NOW).refusal(kind(**ARGUMENTS))
    assert sentence[0].isupper()
    assert "{" not in sentence


@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.name.lower())
def test_every_forbidden_deed_has_its_sentence(ru: Texts, deed: Deed) -> None:
    assert ru.refusal(errors.NotAllowed(deed=deed)).endswith(".")


def test_every_role_has_its_name(ru: Texts) -> None:
    assert len({ru.role(role) for role in Role}) == len(Role)


@pytest.mark.parametrize(
    ("message", "name", "said"),
    [
        ("Registered as {name}.", "Анна", "Registered as Анна."),
        ("Registered as {name}.", "Анна К.", "Registered as Анна К."),
        ("Registered as {name}. Next.", "Анна К.", "Registered as Анна К. Next."),
        ("Registered as {name}.", "Кто там?", "Registered as Кто там?"),
        ("Registered as {name}.", "Ура!", "Registered as Ура!"),
        ("Registered as {name}.", "И так далее…", "Registered as И так далее…"),
        ("Registered as {name}.", "«Кто там?»", "Registered as «Кто там?»"),
        ("Ban {name}?", "Анна К.", "Ban Анна К.?"),
        ("Ban {name}?", "Кто там?", "Ban Кто там?"),
        ("Wait for {name}...", "Анна К.", "Wait for Анна К...."),
        ("{name} is here.", "Анна К.", "Анна К. is here."),
        ("Registered as {name}.", "{name}.", "Registered as {name}."),
    ],
)
def test_a_sentence_ends_with_one_full_stop(message: str, name: str, said: str) -> None:
    assert fill(message, {"name": name}) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_any_language_doubles_the_stop_of_a_name(catalogs: Catalogs, language: str) -> None:
    for message in catalogs.messages[language]._catalog.values() if language == "ru" else REFUSALS.values():
        words = {name: "Анна К." for _, name, _, _ in string.Formatter().parse(message) if name}
        assert "К.." not in fill(message, words), message
