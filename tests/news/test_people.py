"""The desk of people: history, notes for the staff, and the newsroom's own reasons."""

import pytest

from news.errors import ReasonTooLong, TooManyMacros, WordsMissing
from news.model import CommentStatus, Reader
from news.newsroom import Newsroom
from news.people import MAX_MACROS, MAX_NOTES
from storage import Database
from tests.news.conftest import HandClock, published
from tests.news.held import ADMIN, APPROVE, case_of, holding, moderator_of, says


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return holding(database, clock)


async def test_a_person_is_shown_with_the_comments_by_state_and_the_newest_notes(
    news: Newsroom, member: Reader, editor: Reader
) -> None:
    boris, article = await moderator_of(news), await published(news, editor)
    first = await says(news, member, article)
    await news.moderation.judge(boris, (await case_of(news, first)).id, APPROVE)
    await news.moderation.remove(boris, (await says(news, member, article, "Второе")).id)
    for number in range(MAX_NOTES + 1):
        await news.people.note(boris, member.id, f"  Заметка\n{number} ")

    dossier = await news.people.open(boris, member.id)

    assert dossier.reader.name == "Мария"
    assert dossier.counts == {CommentStatus.PUBLISHED: 1, CommentStatus.REMOVED: 1}
    assert len(dossier.notes) == MAX_NOTES
    assert (dossier.notes[0].text, dossier.notes[0].by_name) == (f"Заметка {MAX_NOTES}", "Борис")
    assert (dossier.banned, dossier.muted_until) == (False, None)


async def test_somebody_who_never_registered_has_an_empty_history(news: Newsroom) -> None:
    dossier = await news.people.open(ADMIN, 424242)
    assert (dossier.reader.id, dossier.reader.name, dict(dossier.counts), dossier.notes) == (424242, None, {}, [])


async def test_own_reasons_are_kept_once_each_up_to_a_limit_and_dropped(news: Newsroom) -> None:
    for number in range(MAX_MACROS):
        macros = await news.people.add_macro(ADMIN, f"Причина {number}")
    assert await news.people.add_macro(ADMIN, " Причина 0 ") == macros
    with pytest.raises(TooManyMacros):
        await news.people.add_macro(ADMIN, "Ещё одна")
    left = await news.people.drop_macro(ADMIN, macros[0].id)
    assert [macro.text for macro in left] == [f"Причина {number}" for number in range(1, MAX_MACROS)]
    assert await news.people.drop_macro(ADMIN, macros[0].id) == left


@pytest.mark.parametrize(("text", "refusal"), [("\u200b \n", WordsMissing), ("п" * 201, ReasonTooLong)])
async def test_a_note_and_a_reason_have_words_and_a_limit(news: Newsroom, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await news.people.note(ADMIN, 5, text)
    with pytest.raises(refusal):
        await news.people.add_macro(ADMIN, text)
