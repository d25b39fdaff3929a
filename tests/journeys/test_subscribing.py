"""Subscribing, and the push on the timer: one message an edition to every subscriber, nobody twice, nothing missed."""

from emulator import BLOCKED, Fault, Person
from emulator.people import transcript
from news.model import NewArticle, Revision
from news.richtext import from_plain
from storage import open_storage
from tests.journeys.steps import (
    LONG_AGO,
    Answer,
    Json,
    add,
    all_labels,
    button,
    from_bot,
    labels,
    now,
    numbers,
    press,
    publish,
    publish_many,
)
from tests.newspaper import Newspaper

SUBSCRIBED = "Вы подписаны: новые заголовки будут приходить сюда."
UNSUBSCRIBED = "Вы отписались: заголовки больше не придут."
WELCOME_BACK = "С возвращением. Подписка прервалась, когда вы остановили бота; присылать заголовки снова?"
GROUP_SUBSCRIBED = "Группа подписана: новые заголовки будут приходить сюда. Отписаться: /unsubscribe"
GROUP_NOT_SUBSCRIBED = "Группа не подписана. Присылать заголовки в группу: /subscribe"
ADMINS_ONLY = "Подпиской группы управляют только её администраторы."
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def subscriber(newspaper: Newspaper, answer: Answer, name: str = "Анна") -> Person:
    person = newspaper.emulator.person(name)
    assert (await answer(await person.says("/subscribe")))["text"] == SUBSCRIBED
    return person


async def push_out(newspaper: Newspaper, title: str) -> None:
    """Publish an article and let the newspaper tick at once, not in a second."""
    await publish(newspaper, title, to_push=True)
    await newspaper.news.delivery.tick()


def told(person: Person, words: str) -> int:
    """How many messages of the bot's have these words."""
    return sum(words in message.get("text", "") for message in from_bot(person))


async def test_one_subscribes_and_unsubscribes_by_command(newspaper: Newspaper, answer: Answer) -> None:
    anna = newspaper.emulator.person("Анна")

    said = [
        (await answer(await anna.says(command)))["text"]
        for command in ("/unsubscribe", "/subscribe", "/subscribe", "/unsubscribe", "/unsubscribe", "/subscribe")
    ]

    assert said == [
        "Вы не подписаны.",
        SUBSCRIBED,
        "Вы уже подписаны.",
        UNSUBSCRIBED,
        "Вы не подписаны.",
        SUBSCRIBED,
    ]


async def test_one_subscribes_and_unsubscribes_by_a_button_in_the_same_message(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = newspaper.emulator.person("Анна")
    screen = await answer(await anna.says("/start"))

    screen = await press(anna, screen, "Подписаться")
    assert screen["text"] == SUBSCRIBED
    screen = await press(anna, screen, "Отписаться")
    assert screen["text"] == UNSUBSCRIBED
    screen = await press(anna, screen, "Подписаться")
    assert screen["text"] == SUBSCRIBED

    assert len(from_bot(anna)) == 1
    assert "Подписка: есть" in (await answer(await anna.says("/me")))["text"]


async def test_one_article_is_pushed_with_its_lead_and_a_button_that_opens_it_in_place(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await answer(await newspaper.editor.says("/post Мост открыт\nДвижение началось в полдень.\n\nОчередь была велика."))
    await newspaper.editor.presses("Опубликовать")

    push = await anna.sees("Мост открыт")

    assert push["text"] == "Мост открыт\n\nДвижение началось в полдень."
    assert labels(push) == [["Читать"]]
    opened = await press(anna, push, "Читать")
    assert opened["text"].endswith("Движение началось в полдень.\n\nОчередь была велика.")
    assert {"Последние новости", "Все новости"} <= set(all_labels(opened))
    assert told(anna, "Мост открыт") == 1


async def test_all_articles_since_the_last_edition_come_as_one_numbered_list(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 7, to_push=True)

    push = await anna.sees("Новые публикации")

    assert numbers(push) == [7, 6, 5, 4, 3, 2, 1]
    assert labels(push) == [["7", "6", "5", "4"], ["3", "2", "1"]]
    opened = await press(anna, push, "3")
    assert opened["text"].endswith("Текст новости 3.")
    back = await press(anna, opened, "Назад")
    assert (back["text"], labels(back)) == (push["text"], labels(push))
    assert len(from_bot(anna)) == 2, "the confirmation, and one message for the whole edition"


async def test_a_large_edition_shows_what_fits_and_leads_to_the_rest(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 41, to_push=True)
    await newspaper.news.delivery.tick()

    push = await anna.sees("Новые публикации")

    assert numbers(push) == list(range(41, 21, -1))
    assert push["text"].endswith("и ещё 21 публикация")
    rest = await press(anna, push, "Все новости")
    assert numbers(rest) == list(range(41, 31, -1))


async def test_nobody_gets_an_article_twice_and_who_comes_late_is_not_flooded(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish(newspaper, "Утренняя", to_push=True)
    await anna.sees("Утренняя")
    boris = await subscriber(newspaper, answer, "Борис")
    await push_out(newspaper, "Дневная")
    for person in (anna, boris):
        await person.sees("Дневная")
    await newspaper.stop()
    await newspaper.start()
    await push_out(newspaper, "Вечерняя")
    for person in (anna, boris):
        await person.sees("Вечерняя")

    titles = ("Утренняя", "Дневная", "Вечерняя")
    assert [told(anna, title) for title in titles] == [1, 1, 1]
    assert [told(boris, title) for title in titles] == [0, 1, 1]


async def test_what_was_there_before_the_first_subscriber_is_not_pushed_later(
    newspaper: Newspaper, answer: Answer
) -> None:
    await push_out(newspaper, "Давняя")
    anna = await subscriber(newspaper, answer)
    await push_out(newspaper, "Свежая")

    await anna.sees("Свежая")

    assert told(anna, "Давняя") == 0


async def test_who_unsubscribed_gets_nothing_and_who_returns_gets_only_what_is_new(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    await answer(await anna.says("/unsubscribe"))
    await push_out(newspaper, "Без Анны")
    await boris.sees("Без Анны")
    await answer(await anna.says("/subscribe"))
    await push_out(newspaper, "Снова с Анной")

    await anna.sees("Снова с Анной")

    assert told(anna, "Без Анны") == 0


async def test_what_was_published_while_the_program_was_down_is_pushed_after_the_start(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await newspaper.stop()
    async with open_storage(newspaper.settings.database_url) as database:
        text = from_plain("Пока все спали.")
        await add(database, [NewArticle("night", "Ночная", text, LONG_AGO, published_at=LONG_AGO, to_push=True)])
    assert told(anna, "Ночная") == 0

    await newspaper.start()

    push = await anna.sees("Ночная")
    assert push["text"] == "Ночная\n\nПока все спали."
    assert told(anna, "Ночная") == 1


async def test_a_draft_and_a_retracted_article_are_not_pushed(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    articles = [
        NewArticle(title, title, from_plain(title), LONG_AGO, published_at=LONG_AGO, to_push=True)
        for title in ("Снятая", "Верная")
    ]
    async with newspaper.news.storage.writing() as unit:
        numbers = [(await unit.articles.add(article))[0] for article in articles]
        await unit.articles.add(NewArticle("draft", "Черновая", from_plain("Нет."), LONG_AGO))
        await unit.articles.retract(numbers[0], Revision(newspaper.editor.id, LONG_AGO, reason=""))

    push = await anna.sees("Верная")

    assert labels(push) == [["Читать"]], "the retracted one does not count either"
    assert told(anna, "Снятая") == told(anna, "Черновая") == 0


async def test_a_pushed_list_says_what_was_retracted_since_also_on_the_way_back(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 3, to_push=True)
    await newspaper.news.delivery.tick()
    push = await anna.sees("Новые публикации")
    await answer(await newspaper.editor.says("/retract 1"))
    await newspaper.editor.presses("Снять")
    corrected = await anna.sees("Снято редакцией.")
    assert corrected["message_id"] == push["message_id"]

    back = await press(anna, await press(anna, corrected, "3"), "Назад")

    assert (back["text"], labels(back)) == (corrected["text"], labels(corrected))
    assert all_labels(back) == ["3", "2"]
    assert "ещё" not in back["text"]


async def test_blocking_the_bot_ends_the_subscription_and_coming_back_offers_it_again(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    await anna.blocks()
    await push_out(newspaper, "Без Анны")
    await boris.sees("Без Анны")
    await anna.unblocks()

    offer = await anna.sees(WELCOME_BACK)

    assert told(anna, "Без Анны") == 0
    screen = await press(anna, offer, "Подписаться")
    assert screen["text"] == SUBSCRIBED
    await push_out(newspaper, "Снова с Анной")
    await anna.sees("Снова с Анной")
    assert told(anna, "Без Анны") == 0


async def test_who_was_never_subscribed_is_offered_nothing_on_coming_back(newspaper: Newspaper, answer: Answer) -> None:
    anna = newspaper.emulator.person("Анна")
    await answer(await anna.says("/start"))

    await anna.blocks()
    await anna.unblocks()

    after = await answer(await anna.says("/me"))
    assert from_bot(anna)[1:] == [after]


async def test_a_block_that_shows_only_when_sending_ends_the_subscription_and_stops_nobody_else(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = await subscriber(newspaper, answer), await subscriber(newspaper, answer, "Борис")
    newspaper.emulator.faults.add(Fault(BLOCKED, method="sendMessage", chat_id=anna.id))
    await push_out(newspaper, "Первая")
    await boris.sees("Первая")
    await push_out(newspaper, "Вторая")
    await boris.sees("Вторая")

    assert told(anna, "Первая") == told(anna, "Вторая") == 0
    assert (await answer(await anna.says("/subscribe")))["text"] == SUBSCRIBED, "it had ended"


async def test_a_group_subscribes_by_its_admin_and_gets_links_to_the_private_chat(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = newspaper.emulator.person("Анна"), newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], members=[anna])

    refused = await answer(await anna.says("/subscribe", chat=group))
    assert refused["text"] == ADMINS_ONLY
    assert await newspaper.news.subscriptions.get(group.id) is None
    subscribed = await answer(await boris.says("/subscribe@vestnik_bot", chat=group))
    assert subscribed["text"] == GROUP_SUBSCRIBED
    await publish_many(newspaper, 1, to_push=True)

    push = await anna.sees("Новость 1", chat=group)
    assert button(push, "Читать")["url"].endswith("?start=a_1")
    await anna.presses("Читать", message=push["message_id"], chat=group)
    assert (await anna.sees("Текст новости 1."))["chat"]["id"] == anna.id
    refused = await answer(await anna.says("/unsubscribe", chat=group))
    assert refused["text"] == ADMINS_ONLY
    ended = await answer(await boris.says("/unsubscribe", chat=group))
    assert ended["text"] == GROUP_NOT_SUBSCRIBED
    assert not (await newspaper.news.subscriptions.get(group.id)).active


async def test_an_anonymous_admin_subscribes_the_group_and_a_channel_in_it_does_not(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    channel = newspaper.emulator.channel("Объявления", admins=[boris])

    refused = await answer(
        await boris.sends(chat=group, text="/subscribe", sender_chat=channel.chat.as_json(), **sender(136817688))
    )
    assert refused["text"] == ADMINS_ONLY
    subscribed = await answer(
        await boris.sends(chat=group, text="/subscribe", sender_chat=group.chat.as_json(), **sender(1087968824))
    )
    assert subscribed["text"] == GROUP_SUBSCRIBED


async def test_a_button_of_a_subscription_pressed_in_a_group_changes_nothing(
    newspaper: Newspaper, answer: Answer
) -> None:
    anna, boris = newspaper.emulator.person("Анна"), newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], members=[anna])
    screen = await answer(await anna.says("/help", chat=group))

    answered = await anna.presses(message=screen["message_id"], data="s:1", chat=group)

    assert answered is not None
    assert answered.text == "Эта кнопка устарела. Последние новости: /latest"
    assert await newspaper.news.subscriptions.get(group.id) is None
    assert await newspaper.news.subscriptions.get(anna.id) is None


async def test_a_group_that_throws_the_bot_out_is_subscribed_no_more(newspaper: Newspaper, answer: Answer) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris])
    await answer(await boris.says("/subscribe", chat=group))
    await group.removes_bot()
    await group.adds_bot()

    offer = await boris.sees(GROUP_NOT_SUBSCRIBED, chat=group)

    assert not (await newspaper.news.subscriptions.get(group.id)).active
    assert (await answer(await boris.says("/subscribe", chat=group)))["message_id"] > offer["message_id"]
    assert (await newspaper.news.subscriptions.get(group.id)).active


async def test_a_group_keeps_its_subscription_when_it_becomes_a_supergroup(
    newspaper: Newspaper, answer: Answer
) -> None:
    boris = newspaper.emulator.person("Борис")
    group = newspaper.emulator.group("Соседи", admins=[boris], kind="group")
    await answer(await boris.says("/subscribe", chat=group))
    moved = await group.becomes_supergroup()
    await answer(await boris.says("/latest", chat=moved))

    await push_out(newspaper, "Для соседей")

    assert (await boris.sees("Для соседей", chat=moved))["chat"]["id"] == moved.id
    assert "Для соседей" not in transcript(group.chat)


async def test_a_reader_reads_on_while_editions_arrive(newspaper: Newspaper, answer: Answer) -> None:
    anna = await subscriber(newspaper, answer)
    await publish_many(newspaper, 12)
    latest = await answer(await anna.says("/latest"))
    await push_out(newspaper, "Срочная")
    await anna.sees("Срочная")

    opened = await press(anna, latest, "5")

    assert opened["text"].endswith("Текст новости 5.")
    assert now(anna, latest)["text"] == opened["text"]


def sender(user_id: int) -> Json:
    """A stand-in that Telegram names as the author of what a chat says."""
    return {"from": ANONYMOUS_ADMIN | {"id": user_id}}
