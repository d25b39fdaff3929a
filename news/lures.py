"""Lures: phrases of advertisements without an address, by which strangers are called into a private chat or a profile.

They hold the comment of a reader who is not trusted yet. They are phrases of several words, because each word alone
stands in honest comments, too («заработок», «ссылка», «профиль»). A newspaper adds its own with `/stopwords`.
"""

from collections.abc import Iterator
from itertools import product

from news.stop_phrases import StopPhrases

_CALLS = ("пиши", "пишите", "напиши", "напишите", "обращайся", "обращайтесь", "жду", "стучи", "отпишись", "отпишите")
_PLACES = (
    "в личку", "в лс", "в л с", "в личные", "в личные сообщения", "в директ", "мне", "мне в личку", "мне в лс",
    "мне в личные", "в телегу", "в телеграм", "в тг", "в ватсап", "на ватсап", "в вотсап", "в профиль", "сюда", "плюс",
    "в пм",
)  # fmt: skip
_HINTS = (
    "подробности", "детали", "инфо", "информация", "ссылка", "ссылочка", "контакты", "номер", "канал", "телега",
    "все", "смотри", "смотрите", "заходи", "заходите", "загляни", "загляните", "переходи", "переходите", "жми",
    "жмите", "адрес", "бот",
)  # fmt: skip
_PROFILES = (
    "в профиле", "в описании", "в описании профиля", "в шапке", "в шапке профиля", "в био", "у меня в профиле",
    "у меня в описании", "в моем профиле", "в мой профиль", "в профиль", "ко мне в профиль", "по ссылке",
    "в личке", "в лс", "в закрепе", "на моей странице", "на мою страницу",
)  # fmt: skip
_OFFERS = (
    "без вложений", "пассивный доход", "дополнительный доход", "удаленная работа", "удаленный заработок",
    "заработок в интернете", "заработок онлайн", "заработок на дому", "работа на дому", "подработка на дому",
    "доход от", "заработок от", "зарабатываю от", "зарабатывай от", "прибыль от", "набор в команду",
    "набираю команду", "набираем людей", "ищу людей в команду", "ищу партнеров", "ищем партнеров",
    "ищу людей", "легкие деньги", "быстрый заработок", "гарантия дохода", "гарантированный доход", "бонус за",
    "фриспины", "промокод на", "промокод в", "раздача денег", "розыгрыш денег", "дарю деньги", "раздаю деньги",
    "бесплатные сигналы", "торговые сигналы", "интим услуги", "девушки по вызову", "сниму порчу", "приворот",
    "займ без отказа", "займы без отказа", "кредит без отказа", "помогу с кредитом", "вернем деньги", "куплю карты",
    "пишите плюс", "ставьте плюс", "dm me", "message me", "text me", "write me", "contact me", "inbox me",
    "check my bio", "link in bio", "link in my bio", "check my profile", "link in profile", "passive income",
    "earn money", "make money online", "work from home", "free signals", "trading signals", "crypto signals",
    "recovery expert", "recover your funds", "guaranteed profit", "invest with", "my profile", "my bio",
)  # fmt: skip


def _phrases() -> Iterator[str]:
    yield from (" ".join(pair) for pair in product(_CALLS, _PLACES))
    yield from (" ".join(pair) for pair in product(_HINTS, _PROFILES))
    yield from _OFFERS


LURES = StopPhrases(_phrases())
