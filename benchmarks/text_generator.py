"""Generated news: sentences composed of a small list of words; the same seed makes the same texts."""

import random
from collections.abc import Sequence
from itertools import product

from news.richtext import dump, from_plain

WHO = (
    "Городской музей", "Областной театр", "Институт физики", "Речной порт", "Ботанический сад", "Дом культуры",
    "Молодёжный оркестр", "Исторический архив", "Спортивный клуб", "Новый вокзал", "Сельский лицей",
    "Музыкальный колледж",
)  # fmt: skip
DOES = (
    "открывает", "готовит", "показывает", "обсуждает", "поддерживает", "обновляет", "проводит", "планирует",
    "завершает", "начинает", "расширяет", "возобновляет",
)  # fmt: skip
WHAT = (
    "большую выставку", "летнюю программу", "встречу с читателями", "ремонт северного крыла", "научную конференцию",
    "конкурс молодых авторов", "совместный проект с соседями", "цикл открытых лекций", "проверку старых карт",
    "работу над новым маршрутом", "подготовку к зимнему сезону", "запись на бесплатные занятия",
)  # fmt: skip
WHEN = (
    "на этой неделе", "до конца месяца", "в первой половине года", "после долгого перерыва", "по просьбам жителей",
    "вместе с волонтёрами", "в память об основателе", "несмотря на дождливую погоду", "впервые за десять лет",
    "при поддержке университета", "на набережной и в парке", "в нескольких районах сразу",
)  # fmt: skip
TOPICS = ("Культура", "Наука", "Спорт", "Город", "Общество", None)

PARAGRAPHS = 3000
SENTENCES_IN_PARAGRAPH = (2, 4)
# On average a stored body has 1.5 kB of UTF-8.
PARAGRAPHS_IN_BODY = (1, 6)


class TextGenerator:
    """Recombines a stock of paragraphs: a million bodies take seconds, and neighbours differ."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._sentences = [" ".join(parts) for parts in product(WHO, DOES, WHAT, WHEN)]
        self._paragraphs = [self._paragraph() for _ in range(PARAGRAPHS)]
        self._stored = [dump(from_plain(text)).removeprefix("[").removesuffix("]") for text in self._paragraphs]
        self._lengths = range(PARAGRAPHS_IN_BODY[0], PARAGRAPHS_IN_BODY[1] + 1)

    def title(self) -> str:
        """Return a headline."""
        return self._sentences[int(self._random.random() * len(self._sentences))]

    def topic(self) -> str | None:
        """Return a topic, or none."""
        return TOPICS[int(self._random.random() * len(TOPICS))]

    def stored_body(self) -> str:
        """Return a body as `news.richtext.dump` stores it."""
        return f"[{','.join(self._some(self._stored))}]"

    def text(self) -> str:
        """Return a plain text, with blank lines between the paragraphs."""
        return "\n\n".join(self._some(self._paragraphs))

    def comment(self) -> str:
        """Return a comment: one paragraph."""
        return self._paragraphs[int(self._random.random() * PARAGRAPHS)]

    def _some(self, stock: Sequence[str]) -> list[str]:
        return self._random.choices(stock, k=self._lengths[int(self._random.random() * len(self._lengths))])

    def _paragraph(self) -> str:
        count = self._random.randint(*SENTENCES_IN_PARAGRAPH)
        return " ".join(f"{sentence}." for sentence in self._random.choices(self._sentences, k=count))
