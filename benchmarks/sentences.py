"""Articles recombined from the sentences of a file, or of `benchmarks.prose`, with what the index keeps of them.

The file is JSON Lines with `title` and `text`; SENTENCES names it. A sentence is stemmed once, however often it comes.
"""

import json
import os
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.prose import Prose
from news.indexing import BORDER
from news.richtext import dump, from_plain
from news.stems import forms

# As in the tests: a benchmark has no bot.app to take its settings from.
FILE = os.environ.get("SENTENCES", "")  # noqa: TID251
SHORTEST = 20
SENTENCES_EACH = 10
STOCK = 4_000
_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence: its text, the block of a body it is stored as, and its tokens."""

    text: str
    stored: str
    tokens: str


class Sentences:
    """Makes articles; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        titles, sentences = _read(Path(FILE)) if FILE else _made_up(seed)
        self.vocabulary: dict[str, str] = {}
        self._titles = [self._piece(title) for title in titles]
        self._pieces = [self._piece(sentence) for sentence in sentences]
        self.words = [word for piece in self._pieces for _, word in forms(piece.text)]
        self.commonest = Counter(token for piece in self._pieces for token in set(piece.tokens.split())).most_common(1)[
            0
        ][0]

    def article(self) -> tuple[str, str, str]:
        """Return a title, a body as it is stored, and the tokens of the index."""
        title = self._random.choice(self._titles)
        pieces = self._random.choices(self._pieces, k=SENTENCES_EACH)
        tokens = " ".join((BORDER, BORDER, title.tokens, BORDER, BORDER, *(piece.tokens for piece in pieces), BORDER))
        return title.text, f"[{','.join(piece.stored for piece in pieces)}]", tokens

    def text(self) -> str:
        """Return a text as people hand it in."""
        return "\n\n".join(piece.text for piece in self._random.choices(self._pieces, k=SENTENCES_EACH))

    def query(self, count: int) -> str:
        """Return so many words, drawn as often as they are written."""
        return " ".join(self._random.choices(self.words, k=count))

    def _piece(self, text: str) -> Piece:
        found = forms(text)
        self.vocabulary |= dict(found)
        stored = dump(from_plain(text)).removeprefix("[").removesuffix("]")
        return Piece(text, stored, " ".join(stem for stem, _ in found) or BORDER)


def _read(file: Path) -> tuple[list[str], list[str]]:
    articles = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    sentences = [each for article in articles for each in _END.split(article["text"]) if len(each) >= SHORTEST]
    return [article["title"][:200] for article in articles], sentences


def _made_up(seed: int) -> tuple[list[str], list[str]]:
    prose = Prose(seed)
    return [prose.title() for _ in range(STOCK // SENTENCES_EACH)], [f"{prose.title()}." for _ in range(STOCK)]
