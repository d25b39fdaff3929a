"""Words of a place on both engines: the live answer, the change, and the file."""

from datetime import timedelta

import pytest

from news.choice.deciding import holds
from news.choice.errors import TooManyWords, WordMeaningless, WordMissing
from news.choice.words import chosen_word, word_key
from news.errors import ButtonStale
from news.indexing import entry_of
from news.ledger import Address
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from tests.clocks import START
from tests.news.conftest import published

ANNA = Address(500)


async def archive(news: Newsroom, *titles: str, days_ago: int = 0, text: str = "") -> None:
    """Publish articles a minute apart, the last one the newest."""
    first = START - timedelta(days=days_ago, hours=1)
    await news.editing.take_in(
        [
            NewArticle(f"{title}:{first}:{index}", title, from_plain(text), first,
                       published_at=first + timedelta(minutes=index))
            for index, title in enumerate(titles)
        ]
    )  # fmt: skip


async def found(news: Newsroom, typed: str) -> tuple[int, int, list[str]]:
    matches = await news.words.matches([chosen_word(typed)])
    return matches.count, matches.total, [headline.title for headline in matches.latest]


async def test_the_answer_counts_the_last_month_and_shows_the_last_three(news: Newsroom) -> None:
    await archive(news, "Мост старый", days_ago=31)
    await archive(news, "Мост закрыт", "Дождь", "О мостах", "Мосту сто лет", "Под мостом", days_ago=29)
    await archive(news, "Снег")

    assert await found(news, "моста") == (4, 6, ["Под мостом", "Мосту сто лет", "О мостах"])
    assert await found(news, "лес") == (0, 6, [])


async def test_a_phrase_is_found_only_where_its_words_stand_next_to_each_other(news: Newsroom) -> None:
    await archive(news, "Южный мост", "Мост и южный берег", "У южных мостов", days_ago=1)
    await archive(news, "Погода", text="На Южном мосту тихо.")

    assert await found(news, "южный мост") == (3, 4, ["Погода", "У южных мостов", "Южный мост"])


async def test_the_answer_counts_exactly_what_the_decider_finds(news: Newsroom) -> None:
    titles = ("Южный мост", "Мост южный", "Т-90 у моста", "Год 90-й: мост", "C++ и мост", "Ёж, южный", "Матч 2:1")
    await archive(news, *titles, text="На юге тихо. Мост через реку закрыт.")
    articles = [await news.articles.read(number) for number in range(1, len(titles) + 1)]
    tokens = [entry.tokens for article in articles if (entry := entry_of(article))]

    for typed in ("мост", "южный мост", "мост южный", "Т-90", "90", "мост через реку", "C++", "еж", "тихо мост"):
        word = chosen_word(typed)
        assert (await news.words.matches([word])).count == sum(holds(word, each) for each in tokens), typed


async def test_several_words_are_counted_once_for_each_publication(news: Newsroom) -> None:
    await archive(news, "Мост через реку", "Река", "Лес")

    changed = await news.words.follow(ANNA, "ru", "мост река")

    assert (changed.matches.count, changed.matches.total) == (2, 3)


async def test_a_withdrawn_publication_is_neither_counted_nor_shown(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor, "Мост открыт")
    assert await found(news, "мост") == (1, 1, ["Мост открыт"])

    await news.editing.retract(editor, article.number, "Ошибка")

    assert await found(news, "мост") == (0, 0, [])


async def test_more_matches_than_a_thousand_are_not_counted(news: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news.word_desk.MAX_COUNTED", 3)
    await archive(news, *(f"Мост {index}" for index in range(5)))

    matches = await news.words.matches([chosen_word("мост")])

    assert (matches.count, matches.is_more, matches.total, len(matches.latest)) == (3, True, 5, 3)


async def test_a_change_says_what_is_new_what_was_there_and_what_has_moved(news: Newsroom) -> None:
    first = await news.words.follow(ANNA, "ru", "мост река")
    assert [word.text for word in first.added] == ["мост", "река"]

    again = await news.words.follow(ANNA, "ru", "Моста, лес")
    assert ([word.text for word in again.added], [word.text for word in again.known]) == (["лес"], ["Моста"])

    hidden = await news.words.mute(ANNA, "ru", "река, футбол")
    assert [word.text for word in hidden.moved] == ["река"]
    chosen = (await news.choice.get(ANNA)).preferences
    assert [word.text for word in chosen.followed] == ["мост", "лес"]
    assert [word.text for word in chosen.muted] == ["река", "футбол"]

    assert [word.text for word in (await news.choice.undo(ANNA)).preferences.followed] == ["мост", "река", "лес"]


async def test_what_is_refused_changes_nothing(news: Newsroom) -> None:
    await news.words.follow(ANNA, "ru", " ".join(f"слово{index}" for index in range(50)))
    before = await news.choice.get(ANNA)

    for typed, refusal in (("и", WordMeaningless), ("", WordMissing), ("лес", TooManyWords)):
        with pytest.raises(refusal):
            await news.words.mute(ANNA, "ru", typed)
    with pytest.raises(TooManyWords):
        await news.words.take_file(ANNA, "ru", "мост\nлес\n")

    assert await news.choice.get(ANNA) == before


async def test_a_word_is_shown_turned_and_removed_by_its_key(news: Newsroom) -> None:
    await archive(news, "Мост открыт")
    await news.words.follow(ANNA, "ru", "мост")
    key = word_key(chosen_word("мосты"))

    view = await news.words.show(ANNA, key)
    assert (view.word.text, view.muted, view.matches.count) == ("мост", False, 1)
    assert (await news.words.turn(ANNA, "ru", key)).muted
    assert (await news.words.show(ANNA, key)).muted
    assert not (await news.words.turn(ANNA, "ru", key)).muted
    assert (await news.words.remove(ANNA, "ru", key)).text == "мост"

    for gone in (
        news.words.show(ANNA, key),
        news.words.turn(ANNA, "ru", key),
        news.words.remove(ANNA, "ru", key),
        news.words.show(Address(501), key),
    ):
        with pytest.raises(ButtonStale):
            await gone


async def test_a_file_adds_what_is_new_and_leaves_the_rest(news: Newsroom) -> None:
    await news.words.follow(ANNA, "ru", "мост")

    taken = await news.words.take_file(ANNA, "ru", "мост\nрека\nи\n# скрывать\nфутбол\nхоккей\n")

    assert (taken.followed, taken.muted, [bad.number for bad in taken.file.bad]) == (1, 2, [3])
    chosen = (await news.choice.get(ANNA)).preferences
    assert [word.text for word in (*chosen.followed, *chosen.muted)] == ["мост", "река", "футбол", "хоккей"]
    with pytest.raises(WordMissing):
        await news.words.take_file(ANNA, "ru", "\n# следить\n")


async def test_the_answer_says_whether_the_place_is_subscribed(news: Newsroom) -> None:
    assert not (await news.words.follow(ANNA, "ru", "мост")).chosen.subscribed
    await news.subscriptions.start(ANNA, "ru")
    assert (await news.words.follow(ANNA, "ru", "река")).chosen.subscribed
