"""An article as readers see it: headline, meta line, the text in pages, and the buttons."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, LinkPreviewOptions

from handlers.callbacks.commenting import AskComment, ShowComments
from handlers.callbacks.comparing import ShowChanges
from handlers.callbacks.complaining import ReportArticle
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import NO_ORIGIN, Origin
from handlers.callbacks.reading import Listing, ShowList, ShowTopic
from handlers.callbacks.saving import ReadLater, SaveArticle
from handlers.cards.card import NO_PREVIEW, Card, Row, button, link_button
from handlers.cards.card_cache import of_the_day
from handlers.cards.media import empty_picture, kind_word, media_of, media_rows
from news.attachments import address_of_picture, lead_picture
from news.limits import CAPTION_LIMIT
from news.model import Article, CommentsFor, Headline
from news.paging import pages
from news.richtext import Mark, RichText, allowed, first_words, join, link, rich, to_rich, without_repeats
from news.visible import has_visible
from news.words import shorten
from texts import Texts

MESSAGE_UNITS = 4096
LEAD_UNITS = 400
# The pages of an article of the length that an import may have take a megabyte, and its cutting a tenth of a second.
MAX_CUT_ARTICLES = 32
LONG_RUNS = 300
TOPIC_BUTTONS = 3
BLANK_LINE = RichText("\n\n")
NEW_LINE = RichText("\n")
NO_TEXT = RichText("")


def meta_line(headline: Headline, t: Texts) -> str:
    """Return the time of publication, the topic, and a marked update: `14:05 · Политика · обновлено 14:40`.

    An article with a picture or another file says so: `14:05 · Политика · фото`.
    """
    parts = [_moment(headline, t), *([t("Breaking")] if headline.breaking else [])]
    if headline.topic:
        parts.append(headline.topic)
    if headline.media is not None:
        parts.append(kind_word(headline.media, t))
    if headline.updated_at is not None:
        parts.append(t("updated {time}", time=t.when(headline.updated_at)))
    return " · ".join(parts)


def _moment(headline: Headline, t: Texts) -> str:
    if headline.published_at is not None:
        return t.when(headline.published_at)
    if headline.publish_at is not None:
        return t("to appear {time}", time=t.when(headline.publish_at))
    return t("in review") if headline.in_review else t("draft")


def article_pages(article: Article, t: Texts, limit: int = MESSAGE_UNITS) -> tuple[RichText, ...]:
    """Return the article in pages of at most `limit` UTF-16 units. A message holds 4096.

    A version is cut once: the pages of the last `MAX_CUT_ARTICLES` are kept until the end of the day that they show.
    """
    return _cut(replace(article, comment_count=0, comments_for=None, reads=0), of_the_day(t), limit)


def is_long(article: Article) -> bool:
    """Whether cutting the article takes too long for the event loop: call `article_pages` in a thread first."""
    return sum(len(block.runs) for block in article.body[:LONG_RUNS]) >= LONG_RUNS or len(article.body) > LONG_RUNS


@lru_cache(MAX_CUT_ARTICLES)
def _cut(article: Article, t: Texts, limit: int) -> tuple[RichText, ...]:
    head = join(NEW_LINE, (rich(article.title, Mark.BOLD), rich(meta_of_page(article, t), Mark.ITALIC)))
    return pages(join(BLANK_LINE, [head, *article_text(article, t)]), limit)


def meta_of_page(article: Article, t: Texts) -> str:
    """Return the meta line of an open article: all its topics and its number, too."""
    topics = ", ".join(article.topics) or article.topic
    return " · ".join((meta_line(replace(article.headline, topic=topics), t), t("No. {number}", number=article.number)))


def article_text(article: Article, t: Texts) -> list[RichText]:
    """Return what stands below the headline: the lead, the text, and what was updated. No part is empty."""
    text = to_rich(without_repeats(article.body, article.title)) if not article.damaged else rich(damaged_text(t))
    return [part for part in (*lead_lines(article), text, *tail_lines(article, t)) if part]


def damaged_text(t: Texts) -> str:
    """Return what stands in place of a text that cannot be read. Readers see it in lists, editors in previews."""
    return t("The text of this publication is damaged and cannot be shown.")


def article_card(
    article: Article,
    t: Texts,
    opening: OpenArticle,
    footer: RichText = NO_TEXT,
    can_share: bool = False,
    with_picture: bool = False,
) -> Card:
    """Show the page of an article that `opening` names, with the way back to its origin. `footer` ends every page.

    `can_share` adds «Поделиться», which needs inline mode. `with_picture` shows an article that is short enough for a
    caption as its picture: for a new message, or one that is a picture already (docs/decisions/0032).
    """
    shown = article_pages(article, t, MESSAGE_UNITS - footer.units)
    page = min(max(opening.page or 0, 0), len(shown) - 1)
    fits = with_picture and len(shown) == 1 and (shown[0] + footer).units <= CAPTION_LIMIT
    picture = lead_picture(article) if fits else None
    rows = [
        page_row(len(shown), page, lambda to: opening.model_copy(update={"page": to})),
        [related_button(article, t, opening.origin), *([_share_button(article, t)] if can_share else [])],
        _comment_row(article, t),
        _changes_row(article, t, opening.origin),
        _aside_row(article, t, opening.origin),
        *media_rows(article, t, but=picture),
        _topics_row(article),
        _way_back(opening.origin, t),
    ]
    media = (media_of(picture),) if picture is not None else ()
    return Card(shown[page] + footer, rows, _preview(article, page), media=media)


def preview_card(article: Article, t: Texts, page: int, rows: Sequence[Row]) -> Card:
    """Show an article exactly as readers will see it, with the editor's buttons."""
    shown = article_pages(article, t)
    page = min(max(page, 0), len(shown) - 1)
    return Card(shown[page], rows, _preview(article, page))


def page_row(count: int, page: int, to_page: Callable[[int], CallbackData]) -> Row:
    """Return `‹ 2 / 3 ›`, or no buttons for a single page. The middle button shows the same page again."""
    if count < 2:
        return []
    before = [button("‹", to_page(page - 1))] if page > 0 else []
    after = [button("›", to_page(page + 1))] if page < count - 1 else []
    return [*before, button(f"{page + 1} / {count}", to_page(page)), *after]


def lead(article: Article) -> str:
    """Return the lead: the one that the editors wrote, else the first words of the text."""
    return article.lead or first_words(without_repeats(article.body, article.title), LEAD_UNITS)


def teaser_card(
    article: Article,
    t: Texts,
    read: InlineKeyboardButton,
    *more: Row,
    with_picture: bool = True,
    room: int = CAPTION_LIMIT,
) -> Card:
    """Show headline and lead with a button to the full text, for a push or a group. `more`: further rows of buttons.

    With its picture, the lead is shortened to the `room` in the caption, in UTF-16 units.
    """
    picture = lead_picture(article) if with_picture else None
    head = rich(title_of(article, t), Mark.BOLD)
    if article.breaking:
        head = join(NEW_LINE, (rich(t("Breaking"), Mark.ITALIC), head))
    updated = article.updated_at
    tail = NO_TEXT
    if updated is not None:
        tail = NEW_LINE + rich(t("updated {time}", time=t.when(updated)), Mark.ITALIC)
    words = lead(article)
    if picture is not None:
        words = shorten(words, room - (head + BLANK_LINE + tail).units)
    text = join(BLANK_LINE, (head, rich(words))) if words and words != article.title else head
    media = (media_of(picture),) if picture is not None else ()
    return Card(text + tail, [[read], *more], _preview(article, 0), media=media, in_place_of_media=empty_picture())


def title_of(article: Article, t: Texts) -> str:
    """Return the headline, or the number in place of an invisible headline: Telegram refuses an empty message."""
    return article.title if has_visible(article.title) else t("No. {number}", number=article.number)


def withdrawn_line(article: Article, t: Texts) -> RichText:
    """Return what stands in place of an article that was withdrawn, with the reason."""
    words = t("Withdrawn by the editors.")
    if article.retract_reason:
        words = " ".join((words, t("The reason: {reason}", reason=article.retract_reason)))
    return rich(words, Mark.ITALIC)


def read_button(article: Article, t: Texts, deep_link: str | None) -> InlineKeyboardButton:
    """Return «Читать»: it opens the article in place, or by `deep_link` from anywhere but a private chat."""
    if deep_link is not None:
        return link_button(t("Read"), deep_link)
    return button(t("Read"), OpenArticle(number=article.number))


def related_button(article: Article, t: Texts, origin: Origin = NO_ORIGIN) -> InlineKeyboardButton:
    """Return «Похожие публикации». The way back from there leads to the article, and on to the list of `origin`."""
    return button(t("Related news"), ShowRelated(number=article.number, origin=replace(origin, through=0)))


def lead_lines(article: Article) -> list[RichText]:
    """Return the editors' lead in italics; empty if the text begins with it."""
    if not article.lead or to_rich(article.body).text.startswith(article.lead):
        return []
    return [rich(article.lead, Mark.ITALIC)]


def tail_lines(article: Article, t: Texts) -> list[RichText]:
    """Return what stands below the text: the last update with its reason, and the link to the source."""
    tail = []
    if article.updated_at is not None and article.update_reason:
        words = t("Updated {time}: {reason}", time=t.when(article.updated_at), reason=article.update_reason)
        tail.append(rich(words, Mark.ITALIC))
    if allowed(article.source_url):
        tail.append(link(t("Source"), article.source_url or ""))
    return tail


def _share_button(article: Article, t: Texts) -> InlineKeyboardButton:
    """Return «Поделиться»: Telegram asks for a chat and starts an inline query there that finds this article alone."""
    return InlineKeyboardButton(text=t("Share"), switch_inline_query=f"№ {article.number}")


def _changes_row(article: Article, t: Texts, origin: Origin) -> Row:
    """Return «Что изменилось» if the version before the last update was kept."""
    if article.updated_version is None or article.updated_at is None:
        return []
    return [button(t("What has changed"), ShowChanges(number=article.number, origin=origin))]


def _aside_row(article: Article, t: Texts, origin: Origin) -> Row:
    """Return «Сохранить», «Вечером» and «Пожаловаться»."""
    return [
        button(t("Save"), SaveArticle(number=article.number)),
        button(t("This evening"), ReadLater(number=article.number)),
        button(t("Report"), ReportArticle(number=article.number, origin=origin)),
    ]


def _comment_row(article: Article, t: Texts) -> Row:
    read = button(t("Comments ({count})", count=article.comment_count), ShowComments(number=article.number))
    row = [read] if article.comment_count else []
    if article.comments_for is not CommentsFor.NOBODY:
        row.append(button(t("Add a comment"), AskComment(number=article.number)))
    return row


def _topics_row(article: Article) -> Row:
    """Return a button for each of the first topics: the topic's list."""
    topics = zip(article.topics, article.topic_ids, strict=True)
    return [button(name, ShowTopic(topic=topic_id)) for name, topic_id in topics][:TOPIC_BUTTONS]


def _way_back(origin: Origin, t: Texts) -> Row:
    if origin.through:
        return [button(t("Back"), ShowRelated(number=origin.through, origin=replace(origin, through=0)))]
    if origin.screen is not None:
        return [button(t("Back"), origin.screen)]
    latest = button(t("Latest news"), ShowList(listing=Listing.LATEST))
    return [latest, button(t("All news"), ShowList(listing=Listing.ARCHIVE))]


def _preview(article: Article, page: int) -> LinkPreviewOptions:
    """Show a picture that has a web address as a large one above the first page."""
    address = None if page else address_of_picture(article)
    if address is None:
        return NO_PREVIEW
    return LinkPreviewOptions(url=address, prefer_large_media=True, show_above_text=True)
