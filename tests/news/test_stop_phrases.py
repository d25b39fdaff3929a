"""Stop phrases: every form and every disguise of a word, phrases, and what is no stop phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.lures import LURES
from news.stop_phrases import StopPhrases, Weakness, key_of, split, weakness

PHRASES = StopPhrases(["казино", "быстрые деньги", "casino", "ставка", "без вложений", "gold", "1488", "C++", "ёлка"])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Лучшее КАЗИНО города", "казино"), ("кaзин0 тут", "казино"), ("KA3UHO", "казино"), ("к а з и н о", "казино"),
        ("к.а.з.и.н.о", "казино"), ("каз.ино", "казино"), ("ка-зи-но", "казино"), ("казинооооо!!!", "казино"),
        ("ка\u200bзино", "казино"), ("быстрыми деньгами", "быстрые деньги"), ("быстрых денег", "быстрые деньги"),
        ("casinos", "casino"), ("саsіnо", "casino"), ("ｃａｓｉｎｏ", "casino"), ("ca$ino", "casino"), ("ставок",
        "ставка"), ("ставками", "ставка"), ("Без  вложений!", "без вложений"), ("gоld", "gold"), ("1488", "1488"),
        ("знаю C++", "C++"), ("под елкой", "ёлка"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_form_and_disguise(text: str, phrase: str) -> None:
    hit = PHRASES.find(f"Ну вот, {text} и ладно")
    assert hit is not None
    assert hit.phrase == phrase


@pytest.mark.parametrize(
    "text",
    ["выставка", "заставка и приставка", "goldfish", "с вложением", "деньги быстрые", "си", "золото", "cape",
     "14 88 рублей", "быстрые и деньги", "ель", ""],
)  # fmt: skip
def test_other_words_are_not_found(text: str) -> None:
    assert PHRASES.find(text) is None


def test_an_excerpt_shows_the_found_words_between_their_neighbours() -> None:
    hit = PHRASES.find(
        "Сегодня в нашем городе, говорят, открыли ещё одно\nказино, и прокуратура опять ничего не увидела"
    )
    assert hit is not None
    assert hit.excerpt == "…де, говорят, открыли ещё одно казино, и прокуратура опять ничего н…"


def test_words_and_quoted_phrases_are_split() -> None:
    text = "казино, \"быстрые деньги\" крипта; «без вложений» “easy money” ''"
    assert split(text) == ["казино", "быстрые деньги", "крипта", "без вложений", "easy money", "''"]


@pytest.mark.parametrize("phrase", ["а", "5", "!!!", "🍌", "''", "ё"])
def test_a_single_character_means_nothing(phrase: str) -> None:
    assert weakness(phrase) is Weakness.SHORT


@pytest.mark.parametrize("phrase", ["что", "и так", "из-за", "the", "Тебя"])
def test_words_of_every_text_mean_nothing(phrase: str) -> None:
    assert weakness(phrase) is Weakness.COMMON


@pytest.mark.parametrize("phrase", ["казино", "без вложений", "14", "С++", "tg"])
def test_other_words_and_phrases_mean_something(phrase: str) -> None:
    assert weakness(phrase) is None


def test_forms_of_a_word_are_one_phrase() -> None:
    assert key_of("Ставки") == key_of("ставка")
    assert key_of("ЁЛКА") == key_of("елка")
    assert key_of("без вложений") != key_of("вложений")


@given(st.text(max_size=40), st.text(max_size=200))
def test_any_text_can_be_a_phrase_and_be_searched(phrase: str, text: str) -> None:
    phrases = StopPhrases([phrase])
    phrases.find(text)
    if weakness(phrase) is None:
        assert phrases.find(f"… {phrase} …") is not None


@pytest.mark.parametrize(
    "text",
    ["Пиши мне в личку, расскажу", "подробности в профиле", "Пассивный доход для каждого", "check my bio",
     "пишите в л.и.ч.к.у, пишите в личку", "ЗАРАБОТОК ОТ 5000 в день"],
)  # fmt: skip
def test_a_lure_is_found(text: str) -> None:
    assert LURES.find(text) is not None


@pytest.mark.parametrize(
    "text",
    ["Заработок учителей вырос", "Напишите, пожалуйста, подробнее", "Подробности обещали завтра",
     "Смотри что творится", "Мой профиль тут ни при чём", "Ссылка не открывается", "Жду продолжения"],
)  # fmt: skip
def test_the_words_of_lures_alone_are_none(text: str) -> None:
    assert LURES.find(text) is None
