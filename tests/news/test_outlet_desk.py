"""The outlets' desk: who is asked, what is arranged, and who may do so."""

import pytest

from news.errors import FieldTooLong, NotADraft, NotAllowed, OutletUnknown
from news.ledger import Address, PlaceKind
from news.model import Reader
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.posts import OutletChat, OutletState
from storage import Database
from tests.news.conftest import published
from tests.news.delivering import ledger
from tests.news.outlets import ADMIN, CHANNEL, connected, demote, notices, promote


async def test_who_manages_outlets_is_asked_in_private_once(news: Newsroom, database: Database) -> None:
    for _ in range(2):
        await promote(news, ADMIN)
    (notice,) = await notices(database)
    assert (notice.what, notice.title) == (NoticeKind.OUTLET_ASK, "Вестник")
    assert [row["chat_id"] for row in await ledger(database)] == [ADMIN.id]
    assert (await news.outlets.get(ADMIN, notice.place)).state is OutletState.ASKED


async def test_nothing_happens_when_anybody_else_makes_the_bot_an_administrator(
    news: Newsroom, editor: Reader, database: Database
) -> None:
    for actor in (editor, Reader(1)):
        await promote(news, actor)
    assert await notices(database) == []
    assert await news.outlets.page(ADMIN) == ([], None)


async def test_a_change_of_other_rights_asks_nobody(news: Newsroom, database: Database) -> None:
    await promote(news, ADMIN, is_new=False)
    assert await notices(database) == []


async def test_a_question_is_dropped_with_the_bot_and_asked_anew_with_it(news: Newsroom, database: Database) -> None:
    await promote(news, ADMIN)
    await demote(news)
    assert await news.outlets.page(ADMIN) == ([], None)
    await promote(news, ADMIN)
    assert [notice.what for notice in await notices(database)] == [NoticeKind.OUTLET_ASK] * 2


async def test_an_outlet_turned_off_stays_so_when_the_bot_goes_and_comes(news: Newsroom, database: Database) -> None:
    outlet = await connected(news)
    await news.outlets.arrange(ADMIN, outlet.place.id, active=False)
    await demote(news)
    await promote(news, ADMIN)
    assert (await news.outlets.get(ADMIN, outlet.place.id)).state is OutletState.OFF
    assert await notices(database) == []


async def test_every_verb_asks_for_the_deed(news: Newsroom, editor: Reader, member: Reader) -> None:
    outlet = await connected(news)
    place = outlet.place.id
    for refused in (
        news.outlets.page(editor),
        news.outlets.get(editor, place),
        news.outlets.arrange(editor, place, active=False),
        news.outlets.note_test(editor, place, None),
        news.outlets.remove(editor, place),
        news.outlets.propose(editor, Address(-5), PlaceKind.GROUP, OutletChat("Чужой")),
        news.outlets.posting(member, 1),
        news.outlets.choose(member, 1, place),
    ):
        with pytest.raises(NotAllowed):
            await refused
    with pytest.raises(NotAllowed):
        news.outlets.may_manage(editor)


async def test_a_removed_outlet_is_unknown_and_its_choices_are_gone(
    news: Newsroom, editor: Reader, other: Database
) -> None:
    outlet = await connected(news)
    place = outlet.place.id
    article = await news.editing.draft(editor, "Мост", (), key="k")
    await news.outlets.choose(editor, article.number, place)
    assert await news.outlets.remove(ADMIN, place) == outlet
    assert await news.outlets.remove(ADMIN, place) is None
    with pytest.raises(OutletUnknown):
        await news.outlets.arrange(ADMIN, place, silent=True)
    async with other.reading() as unit:
        assert await unit.outlets.choices(article.number) == {}


async def test_words_and_topics_are_cleaned_and_limited(news: Newsroom) -> None:
    place = (await connected(news)).place.id
    outlet = await news.outlets.arrange(ADMIN, place, words=" Читать \n тут ", topics=" Спорт,, наука  и жизнь ,")
    assert (outlet.words, outlet.topics) == ("Читать тут", ("Спорт", "наука и жизнь"))
    outlet = await news.outlets.arrange(ADMIN, place, words="\u2060", topics="")
    assert (outlet.words, outlet.topics) == ("", ())
    for change in ({"words": "ы" * 65}, {"topics": "ы" * 1001}):
        with pytest.raises(FieldTooLong):
            await news.outlets.arrange(ADMIN, place, **change)


async def test_the_outlets_of_a_published_article_are_not_chosen_any_more(news: Newsroom, editor: Reader) -> None:
    outlet = await connected(news)
    article = await published(news, editor)
    with pytest.raises(NotADraft):
        await news.outlets.choose(editor, article.number, outlet.place.id)


async def test_the_list_has_pages(news: Newsroom) -> None:
    for number in range(12):
        await connected(news, -2000 - number, f"Канал {number}")
    first, after = await news.outlets.page(ADMIN)
    rest, end = await news.outlets.page(ADMIN, after or 0)
    assert [outlet.chat.title for outlet in (*first, *rest)] == [f"Канал {number}" for number in range(12)]
    assert (len(first), end) == (10, None)


async def test_a_channel_with_a_discussion_group_has_its_link_in_the_text(news: Newsroom) -> None:
    place = (await connected(news)).place.id
    outlet = await news.outlets.arrange(ADMIN, place, chat=OutletChat("Вестник", "vestnik", -1009))
    assert outlet.look.link_in_text
    outlet = await news.outlets.arrange(ADMIN, place, chat=OutletChat("Вестник", "vestnik"))
    assert not outlet.look.link_in_text


async def test_an_outlet_follows_its_group_into_the_supergroup_and_a_question_there_is_dropped(
    news: Newsroom, other: Database
) -> None:
    outlet = await news.outlets.propose(ADMIN, Address(-7), PlaceKind.GROUP, OutletChat("Соседи"))
    await news.outlets.arrange(ADMIN, outlet.place.id, active=True, words="Читать")
    await promote(news, ADMIN, CHANNEL, "Соседи")
    await news.subscriptions.move(-7, CHANNEL)
    ((moved,), _) = await news.outlets.page(ADMIN)
    assert (moved.place.address, moved.state, moved.words) == (Address(CHANNEL), OutletState.ACTIVE, "Читать")
