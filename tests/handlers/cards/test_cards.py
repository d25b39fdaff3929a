"""Every card, each rendered once: every screen has a way on, and a preview shows what readers will see."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks.opening import OpenArticle
from handlers.cards import articles, drafts
from handlers.cards.card import Card
from news.limits import HEADLINE_LIMIT
from news.model import Status
from news.richtext import Entity, clean_rich, from_entities, split_title, units, without_repeats
from news.richtext import to_rich as shown_body
from news.words import collapse
from tests.handlers.cards.card_samples.every import cards, functions
from tests.handlers.cards.card_samples.objects import DRAFT, EDITOR
from tests.handlers.cards.card_samples.screens import SCREENS
from tests.handlers.cards.card_samples.sources import cards_of_sources
from tests.handlers.cards.samples import CATALOGS, NOW, T, check
from texts import LANGUAGES

# Between the neighbours stands a name and nothing else.
TOPIC_NAMES = {"manage_topic_card"}
# No way on is needed: a group's member may do nothing here; after a failure the person tries again; a flooder waits;
# a photo comes below its article; the draft comes below what it lacks; a withdrawn post in a channel leads nowhere, and
# a test message by its link. The question for a name comes below what a human check and a contact are answered with,
# and that about a sample below the sample. In a discussion group people go on talking.
LAST_WORDS = {
    "admins_only_card",
    "album_card",
    "contact_taken_card",
    "failure_card",
    "group_notice_card",
    "left_out_card",
    "not_shown_card",
    "passed_card",
    "post_card",
    "refused_in_group_card",
    "sample_card",
    "too_fast_card",
    "trial_card",
}
# A toast: the way on stands in the keyboard below it.
LAST_WORDS |= {
    "put_aside_card",
    "quiet_card",
    "source_muted_card",
    "story_followed_card",
    "story_muted_card",
    "taken_back_card",
    "topic_muted_card",
    "word_muted_card",
}
# A preview is a message as others will get it; its ways on stand under the overview above it.
LAST_WORDS |= {"post_preview_card", "push_preview_card", "reading_preview_card"}


def test_every_card_has_a_sample() -> None:
    assert set(functions()) == set(cards(T))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_a_way_on_by_a_button_a_reply_or_a_command(language: str) -> None:
    dead_ends = {
        f"{name}: {card.text.text}"
        for name, rendered in cards(CATALOGS.texts(language, NOW)).items()
        for card in rendered
        if not card.inline_keyboard and card.reply_placeholder is None and not re.search(r"/[a-z]{2,}", card.text.text)
        if name not in LAST_WORDS
    }

    assert dead_ends == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_leaves_a_placeholder_unfilled_or_a_python_word_in_it(language: str) -> None:
    for name, rendered in cards(CATALOGS.texts(language, NOW)).items():
        for card in rendered:
            shown = [card.text.text, *(button.text for row in card.rows for button in row)]
            assert not any(re.search(r"[{}]|None|True|False|datetime|Role\.", text) for text in shown), name


def test_every_card_has_another_text_in_each_language() -> None:
    russian, english = (cards(CATALOGS.texts(language, NOW)) for language in ("ru", "en"))

    same = {name for name in russian if [c.text for c in russian[name]] == [c.text for c in english[name]]}

    # Their text is an argument, or the article's.
    named = {
        "guest_card",
        "refused_in_group_card",
        "edition_card",
        "album_card",
        "teaser_card",
        "push_preview_card",
        "post_preview_card",
        "push_buttons_card",
    }
    assert same <= named | TOPIC_NAMES


@pytest.mark.parametrize(("name", "card"), SCREENS, ids=[name for name, _ in SCREENS])
def test_every_screen_has_a_way_back(name: str, card: Card) -> None:
    check(card)
    assert any(row for row in card.rows), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_sources_fits_a_message_with_the_longest_rules_and_names(language: str) -> None:
    for rendered in cards_of_sources(CATALOGS.texts(language, NOW)).values():
        for card in rendered:
            check(card)


def letters() -> st.SearchStrategy[str]:
    """Text with the characters that editors type, and some that they do not."""
    return st.text(st.sampled_from("абв гд\n\n.!? —«»•-1)🎉\u0301\u00a0\u202e"), min_size=1, max_size=400)


marks = st.builds(
    Entity,
    type=st.sampled_from(
        ["bold", "italic", "underline", "spoiler", "code", "pre", "blockquote", "text_link", "mention"]
    ),
    offset=st.integers(-3, 500),
    length=st.integers(-3, 300),
    url=st.sampled_from([None, "https://example.org/", "tg://user?id=1", "javascript:alert(1)"]),
)


@given(letters(), st.lists(marks, max_size=12), st.sampled_from([1, 30]), st.sampled_from(LANGUAGES))
def test_a_preview_shows_the_whole_text_as_readers_will_see_it(
    text: str, entities: list[Entity], times: int, language: str
) -> None:
    t = CATALOGS.texts(language, NOW)
    written = clean_rich(text * times, entities)
    title, rest = split_title(written.text, written.entities)
    title = collapse(title)[: HEADLINE_LIMIT // 2] or "Заголовок"
    draft = replace(DRAFT, title=title, body=from_entities(rest.text, rest.entities))
    published = replace(draft, status=Status.PUBLISHED, published_at=NOW)
    count = len(articles.article_pages(published, t))

    read = [articles.article_card(published, t, OpenArticle(number=7, page=page)) for page in range(count)]
    preview = [
        drafts.draft_card(replace(draft, published_at=NOW), EDITOR, t, page) for page in range(count)
    ]  # only the meta line would differ: a draft has no time of publication

    assert [card.text for card in preview] == [card.text for card in read]
    whole = " ".join(card.text.text for card in read).split()
    body = shown_body(without_repeats(published.body, title)).text.split()
    assert "".join(whole).endswith("".join(body)), "the whole text, in order"
    assert all(units(card.text.text) <= articles.MESSAGE_UNITS for card in read)
