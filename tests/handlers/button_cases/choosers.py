"""Cases of the buttons of `/settings`: everybody chooses for their own chat."""

from itertools import product

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.choosing import (
    AskTyped,
    ChooseBreaking,
    ChooseCap,
    ChooseDetail,
    ChoosePace,
    ChooseZone,
    FinishChoosing,
    SettingsScreen,
    ShowSample,
    ShowSettings,
    ShowTopicChoice,
    ShowZones,
    TurnAllTopics,
    TurnDay,
    TurnHour,
    TurnPictures,
    TurnRich,
    TurnSound,
    TurnTopic,
    Typed,
    UndoChoice,
)
from handlers.callbacks.silencing import (
    ChoosePause,
    ChooseQuiet,
    ChooseQuietDays,
    ChooseSilence,
    Night,
    QuietDays,
    Silence,
    TurnFirstQuiet,
)
from news.choice.preferences import Breaking, Detail, Pace
from tests.handlers.cases import NOTHING_TO_UNDO, Case, changing
from tests.handlers.who import EVERYBODY

SHOWN = Case(EVERYBODY)
CHOSEN = Case(EVERYBODY, changing("choices"), placed=True)
# What is pressed is what the chat has.
SAME = Case(EVERYBODY, placed=True)

BOTH = (True, False)

CHOOSERS_BUTTONS: list[tuple[CallbackData, Case]] = [
    *[(ShowSettings(screen=screen, first=first), SHOWN) for screen, first in product(SettingsScreen, BOTH)],
    (FinishChoosing(), SHOWN),
    (UndoChoice(), Case(frozenset(), refusal=NOTHING_TO_UNDO, placed=True)),
    *[(kind(first=first), SHOWN) for kind, first in product((ShowTopicChoice, ShowZones), BOTH)],
    *[(TurnTopic(topic=1, on=on, first=first), SAME if on else CHOSEN) for on, first in product(BOTH, BOTH)],
    *[
        (kind(on=on, first=first), SAME if on else CHOSEN)
        for kind, on, first in product((TurnAllTopics, TurnPictures, TurnSound), BOTH, BOTH)
    ],
    *[(TurnRich(on=on, first=first), CHOSEN if on else SAME) for on, first in product(BOTH, BOTH)],
    *[(ShowSample(first=first), SHOWN) for first in BOTH],
    *[
        (ChoosePace(pace=pace, first=first), SAME if pace in {Pace.AT_ONCE, Pace.HOURS} else CHOSEN)
        for pace, first in product(Pace, BOTH)
    ],
    *[(TurnHour(minute=480, on=on, first=first), CHOSEN if on else SAME) for on, first in product(BOTH, BOTH)],
    *[(TurnDay(day=0, on=on, first=first), SAME) for on, first in product(BOTH, BOTH)],
    *[(ChooseBreaking(breaking=each), SAME if each is Breaking.AWAKE else CHOSEN) for each in Breaking],
    *[
        (ChooseDetail(detail=each, first=first), SAME if each is Detail.LEAD else CHOSEN)
        for each, first in product(Detail, BOTH)
    ],
    (ChooseCap(cap=5), CHOSEN),
    *[(ChooseZone(zone="Asia/Omsk", first=first), CHOSEN) for first in BOTH],
    *[(AskTyped(what=what, first=first), Case(EVERYBODY, changing("fsm"))) for what, first in product(Typed, BOTH)],
    *[(ChooseQuiet(night=night), SAME if night is Night.NONE else CHOSEN) for night in Night],
    *[(TurnFirstQuiet(on=on), CHOSEN if on else SAME) for on in BOTH],
    *[(ChooseQuietDays(days=days), SAME) for days in QuietDays],
    *[(ChooseSilence(silence=silence), SAME if silence is Silence.OVER else CHOSEN) for silence in Silence],
    (ChoosePause(days=3), CHOSEN),
]
