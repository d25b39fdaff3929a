"""The courier: each place gets its part of an edition, in its form."""

from dataclasses import replace

from bot.courier import MAX_CACHED_MESSAGES, Courier
from emulator import CHAT_NOT_FOUND, Emulator, Fault, Person, Refused
from emulator.errors import bad_request
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.ledger import EditionKind, Message, MessageKind
from news.model import Attachment, Status
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


RICH = Form(Detail.FULL, rich=True).dump()


def rich_pushes(*pictures: Attachment) -> EditionContent:
    return EditionContent(1, (replace(article(12, "Мост"), attachments=pictures),), 1, shown=(12,))


async def test_a_rich_message_is_corrected_as_one_and_withdrawn_as_a_text(courier: Courier, anna: Person) -> None:
    content, delivery = rich_pushes(), to(anna.id, variant=RICH)
    sent = await carry(courier, content, delivery)
    assert sent.copy == (Message((anna.last or {})["message_id"], MessageKind.TEXT),)
    assert (anna.last or {})["rich_message"]["blocks"][0] == {"type": "heading", "text": "Мост", "size": 1}

    (one,) = content.articles
    longer = replace(content, kind=EditionKind.CORRECTION, articles=(replace(one, title="Мост закрыт"),))
    assert (await carry(courier, longer, delivery._replace(copy=sent.copy))).copy == sent.copy
    assert (anna.last or {})["rich_message"]["blocks"][0]["text"] == "Мост закрыт"

    gone = replace(longer, articles=(replace(one, status=Status.RETRACTED),))
    assert (await carry(courier, gone, delivery._replace(copy=sent.copy))).copy == sent.copy
    assert (anna.last or {})["text"].startswith("Мост\n")
    assert "rich_message" not in (anna.last or {})


async def test_a_refused_rich_message_goes_as_a_text_at_once_and_so_do_all_others_of_its_edition(
    courier: Courier, anna: Person, emulator: Emulator
) -> None:
    content, delivery = rich_pushes(), to(anna.id, variant=RICH)
    emulator.faults.add(Fault(Refused(bad_request("RICH_MESSAGE_INVALID")), method="sendRichMessage"))

    refused = await carry(courier, content, delivery)

    assert (refused.redrawn, refused.may_have_arrived) == (True, False)
    assert from_bot(anna) == []
    for _ in range(2):
        sent = await carry(courier, content, delivery)
        assert sent.status == 200
        assert (anna.last or {})["text"].startswith("Мост\n")
    assert len(emulator.calls.of("sendRichMessage")) == 1
    await carry(courier, replace(content, edition=2), delivery._replace(edition=2))
    assert "rich_message" in (anna.last or {}), "the next edition is tried as a rich message"


async def test_a_picture_that_took_the_place_of_a_rich_message_is_corrected_as_a_picture(
    courier: Courier, anna: Person
) -> None:
    picture = Attachment(MessageKind.PHOTO, "tg:1", content=b"GIF89a" + b"\x01\x00" * 20)
    content = rich_pushes(picture)
    sent = await carry(courier, content, to(anna.id, variant=Form(Detail.FULL).dump()))
    correction = replace(content, kind=EditionKind.CORRECTION, articles=(replace(content.articles[0], title="Мост 2"),))
    edited = await carry(courier, correction, to(anna.id, variant=RICH, copy=sent.copy))
    assert (edited.status, edited.copy) == (200, sent.copy)
    assert (anna.last or {})["caption"].startswith("Мост 2\n")


async def test_a_chat_that_is_gone_says_nothing_about_rich_messages(
    courier: Courier, anna: Person, emulator: Emulator
) -> None:
    emulator.faults.add(Fault(CHAT_NOT_FOUND, method="sendRichMessage"))
    lost = await carry(courier, rich_pushes(), to(anna.id, variant=RICH))
    assert (lost.status, lost.redrawn) == (400, False)
    await carry(courier, rich_pushes(), to(anna.id, variant=RICH))
    assert "rich_message" in (anna.last or {})
