"""Generated comments: of honest readers, in Russian and English, and of a campaign that advertises.

The honest ones have what honest comments have: abbreviations, numbers, missing spaces, capitals, emoji, names of
companies, quotes of the article. The parts are recombined; the same seed makes the same comments.
"""

import random
from collections.abc import Callable

_OPENINGS = (
    "Читаю и не верю.", "Ну наконец-то!", "Интересно, а кто за это отвечает?", "Спасибо за статью.",
    "Живу рядом, подтверждаю:", "Не соглашусь с автором.", "Коллеги, давайте без эмоций.", "Вот это новость!!!",
    "Хм…", "Давно пора,", "Опять двадцать пять.", "Смотрел вчера трансляцию:",
    "Как человек, который там работал, скажу:", "Простите за занудство, но", "В 2019 г. обещали то же.", "ЧТО?!",
    "Мне 67 лет, и я помню,", "Да ладно вам,", "По-моему,", "Прочитал дважды.", "Ахаха 😂", "👍", "Если честно,",
    "Мария, вы правы:", "Автору респект.", "Т.е. получается так:", "P.S. к предыдущему:", "Хорошая новость.Только",
)  # fmt: skip
_OPINIONS = (
    "мост ремонтируют третий год, а пробки как были, так и есть",
    "билеты по 1 200 руб. — это перебор для семьи из 4 человек",
    "в Москве такое сделали ещё в 2021-м, и ничего, живём", "главное, чтобы не отменили 45-й автобус",
    "инфляция 8,5 % только на бумаге, в магазине все 30", "музей отличный, ходили с внуками 3 раза",
    "ЦБ РФ и Минфин опять считают по-разному", "тренер менял состав, поэтому счёт 3:2, а не 5:0",
    "почему молчит прокуратура, ведь всё записано на видео", "врачи в этой больнице — золотые люди, честно",
    "дорогу до СНТ «Ромашка» не чистили с декабря", "закон приняли за 15 минут, никто даже не читал",
    "школьникам задают столько, что они сидят до 23.00", "учёные молодцы, но денег им опять не дали",
    "парк красивый, а вот освещения нет совсем", "надо не штрафы поднимать, а светофоры чинить",
    "у нас во дворе то же самое: яма, забор и табличка", "я бы не торопился с выводами, подождём суда",
    "прогноз обещал +12, а выпал снег", "за такие деньги можно было построить две школы",
    "сборная играла на классе, особенно вратарь", "электрички ходят раз в 2 часа, и это в 20 км от города",
    "в Сбере и ВТБ ставка по вкладам уже другая", "театр закрыли на ремонт, а артистов — в отпуск без содержания",
    "в комментариях одни эксперты, читать невозможно",
    "пенсию проиндексировали на 4 %, спасибо, чувствую себя богачом", "iPhone тут ни при чём, дело в связи",
    "мой дед строил этот завод, и мне обидно до слёз",
)  # fmt: skip
_ENDINGS = (
    ".", "!", "...", ". Или я что-то путаю?", ". Кто видел своими глазами, напишите, пожалуйста.", " 🙂",
    ". И да, я за.", ", и т.д.", ". Вопрос к редакции: будет ли продолжение?", ". Извините, накипело.",
    " (и это ещё мягко сказано).", ". Как говорил Жванецкий, «тщательнее надо».", ". 100 % поддерживаю.", "?",
    ". Доживём до лета — увидим.", ". Вот и всё.",
)  # fmt: skip
_SHORT = (
    "Согласен!", "Спасибо", "👏👏👏", "+1", "Жесть", "Не верю.", "Ну и новости...", "Ого", "Так и есть", "УРА!!!",
    "Бред", "Поздравляю!", "Грустно это всё", "Ждём", "Лучше поздно, чем никогда", "Держитесь там!",
    "Красота-то какая",
)  # fmt: skip
_ENGLISH = (
    "Thanks for covering this, nobody else did.", "I live two streets away and the noise is unbearable.",
    "Not sure the numbers add up: 1,200 per ticket times 300 seats?", "As a nurse I can confirm every word of it.",
    "Great, another committee. What could go wrong?", "Finally some good news from the city council!",
    "The bridge was closed in 2019, and again in 2022.", "I disagree, but it is well written.",
    "Does anyone know if the museum is open on Mondays?", "This is why we can't have nice things...",
    "U.S. teams train differently, e.g. they rest more.", "My grandfather worked at that factory for 40 years.",
    "Read the law before you comment, please.", "Honestly the coach should have changed the team at half-time.",
    "Well,that escalated quickly", "Prices went up 30% here. Not 8%.", "I would wait for the court's decision.",
    "Good luck to everybody who has to drive there tomorrow!", "LOL", "So true", "Is there a map of the new route?",
)  # fmt: skip

_GOODS = (
    "казино",
    "ставки на спорт",
    "крипту",
    "курсы трейдинга",
    "быстрый займ",
    "лёгкий заработок",
    "таро и привороты",
)
_BRAGS = (
    "Поднял 50 000 за неделю, проверено", "Ребята, нашёл отличную тему", "Раздают бонусы всем новым",
    "Мне помогло, рекомендую", "Честные выплаты без обмана", "Кому нужны деньги", "Сам не верил, пока не попробовал",
)  # fmt: skip
_CALLS = ("Пиши в личку", "Пишите мне в лс", "Подробности в профиле", "Ссылка в описании")


class CommentGenerator:
    """Comments by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def honest(self) -> str:
        """Return a comment of an honest reader: one in four in English, one in eight of a word or two."""
        kind = self._random.random()
        if kind < 0.25:
            return " ".join(self._random.sample(_ENGLISH, self._random.randint(1, 3)))
        if kind < 0.375:
            return self._random.choice(_SHORT)
        return self._sentence()

    def substantial(self) -> str:
        """Return an honest comment of a sentence or two."""
        return self._sentence()

    def harmless(self) -> str:
        """Return the harmless comment with which an advertising account begins: a short one, or a sentence."""
        return self._random.choice(_SHORT) if self._random.random() < 0.7 else self._sentence()

    def spam(self) -> str:
        """Return an advertisement with a way to follow it: an address, a contact, a mention, or a call into a chat."""
        text = f"{self._random.choice(_BRAGS)}: {self._random.choice(_GOODS)}"
        return self._random.choice(_WAYS)(self._random, text)

    def _sentence(self) -> str:
        parts = (self._random.choice(words) for words in (_OPENINGS, _OPINIONS, _ENDINGS))
        opening, opinion, ending = parts
        return f"{opening} {opinion}{ending}"


def _name(rng: random.Random) -> str:
    what, kind = rng.choice(("lucky", "money", "win", "profit", "best")), rng.choice(("bot", "club", "pro"))
    return f"{what}_{kind}{rng.randint(1, 999)}"


def _telephone(rng: random.Random) -> str:
    return f"+7 9{rng.randint(10, 99)} {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}"


def _disguised(rng: random.Random, address: str) -> str:
    """Return an address in one of the spellings that are meant to pass."""
    disguises: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: text.replace(".", " точка ").replace("com", "ком").replace("ru", "ру"),
        lambda text: text.replace(".", "[.]"),
        lambda text: text.replace(".", "․"),
        lambda text: text.replace("o", "о").replace("c", "с").replace("e", "е"),
        lambda text: "\u200b".join(text),
        lambda text: " ".join(text),
        lambda text: f"https://{text}",
        lambda text: text.upper(),
    )
    return rng.choice(disguises)(address)


_WAYS: tuple[Callable[[random.Random, str], str], ...] = (
    lambda rng, text: f"{text} {_disguised(rng, f'lucky{rng.randint(1, 99)}.com')}",
    lambda rng, text: f"{text} {_disguised(rng, f'bet-{rng.randint(1, 99)}.ru')}",
    lambda rng, text: f"{text} {rng.choice(('t.me', 'т.ме', 'T․me', 'telegram.me'))}/{_name(rng)}",
    lambda rng, text: f"{text}, пиши @{_name(rng)}",
    lambda rng, text: f"{text}. Телега: {_name(rng)}",
    lambda rng, text: f"{text}. Тел. {_telephone(rng)}",
    lambda rng, text: f"{text}. {rng.choice(_CALLS)}",
    lambda rng, text: f"{text.upper()}!!! НАБОР В КОМАНДУ ОТКРЫТ",
    lambda rng, text: f"{text.replace('а', 'а' + chr(0x200B))} без вложений",
)  # fmt: skip
