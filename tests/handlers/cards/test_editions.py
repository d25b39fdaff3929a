"""Editions and corrections: they fit a message and say what was withdrawn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards import editions
from news.ledger import EditionKind
from news.ports import EditionContent
from tests.handlers.cards.samples import LARGEST_ID, WITHDRAWN, article_of, check, headlines, languages, t_of
from texts import LANGUAGES


@given(languages, st.lists(headlines, min_size=1, max_size=20), st.integers(0, 10**6))
def test_an_edition_of_any_headlines_fits_a_message(language: str, titles: list[str], more: int) -> None:
    shown = tuple(article_of(LARGEST_ID - number, title=title) for number, title in enumerate(titles))
    check(editions.edition_card(EditionContent(LARGEST_ID, shown, len(shown) + more), t_of(language)))


@settings(deadline=None)  # two cards of twenty articles: a busy machine takes its time
@given(languages, st.lists(st.tuples(headlines, st.booleans()), min_size=1, max_size=20), st.integers(0, 10**6))
def test_a_correction_of_any_copy_fits_a_message_and_says_what_was_withdrawn(
    language: str, said: list[tuple[str, bool]], more: int
) -> None:
    t = t_of(language)
    shown = tuple(
        article_of(LARGEST_ID - number, title=title, **(WITHDRAWN if withdrawn else {}))
        for number, (title, withdrawn) in enumerate(said)
    )
    push = EditionContent(LARGEST_ID, shown, len(shown) + more, EditionKind.CORRECTION)
    for links in (None, lambda number: f"https://t.me/vestnik_bot?start=a_{number}"):
        card = editions.message_card(push, t, links)
        check(card)
        assert any(card.rows), "there is always a way on"
        _, first_withdrawn = said[0]
        assert (t("Withdrawn by the editors.") in card.text.text) >= first_withdrawn
        assert str(LARGEST_ID) not in [one.text for row in card.rows for one in row] or not first_withdrawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_copy_says_so_with_the_reason_and_shows_none_of_the_text(language: str) -> None:
    t = t_of(language)
    gone = article_of(7, title="Мост открыт", **(WITHDRAWN | {"retract_reason": "Дата неверна"}))
    said = editions.edition_card(EditionContent(1, (gone,), 1, EditionKind.CORRECTION), t).text
    reason = t("The reason: {reason}", reason="Дата неверна")
    assert said.text == f"Мост открыт\n{t('Withdrawn by the editors.')} {reason}"
    listed = editions.edition_card(
        EditionContent(1, (article_of(8, title="Дождь"), gone), 2, EditionKind.CORRECTION), t
    )
    assert listed.text.text.endswith(f"\n\n7. {said.text}")
    assert [one.text for row in listed.rows for one in row] == ["8"]
    silent = article_of(7, title="Мост открыт", **(WITHDRAWN | {"retract_reason": ""}))
    assert editions.edition_card(EditionContent(1, (silent,), 1, EditionKind.CORRECTION), t).text.text.endswith(
        t("Withdrawn by the editors.")
    )
