"""Samples of the cards of words, of stories and sources, and of what stands under a push."""

from handlers.cards import kept, tuning, words
from handlers.cards.card import Card
from news.choice.errors import TooManyWords, WordMeaningless, WordTooLong
from news.choice.preferences import MAX_WORDS, ChosenWord, FollowedStory, Preferences
from news.choice.word_files import MAX_BAD_LINES, BadLine, WordFile
from news.choice.words import MAX_STEMS, MAX_UNITS
from news.hosts import MAX_HOST
from news.kept_desk import Kept, KeptKind, KeptPage
from news.limits import HEADLINE_LIMIT, TOPIC_LIMIT
from news.ports.choices import Chosen
from news.tuning_desk import MAX_CANDIDATES, MAX_TOPICS, PushChoices, Rest
from news.word_desk import ChangedWords, TakenFile, WordMatches, WordView
from tests.handlers.cards.samples import LARGEST_ID, NOW, article_of
from texts import Texts

SHORT = ChosenWord("C++", ("c",))
# Each has other stems.
LONG = tuple(ChosenWord("Ы" * MAX_UNITS, (f"ы{index}",) * MAX_STEMS) for index in range(MAX_WORDS))
HOST = "ы" * (MAX_HOST - 3) + ".рф"
FULL = Preferences(followed=LONG[:20], muted=LONG[20:], stories=(FollowedStory(7),), sources=frozenset({HOST}))
CHOSEN = (Chosen(Preferences(), subscribed=False), Chosen(FULL, subscribed=True, previous=Preferences()))
LATEST = tuple(article_of(2**30 - number).headline for number in range(3))
MATCHES = (WordMatches(0, 0), WordMatches(0, 1), WordMatches(7, 212, LATEST), WordMatches(1000, 10**6, LATEST, True))
BAD = tuple(
    BadLine(number, refusal)
    for number, refusal in enumerate(
        [WordMeaningless(word="Ы" * MAX_UNITS), WordTooLong(word="Ы" * 31, most=MAX_UNITS), TooManyWords(most=50)] * 20,
        start=10**6,
    )
)
CHOICES = (
    PushChoices(7, follows=False),
    PushChoices(
        LARGEST_ID,
        follows=True,
        topics=((2**30, "Ы" * TOPIC_LIMIT),) * MAX_TOPICS,
        words=LONG[:MAX_CANDIDATES],
        source=HOST,
    ),
)
PAGES = (
    KeptPage((), 0, 1),
    KeptPage(
        (
            *(Kept(KeptKind.FOLLOWED, LARGEST_ID, "Ы" * HEADLINE_LIMIT),) * 7,
            Kept(KeptKind.HIDDEN, 7),
            *(Kept(KeptKind.SOURCE, host=HOST),) * 2,
        ),
        3,
        30,
        31,
    ),
)


def cards_of_choices(t: Texts) -> dict[str, list[Card]]:
    """Words, stories and sources, and the keyboards under a push."""
    return {
        **_words(t),
        "kept_card": [kept.kept_card(page, t) for page in PAGES],
        "push_buttons_card": [tuning.push_buttons_card(article_of(), t)],
        "push_choices_card": [tuning.push_choices_card(choices, t) for choices in CHOICES],
        "less_card": [tuning.less_card(choices, t) for choices in CHOICES],
        "done_card": [tuning.done_card(LARGEST_ID, t)],
        "story_followed_card": [tuning.story_followed_card(t, follows=follows) for follows in (True, False)],
        "topic_muted_card": [tuning.topic_muted_card("Ы" * TOPIC_LIMIT, t)],
        "word_muted_card": [tuning.word_muted_card("Ы" * MAX_UNITS, t)],
        "source_muted_card": [tuning.source_muted_card(HOST, t)],
        "quiet_card": [tuning.quiet_card(Rest(NOW, t.zone), t)],
    }


def _words(t: Texts) -> dict[str, list[Card]]:
    changed = [
        ChangedWords(muted, added, known, moved, matches, chosen)
        for muted in (True, False)
        for added, known, moved in (((SHORT,), (), ()), ((), (SHORT,), ()), (LONG[:25], LONG[25:], LONG[:25]))
        for matches in MATCHES
        for chosen in CHOSEN
    ]
    files = [
        TakenFile(file, count, count, chosen)
        for file, count in ((WordFile(), 0), (WordFile(LONG, LONG, BAD[:MAX_BAD_LINES], len(BAD)), 50))
        for chosen in CHOSEN
    ]
    return {
        "words_card": [words.words_card(chosen, at, t) for chosen in CHOSEN for at in (0, 1, 99)],
        "word_card": [
            words.word_card(WordView(word, muted, matches, chosen), t)
            for word in (SHORT, LONG[0])
            for muted in (True, False)
            for matches in MATCHES
            for chosen in CHOSEN
        ],
        "changed_words_card": [words.changed_words_card(each, t) for each in changed],
        "removed_word_card": [words.removed_word_card(word, t) for word in (SHORT, LONG[0])],
        "ask_words_card": [words.ask_words_card(t, muted=muted) for muted in (True, False)],
        "words_file_card": [words.words_file_card(chosen.preferences, t) for chosen in CHOSEN],
        "taken_file_card": [words.taken_file_card(taken, t) for taken in files],
    }
