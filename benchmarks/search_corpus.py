"""Articles for the search benchmark, recombined from sentences, with their index tokens.

The sentences come from the file in SENTENCES (JSON Lines with `title` and `text`), or from `text_generator`. Each
sentence is stemmed only once.
"""

import json
import os
import random
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.text_generator import TextGenerator
from news.indexing import BORDER, END
from news.richtext import dump, from_plain
from news.stems import forms, read

# Benchmarks have no bot.app to get settings from.
FILE = os.environ.get("SENTENCES", "")  # noqa: TID251
MIN_CHARACTERS = 20
SENTENCES_EACH = 10
STOCK = 4_000
_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence: its text, its stored form (a block of a body), and its index tokens."""

    text: str
    stored: str
    tokens: str
    further: tuple[str, ...]


class SearchCorpus:
    """Makes articles and queries; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        titles, sentences = _read(Path(FILE)) if FILE else _generate(seed)
        self.vocabulary: dict[str, str] = {}
        self._titles = [self._piece(title) for title in titles]
        self._pieces = [self._piece(sentence) for sentence in sentences]
        self.words = [word for piece in self._pieces for _, word in forms(piece.text)]
        frequencies = Counter(token for piece in self._pieces for token in set(piece.tokens.split()))
        self.commonest = max(frequencies, key=frequencies.__getitem__)

    def article(self) -> tuple[str, str, str]:
        """Return a title, a stored body, and the index tokens."""
        title = self._random.choice(self._titles)
        pieces = self._random.choices(self._pieces, k=SENTENCES_EACH)
        further = dict.fromkeys(chain.from_iterable(piece.further for piece in (title, *pieces)))
        texts = (title.tokens, BORDER, BORDER, *(piece.tokens for piece in pieces))
        tokens = " ".join((BORDER, BORDER, *texts, BORDER, *further, END))
        return title.text, f"[{','.join(piece.stored for piece in pieces)}]", tokens

    def text(self) -> str:
        """Return a plain text, with blank lines between the paragraphs."""
        return "\n\n".join(piece.text for piece in self._random.choices(self._pieces, k=SENTENCES_EACH))

    def query(self, count: int) -> str:
        """Return `count` words, chosen with the frequency they have in the articles."""
        return " ".join(self._random.choices(self.words, k=count))

    def _piece(self, text: str) -> Piece:
        found, further = read(text)
        self.vocabulary |= dict(found)
        stored = dump(from_plain(text)).removeprefix("[").removesuffix("]")
        return Piece(text, stored, " ".join(stem for stem, _ in found) or BORDER, tuple(further))


def _read(file: Path) -> tuple[list[str], list[str]]:
    articles = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    sentences = [each for article in articles for each in _END.split(article["text"]) if len(each) >= MIN_CHARACTERS]
    return [article["title"][:200] for article in articles], sentences


def _generate(seed: int) -> tuple[list[str], list[str]]:
    generator = TextGenerator(seed)
    return [generator.title() for _ in range(STOCK // SENTENCES_EACH)], [f"{generator.title()}." for _ in range(STOCK)]
