"""The content of messages: texts trimmed, with given and detected entities."""

from hypothesis import given
from hypothesis import strategies as st

from emulator import Person
from emulator.entities import span, units
from emulator.message_content import compose
from tests.emulator.api_client import Api
from tests.emulator.marks import mark


async def test_entities_move_with_the_trimmed_text(api: Api, anna: Person) -> None:
    entities = [mark("bold", 0, 4), mark("italic", 4, 4), mark("code", 8, 1)]
    sent = await api.ok("sendMessage", chat_id=anna.id, text="  abcdef ", entities=entities)
    assert sent["text"] == "abcdef"
    assert sent["entities"] == [mark("bold", 0, 2), mark("italic", 2, 4)]


async def test_a_text_without_a_visible_character_is_empty(api: Api, anna: Person) -> None:
    for text in ("\x01", "\u200b", "\u2800 \u200e", "\ufffc\n\ufeff"):
        assert await api.refusal("sendMessage", chat_id=anna.id, text=text) == (
            400,
            "Bad Request: message text is empty",
        )


def test_no_entity_is_detected_in_code_or_in_a_link() -> None:
    entities = [mark("code", 0, 5), mark("text_link", 6, 5, url="https://example.com")]
    assert compose("/read @anna", entities)[1] == entities


def test_a_given_entity_of_a_detected_kind_is_ignored() -> None:
    assert compose("слово", [mark("hashtag", 0, 5)])[1] == []


@given(st.text())
def test_detected_entities_are_inside_the_text_and_do_not_overlap(text: str) -> None:
    text = text.encode(errors="replace").decode()
    shown, entities = compose(text, [])
    ends = 0
    for entity in entities:
        assert ends <= entity["offset"]
        ends = span(entity)[1]
    assert ends <= units(shown)
