"""Cases of the buttons by which a reader chooses: words, stories, and what stands under a push."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.following import DropSource, DropStory, ShowStories, ShowWord, ShowWords, WordAct, WordAction
from handlers.callbacks.tuning import ChooseByPush, PushAct, PushScreen, ShowPush
from news.choice.sources import source_key
from news.choice.words import chosen_word, word_key
from tests.handlers.cases import CHANGED, STALE, Case, changing
from tests.handlers.stage import FOLLOWED, SOURCE
from tests.handlers.who import EVERYBODY

WORD = word_key(chosen_word(FOLLOWED))
# A word of the headline of the stage's article, which has the first topic and no source.
TITLE = word_key(chosen_word("Статья"))

CHOICES_BUTTONS: list[tuple[CallbackData, Case]] = [
    (ShowWords(), Case(EVERYBODY)),
    (ShowWord(word=WORD), Case(EVERYBODY)),
    *[(WordAction(act=act), Case(EVERYBODY, changing("fsm"))) for act in (WordAct.FOLLOW, WordAct.MUTE)],
    (WordAction(act=WordAct.SAVE), Case(EVERYBODY)),
    *[
        (WordAction(act=act, word=WORD), Case(EVERYBODY, **CHANGED))
        for act in (WordAct.TURN, WordAct.REMOVE, WordAct.UNDO)
    ],
    (ShowStories(), Case(EVERYBODY)),
    (DropStory(number=1), Case(EVERYBODY, **CHANGED)),
    (DropSource(source=source_key(SOURCE)), Case(EVERYBODY, **CHANGED)),
    *[(ShowPush(number=1, screen=screen), Case(EVERYBODY)) for screen in PushScreen],
    *[
        (ChooseByPush(number=1, act=act, which=which), Case(EVERYBODY, **CHANGED))
        for act, which in (
            (PushAct.FOLLOW, 0),
            (PushAct.UNFOLLOW, 0),
            (PushAct.NO_STORY, 0),
            (PushAct.NO_TOPIC, 1),
            (PushAct.NO_WORD, TITLE),
            (PushAct.HOUR, 0),
            (PushAct.MORNING, 0),
            (PushAct.UNDO, 0),
        )
    ],
    (ChooseByPush(number=1, act=PushAct.NO_SOURCE), Case(frozenset(), refusal=STALE)),
]
