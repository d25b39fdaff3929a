"""Samples of the cards of the stop words."""

from handlers.cards import stop_words
from handlers.cards.card import Card
from news.ports.stop_phrases import StopPhrase
from news.stop_phrase_desk import PHRASE_LIMIT, AddedPhrases, StopPhrasePage, Trial
from tests.handlers.cards.samples import NOW
from texts import Texts

LONGEST = StopPhrase(2**30, "Ы" * PHRASE_LIMIT, 2**52, NOW)
SHORTEST = StopPhrase(1, "tg", 5, NOW)
SAMPLES = ("…" + "Ы" * 124 + "…",) * 3
TRIALS = (Trial(0, 0), Trial(1, 0), Trial(1000, 7, SAMPLES))
PAGES = (
    StopPhrasePage((), 0, 0, 1),
    StopPhrasePage((SHORTEST,), 1, 0, 1),
    StopPhrasePage((LONGEST,) * 20, 500, 3, 25),
)


def cards_of_stop_words(t: Texts) -> dict[str, list[Card]]:
    """The stop words."""
    return {
        "stop_words_card": [stop_words.stop_words_card(page, t) for page in PAGES],
        "added_stop_words_card": [
            stop_words.added_stop_words_card(AddedPhrases(added, known, trial), t)
            for added, known in (((SHORTEST,), ()), ((), ("казино",)), ((LONGEST,) * 20, ("казино", "tg")))
            for trial in TRIALS
        ],
        "stop_word_card": [
            stop_words.stop_word_card(phrase, trial, 3, t) for phrase in (SHORTEST, LONGEST) for trial in TRIALS
        ],
        "removed_stop_word_card": [stop_words.removed_stop_word_card(phrase, t) for phrase in (SHORTEST, LONGEST)],
    }
