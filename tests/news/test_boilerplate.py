"""Boilerplate: what stands letter for letter in many articles makes no neighbours, on both engines."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from news.boilerplate import FIRST, LAST, MANY, Source, pieces
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from tests.news.conftest import START

# A headline, a report, and a brief about the same thing.
STORIES = [
    (
        "Волжский мост закрыли на ремонт",
        "Волжский мост в Самаре закрыли: рабочие меняют асфальт и ограждения. Водителей пустят в объезд.",
        "Волжский мост в Самаре закрыт, асфальт на нём меняют рабочие.",
    ),
    (
        "Зоопарк показал тигрят",
        "В зоопарке Хабаровска родились три амурских тигрёнка. Тигрицу Барышню кормят олениной.",
        "Амурские тигрята родились у тигрицы Барышни в Хабаровске.",
    ),
    (
        "Шахматист Орлов выиграл турнир",
        "Гроссмейстер Орлов победил на турнире в Хастингсе, сыграв вничью последнюю партию с Накамурой.",
        "Гроссмейстер Орлов стал первым на турнире в Хастингсе.",
    ),
    (
        "Врачи пересадили сердце подростку",
        "Хирурги клиники Шумакова пересадили донорское сердце подростку из Тувы. Операция длилась девять часов.",
        "Подростку из Тувы пересадили донорское сердце хирурги Шумакова.",
    ),
    (
        "Нефтяники нашли месторождение",
        "Геологи Роснефти открыли месторождение на шельфе Карского моря. Запасы оценят буровики зимой.",
        "На шельфе Карского моря геологи Роснефти открыли месторождение.",
    ),
    (
        "Театр везёт Чехова в Лион",
        "Таганрогский театр сыграет «Чайку» на фестивале в Лионе. Декорации отправят морем.",
        "«Чайку» на фестивале в Лионе сыграет Таганрогский театр.",
    ),
    (
        "Пшеница подорожала на бирже",
        "Фьючерсы на пшеницу в Чикаго подорожали из-за засухи в Канзасе. Фермеры ждут дождей.",
        "Засуха в Канзасе подняла фьючерсы на пшеницу в Чикаго.",
    ),
    (
        "Космонавты чинят станцию",
        "Космонавты Кудь и Сверчков вышли в открытый космос и заменили насос модуля «Заря». Работы шли шесть часов.",
        "Насос модуля «Заря» заменили космонавты Кудь и Сверчков.",
    ),
]
Dress = Callable[[str, str, int], tuple[str, str]]
DRESSES: dict[str, Dress] = {
    "nothing": lambda title, text, _: (title, text),
    "advertising": lambda title, text, _: (title, f"{text}\nПодписывайтесь на канал «Вестник» и читайте первыми"),
    "advertising in the same line": lambda title, text, _: (title, f"{text} Читайте наш канал в Телеграме!"),
    "an author line": lambda title, text, _: (title, f"{text}\nМария Кузнецова, специально для «Вестника»"),
    "a dateline": lambda title, text, _: (title, f"МОСКВА, 12 ноября — РИА Новости. {text}"),
    "datelines of different days": lambda title, text, day: (title, f"САМАРА, {day} ноября. /ТАСС/. {text}"),
    "a footer": lambda title, text, _: (title, f"{text}\n\nНашли ошибку? Нажмите Ctrl+Enter\n© Вестник, 2026"),
    "a clause": lambda title, text, _: (title, f"{text[:-1]}, сообщает корреспондент «Вестника» Мария Кузнецова."),
    "a weekday's headline": lambda title, text, _: (f"Главное к вечеру понедельника: {title}", text),
    "a site's headline": lambda title, text, _: (f"{title} | Новости Вестника", text),
    "flash headlines without text": lambda title, text, _: (f"Молния: {text}", ""),
    "flash headlines in capitals": lambda title, text, _: (f"СРОЧНО {text}", ""),
    "one text for all": lambda title, text, _: (text, "Подробности позже. Следите за новостями."),
}


def new(key: str, title: str, text: str, minutes: int) -> NewArticle:
    at = START + timedelta(minutes=minutes)
    return NewArticle(key, title, from_plain(text), at, published_at=at)


def reports() -> list[NewArticle]:
    return [new(f"report {each}", title, text, 100 + each) for each, (title, text, _) in enumerate(STORIES[1:])]


async def near(news: Newsroom, number: int) -> list[int]:
    return [headline.number for headline in await news.related.near(number)]


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES.keys())
@pytest.mark.parametrize("at_once", [True, False], ids=["in one import", "one by one"])
async def test_a_brief_lists_the_report_on_its_story_and_no_other_brief(
    news: Newsroom, dress: Dress, at_once: bool
) -> None:
    count = len(STORIES)
    articles = [new(f"report {each}", title, text, each) for each, (title, text, _) in enumerate(STORIES)]
    for each, (title, _, brief) in enumerate(STORIES):
        articles.append(new(f"brief {each}", *dress(title, brief, each + 10), count + each))
    for block in [articles] if at_once else [[article] for article in articles]:
        await news.editing.take_in(block)
    while await news.editing.recompute_related():
        pass
    for number in range(1, count + 1):
        assert await near(news, number) == [count + number]
        assert await near(news, count + number) == [number]


async def test_an_article_published_in_the_chat_makes_a_line_boilerplate_too(news: Newsroom, editor: Reader) -> None:
    dress = DRESSES["an author line"]
    for each, (title, _, brief) in enumerate(STORIES[:MANY]):
        title, text = dress(title, brief, 0)
        draft = await news.editing.draft(editor, title, from_plain(text), key=f"brief {each}")
        await news.editing.publish(editor, draft.number)
    assert [await near(news, number) for number in range(1, MANY + 1)] == [[]] * MANY


async def test_a_sentence_that_a_few_reports_on_a_story_share_still_makes_them_neighbours(news: Newsroom) -> None:
    shared = "Волжский мост в Самаре закрыли до осени."
    others = [brief for *_, brief in STORIES[1:MANY]]
    await news.editing.take_in(
        [
            *(new(f"{each}", f"Мост {each}", f"{shared}\n{other}", each) for each, other in enumerate(others)),
            *reports(),
        ]
    )
    assert len(others) == MANY - 1
    assert set(range(2, MANY)) <= set(await near(news, 1))


async def test_reprints_of_one_text_do_not_make_it_boilerplate(news: Newsroom) -> None:
    title, text, brief = STORIES[0]
    reprints = [new(f"reprint {each}", f"{title}, часть {each}", text, each) for each in range(MANY + 1)]
    await news.editing.take_in([new("brief", title, brief, 0), *reprints, *reports()])
    assert await near(news, 1) != []


async def test_headlines_that_differ_in_numbers_only_are_no_neighbours(news: Newsroom) -> None:
    await news.editing.take_in([new(f"{day}", f"Погода на {day} мая", "", day) for day in range(1, MANY + 3)])
    assert await near(news, 1) == []


def test_a_piece_is_the_same_whatever_its_case_its_digits_and_the_signs_around_it() -> None:
    some = ["Прогноз погоды на 5 ноября", "ПРОГНОЗ ПОГОДЫ НА 12 НОЯБРЯ.", "«Прогноз погоды» на 1 ноября:"]
    assert len({pieces(each)[0].key for each in some}) == 1
    assert pieces("Прогноз погоды на май")[0].key != pieces(some[0])[0].key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Молния: мост открыт", ["Молния", "мост открыт"]),
        ("МОЛНИЯ Мост открыт", ["МОЛНИЯ", "Мост открыт"]),
        ("НАТО заявило о мосте", ["НАТО заявило о мосте"]),
        ("МОСКВА, 5 ноя — ТАСС. Мост", ["МОСКВА, 5 ноя", "ТАСС", "Мост"]),
        (
            "Петров, Сидоров и мост, сообщает ТАСС.\n\nФото: Вестник",
            "Петров, Сидоров и мост|сообщает ТАСС.|Фото|Вестник",
        ),
        ("Счёт 2:1, во-первых", ["Счёт 2:1", "во-первых"]),
        ("— … !\n☎️", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_pieces(text: str, expected: list[str] | str) -> None:
    wanted = expected.split("|") if isinstance(expected, str) else expected
    starts = [piece.start for piece in pieces(text)]
    assert [piece.key for piece in pieces(text)] == [pieces(each)[0].key for each in wanted]
    assert starts == sorted(starts)


def test_only_the_ends_of_a_long_text_are_cut() -> None:
    text = "\n".join(f"Строка с буквой {chr(1072 + number % 32)}{chr(1072 + number // 32)}" for number in range(900))
    found = pieces(text)
    assert len(found) == FIRST + LAST
    assert found[0].start == 0
    assert found[-1].end == len(text)


def test_what_is_left_out_leaves_a_line_end_behind() -> None:
    source = Source("Молния: мост открыт", "МОСКВА — ТАСС. Мост открыт.\nРеклама")
    keys = {pieces(each)[0].key for each in ("Молния", "Москва", "ТАСС", "Реклама")}
    assert source.without(keys) == Source("\nмост открыт", "\n\nМост открыт.\n\n")
    assert source.without({7}) is source


def test_a_text_that_consists_of_boilerplate_alone_is_kept_whole() -> None:
    rates, flash = Source("Курс на 5 мая", "Доллар стоит 65 рублей."), Source("Погода на 5 мая", "")
    keys = rates.keys | flash.keys
    assert rates.without(keys) is rates
    assert flash.without(keys) == Source("\n", "")
