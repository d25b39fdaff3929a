"""Similarity of two articles: properties for any texts, and examples for each rule."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.similarity import LENGTH, STRONGEST, Profile, names_in, traits_of, weigh
from news.stems import stems

TEXTS = st.text(st.sampled_from("абвгд АБВ. 12 xyz\nё«»-"), max_size=300)


def profiles(*articles: tuple[str, str]) -> list[Profile]:
    """Return the profiles of articles in an archive of only these articles."""
    traits = [traits_of(stems(title), stems(text), text) for title, text in articles]
    seen = Counter(term for each in traits for term in each.strengths)
    return [weigh(each, seen, len(traits)) for each in traits]


def similarity(one: tuple[str, str], another: tuple[str, str], *others: tuple[str, str]) -> float:
    first, second, *_ = profiles(one, another, *others)
    return first.similarity(second)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_similarity_is_symmetric_and_between_zero_and_one(
    title: str, text: str, other_title: str, other_text: str
) -> None:
    one, other = profiles((title, text), (other_title, other_text))
    assert one.similarity(other) == other.similarity(one)
    assert 0 <= one.similarity(other) <= 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_a_profile_of_bounded_size(title: str, text: str) -> None:
    (profile,) = profiles((title, text))
    assert set(profile.headline) <= set(profile.weights)
    assert len(profile.weights) <= STRONGEST
    assert all(0 <= weight <= LENGTH for weight in profile.weights.values())


def test_an_article_has_full_similarity_to_itself() -> None:
    article = ("Мост открыт", "Мост через Оку открыли 9 ноября в Рязани.")
    assert similarity(article, article, ("Шахматы", "Турнир в Вене.")) == pytest.approx(1, abs=0.001)


def test_articles_without_a_common_word_have_no_similarity() -> None:
    assert similarity(("Мост открыт", "Мост через Оку."), ("Шахматы", "Турнир в Вене.")) == 0


def test_forms_of_a_word_and_spellings_with_and_without_yo_are_one() -> None:
    assert similarity(("Учёные", "Учёные и мосты"), ("Ученых", "учеными мостов"), ("Шахматы", "Турнир")) > 0.99


def test_a_common_name_weighs_more_than_a_common_word() -> None:
    article = ("Открытие", "Сегодня губернатор Любимов открыл мост")
    by_name = ("Встреча", "Вчера депутат Любимов принял школьников")
    by_word = ("Ремонт", "Вчера рабочие чинили мост ночью")
    others = (("Шахматы", "Турнир прошел неделю назад"), ("Погода", "Снег и ветер ожидают синоптики"))
    first, name, word, *_ = profiles(article, by_name, by_word, *others)
    assert first.similarity(name) > first.similarity(word) > 0


def test_a_number_counts_with_the_word_behind_it() -> None:
    article = ("Закупка", "Город купит 40 автобусов")
    same = ("Транспорт", "Парк получит 40 автобусов")
    number_only = ("Праздник", "Приехали 40 автобусы артистов и 12 поездов")
    first, second, third = profiles(article, same, number_only)
    assert first.similarity(second) > first.similarity(third)


def test_the_same_words_about_another_day_are_less_alike() -> None:
    article = ("Прогноз погоды", "8 ноября ожидается слабый снег, ветер и гололед")
    same_day = ("Погода", "Слабый снег, ветер и гололед ожидаются 8 ноября")
    other_day = ("Погода", "Слабый снег, ветер и гололед ожидаются 9 ноября")
    first, same, other, _ = profiles(article, same_day, other_day, ("Шахматы", "Турнир в Вене"))
    assert first.similarity(other) < 0.8 * first.similarity(same)


def test_articles_in_different_languages_are_not_alike() -> None:
    russian = ("Xbox Series X", "Microsoft покажет Xbox Series X летом этого года")
    english = ("Xbox Series X", "Microsoft shows the Xbox Series X in summer this year")
    assert similarity(russian, english) == 0
    assert similarity(english, english, russian) > 0.9


def test_texts_are_the_same_letter_for_letter_however_they_are_broken_into_lines() -> None:
    first, second, third = profiles(("А", "Один два.\n\nТри"), ("Б", "Один  два. Три"), ("В", "Один два. Три!"))
    assert first.text_hash == second.text_hash != third.text_hash


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Вчера губернатор Любимов открыл мост. Мост новый.", ["Любимов"]),
        ("Сообщили в ФСБ. МЧС проверит «Соловья» и кинотеатр «Каро».", ["ФСБ", "МЧС", "Соловья", "Каро"]),
        ("Yesterday Governor Smith opened it. It is new!", ["Governor", "Smith"]),
        ("", []),
    ],
)
def test_names_are_capitals_inside_a_sentence(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names
