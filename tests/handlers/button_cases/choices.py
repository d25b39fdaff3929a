"""Cases of the buttons by which a reader chooses: words, stories, and what stands under a push."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.following import DropSource, DropStory, ShowStories, ShowWord, ShowWords, WordAct, WordAction
from handlers.callbacks.tuning import ChooseByPush, PushAct, PushScreen, ShowPush
from news.choice.words import chosen_word, word_key
from tests.handlers.cases import CHOSEN, STALE, Case, changing
from tests.handlers.who import EVERYBODY

NOTHING_TO_UNDO = "Отменять больше нечего."
# The article of the stage has the first topic and this headline, and no source.
WORD = word_key(chosen_word("Статья"))

CHOICES_BUTTONS: list[tuple[CallbackData, Case]] = [
    (ShowWords(), Case(EVERYBODY)),
    (ShowWord(word=WORD), Case(EVERYBODY)),
    *[(WordAction(act=act), Case(EVERYBODY, changing("fsm"))) for act in (WordAct.FOLLOW, WordAct.MUTE)],
    (WordAction(act=WordAct.SAVE), Case(EVERYBODY)),
    # Nobody has chosen this word.
    *[(WordAction(act=act, word=WORD), Case(frozenset(), refusal=STALE)) for act in (WordAct.TURN, WordAct.REMOVE)],
    (WordAction(act=WordAct.UNDO), Case(frozenset(), refusal=NOTHING_TO_UNDO)),
    (ShowStories(), Case(EVERYBODY)),
    # What was not chosen is not dropped.
    (DropStory(number=1), Case(EVERYBODY, changing("places"))),
    (DropSource(source=7), Case(EVERYBODY, changing("places"))),
    *[(ShowPush(number=1, screen=screen), Case(EVERYBODY)) for screen in PushScreen],
    *[
        (ChooseByPush(number=1, act=act, which=which), Case(EVERYBODY, CHOSEN))
        for act, which in (
            (PushAct.FOLLOW, 0),
            (PushAct.NO_STORY, 0),
            (PushAct.NO_TOPIC, 1),
            (PushAct.NO_WORD, WORD),
            (PushAct.HOUR, 0),
            (PushAct.MORNING, 0),
        )
    ],
    (ChooseByPush(number=1, act=PushAct.NO_SOURCE), Case(frozenset(), refusal=STALE)),
    (ChooseByPush(number=1, act=PushAct.UNDO), Case(frozenset(), refusal=NOTHING_TO_UNDO)),
]
