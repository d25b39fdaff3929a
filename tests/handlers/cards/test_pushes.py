"""The queue of editions: its longest form fits a message, and it tells progress in numbers."""

from datetime import timedelta

import pytest

from handlers.cards import editions, pushes
from news.editions import EditionStatus, Queue
from news.ledger import CORRECTION_RULES, Edition, EditionKind, Progress
from news.notices import Notice, NoticeKind, Remedy
from tests.handlers.cards.samples import LARGEST_ID, NOW, T, check, status_of, t_of
from texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_queue_fits_a_message_and_offers_only_what_can_be_done(language: str) -> None:
    t = t_of(language)
    statuses = [status_of(), status_of(paused=True), status_of(0), status_of(stopped=True), status_of(0, finished=True)]
    card = pushes.queue_card(Queue(tuple(statuses)), t)
    check(card)
    number = str(LARGEST_ID)
    assert [[one.text for one in row] for row in card.rows] == [
        [f"{number}: {t('Pause')}", f"{number}: {t('End')}"],
        [f"{number}: {t('Resume')}", f"{number}: {t('End')}"],
        [t("Refresh")],
    ]
    check(pushes.ask_stop_card(LARGEST_ID, t))
    check(editions.notice_card(Notice(NoticeKind.GONE, LARGEST_ID, Remedy.ENDED, "Ж" * 32), t))


def test_a_queue_tells_how_far_an_edition_is_and_how_long_it_will_take() -> None:
    edition = Edition(7, EditionKind.HEADLINES, (1,), 1, NOW, CORRECTION_RULES)
    progress = Progress(edition, {"sent": 1200, "pending": 300, "gone": 1}, 5000)
    fast, slow = (
        EditionStatus(progress, 28.6, timedelta(minutes=3)),
        EditionStatus(progress, 0.4, timedelta(minutes=90)),
    )
    new = EditionStatus(Progress(edition, {}, 3), 0, None)
    shown = pushes.queue_card(Queue((fast, slow, new)), T).text.text.split("\n\n")
    assert shown[0] == "Рассылки"
    assert shown[1].split("\n") == [
        "Выпуск № 7, 14:05",
        "осталось: 5\xa0300, в секунду: 29, примерно 3 мин",
        "ждут: 300, отправлено: 1\xa0200, недоступны: 1",
    ]
    assert "в секунду: 0,4" in shown[2]
    assert shown[3].split("\n") == ["Выпуск № 7, 14:05", "осталось: 3"]
