"""The figures as texts and files."""

import csv
import io
from datetime import date, timedelta

from handlers.callbacks.managing import Figure, TurnFigure
from handlers.cards.card import Card, Upload
from handlers.cards.statistics import (
    SPANS,
    figure_card,
    files_card,
    hours_drawing,
    publications_drawing,
    statistics_card,
    subscribers_drawing,
)
from news.model import NewspaperStatistics
from news.ports.statistics import ReadCount
from news.statistics import HourFigures, SubscriberDay
from tests.handlers.cards.samples import T, check

DAYS = [SubscriberDay(date(2026, 3, 1) + timedelta(days=index), index % 3, 1, 0, 1000 + index) for index in range(30)]
COUNTS = NewspaperStatistics(1, 1, 1, 1, 1029, None, {})


def labels(card: Card) -> list[str]:
    return [button.text for row in card.rows for button in row]


def test_the_counts_come_with_the_last_days_and_a_button_for_each_figure() -> None:
    card = statistics_card(COUNTS, DAYS, T)

    assert "1 029 подписчиков" in card.text.text.replace("\u00a0", " ")
    assert "За 30 дней: пришли 30, ушли 30, заблокировали бота 0." in card.text.text
    assert labels(card)[:4] == ["Подписчики", "Публикации", "Часы", "CSV"]


def test_a_picture_has_its_words_as_caption_and_buttons_for_span_and_theme() -> None:
    shown = TurnFigure(figure=Figure.SUBSCRIBERS, days=30, dark=False)

    light = figure_card(subscribers_drawing(DAYS, T), shown, b"png", T)
    dark = figure_card(subscribers_drawing(DAYS, T), shown.model_copy(update={"dark": True}), b"png", T)

    assert light.media[0].file == Upload("subscribers.png", b"png")
    assert light.text.units <= 1024
    assert labels(light)[:2] == ["365 дней", "Тёмная"]
    assert labels(dark)[:2] == ["365 дней", "Светлая"]


def test_without_a_picture_the_figure_is_a_table_that_fits_a_message() -> None:
    year = [SubscriberDay(date(2026, 3, 1) + timedelta(days=index), *[10**9] * 4) for index in range(365)]
    articles = [ReadCount(10**9 + index, "Ш" * 250, 10**9, 10**9) for index in range(10)]
    hours = [HourFigures(hour, *[10**9] * 4) for hour in range(24)]
    drawings = {
        Figure.SUBSCRIBERS: subscribers_drawing(year, T),
        Figure.PUBLICATIONS: publications_drawing(articles, 30, T),
        Figure.HOURS: hours_drawing(hours, 30, T),
    }
    for figure, drawing in drawings.items():
        card = figure_card(drawing, TurnFigure(figure=figure, days=SPANS[figure][0], dark=False), None, T)

        check(card)
        assert not card.media
        assert "Тёмная" not in labels(card)
    short = figure_card(
        subscribers_drawing(DAYS[:1], T), TurnFigure(figure=Figure.SUBSCRIBERS, days=30, dark=False), None, T
    )
    assert "1 мар.: 1 000; пришли 0, ушли 1, заблокировали 0" in short.text.text.replace("\u00a0", " ")


def test_the_captions_of_the_largest_figures_fit_a_picture() -> None:
    hours = [HourFigures(hour, *[10**9] * 4) for hour in range(24)]
    articles = [ReadCount(1, "Ш" * 250, 10**9, 10**9)]
    for drawing in (subscribers_drawing(DAYS, T), publications_drawing(articles, 30, T), hours_drawing(hours, 30, T)):
        shown = TurnFigure(figure=Figure.HOURS, days=30, dark=False)
        assert figure_card(drawing, shown, b"png", T).text.units <= 1024


def test_nothing_to_draw_is_said_in_a_sentence() -> None:
    for drawing in (publications_drawing([], 7, T), hours_drawing([HourFigures(hour) for hour in range(24)], 30, T)):
        assert drawing.draw is None
        card = figure_card(drawing, TurnFigure(figure=Figure.HOURS, days=7, dark=False), None, T)
        assert "За эти дни" in card.text.text


def test_the_files_are_one_album_of_three_tables() -> None:
    card = files_card(DAYS, [ReadCount(7, "=1+1", 5, 9)], [HourFigures(9, 1, 2, 3, 4)], T)

    uploads = [medium.file for medium in card.media if isinstance(medium.file, Upload)]
    assert [each.name for each in uploads] == ["subscribers.csv", "publications.csv", "hours.csv"]
    tables = [list(csv.reader(io.StringIO(each.content.decode("utf-8-sig")), delimiter=";")) for each in uploads]
    assert tables[0][:2] == [
        ["День", "Подписчики", "Пришли", "Ушли", "Заблокировали бота"],
        ["2026-03-01", "1000", "0", "1", "0"],
    ]
    assert tables[1][1:] == [["7", "'=1+1", "5", "9"]]
    assert tables[2][1:] == [["9", "1", "2", "3", "4"]]
