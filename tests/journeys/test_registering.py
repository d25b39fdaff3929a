"""Registering: the rules in short, consent, a display name, and back to the article the reader came from."""

import pytest

from emulator import Person
from news.roles import Role
from tests.journeys.sentences import GUESTS_MAY_NOT, NOT_UNDERSTOOD, PRIVATE_CHAT_ONLY
from tests.journeys.steps import (
    Answer,
    Json,
    all_labels,
    answer_to,
    current,
    from_bot,
    give_role,
    labels,
    menu,
    press,
    publish,
    register,
    wait_until_handled,
)
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

ASK = "Под каким именем вы будете комментировать? Пришлите его сообщением: от 2 до 32 знаков."
TOO_SHORT = "Имя слишком короткое: видимых знаков должно быть не меньше 2. Пришлите другое."
TOO_LONG = "Имя слишком длинное: помещается до 32 знаков. Пришлите другое."
ALREADY = "Вы уже зарегистрированы, ваше имя здесь — {name}. О вас: /me."


def registered(name: str) -> str:
    """Return the sentence that confirms the registration."""
    return f"Вы зарегистрированы, ваше имя здесь — {name}. Ваша группа: Читатели."


async def agree_to_the_rules(newspaper: Newspaper, person: Person) -> Json:
    """Open the rules and agree; return the question for a name."""
    rules = await answer_to(newspaper, await person.says("/register"))
    return await press(person, rules, "Согласен")


async def test_a_guest_who_wants_to_comment_is_told_registers_and_comes_back_to_the_article(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    article = await answer(await anna.says(f"/read {number}"))

    notice = await press(anna, article, "Добавьте комментарий")
    assert notice["text"] == GUESTS_MAY_NOT
    assert labels(notice) == [["Зарегистрироваться"], ["К публикации"]]
    rules = await press(anna, notice, "Зарегистрироваться")
    assert rules["text"].startswith("Регистрация\n\nЗарегистрированные читатели могут комментировать. Правила вкратце:")
    assert labels(rules) == [["Согласен"], ["Что мы храним"], ["Отмена"]]
    asked = await press(anna, rules, "Согласен")
    assert asked["text"] == ASK
    assert len(from_bot(anna)) == 1, "until here one message, edited in place"

    confirmed = await answer(await anna.says("Анна из Твери"))
    assert confirmed["text"] == registered("Анна из Твери")
    back = await answer(confirmed, "Мост открыт\n")
    assert "Добавьте комментарий" in all_labels(back)
    await press(anna, back, "Добавьте комментарий")
    asked = await answer(back)
    assert asked["text"].startswith("Ваш комментарий к публикации:\nМост открыт")


async def test_the_notice_leads_back_to_the_article_as_well(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    number = await publish(newspaper, "Мост открыт", "Движение началось.")
    article = await answer(await anna.says(f"/read {number}"))

    notice = await press(anna, article, "Добавьте комментарий")
    back = await press(anna, notice, "К публикации")

    assert back["text"] == article["text"]


async def test_one_registers_under_the_name_from_telegram_with_one_tap(newspaper: Newspaper, answer: Answer) -> None:
    number = await publish(newspaper, "Мост открыт")
    anna = newspaper.emulator.person("Анна", last_name="Иванова")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    asked = await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")
    assert labels(asked) == [["Анна Иванова"], ["Отмена"]]

    confirmed = await press(anna, asked, "Анна Иванова")

    assert confirmed["text"] == registered("Анна Иванова")
    assert await answer(confirmed, "Мост открыт\n")


@pytest.mark.parametrize("telegram_name", ["Администратор", "Я", "🙂", "Ы" * 40])
async def test_a_name_from_telegram_that_cannot_be_given_is_not_offered(
    newspaper: Newspaper, telegram_name: str
) -> None:
    anna = newspaper.emulator.person(telegram_name)

    assert labels(await agree_to_the_rules(newspaper, anna)) == [["Отмена"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Я", TOO_SHORT),
        ("А\u200b\u200d\u2060", TOO_SHORT),
        ("ㅤㅤㅤ", TOO_SHORT),
        (" .  . ", TOO_SHORT),
        ("Ы" * 33, TOO_LONG),
        ("А" + "\u0301" * 200 + "нна", TOO_LONG),
        ("Слово " * 600, TOO_LONG),
        ("Администратор", "Имя Администратор можно принять за имя сотрудника редакции. Пришлите другое."),
        ("Главный редактор", "Имя Главный редактор можно принять за имя сотрудника редакции. Пришлите другое."),
        ("Aдмин", "Имя Aдмин можно принять за имя сотрудника редакции. Пришлите другое."),
        ("moderator_2", "Имя moderator_2 можно принять за имя сотрудника редакции. Пришлите другое."),
        ("«Вестник»", "Имя «Вестник» можно принять за имя сотрудника редакции. Пришлите другое."),
        ("ВЕСТНИК", "Имя ВЕСТНИК можно принять за имя сотрудника редакции. Пришлите другое."),
        ("Борис", "Имя Борис занято или неотличимо от занятого. Пришлите другое."),
        ("бopиc", "Имя бopиc занято или неотличимо от занятого. Пришлите другое."),
        ("Бо\u200bрис", "В имени есть невидимые знаки. Пришлите его без них."),
        ("Б о р и с", "Имя Б о р и с занято или неотличимо от занятого. Пришлите другое."),
    ],
)
async def test_a_name_that_cannot_be_given_is_asked_for_again_and_a_good_one_is_taken(
    newspaper: Newspaper, answer: Answer, name: str, said: str, anna: Person
) -> None:
    await register(newspaper, newspaper.emulator.person("Борис"), "Борис")
    await agree_to_the_rules(newspaper, anna)

    assert (await answer(await anna.says(name)))["text"] == said

    assert (await answer(await anna.says("  Анна\tиз   Твери ")))["text"] == registered("Анна из Твери")


@pytest.mark.parametrize("name", ["Ян", "Ы" * 32, "Мария-Антуанетта", "Анна 2", "王小明", "عمر", "Zoë 🙂"])
async def test_a_name_of_any_script_is_good(newspaper: Newspaper, answer: Answer, name: str, anna: Person) -> None:
    await agree_to_the_rules(newspaper, anna)

    assert (await answer(await anna.says(name)))["text"] == registered(name)
    assert f"Имя: {name}\nГруппа: Читатели" in (await answer(await anna.says("/me")))["text"]


async def test_of_two_who_want_the_same_name_at_once_one_gets_it(newspaper: Newspaper) -> None:
    people = [newspaper.emulator.person("Анна") for _ in range(5)]
    for person in people:
        await agree_to_the_rules(newspaper, person)

    sent = [await person.says("Одна на всех") for person in people]
    said = [(await answer_to(newspaper, message))["text"] for message in sent]

    assert sorted(said) == sorted(
        [registered("Одна на всех")] + 4 * ["Имя Одна на всех занято или неотличимо от занятого. Пришлите другое."]
    )


async def test_a_message_without_text_is_no_name_and_the_bot_goes_on_waiting(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await agree_to_the_rules(newspaper, anna)

    assert (await answer(await anna.sends(dice={"emoji": "🎲", "value": 6})))["text"] == NOT_UNDERSTOOD
    assert (await answer(await anna.shares_photo("Анна")))["text"] == NOT_UNDERSTOOD

    assert (await answer(await anna.says("Анна")))["text"] == registered("Анна")


async def test_a_command_in_the_middle_is_a_command_and_not_a_name(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    await agree_to_the_rules(newspaper, anna)

    assert (await answer(await anna.says("/latest")))["text"].startswith("Последние новости")
    assert (await answer(await anna.says("/nonsense")))["text"] == NOT_UNDERSTOOD

    assert (await answer(await anna.says("Анна")))["text"] == registered("Анна")


@pytest.mark.parametrize("way", ["button", "command"])
async def test_one_may_give_up(newspaper: Newspaper, answer: Answer, way: str, anna: Person) -> None:
    asked = await agree_to_the_rules(newspaper, anna)

    if way == "button":
        given_up = await press(anna, asked, "Отмена")
        assert given_up["text"] == "Хорошо, не сейчас. Зарегистрироваться можно в любое время: /register"
    else:
        assert (await answer(await anna.says("/cancel")))["text"] == "Прервано."
        assert (await answer(await anna.says("/cancel")))["text"] == "Прерывать нечего."

    assert (await answer(await anna.says("Анна")))["text"] == NOT_UNDERSTOOD
    assert "Вы не зарегистрированы." in (await answer(await anna.says("/me")))["text"]


async def test_giving_up_leads_back_to_the_article(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    number = await publish(newspaper, "Мост открыт")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")

    given_up = await press(anna, await press(anna, notice, "Зарегистрироваться"), "Отмена")

    assert (await press(anna, given_up, "К публикации"))["text"] == article["text"]


async def test_nobody_registers_without_having_agreed(answer: Answer, anna: Person) -> None:
    greeting = await answer(await anna.says("/start"))

    await anna.presses(message=greeting["message_id"], data="r:o:0")  # the button of a later step, forged

    assert current(anna, greeting)["text"].startswith("Регистрация\n\n"), "the rules come first"
    assert "Вы не зарегистрированы." in (await answer(await anna.says("/me")))["text"]


async def test_registering_twice_changes_nothing(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    asked = await agree_to_the_rules(newspaper, anna)
    await answer(await anna.says("Анна Первая"))

    assert (await answer(await anna.says("/register")))["text"] == ALREADY.format(name="Анна Первая")
    stale = await anna.presses("Анна", message=asked["message_id"])

    assert stale is not None
    assert "Имя: Анна Первая\n" in (await answer(await anna.says("/me")))["text"]


async def test_a_stale_button_of_registering_says_so(answer: Answer, anna: Person) -> None:
    rules = await answer(await anna.says("/register"))
    await press(anna, rules, "Согласен")
    await answer(await anna.says("Анна"))

    pressed = await anna.presses(message=rules["message_id"], data="r:a:0")

    assert pressed is not None
    assert (pressed.text, pressed.show_alert) == (ALREADY.format(name="Анна"), True)
    assert (await answer(await anna.says("Анна Вторая")))["text"] == NOT_UNDERSTOOD, "no name is asked for"


async def test_the_menu_follows_the_registration(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    before = menu(anna)
    await agree_to_the_rules(newspaper, anna)
    await answer(await anna.says("Анна"))
    await wait_until_handled(newspaper, anna)

    after = menu(anna)

    assert before - after == {"register"}
    assert after - before == {"comment", "remove", "mycomments"}


async def test_an_article_retracted_meanwhile_is_explained_and_the_registration_stands(
    newspaper: Newspaper, answer: Answer, anna: Person
) -> None:
    number = await publish(newspaper, "Мост открыт")
    article = await answer(await anna.says(f"/read {number}"))
    notice = await press(anna, article, "Добавьте комментарий")
    await press(anna, await press(anna, notice, "Зарегистрироваться"), "Согласен")
    await answer(await newspaper.editor.says("/retract 1"))
    await newspaper.editor.presses("Снять")

    assert (await answer(await anna.says("Анна")))["text"] == registered("Анна")

    await anna.sees("Публикация № 1 снята редакцией.")
    assert (await newspaper.news.readers.recognise(anna.id, "ru")).role is Role.MEMBER


async def test_a_banned_reader_cannot_register_anew(newspaper: Newspaper, answer: Answer) -> None:
    anna = await register(newspaper, newspaper.emulator.person("Анна"), "Анна")
    await give_role(newspaper, anna, "banned")

    said = await answer(await anna.says("/register"))

    assert said["text"] == ALREADY.format(name="Анна")
    assert (await newspaper.news.readers.recognise(anna.id, "ru")).role is Role.BANNED


async def test_in_a_group_one_is_led_to_the_private_chat(newspaper: Newspaper, answer: Answer, anna: Person) -> None:
    group = newspaper.emulator.group("Соседи", admins=[anna])

    led = await answer(await anna.says("/register", chat=group))

    assert led["text"] == PRIVATE_CHAT_ONLY
    assert labels(led) == [["Открыть чат"]]
