"""Attachments: stored and read again, grouped as Telegram sends them, and the one that a message shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.attachments import address_of_picture, albums, dump, kind_of_album, lead_picture, load
from news.ledger import MessageKind
from news.model import Article, Attachment, Status
from tests.clocks import START

FILES = [kind for kind in MessageKind if kind is not MessageKind.TEXT]
ARTICLE = Article(7, "Мост", (), Status.PUBLISHED, START)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
attachments = st.lists(
    st.builds(Attachment, st.sampled_from(FILES), texts, st.none(), caption=texts, name=texts), max_size=10
)


def of(*kinds: MessageKind) -> list[Attachment]:
    return [Attachment(kind, f"tg:{index}", f"id-{index}") for index, kind in enumerate(kinds)]


@given(attachments)
def test_attachments_are_read_as_they_were_stored(given: list[Attachment]) -> None:
    assert load(dump(given)) == tuple(given)


@pytest.mark.parametrize("stored", ["", "{}x", "[1]", '[{"kind": "text2", "source": "a"}]', '[{"kind": "photo"}]', "5"])
def test_damaged_attachments_do_not_take_the_text_along(stored: str) -> None:
    assert load(stored) == ()


@given(attachments)
def test_groups_keep_every_file_in_its_order_and_are_albums_that_telegram_sends(given: list[Attachment]) -> None:
    groups = albums(given)
    assert sorted(map(repr, given)) == sorted(repr(each) for group in groups for each in group)
    for group in groups:
        assert [each for each in given if any(each is item for item in group)] == list(group)
        kinds = {each.kind for each in group}
        assert len(kinds) == 1 or kinds == {MessageKind.PHOTO, MessageKind.VIDEO}
        assert MessageKind.ANIMATION not in kinds or len(group) == 1


def test_photos_and_videos_go_together_and_have_no_common_name() -> None:
    (mixed,) = albums(of(MessageKind.PHOTO, MessageKind.VIDEO))
    (photos,) = albums(of(MessageKind.PHOTO, MessageKind.PHOTO))
    assert (kind_of_album(mixed), kind_of_album(photos)) == (None, MessageKind.PHOTO)


@pytest.mark.parametrize("kind", FILES)
def test_a_message_shows_a_first_file_that_can_be_seen(kind: MessageKind) -> None:
    (first,) = of(kind)
    is_seen = kind in {MessageKind.PHOTO, MessageKind.VIDEO, MessageKind.ANIMATION}
    assert lead_picture(replace(ARTICLE, attachments=(first,))) == (first if is_seen else None)
    unsent = replace(first, file_id=None)
    assert lead_picture(replace(ARTICLE, attachments=(unsent,))) is None, "nobody has the bytes"
    if is_seen:
        stored = replace(unsent, content=b"bytes")
        assert lead_picture(replace(ARTICLE, attachments=(stored,))) == stored


def test_a_picture_at_an_address_is_a_link_preview() -> None:
    picture = Attachment(MessageKind.PHOTO, "https://example.org/1.jpg")
    article = replace(ARTICLE, attachments=(picture,))
    assert (address_of_picture(article), lead_picture(article)) == ("https://example.org/1.jpg", None)
