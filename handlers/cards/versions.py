"""The versions of an article for its editors, and «Что изменилось» for its readers."""

from collections.abc import Sequence

from handlers.callbacks.comparing import ShowChanges, ShowVersion, ShowVersions
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.restoring import RestoreVersion
from handlers.cards.articles import (
    BLANK_LINE,
    MESSAGE_UNITS,
    NEW_LINE,
    NO_TEXT,
    article_pages,
    page_row,
    preview_card,
)
from handlers.cards.card import Card, button, in_rows
from news.model import Article, Version
from news.paging import pages
from news.richtext import Mark, RichText, join, rich
from news.versions import Update, VersionPage
from texts import Texts


def versions_card(page: VersionPage, t: Texts) -> Card:
    """List the versions of an article, newest first, with a button for each."""
    number = page.article.number
    title = rich(t("Versions of publication No. {number}", number=number), Mark.BOLD)
    rows = [
        *in_rows(button(str(each.number), ShowVersion(number=number, version=each.number)) for each in page.versions),
        [button(t("Older"), ShowVersions(number=number, before=page.older))] if page.older is not None else [],
        [button(t("Back"), EditAction(number=number, act=EditAct.SHOW))],
    ]
    return Card(
        join(BLANK_LINE, (title, join(NEW_LINE, [rich(_line(each, page.article, t)) for each in page.versions]))), rows
    )


def version_card(article: Article, present: int, t: Texts, page: int = 0) -> Card:
    """Show an article exactly as it was seen in a version, with «Восстановить» unless that is the `present` one."""
    number, version = article.number, article.version
    rows = [
        page_row(len(article_pages(article, t)), page, lambda to: ShowVersion(number=number, version=version, page=to)),
        [button(t("Restore"), RestoreVersion(number=number, version=version))] if version != present else [],
        [button(t("Versions"), ShowVersions(number=number))],
    ]
    return preview_card(article, t, page, rows)


def changes_card(opening: ShowChanges, update: Update, t: Texts, footer: RichText = NO_TEXT) -> Card:
    """Show the sentences that the last update of an article added and removed, with the way back to the article."""
    shown = pages(join(BLANK_LINE, _changes(update, t)), MESSAGE_UNITS - footer.units)
    page = min(opening.page, len(shown) - 1)
    rows = [
        page_row(len(shown), page, lambda to: opening.model_copy(update={"page": to})),
        [button(t("To the publication"), OpenArticle(number=opening.number, page=0, origin=opening.origin))],
    ]
    return Card(shown[page] + footer, rows)


def _changes(update: Update, t: Texts) -> list[RichText]:
    """Return the parts of «Что изменилось»: the update's time and reason, then the headline and the sentences."""
    article, sentences = update.article, update.sentences
    parts = [join(NEW_LINE, (rich(t("What has changed"), Mark.BOLD), rich(_when(article, t), Mark.ITALIC)))]
    if update.old_title is not None:
        heads = (rich(update.old_title, Mark.STRIKETHROUGH), rich(article.title))
        parts.append(join(NEW_LINE, (rich(t("Headline"), Mark.BOLD), *heads)))
    parts += _section(t("Added"), [rich(each) for each in sentences.added])
    parts += _section(t("Removed"), [rich(each, Mark.STRIKETHROUGH) for each in sentences.removed])
    return parts if len(parts) > 1 else [*parts, rich(t("The words of the text have stayed as they were."))]


def _section(title: str, lines: Sequence[RichText]) -> list[RichText]:
    return [join(NEW_LINE, (rich(title, Mark.BOLD), *lines))] if lines else []


def _when(article: Article, t: Texts) -> str:
    time = "" if article.updated_at is None else t.when(article.updated_at)
    if article.update_reason:
        return t("Updated {time}: {reason}", time=time, reason=article.update_reason)
    return t("updated {time}", time=time)


def _line(version: Version, article: Article, t: Texts) -> str:
    """Return a line of the list: `3. 5 марта, 14:05 · Вера · обновление: Уточнено время`.

    A version of nobody's is its source's, if the article has one.
    """
    by_source = t("a source") if version.editor_id is None and article.source_url else ""
    by = version.editor or by_source
    parts = [t.when(version.at), *([by] if by else [])]
    if version.visible:
        parts.append(t("update: {reason}", reason=version.reason) if version.reason else t("update"))
    elif version.number > 1:
        parts.append(t("without a mark"))
    return f"{version.number}. {' · '.join(parts)}"
