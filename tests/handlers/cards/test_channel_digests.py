"""The digests of a channel: each button of a setting names the channel, and holds what it has in `/settings`."""

from handlers.callbacks.choosing import SettingsScreen, ShowSettings, TurnHour
from handlers.callbacks.collecting import ChooseForChannel, DigestAct, DigestAction
from handlers.cards.card import Card
from handlers.cards.channel_digests import card_for_channel, channel_digests_card
from handlers.cards.settings_times import hours_card
from handlers.cards.settings_zones import zones_card
from tests.handlers.cards.card_samples.outlets import CHANNEL, OUTLETS
from tests.handlers.cards.card_samples.settings import GROUP, TOPIC
from tests.handlers.cards.samples import T

PLACE = CHANNEL.place.id


def data_of(card: Card) -> list[str]:
    """The data of every button."""
    return [button.callback_data or "" for row in card.rows for button in row]


def labels_of(card: Card) -> list[str]:
    """The label of every button."""
    return [button.text for row in card.rows for button in row]


def test_a_channel_without_digests_is_offered_them_and_a_lost_one_the_way_out() -> None:
    offered = channel_digests_card(CHANNEL, GROUP, T)
    lost = channel_digests_card(OUTLETS[1], GROUP, T)

    assert labels_of(offered) == ["Включить", "Назад"]
    assert DigestAction.unpack(data_of(offered)[0]) == DigestAction(place=PLACE, act=DigestAct.ON)
    assert labels_of(lost) == ["Назад"]
    assert "Дайте ему это право" in lost.text.text


def test_the_settings_of_a_channel_name_it_and_have_nothing_of_a_persons_chat() -> None:
    card = channel_digests_card(CHANNEL, TOPIC, T)

    first, *_ = data_of(card)
    assert ChooseForChannel.unpack(first) == ChooseForChannel(
        place=PLACE, setting=ShowSettings(screen=SettingsScreen.TOPICS).pack()
    )
    assert labels_of(card)[-3:] == ["Отменить", "Выключить", "Назад"]
    assert not any(label.startswith(("Слова", "Готово", "Подписаться")) for label in labels_of(card))


def test_a_screen_for_a_channel_has_the_same_buttons_for_it() -> None:
    usual = hours_card(TOPIC, False, T)

    card = card_for_channel(usual, CHANNEL)

    assert card.text == usual.text
    assert labels_of(card) == labels_of(usual)
    assert [ChooseForChannel.unpack(each).setting for each in data_of(card)] == data_of(usual)
    assert TurnHour.unpack(ChooseForChannel.unpack(data_of(card)[0]).setting).minute == 420


def test_every_city_fits_a_button_for_a_channel() -> None:
    pages = [zones_card(GROUP, page, False, T) for page in range(20)]

    for card in pages:
        assert all(len(each.encode()) <= 64 for each in data_of(card_for_channel(card, CHANNEL)))
