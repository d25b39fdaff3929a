"""The items of a made-up news site: their words, and how its feed and its pages show them."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape

_SYLLABLES = (
    "ба",
    "ве",
    "го",
    "ди",
    "жу",
    "за",
    "ки",
    "ло",
    "ме",
    "ну",
    "по",
    "ра",
    "са",
    "ти",
    "фо",
    "ха",
    "че",
    "шу",
)
_WORDS_IN_SENTENCE, _SENTENCES, _PARAGRAPHS = 9, 3, 4


@dataclass
class Item:
    """A publication of the site. Its feed has the whole text if it `is_full`, else the first paragraph.

    `corrections` counts the changes of a sentence; each other number is of changes that say nothing new: of the GUID,
    of the address, of the markup, and of the counter of views.
    """

    number: int
    published: datetime
    is_full: bool = True
    corrections: int = 0
    guid: int = 0
    slug: int = 0
    markup: int = 0
    views: int = 0
    picture: str = ""
    _text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        words = _Words(self.number)
        self._headline = words.sentence()
        self._text = [" ".join(f"{words.sentence()}." for _ in range(_SENTENCES)) for _ in range(_PARAGRAPHS)]

    @property
    def title(self) -> str:
        """The headline: it names the number, by which a message is recognised."""
        corrected = f", уточнение {self.corrections}" if self.corrections else ""
        return f"№ {self.number}: {self._headline}{corrected}"

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is now, without the counter."""
        corrected = f"{_Words(self.number, self.corrections).sentence()}. {self._text[0]}"
        return [corrected, *self._text[1:]] if self.corrections else self._text

    @property
    def path(self) -> str:
        """The path of the page."""
        return f"/news/{self.number}-{self.slug}.html"

    def feed_entry(self, site: str) -> str:
        """Return the item of the RSS feed."""
        text = f"<content:encoded>{escape(self._html())}</content:encoded>" if self.is_full else ""
        return (
            f"<item><title>{escape(self.title)}</title><link>{site}{self.path}</link>"
            f'<guid isPermaLink="false">item-{self.number}-{self.guid}</guid>'
            f"<pubDate>{format_datetime(self.published)}</pubDate>"
            f"<description>{escape(self.paragraphs[0])}</description>{text}</item>"
        )

    def page(self) -> str:
        """Return the HTML of the page, with a menu and a list of other pages around the text."""
        menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("новости", "погода", "афиша", "контакты"))
        others = "".join(f'<li><a href="/news/{number}.html">Другая новость {number}</a></li>' for number in range(8))
        return (
            f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(self.title)}</title></head>'
            f"<body><nav><ul>{menu}</ul></nav><article><h1>{escape(self.title)}</h1>{self._html()}</article>"
            f"<aside><h3>Похожие публикации</h3><ul>{others}</ul></aside></body></html>"
        )

    def _html(self) -> str:
        first, *rest = self.paragraphs
        word, _, others = first.partition(" ")
        shown = f"<b>{word}</b> {others}" if self.markup % 2 else first
        picture = f'<img src="{self.picture}">' if self.picture else ""
        counter = f"<p>Просмотров: {self.views}</p>" if self.views else ""
        return f"<p>{shown}</p>{picture}{''.join(f'<p>{each}</p>' for each in rest)}{counter}"


class _Words:
    """Made-up words, the same for the same seed: two items have no sentence in common."""

    def __init__(self, number: int, correction: int = 0) -> None:
        self._random = random.Random(number * 1000 + correction)  # noqa: S311 - made-up words

    def sentence(self) -> str:
        """Return a sentence without its full stop."""
        words = ("".join(self._random.choices(_SYLLABLES, k=3)) for _ in range(_WORDS_IN_SENTENCE))
        return " ".join(words).capitalize()
