"""Readers choose what, when and how much they get; the timers push, and the planner gives each what is due.

The newspaper's clock is the test's: it is set forward to the evening, to the night and to the morning.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.choice.preferences import Breaking
from tests.journeys.choices import (
    EVENING,
    MORNING,
    NEXT_MORNING,
    NIGHT,
    QUIET,
    TWICE_A_DAY,
    Readership,
    pushes,
    seen,
    text_of,
    words,
)
from tests.journeys.editing import retract
from tests.journeys.steps import answer_to, numbers, styled, wait_for_text
from tests.journeys.test_corrections import update

pytestmark = pytest.mark.slow


async def test_topics_and_words_decide_who_gets_what_of_one_push(readership: Readership) -> None:
    off = await readership.topics("Спорт")
    only = await readership.topics("Город", others=False)
    anna = await readership.reader("Анна", topics=off)
    boris = await readership.reader("Борис", muted=words("футбол"))
    galya = await readership.reader("Галя", topics=only, followed=words("мост"))
    zoya = await readership.reader("Зоя", topics=only, followed=words("мост"), muted=words("болельщики"))
    dima = await readership.reader("Дима")
    cup, bridge, tram, owls = "Футболом заняли стадион", "Болельщики перешли мосты", "Трамвай пошёл", "Совята вывелись"

    await readership.publish((cup, "Спорт"), (bridge, "Спорт"), (tram, "Город"), owls)

    news = (cup, bridge, tram, owls)
    got = {person.user.first_name: seen(person, *news) for person in (anna, boris, galya, zoya, dima)}
    assert got == {
        "Анна": [tram, owls],
        "Борис": [bridge, tram, owls],
        "Галя": [bridge, tram],
        "Зоя": [tram],
        "Дима": list(news),
    }
    assert [len(pushes(person)) for person in (anna, boris, galya, zoya, dima)] == [1] * 5


async def test_a_digest_comes_at_its_hour_and_none_when_there_is_nothing_new(readership: Readership) -> None:
    anna = await readership.reader("Анна", timetable=TWICE_A_DAY)
    john = await readership.reader("John", "en", timetable=TWICE_A_DAY)

    await readership.publish("Мост открыт")
    await readership.publish("Трамвай пошёл")
    assert (pushes(anna), pushes(john)) == ([], [])

    await readership.wait_until(EVENING)
    assert [styled(each, "bold")[0] for each in pushes(anna)] == ["2 новости с 12:00"]
    assert [styled(each, "bold")[0] for each in pushes(john)] == ["2 news items since 12:00"]
    assert seen(anna, "Мост открыт", "Трамвай пошёл") == ["Мост открыт", "Трамвай пошёл"]

    await readership.wait_until(NEXT_MORNING)
    assert (len(pushes(anna)), len(pushes(john))) == (1, 1)

    await readership.publish("Дожди прошли")
    await readership.wait_until(EVENING)
    assert [len(pushes(person)) for person in (anna, john)] == [2, 2]
    assert "Дожди прошли" in text_of(pushes(anna)[-1])
    assert "Мост открыт" not in text_of(pushes(anna)[-1])


async def test_nothing_comes_in_quiet_hours_but_breaking_news_for_those_who_said_so(readership: Readership) -> None:
    always = replace(QUIET, breaking=Breaking.ALWAYS)
    anna = await readership.reader("Анна", timetable=QUIET)
    john = await readership.reader("John", "en", timetable=QUIET)
    boris = await readership.reader("Борис", timetable=always)
    await readership.wait_until(NIGHT)

    await readership.publish("Мост открыт", "Трамвай пошёл")
    await readership.publish_breaking("Река вышла из берегов")
    await readership.publish_breaking("Река вернулась")

    assert (pushes(anna), pushes(john)) == ([], [])
    assert [text_of(each).split("\n")[:2] for each in pushes(boris)] == [["Срочно", "Река вышла из берегов"]]

    await readership.wait_until(MORNING)
    assert [styled(each, "bold")[0] for each in pushes(anna)] == ["За ночь: 4 новости"]
    assert [styled(each, "bold")[0] for each in pushes(john)] == ["Overnight: 4 news items"]
    assert [styled(each, "bold")[0] for each in pushes(boris)[1:]] == ["За ночь: 3 новости"]
    assert "Река вышла из берегов" not in text_of(pushes(boris)[-1])


async def test_a_correction_and_a_withdrawal_reach_the_digests_that_have_the_article(readership: Readership) -> None:
    newspaper = readership.newspaper
    off = await readership.topics("Спорт")
    anna = await readership.reader("Анна", timetable=QUIET, topics=off)
    boris = await readership.reader("Борис", timetable=QUIET)
    await readership.wait_until(NIGHT)
    cup, bridge, _ = await readership.publish(("Кубок выигран", "Спорт"), "Мост открыт", "Трамвай пошёл")
    await readership.wait_until(MORNING)
    (of_anna,), (of_boris,) = pushes(anna), pushes(boris)
    assert cup in numbers(of_boris)
    assert cup not in numbers(of_anna)

    await update(newspaper, cup, "Кубок проигран")
    await wait_for_text(newspaper, boris, of_boris, "Кубок проигран · обновлено")
    await readership.settled()
    edited = [call.parameters["chat_id"] for call in newspaper.emulator.calls.of("editMessageText")]
    assert (boris.id in edited, anna.id in edited) == (True, False)

    await retract(newspaper, bridge, "Дата неверна")
    for person, digest in ((anna, of_anna), (boris, of_boris)):
        corrected = await wait_for_text(newspaper, person, digest, "Снято редакцией. Причина: Дата неверна")
        assert "Трамвай пошёл" in corrected["text"]
    assert (len(pushes(anna)), len(pushes(boris))) == (1, 1)


async def test_what_is_withdrawn_before_the_morning_is_in_no_digest(readership: Readership) -> None:
    anna = await readership.reader("Анна", timetable=QUIET)
    await readership.wait_until(NIGHT)
    bridge, _, _ = await readership.publish("Мост открыт", "Трамвай пошёл", "Дожди прошли")
    await retract(readership.newspaper, bridge)

    await readership.wait_until(MORNING)
    assert [styled(each, "bold")[0] for each in pushes(anna)] == ["За ночь: 2 новости"]
    assert seen(anna, "Мост открыт") == []


async def test_nothing_of_a_pause_comes_after_it(readership: Readership) -> None:
    paused_until = readership.clock.now() + timedelta(days=1)
    anna = await readership.reader("Анна", paused_until=paused_until)
    boris = await readership.reader("Борис", timetable=TWICE_A_DAY, paused_until=paused_until)
    await readership.publish("Мост открыт")
    await readership.wait_until(EVENING)
    await readership.publish("Трамвай пошёл")
    await readership.wait_until(EVENING)  # the next day's: the pause is over
    assert (pushes(anna), pushes(boris)) == ([], [])

    await readership.publish("Дожди прошли")
    assert [text_of(each).split("\n")[0] for each in pushes(anna)] == ["Дожди прошли"]
    await readership.wait_until(NEXT_MORNING)
    news = ("Мост открыт", "Трамвай пошёл", "Дожди прошли")
    assert (seen(boris, *news), len(pushes(boris))) == (["Дожди прошли"], 1)


async def test_who_leaves_while_a_digest_waits_and_comes_back_gets_nothing_from_before(readership: Readership) -> None:
    newspaper = readership.newspaper
    anna = await readership.reader("Анна", timetable=QUIET)
    boris = await readership.reader("Борис", timetable=QUIET)
    await readership.wait_until(NIGHT)
    await readership.publish("Мост открыт")
    for person in (anna, boris):
        await answer_to(newspaper, await person.says("/unsubscribe"))
    await readership.publish("Трамвай пошёл")
    await answer_to(newspaper, await anna.says("/subscribe"))
    await readership.publish("Дожди прошли")
    before = len(pushes(anna)), len(pushes(boris))

    await readership.wait_until(MORNING)
    assert len(pushes(boris)) == before[1], "he has left"
    (digest,) = pushes(anna)[before[0] :]
    assert "Дожди прошли" in text_of(digest)
    assert "Мост открыт" not in text_of(digest)
    assert "Трамвай пошёл" not in text_of(digest)


async def test_breaking_news_passes_a_digest_by_day_and_is_not_in_it(readership: Readership) -> None:
    anna = await readership.reader("Анна", timetable=TWICE_A_DAY)
    as_others = replace(TWICE_A_DAY, breaking=Breaking.AS_OTHERS)
    boris = await readership.reader("Борис", timetable=as_others)
    await readership.publish_breaking("Река вышла из берегов")
    await readership.publish("Мост открыт", "Трамвай пошёл")
    await readership.publish_breaking("Река вернулась")
    assert [text_of(each).split("\n")[1] for each in pushes(anna)] == ["Река вышла из берегов", "Река вернулась"]
    assert pushes(boris) == []

    await readership.wait_until(EVENING)
    assert [styled(each, "bold")[0] for each in pushes(anna)[2:]] == ["2 новости с 12:00"]
    assert [styled(each, "bold")[0] for each in pushes(boris)] == ["4 новости с 12:00"]
