"""Cases of the buttons of `/settings`: everybody chooses for their own chat."""

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
    ShowSettings,
    ShowTopicChoice,
    ShowZones,
    TurnAllTopics,
    TurnDay,
    TurnHour,
    TurnPictures,
    TurnSound,
    TurnTopic,
    Typed,
    UndoChoice,
)
from handlers.callbacks.following import ShowWords
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
from tests.handlers.cases import NOTHING_TO_UNDO, STALE, Case, changing
from tests.handlers.who import EVERYBODY

SHOWN = Case(EVERYBODY)
# A chat that has chosen nothing gets a place, and then its choices.
CHOSEN = Case(EVERYBODY, changing("places", "choices"))
# It gets a place, but what it presses is what it has.
SAME = Case(EVERYBODY, changing("places"))

CHOOSERS_BUTTONS: list[tuple[CallbackData, Case]] = [
    *[(ShowSettings(screen=screen), SHOWN) for screen in SettingsScreen],
    (FinishChoosing(), SHOWN),
    (UndoChoice(), Case(frozenset(), refusal=NOTHING_TO_UNDO)),
    (ShowTopicChoice(), SHOWN),
    *[(TurnTopic(topic=1, on=on), SAME if on else CHOSEN) for on in (True, False)],
    *[(TurnAllTopics(on=on), SAME if on else CHOSEN) for on in (True, False)],
    *[(ChoosePace(pace=pace), SAME if pace in {Pace.AT_ONCE, Pace.HOURS} else CHOSEN) for pace in Pace],
    *[(TurnHour(minute=8 * 60, on=on), CHOSEN if on else SAME) for on in (True, False)],
    *[(TurnDay(day=0, on=on), SAME) for on in (True, False)],
    *[(ChooseBreaking(breaking=each), SAME if each is Breaking.AWAKE else CHOSEN) for each in Breaking],
    *[(ChooseDetail(detail=each), SAME if each is Detail.LEAD else CHOSEN) for each in Detail],
    *[(kind(on=on), SAME if on else CHOSEN) for kind in (TurnPictures, TurnSound) for on in (True, False)],
    (ChooseCap(cap=5), CHOSEN),
    (ShowZones(page=1), SHOWN),
    (ChooseZone(zone="Asia/Omsk"), CHOSEN),
    *[(AskTyped(what=what), Case(EVERYBODY, changing("fsm"))) for what in Typed],
    *[(ChooseQuiet(night=night), SAME if night is Night.NONE else CHOSEN) for night in Night],
    *[(TurnFirstQuiet(on=on), CHOSEN if on else SAME) for on in (True, False)],
    *[(ChooseQuietDays(days=days), SAME) for days in QuietDays],
    *[(ChooseSilence(silence=silence), SAME if silence is Silence.OVER else CHOSEN) for silence in Silence],
    (ChoosePause(days=3), CHOSEN),
    (ShowWords(), Case(frozenset(), refusal=STALE)),
]
