"""Acts of several messages: which updates belong together, and how their texts are joined."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.long_texts import in_parts
from handlers.parts import FIELD, LONG_UNITS, MAX_ALBUM, act_of, begins_act, join
from news.words import units

Json = dict[str, Any]
PERSON = {"id": 7, "is_bot": False, "first_name": "Вера"}
LONG = "Слово. " * 520 + "конец"  # 3,645 units


def message(number: int, *, date: int = 100, **fields: Any) -> Json:
    chat = {"id": 7, "type": "private"}
    return {"message_id": number, "date": date, "chat": chat, "from": PERSON, **fields}


def update(number: int, **fields: Any) -> Json:
    return {"update_id": number, "message": message(number, **fields)}


def photo(number: int, album: str | None = "a", **fields: Any) -> Json:
    group = {"media_group_id": album} if album else {}
    return update(number, photo=[{"file_id": f"f{number}"}], **group, **fields)


def test_most_updates_are_acts_of_their_own() -> None:
    ordinary = (
        update(1, text="Слово"),
        update(1, text="ы" * (LONG_UNITS - 1)),
        photo(1, None),
        {"update_id": 1, "callback_query": {"message": message(1, text=LONG)}},
        {"update_id": 1, "edited_message": message(1, text=LONG)},
        update(1, text=LONG, forward_origin={"type": "user"}),
        {"update_id": 1, "message": message(1, text=LONG) | {"chat": {"id": -7, "type": "group"}}},
        {"update_id": 1, "message": {"text": LONG}},
        {"update_id": 1, "message": None},
        {},
    )
    assert not any(map(begins_act, ordinary))
    assert begins_act(update(1, text=LONG))
    assert begins_act(update(1, text="🎉" * (LONG_UNITS // 2)))
    assert begins_act(update(1, text=f"/post {LONG}"))
    assert begins_act(photo(1))


def test_a_shorter_piece_ends_a_text_at_once_and_a_long_one_may_go_on() -> None:
    assert act_of([update(1, text=LONG)]) == ([0], False)
    assert act_of([update(1, text=LONG), update(2, text=LONG)]) == ([0, 1], False)
    assert act_of([update(1, text=LONG), update(2, text=LONG), update(3, text="Конец")]) == ([0, 1, 2], True)
    assert act_of([update(1, text=LONG), update(2, text="Конец"), update(3, text="Ещё")]) == ([0, 1], True)


@pytest.mark.parametrize(
    "other",
    [
        update(2, text="/cancel"),
        update(2, text="Через минуту", date=160),
        update(2, text="Слово", forward_origin={"type": "user"}),
        update(2, text="Слово", via_bot={"id": 5}),
        update(2, sticker={}),
        photo(2),
        {"update_id": 2, "message": message(2, text="Слово") | {"from": {**PERSON, "id": 8}}},
    ],
)
def test_another_message_ends_a_text_and_is_no_part_of_it(other: Json) -> None:
    assert act_of([update(1, text=LONG), other]) == ([0], True)


def test_a_button_between_two_parts_waits_behind_them() -> None:
    press = {"update_id": 2, "callback_query": {"data": "x"}}
    edit = {"update_id": 3, "edited_message": message(1, text="Иначе")}
    assert act_of([update(1, text=LONG), press, edit, update(4, text="Конец")]) == ([0, 3], True)
    assert act_of([photo(1), press, photo(3)]) == ([0, 2], False)


def test_an_album_ends_with_its_tenth_item_or_with_another_message() -> None:
    items = [photo(number) for number in range(MAX_ALBUM)]
    assert act_of(items[:-1]) == (list(range(MAX_ALBUM - 1)), False)
    assert act_of(items) == (list(range(MAX_ALBUM)), True)
    assert act_of([*items[:2], photo(8, "b"), photo(9)]) == ([0, 1], True)
    assert act_of([*items[:2], update(8, text="Слово")]) == ([0, 1], True)


def test_one_message_is_left_as_it_is() -> None:
    alone = message(1, text="Слово")
    assert join([alone]) is alone


def test_an_album_has_the_first_caption_of_its_items_and_keeps_them_all_in_order() -> None:
    items = [photo(number)["message"] for number in (1, 2, 3)]
    items[1] |= {"caption": "Закат", "caption_entities": [{"type": "bold", "offset": 0, "length": 5}]}
    items[2] |= {"caption": "Другой берег"}

    whole = join([items[2], items[0], items[1]])

    assert (whole["message_id"], whole["photo"]) == (1, items[0]["photo"])
    assert (whole["caption"], whole["caption_entities"]) == ("Закат", items[1]["caption_entities"])
    assert whole[FIELD] == items


@pytest.mark.parametrize(
    ("before", "after", "seam"),
    [
        ("ы" * 4096, "ы", ""),
        ("ы" * 4095, "🎉", ""),
        ("ы" * 4000 + " конец строки", "Начало", "\n"),
        ("слово " * 682 + "ещё", "раз", " "),
        ("слово " * 682 + "ещё", "Раз", " "),
        ("слово " * 682 + "ещё", "— раз", " "),
        ("слово " * 682 + "да.", "Раз", "\n"),
        ("слово " * 682 + "да!»", "— Раз", "\n"),
        ("слово " * 682 + "др.", "раз", " "),
        ("слово " * 680 + "example.", "org", ""),
        ("слово " * 600 + "Заголовок", "Текст", "\n"),
        ("слово " * 600 + "Заголовок\n", "Текст", ""),
    ],
)
def test_the_white_space_that_the_cut_has_cost_comes_back(before: str, after: str, seam: str) -> None:
    pieces = [message(1, text=before), message(2, text=after)]
    assert join(pieces)["text"] == f"{before}{seam}{after}"


WORDS = st.text("абв Я.!—🎉\n", min_size=1, max_size=40)


@given(st.lists(WORDS, min_size=200, max_size=700), st.integers(0, 5000), st.integers(1, 6000))
def test_a_text_cut_by_a_client_loses_no_letter_and_no_mark(words: list[str], start: int, length: int) -> None:
    text = (" ".join(words) * 2).strip()
    entities = [{"type": "bold", "offset": start, "length": max(1, min(length, units(text) - start))}]
    pieces = [
        message(number, text=piece.strip(), entities=_trimmed(piece, marks))
        for number, (piece, marks) in enumerate(in_parts(text, entities))
        if piece.strip()
    ]

    whole = join(pieces)

    assert whole["text"].split() == text.split(), "words are neither glued nor broken"
    marked = _covered(whole["text"], whole.get("entities", []))
    assert marked == _covered(text, entities)


def _trimmed(piece: str, entities: list[Json]) -> list[Json]:
    """The entities of a piece whose ends Telegram has trimmed."""
    lead, size = units(piece) - units(piece.lstrip()), units(piece.strip())
    moved = []
    for entity in entities:
        start = min(max(entity["offset"] - lead, 0), size)
        end = min(max(entity["offset"] + entity["length"] - lead, 0), size)
        moved.append(entity | {"offset": start, "length": end - start})
    return [entity for entity in moved if entity["length"]]


def _covered(text: str, entities: list[Json]) -> str:
    """The letters under the entities."""
    data = text.encode("utf-16-le")
    found = b"".join(data[2 * each["offset"] : 2 * (each["offset"] + each["length"])] for each in entities)
    return "".join(found.decode("utf-16-le", "surrogatepass").split())


def test_a_mark_over_the_cut_is_one_again_and_the_parts_themselves_do_not_change() -> None:
    bold = {"type": "bold", "offset": 4000, "length": 90}
    pieces = [
        message(1, text="ы" * 4090, entities=[bold]),
        message(2, text="да", entities=[bold | {"offset": 0, "length": 2}]),
    ]

    whole = join(pieces)

    assert whole["entities"] == [bold | {"length": 93}]
    assert pieces[0]["entities"] == [bold | {"length": 90}]


def test_entities_that_nobody_can_read_are_left_out() -> None:
    pieces = [message(1, text=LONG, entities=[None, {"type": "bold"}]), message(2, text="да", entities="x")]
    assert join(pieces)["entities"] == []
