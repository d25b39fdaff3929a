"""Managing: the figures (`/stats`)."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.managing import Figure, OpenFigure, SendFigures, TurnFigure
from handlers.cards import charts, statistics
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

SPAN_DAYS = 30
YEAR_DAYS = 365


def router() -> Router:
    """Bind the commands and the buttons."""
    router = Router(name="managing")
    router.message.register(show_statistics, Command("stats"), in_private)
    router.callback_query.register(open_figure, OpenFigure.filter())
    router.callback_query.register(turn_figure, TurnFigure.filter())
    router.callback_query.register(send_figures, SendFigures.filter())
    return router


async def show_statistics(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the counts of the newspaper, and the buttons of the figures."""
    totals = await news.statistics.totals(reader)
    days = await news.statistics.subscribers(reader, SPAN_DAYS)
    await screens.answer(message, statistics.statistics_card(totals, days, t))


async def open_figure(
    query: CallbackQuery, callback_data: OpenFigure, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Send a figure below the counts."""
    figure = callback_data.figure
    shown = TurnFigure(figure=figure, days=statistics.SPANS[figure][0], dark=False)
    await screens.send_below(query, await _figure(shown, news, reader, t))


async def turn_figure(
    query: CallbackQuery, callback_data: TurnFigure, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the figure over other days, or on another background."""
    spans = statistics.SPANS[callback_data.figure]
    days = callback_data.days if callback_data.days in spans else spans[0]
    await screens.replace(query, await _figure(callback_data.model_copy(update={"days": days}), news, reader, t))


async def send_figures(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Send all figures as files, which are written in a thread."""
    days = await news.statistics.subscribers(reader, YEAR_DAYS)
    articles = await news.statistics.most_read(reader, SPAN_DAYS)
    hours = await news.statistics.hours(reader, SPAN_DAYS)
    await screens.send_below(query, await asyncio.to_thread(statistics.files_card, days, articles, hours, t))


async def _figure(shown: TurnFigure, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Return the card of a figure. It is drawn in a thread; without matplotlib the card is a text."""
    if shown.figure is Figure.SUBSCRIBERS:
        drawing = statistics.subscribers_drawing(await news.statistics.subscribers(reader, shown.days), t)
    elif shown.figure is Figure.PUBLICATIONS:
        drawing = statistics.publications_drawing(await news.statistics.most_read(reader, shown.days), shown.days, t)
    else:
        drawing = statistics.hours_drawing(await news.statistics.hours(reader, shown.days), shown.days, t)
    draw = drawing.draw if charts.is_available() else None
    picture = await asyncio.to_thread(draw, shown.dark) if draw is not None else None
    return statistics.figure_card(drawing, shown, picture, t)
