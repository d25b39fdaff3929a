"""What a button carries: ids only, at most 64 bytes. It says what; the database says whether."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# What a database can hold: anything outside is a forged button, and no handler answers it.
Id = Annotated[int, Field(ge=0, le=2**62)]
# Where 64 bytes have more to carry, numbers of articles are no larger than those that the search's index knows.
Number = Annotated[int, Field(ge=0, le=2**30)]
Page = Annotated[int, Field(ge=0, le=9999)]


class Listing(StrEnum):
    """The list a screen belongs to, and «Назад» returns to."""

    NONE = "-"
    LATEST = "l"
    ARCHIVE = "a"
    EDITION = "e"
    RELATED = "r"


class Way(StrEnum):
    """How a page of a list is found."""

    FROM = "f"
    NEWER = "n"
    MONTH = "m"


class ShowList(CallbackData, prefix="p"):
    """A page of a list: from the article `at` on, newer than it, of the month `at` (yyyymm), or the edition `at`."""

    listing: Listing
    way: Way = Way.FROM
    at: Id = 0


class ShowMonths(CallbackData, prefix="y"):
    """The months of a year; 0 is the newest."""

    year: Id = 0


class OpenArticle(CallbackData, prefix="a"):
    """An article's page (from 0), and the list it was opened from: its kind and what `ShowList.at` leads back."""

    number: Id
    page: Id = 0
    listing: Listing = Listing.NONE
    origin: Id = 0


class ShowRelated(CallbackData, prefix="R"):
    """«Похожие публикации» of an article, and the list that was opened from, as in `OpenArticle`."""

    number: Id
    listing: Listing = Listing.NONE
    origin: Id = 0


class OpenNear(CallbackData, prefix="A"):
    """An article's page (from 0) that was opened from the related ones of `near`, and the list that this came from."""

    number: Number
    near: Number
    page: Page = 0
    listing: Listing = Listing.NONE
    origin: Id = 0


class ShowPhoto(CallbackData, prefix="f"):
    """The picture of an article."""

    number: Id


class Subscribing(CallbackData, prefix="s"):
    """Begin or end the chat's subscription."""

    on: bool


class ShowComments(CallbackData, prefix="c"):
    """An article's comments: the newest, or those before or after a comment's id."""

    number: Id
    before: Id = 0
    after: Id = 0


class AskComment(CallbackData, prefix="w"):
    """«Добавьте комментарий» under an article."""

    number: Id


class RegisterStep(StrEnum):
    """A step of registering."""

    BEGIN = "b"
    AGREE = "a"
    OWN_NAME = "o"
    CANCEL = "c"


class Registering(CallbackData, prefix="r"):
    """A step of registering, and the article to come back to (0 is none)."""

    step: RegisterStep
    number: Id = 0


class ChooseLanguage(CallbackData, prefix="l"):
    """The language to speak."""

    language: str


class ShowDrafts(CallbackData, prefix="D"):
    """A page of drafts with numbers below `before`; 0 is the first."""

    before: Id = 0


class DraftAct(StrEnum):
    """What an editor does with a draft."""

    SHOW = "s"
    PUBLISH = "p"
    KEEP = "k"
    DISCARD = "d"


class DraftAction(CallbackData, prefix="d"):
    """A deed on a draft, and the page of its preview."""

    number: Id
    act: DraftAct
    page: Id = 0


class EditAct(StrEnum):
    """What an editor does with an article in hand."""

    SHOW = "s"
    TITLE = "t"
    TEXT = "x"
    SILENT = "q"
    VISIBLE = "v"
    NO_REASON = "n"
    CANCEL = "c"
    RETRACT = "r"
    RETRACT_SURELY = "R"


class EditAction(CallbackData, prefix="e"):
    """A deed on an article in hand."""

    number: Id
    act: EditAct


class RelateAct(StrEnum):
    """What an editor does about the articles under another."""

    SHOW = "s"
    PIN = "p"
    FORBID = "f"
    DROP = "d"


class RelateAction(CallbackData, prefix="k"):
    """A deed on the articles under another; `other` is the one whose verdict is dropped."""

    number: Id
    act: RelateAct
    other: Id = 0


class ShowQueue(CallbackData, prefix="q"):
    """The pushes under way."""


class EditionAct(StrEnum):
    """What an admin does with a push."""

    PAUSE = "p"
    RESUME = "r"
    STOP = "s"
    STOP_SURELY = "S"


class EditionAction(CallbackData, prefix="E"):
    """A deed on a push."""

    number: Id
    act: EditionAct


class Order(StrEnum):
    """What comes first of what a search found."""

    NEWEST = "n"
    BEST = "b"


# What 64 bytes can hold of a search.
Place = Annotated[int, Field(ge=0, le=999)]
Month = Annotated[int, Field(ge=0, le=9999 * 12)]  # `news.search.month_of`
WORD = r"^[0-9a-z\u0430-\u044f]{0,28}$"  # Latin and Cyrillic letters


class AskSearch(CallbackData, prefix="Q"):
    """«Поиск»: ask for words."""


class ShowFound(CallbackData, prefix="F"):
    """A page of what was found, the words standing in the message.

    Newest first, from the article `at` on or newer than it; best first, the page `at`. `topic` is an article
    that has it; 0 is all.
    """

    order: Order = Order.NEWEST
    way: Way = Way.FROM
    at: Number = 0
    month: Month = 0
    topic: Number = 0


class OpenFound(CallbackData, prefix="O"):
    """An article's page (from 0), and what `ShowFound` it was opened from, or the related ones of which `origin`."""

    number: Number
    page: Page = 0
    order: Order = Order.NEWEST
    at: Number = 0
    month: Month = 0
    topic: Number = 0
    origin: Number = 0


class FoundRelated(CallbackData, prefix="N"):
    """«Похожие публикации» of an article, and what `ShowFound` that was opened from."""

    number: Number
    order: Order = Order.NEWEST
    at: Number = 0
    month: Month = 0
    topic: Number = 0


class FoundMonths(CallbackData, prefix="M"):
    """The months of a year that hold something found; 0 is the newest."""

    order: Order = Order.NEWEST
    topic: Number = 0
    year: Page = 0


class FoundTopics(CallbackData, prefix="T"):
    """The topics of what was found."""

    order: Order = Order.NEWEST
    month: Month = 0


class TryWord(CallbackData, prefix="W"):
    """Another word in the place of one of those looked for, counted from 0; an empty one leaves it out."""

    index: Place
    word: Annotated[str, Field(pattern=WORD)] = ""
