"""The courier: each place gets its part of an edition, in its form."""

from dataclasses import replace

from bot.courier import MAX_CACHED_MESSAGES, Courier
from emulator import Emulator, Person
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import EditionKind, Message, MessageKind
from news.model import Attachment
from news.ports import EditionContent
from news.rejections import NOTHING_LEFT
from news.richtext import from_plain
from tests.bot.couriers import THREE, article, carry, to
from tests.journeys.steps import from_bot

CONTENT = replace(THREE, shown=(14, 13, 12))


async def test_a_place_gets_its_part_without_a_sound(courier: Courier, anna: Person, emulator: Emulator) -> None:
    await carry(courier, CONTENT, to(anna.id, variant=Form(mask=0b101, sound=False).dump()))
    assert anna.buttons() == [["14", "12"]]
    assert "Новость 13" not in (anna.last or {})["text"]
    assert emulator.calls.of("sendMessage")[-1].parameters["disable_notification"] is True


async def test_a_part_of_one_article_is_a_push_of_one(courier: Courier, anna: Person) -> None:
    await carry(courier, CONTENT, to(anna.id, variant=Form(Detail.HEADLINE, mask=0b010).dump()))
    assert (anna.last or {})["text"].startswith("Новость 13\n")
    assert anna.buttons() == [["Читать", "Ещё"]]


async def test_of_a_part_nothing_of_which_is_left_nothing_is_sent(courier: Courier, anna: Person) -> None:
    content = EditionContent(2, (article(14),), 1, shown=(14, 13))
    outcome = await carry(courier, content, to(anna.id, variant=Form(mask=0b10, more=3).dump()))
    assert (outcome.status, outcome.description) == (400, NOTHING_LEFT)
    assert from_bot(anna) == []


async def test_a_full_text_that_outgrows_its_picture_is_corrected_to_its_lead(courier: Courier, anna: Person) -> None:
    picture = Attachment(MessageKind.PHOTO, "tg:1", content=b"GIF89a" + b"\x01\x00" * 20)
    short = replace(article(12, "Мост"), attachments=(picture,))
    long = replace(short, body=from_plain("Слово. " * 300), version=2)
    full = to(anna.id, variant=Form(Detail.FULL).dump())
    sent = await carry(courier, EditionContent(1, (short,), 1, shown=(12,)), full)
    assert sent.copy == (Message((anna.last or {})["message_id"], MessageKind.PHOTO),)

    correction = EditionContent(1, (long,), 1, EditionKind.CORRECTION, shown=(12,))
    edited = await carry(courier, correction, full._replace(copy=sent.copy))

    assert (edited.status, edited.copy) == (200, sent.copy)
    assert (anna.last or {})["caption"].startswith("Мост\n\nСлово.")


async def test_a_form_is_drawn_once_for_all_places_and_forms_do_not_fill_the_memory(
    courier: Courier, anna: Person, emulator: Emulator
) -> None:
    for more in range(MAX_CACHED_MESSAGES + 20):
        courier.size(CONTENT, to(anna.id, variant=Form(mask=0b101, more=more).dump()))
    assert len(courier._drawn) == MAX_CACHED_MESSAGES
    kept = courier._find(CONTENT, to(anna.id, variant=Form(mask=0b101, more=MAX_CACHED_MESSAGES).dump()))
    again = courier._find(CONTENT, to(anna.id, variant=Form(mask=0b101, more=MAX_CACHED_MESSAGES).dump()))
    assert kept is again
