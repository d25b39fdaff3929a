"""Which comments are held, on a real database: by what they say, who says it, and what the hook thinks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from news.model import Article, Cause, Comment, CommentStatus, Reader
from news.newsroom import Newsroom, make_newsroom
from news.ports.hooks import HookQuestion
from news.rate_limits import RateLimiter
from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from news.screening import NO_ASIDE, Aside, Facts, decide, shouts
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, published, registered

SENTENCE = "Мост ремонтируют третий год подряд, а толку никакого"
_messages = count(5000)


class StubHook:
    """A hook that gives one answer, and keeps what it was asked."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self.asked: list[HookQuestion] = []

    async def reason_to_hold(self, question: HookQuestion) -> str | None:
        self.asked.append(question)
        return self.reason


Make = Callable[..., Newsroom]


@pytest.fixture
def make(database: Database, clock: HandClock) -> Make:
    """Make newsrooms on the database with other rules."""
    return lambda **rules: make_newsroom(
        database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE, **rules
    )


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def trusted(news: Newsroom) -> Reader:
    return await with_role(news, 600, "Павел", Role.TRUSTED)


async def with_role(news: Newsroom, number: int, name: str, role: Role) -> Reader:
    await registered(news, number, name)
    async with news.storage.writing() as unit:
        await unit.readers.set_role(number, role)
    return await news.readers.recognise(number, "ru")


async def say(news: Newsroom, reader: Reader, article: Article, text: str, aside: Aside = NO_ASIDE) -> Comment:
    return await news.comments.add(reader, article.number, text, reader.id, next(_messages), aside=aside)


async def approve(news: Newsroom, comment: Comment) -> None:
    """Publish a comment as a moderator does, without the moderators' desk."""
    async with news.storage.writing() as unit:
        await unit.comments.change_status(comment.id, CommentStatus.PUBLISHED, by=ADMIN_ID, at=START)


async def edit(news: Newsroom, reader: Reader, comment: Comment, text: str) -> Comment:
    edited = await news.comments.revise(reader, text, comment.chat_id, comment.message_id)
    assert edited is not None
    return edited


async def count_visible(news: Newsroom, article: Article) -> int:
    return (await news.articles.read(article.number)).comment_count


MEMBER, TRUSTED, MODERATOR = (DEFAULT_PERMISSIONS.of(role) for role in (Role.MEMBER, Role.TRUSTED, Role.MODERATOR))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Смотрите на casino точка ру", Cause.LINKS),
        ("Звоните 8 912 345-67-89", Cause.CONTACT),
        ("Пиши мне в личку", Cause.LURE),
        ("ПОЧЕМУ НИКТО НЕ ЧИНИТ этот мост", Cause.CAPITALS),
        ("Обычное ка\u200bзино", Cause.INVISIBLE),
    ],
)
def test_what_a_newcomer_says_is_a_cause_by_itself(text: str, cause: Cause) -> None:
    assert decide(Facts(MEMBER, text)) == (cause,)
    assert decide(Facts(MEMBER, "Да", Aside(text))) == (() if cause is Cause.CAPITALS else (cause,))


def test_every_cause_is_named_that_holds_a_comment() -> None:
    facts = Facts(
        MEMBER, "ПИШИ МНЕ СКОРЕЕ НА t.me/КАЗИНО, +7 912 345-67-89", is_first=True, is_new=True, is_copy=True,
        has_stop_phrase=True, names_stranger=True, hook_holds=True,
    )  # fmt: skip
    assert decide(facts) == (
        Cause.FIRST, Cause.NEW_ACCOUNT, Cause.COPY, Cause.LURE, Cause.LINKS, Cause.CONTACT, Cause.STOP_WORD,
        Cause.CAPITALS, Cause.MENTIONS, Cause.HOOK,
    )  # fmt: skip


def test_trust_lifts_what_is_held_for_being_new_and_links_but_nothing_else() -> None:
    new = Facts(TRUSTED, "Пиши мне в личку", is_first=True, is_new=True, is_copy=True)
    assert decide(new) == ()
    assert decide(replace(new, text="t.me/vestnik, +7 912 345-67-89")) == ()
    for facts, cause in (
        (replace(new, has_stop_phrase=True), Cause.STOP_WORD),
        (replace(new, names_stranger=True), Cause.MENTIONS),
        (replace(new, aside=Aside(mentions=True)), Cause.MENTIONS),
        (replace(new, hook_holds=True), Cause.HOOK),
        (replace(new, text="КОГДА ЖЕ ЭТО КОНЧИТСЯ, ТОВАРИЩИ"), Cause.CAPITALS),
        (replace(new, text="сло\u2060во"), Cause.INVISIBLE),
    ):
        assert decide(facts) == (cause,)


def test_a_newspaper_may_give_links_to_members_or_take_them_from_the_trusted() -> None:
    assert decide(Facts(MEMBER | {Deed.POST_LINKS}, "vestnik.ru")) == ()
    assert decide(Facts(TRUSTED - {Deed.POST_LINKS}, "vestnik.ru")) == (Cause.LINKS,)


def test_nothing_that_a_moderator_says_is_held() -> None:
    assert decide(Facts(MODERATOR, "ПИШИТЕ МНЕ НА t.me/vestnik", has_stop_phrase=True, hook_holds=True)) == ()


@pytest.mark.parametrize(
    ("text", "is_shouted"),
    [("МОЛОДЦЫ!!!", False), ("США, СССР, ООН, НАТО", False), ("ВСЕМ ДОБРОГО УТРА И ХОРОШЕГО ДНЯ", True),
     ("ЭТО НЕ крик, а половина слов", False), ("12345 67890 12345 67890 !!!", False),
     ("漢字漢字漢字漢字漢字漢字漢字漢字", False)],
)  # fmt: skip
def test_more_than_half_capitals_in_a_text_of_some_length_are_shouting(text: str, is_shouted: bool) -> None:
    assert shouts(text) is is_shouted


async def test_the_first_comment_of_a_newcomer_waits_and_the_next_ones_do_not(
    make: Make, member: Reader, article: Article
) -> None:
    news = make(hold_first=1)
    first = await say(news, member, article, "Спасибо за статью")
    assert (first.status, first.held_for) == (CommentStatus.HELD, (Cause.FIRST,))
    assert (await say(news, member, article, "И ещё одно")).held_for == (Cause.FIRST,)  # nobody has judged yet
    assert await count_visible(news, article) == 0
    await approve(news, first)
    third = await say(news, member, article, "А теперь третье")
    assert (third.status, third.held_for) == (CommentStatus.PUBLISHED, ())


async def test_as_many_first_comments_wait_as_the_setting_says(make: Make, member: Reader, article: Article) -> None:
    news = make(hold_first=2)
    for text, held in (("Раз", True), ("Два", True), ("Три", False)):
        comment = await say(news, member, article, text)
        assert (comment.status is CommentStatus.HELD) is held
        await approve(news, comment)
    assert (await say(make(hold_first=0), await registered(news, 501, "Олег"), article, "Раз")).visible


async def test_the_only_published_comment_of_a_newcomer_waits_again_when_it_becomes_another(
    make: Make, member: Reader, article: Article
) -> None:
    news = make(hold_first=1)
    first = await say(news, member, article, "Спасибо за хорошую статью")
    await approve(news, first)
    corrected = await edit(news, member, first, "Спасибо за хорошею статью!")
    assert corrected.visible
    changed = await edit(news, member, corrected, "Лёгкие способы разбогатеть")
    assert (changed.status, changed.held_for) == (CommentStatus.HELD, (Cause.FIRST,))
    assert await count_visible(news, article) == 0
    await approve(news, changed)
    await say(news, member, article, "Второй")
    assert (await edit(news, member, changed, "Совсем другое дело")).visible  # another one is published


async def test_words_are_not_corrected_one_by_one_into_another_comment(
    make: Make, member: Reader, article: Article
) -> None:
    news = make(hold_first=1)
    comment = await say(news, member, article, "Мост")
    await approve(news, comment)
    seen = []
    for text in ("Пост", "Порт", "Борт"):
        comment = await edit(news, member, comment, text)
        seen.append(comment.visible)
    assert seen == [True, True, False]


async def test_an_edit_that_brings_a_link_hides_the_comment(news: Newsroom, member: Reader, article: Article) -> None:
    comment = await say(news, member, article, "Хорошая новость")
    assert comment.visible
    edited = await edit(news, member, comment, "Хорошая новость, смотрите t.me/casino")
    assert (edited.status, edited.held_for) == (CommentStatus.HELD, (Cause.LINKS,))
    assert await count_visible(news, article) == 0
    assert (await edit(news, member, edited, "Хорошая новость")).status is CommentStatus.HELD  # it goes on waiting


async def test_a_link_behind_words_and_a_quote_count_as_text(news: Newsroom, member: Reader, article: Article) -> None:
    for text, aside in (
        ("Раз", Aside("https://casino.com")),
        ("Два", Aside("Цитата с t.me/casino")),
        ("Три", Aside(mentions=True)),
    ):
        assert (await say(news, member, article, text, aside)).status is CommentStatus.HELD
    edited = await news.comments.revise(
        member, "Тут же", member.id, (await say(news, member, article, "Там")).message_id, aside=Aside("casino.com")
    )
    assert edited is not None
    assert edited.held_for == (Cause.LINKS,)


async def test_new_accounts_wait_if_the_newspaper_asks_for_it(
    make: Make, member: Reader, trusted: Reader, article: Article, clock: HandClock
) -> None:
    news = make(hold_new=timedelta(hours=24))
    assert (await say(news, member, article, "Раз")).held_for == (Cause.NEW_ACCOUNT,)
    assert (await say(news, trusted, article, "Два")).visible
    clock.passes(hours=24)
    assert (await say(news, member, article, "Три")).visible


async def test_words_of_another_person_wait_unless_they_are_few(
    news: Newsroom, member: Reader, trusted: Reader, article: Article
) -> None:
    await say(news, trusted, article, SENTENCE)
    await say(news, trusted, article, "Согласен!")
    assert (await say(news, member, article, SENTENCE.upper().lower() + "!")).held_for == (Cause.COPY,)
    assert (await say(news, member, article, "Согласен")).visible


async def test_a_mention_is_of_somebody_who_has_commented_or_waits(
    news: Newsroom, member: Reader, article: Article, editor: Reader
) -> None:
    speaker = await registered(news, 700, "Мария Петрова")
    await say(news, speaker, article, "Мне нравится")
    assert (await say(news, member, article, "@Мария Петрова согласен с вами")).visible
    assert (await say(news, member, article, "@Иван и вы тоже")).held_for == (Cause.MENTIONS,)
    elsewhere = await published(news, editor, "Другая статья")
    assert (await say(news, member, elsewhere, "@Мария Петрова, а тут?")).held_for == (Cause.MENTIONS,)
    assert (await say(news, member, article, "@Мария Петрова " * 6)).held_for == (Cause.MENTIONS,)


async def test_a_stop_word_counts_at_once_here_and_within_half_a_second_elsewhere(
    make: Make, news: Newsroom, trusted: Reader, article: Article, clock: HandClock
) -> None:
    elsewhere, admin = make(), Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
    for number, newsroom in enumerate((news, elsewhere)):
        assert (await say(newsroom, trusted, article, f"О казино {number}")).visible
    await news.stop_phrases.add(admin, "казино")
    assert (await say(news, trusted, article, "И ещё о казино")).held_for == (Cause.STOP_WORD,)
    clock.passes(seconds=0.5)
    assert (await say(elsewhere, trusted, article, "Опять о казино")).held_for == (Cause.STOP_WORD,)


async def test_the_role_that_is_stored_now_decides(news: Newsroom, trusted: Reader, article: Article) -> None:
    assert (await say(news, trusted, article, "vestnik.ru")).visible
    async with news.storage.writing() as unit:
        await unit.readers.set_role(trusted.id, Role.MEMBER)
    assert (await say(news, trusted, article, "и ещё vestnik.ru")).held_for == (Cause.LINKS,)


async def test_the_hook_may_hold_a_comment_or_an_edit_and_its_reason_is_kept(
    make: Make, member: Reader, article: Article
) -> None:
    hook = StubHook("похоже на рекламу")
    news = make(hook=hook)
    held = await say(news, member, article, "Обычные слова", Aside("цитата"))
    assert (held.status, held.held_for) == (CommentStatus.HELD, (Cause.HOOK,))
    async with news.storage.reading() as unit:
        stored = await unit.comments.get(held.id)
    assert stored is not None
    assert stored.hook_reason == "похоже на рекламу"
    view = await news.cases.next(Reader(ADMIN_ID, Role.ADMIN))
    assert view is not None
    assert view.hook_reason == "похоже на рекламу"
    hook.reason = None
    passed = await say(news, member, article, "Другие слова")
    assert passed.visible
    hook.reason = ""
    assert (await edit(news, member, passed, "Третьи слова")).held_for == (Cause.HOOK,)
    ids = (member.id, article.number, member.id)
    assert hook.asked == [
        HookQuestion(*ids, held.message_id, "Обычные слова", "цитата"),
        HookQuestion(*ids, passed.message_id, "Другие слова"),
        HookQuestion(*ids, passed.message_id, "Третьи слова", edited=True),
    ]


async def test_the_hook_is_not_asked_about_those_who_may_not_comment_or_moderate(
    make: Make, article: Article, editor: Reader
) -> None:
    hook = StubHook("")
    news = make(hook=hook)
    await registered(news, editor.id, "Вера")
    assert (await say(news, editor, article, "Слово редакции")).visible
    guest = Reader(7, Role.GUEST, "ru")
    with pytest.raises(Exception, match="GuestCannotComment"):
        await say(news, guest, article, "Слово гостя")
    assert hook.asked == []
