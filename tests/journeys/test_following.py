"""Words that a reader follows or hides: by commands, in the list, as a file; in Russian and in English."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from emulator import Person
from news.choice.word_files import MAX_FILE_BYTES
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.steps import Answer, Json, all_labels, from_bot, labels, press, wait_for
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

WINS = "Скрытое важнее: публикация со скрытым словом не придёт, что бы ещё в ней ни было."
UNSUBSCRIBED = "Новости вам пока не приходят. Подписаться: /subscribe"


async def archive(newspaper: Newspaper, *titles: str) -> None:
    """Store articles of the last hours, numbered in order, the last one the newest."""
    now = SystemClock().now()
    articles = [
        NewArticle(
            f"test:{index}", title, from_plain("Подробности."), now,
            published_at=now - timedelta(hours=1, minutes=len(titles) - index),
        )
        for index, title in enumerate(titles)
    ]  # fmt: skip
    assert await newspaper.news.editing.take_in(articles) == len(articles)


def first_lines(screen: Json, count: int) -> list[str]:
    return [line for line in screen["text"].split("\n") if line][:count]


def content_of(newspaper: Newspaper, message: Json) -> bytes:
    file = newspaper.emulator.world.files.by_id(message["document"]["file_id"])
    assert file is not None
    return file.content


async def test_a_word_is_followed_with_a_live_answer_and_the_change_is_taken_back(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await archive(newspaper, "Мост закрыт", "Дождь", "О мостах", "Мосту сто лет", "Под мостом")
    await answer(await anna.says("/subscribe"))

    said = await answer(await anna.says("/follow мост"))

    assert first_lines(said, 3) == ["Вы следите: «мост».", "За месяц: 4 из 5 публикаций.", "5. Под мостом"]
    assert labels(said) == [["5", "4", "3"], ["Отменить", "Слова"]]
    opened = await press(anna, said, "4")
    assert opened["text"].startswith("Мосту сто лет\n")
    back = await press(anna, opened, "Назад")
    assert back["text"].startswith("мост\nВы следите за этим словом.\n\nЗа месяц: 4 из 5 публикаций.")

    again = await answer(await anna.says("/follow «Моста» река"))
    assert first_lines(again, 2) == ["Вы следите: «река».", "Уже в списке: «Моста»."]
    undone = await press(anna, again, "Отменить")
    assert undone["text"] == f"Слова\n\nВы следите\n1. мост\n\n{WINS}"


async def test_the_newer_choice_wins_and_hiding_is_said_to_win(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await archive(newspaper, "Футбол", "Мост")
    await answer(await anna.says("/follow футбол, «южный мост»"))

    said = await answer(await anna.says("/mute футбол"))

    assert first_lines(said, 3) == [
        "Теперь скрыто: «футбол».",
        "Больше не следите: «футбол».",
        "За месяц: 1 из 2 публикаций.",
    ]
    assert UNSUBSCRIBED in said["text"]
    listed = await answer(await anna.says("/words"))
    assert listed["text"] == (f"Слова\n\nВы следите\n1. южный мост\n\nСкрыто\n2. футбол\n\n{WINS}\n\n{UNSUBSCRIBED}")
    assert labels(listed) == [["1", "2"], ["Добавить", "Скрывать слова"], ["Файлом"], ["‹ Настройки"]]
    word = await press(anna, listed, "2")
    assert word["text"].startswith("футбол\nПубликации с этим словом скрыты.\n\nЗа месяц: 1 из 2 публикаций.")
    assert labels(word) == [["1"], ["Убрать", "Следить"], ["‹ Слова"]]
    assert "Вы следите за этим словом." in (await press(anna, word, "Следить"))["text"]
    removed = await press(anna, word, "Убрать")
    assert removed["text"] == "Убрано: «футбол»."
    assert "футбол" not in (await press(anna, removed, "Слова"))["text"]


async def test_a_bad_word_is_an_error_at_once_and_changes_nothing(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    for typed in ("и", "а", "—", "мост и река"):
        assert "ничего не отличает" in (await answer(await anna.says(f"/follow {typed}")))["text"]
    long = await answer(await anna.says(f"/mute {'щ' * 70}"))
    assert long["text"].endswith("можно до 60 знаков. Пришлите короче или остановитесь: /cancel")
    many = " ".join(f"слово{index}" for index in range(51))
    assert "до 50 слов" in (await answer(await anna.says(f"/mute {many}")))["text"]
    assert (await answer(await anna.says("/words")))["text"].startswith("Слова\n\nСлов пока нет, а поместится 50.")


async def test_without_words_the_command_explains_itself_and_waits(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    asked = await answer(await anna.says("/follow"))
    assert "Публикация, в которой есть такое слово, придёт, какой бы ни была её тема." in asked["text"]
    assert all_labels(asked) == ["Отмена"]
    assert "ничего не отличает" in (await answer(await anna.says("и")))["text"]
    assert first_lines(await answer(await anna.says("мост")), 1) == ["Вы следите: «мост»."]

    asked = await answer(await anna.says("/mute"))
    assert asked["text"].startswith("Какие слова скрывать?")
    await press(anna, asked, "Отмена")
    assert (await answer(await anna.says("футбол")))["text"].startswith("Не понял вас.")
    listed = await answer(await anna.says("/words"))
    await press(anna, listed, "Скрывать слова")
    assert first_lines(await answer(await anna.says("футбол")), 1) == ["Теперь скрыто: «футбол»."]


async def test_the_list_has_pages(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    await answer(await anna.says("/follow " + " ".join(f"слово{index}" for index in range(25))))

    first = await answer(await anna.says("/words"))
    assert labels(first)[2] == ["1 / 3", "›"]
    last = await press(anna, await press(anna, first, "›"), "›")
    assert "25. слово24" in last["text"]
    word = await press(anna, last, "25")
    assert word["text"].startswith("слово24\n")


async def test_words_go_out_as_a_file_and_come_back_with_bad_lines_named(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/follow мост «южный вокзал»"))
    listed = await answer(await anna.says("/words"))
    known = len(from_bot(anna))
    await press(anna, listed, "Файлом")
    file = await wait_for(newspaper, lambda: (from_bot(anna)[known:] or [None])[0], "no file")
    assert file["document"]["file_name"] == "vestnik-words.txt"
    stored = content_of(newspaper, file)
    assert stored.decode() == '# следить\nмост\n"южный вокзал"\n# скрывать\n'

    await press(anna, await answer(await anna.says("/words")), "Добавить")
    changed = stored + "футбол\nи\nхоккей, теннис\n".encode()
    taken = await answer(await anna.shares_file("document", data=changed, name="words.txt"))
    assert first_lines(taken, 2) == [
        "Новых слов: следить — 0, скрывать — 3.",
        "Строка 6: «и» есть в любом тексте.",
    ]
    assert "3. футбол\n4. хоккей\n5. теннис" in (await press(anna, taken, "Слова"))["text"]


async def test_a_file_that_cannot_be_read_is_refused_and_the_bot_keeps_waiting(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await answer(await anna.says("/follow"))
    for data, refusal in (
        (b"a" * (MAX_FILE_BYTES + 1), "Файл слишком велик: можно до 64 кБ."),
        (b"\xff\xfe\xff", "Файл не читается."),
    ):
        refused = await answer(await anna.shares_file("document", data=data, name="words.txt"))
        assert refused["text"].startswith(refusal)
    lines = await answer(await anna.says("мост\n# скрывать\nфутбол"))
    assert first_lines(lines, 1) == ["Новых слов: следить — 1, скрывать — 1."]


async def test_the_same_in_english(newspaper: Newspaper, answer: Answer) -> None:
    await archive(newspaper, "The bridge is open", "Rain")
    boris = newspaper.emulator.person("Boris", language="en")

    said = await answer(await boris.says('/follow bridges "south station"'))

    assert first_lines(said, 3) == [
        "You follow: “bridges”, “south station”.",
        "In a month: 1 of 2 publications.",
        "1. The bridge is open",
    ]
    hidden = await answer(await boris.says("/mute bridge"))
    assert first_lines(hidden, 2) == ["Hidden from now on: “bridge”.", "Followed no more: “bridge”."]
    listed = await press(boris, hidden, "Words")
    assert listed["text"].startswith("Words\n\nYou follow\n1. south station\n\nHidden\n2. bridge\n\nHiding wins:")
    assert "tells no texts apart" in (await answer(await boris.says("/follow the")))["text"]
