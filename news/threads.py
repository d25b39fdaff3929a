"""The discussions' desk: the comments on an article by pages of threads, one thread, and one comment by itself."""

from collections.abc import Sequence
from dataclasses import replace

from news.comment_rules import CommentRules
from news.discussion import CommentPage, CommentView, Thread, ThreadPage
from news.errors import CommentGone, CommentUnknown, NotAllowed, OwnComment
from news.ignores import ignored_by, threads_without_ignored, without_ignored
from news.lifecycle import require_readable
from news.model import Article, Comment, CommentsFor, CommentStatus, Reader
from news.ports import Clock, Storage, Unit
from news.roles import Deed, Role, may, require
from news.seen import NO_VISIT, visit
from news.thread_pages import PAGE_SIZE, SHOWN_ANSWERS, fitting, fitting_answers, threads_of

# Comments of one author that may wait on one article and still be seen by the author.
WAITING_SHOWN = 20


class ThreadDesk:
    """Reads discussions. An author also sees the own comments that wait for a moderator, in their places."""

    def __init__(self, storage: Storage, clock: Clock, rules: CommentRules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def page(
        self, reader: Reader, number: int, *, before: int | None = None, after: int | None = None
    ) -> CommentPage:
        """Return threads by time: the newest ones, or those before or after a first comment's id.

        The newest also if there are none there any more. Raises ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
            waiting, ignored = await _waiting(unit, reader, number), await ignored_by(unit, reader)
            shown, earlier, later = await _threads_by_time(unit, number, before, after, waiting)
            is_opened = before is None and after is None
            visited = await visit(unit, reader, number, ignored) if is_opened else NO_VISIT
            page = CommentPage(
                article,
                threads_without_ignored(shown, ignored),
                shown[0].first.id if shown and earlier else None,
                shown[-1].first.id if shown and later else None,
                closed=await self._is_closed(unit, article),
                new=visited.new,
            )
        if visited.has_moved:
            async with self._storage.writing() as unit:
                await unit.seen.advance(reader.id, number, visited.newest, self._clock.now())
        return page

    async def best(
        self, reader: Reader, number: int, *, start: int | None = None, before: int | None = None
    ) -> CommentPage:
        """Return threads by worth: the best ones, those from the thread `start` on, or those before another thread.

        Raises ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
            waiting = await _waiting(unit, reader, number)
            if before is not None:
                found = _page_of(await _threads(unit, await unit.threads.better(number, before, PAGE_SIZE), waiting))[0]
                start = found[-1].first.id if found else None
            firsts = await unit.threads.best(number, start, PAGE_SIZE + 1)
            own = [comment for comment in waiting if comment.root is None] if start is None else []
            shown, is_cut = _page_of(await _threads(unit, [*own, *firsts], waiting))
            following = firsts[max(0, len(shown) - len(own))].id if is_cut else None
            earlier = start if start is not None and await unit.threads.better(number, start, 1) else None
            closed = await self._is_closed(unit, article)
            shown = threads_without_ignored(shown, await ignored_by(unit, reader))
            return CommentPage(article, shown, earlier, following, best=True, closed=closed)

    async def thread(
        self, reader: Reader, comment_id: int, *, before: int | None = None, after: int | None = None
    ) -> ThreadPage:
        """Return the thread that a comment belongs to, from its first answer on, or those before or after an id.

        Raises CommentUnknown, CommentGone, ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            comment = await _get(unit, comment_id)
            first = comment if comment.root is None else await _get(unit, comment.root)
            article = await _readable(unit, first.article)
            if not first.replies and not _sees(reader, first):
                raise CommentGone(number=comment_id)
            own = [each for each in await _waiting(unit, reader, first.article) if each.root == first.id]
            if before is not None:
                nearest = await unit.threads.answers_before(first.id, before, PAGE_SIZE)
                nearest = _merged(nearest, [each for each in own if each.id < before], newest_first=True)
                reached = fitting_answers(first, nearest)
                after = reached[-1].id - 1 if reached else 0
            answers = await unit.threads.answers_after(first.id, after or 0, PAGE_SIZE)
            answers = _merged(answers, [each for each in own if each.id > (after or 0)])
            shown = fitting_answers(first, answers)
            earlier = bool(after and await unit.threads.answers_before(first.id, after + 1, 1))
            ignored = await ignored_by(unit, reader)
            return ThreadPage(
                article,
                without_ignored((first,), ignored)[0],
                without_ignored(shown, ignored),
                shown[0].id if shown and earlier else None,
                shown[-1].id if len(answers) > len(shown) else None,
                closed=await self._is_closed(unit, article),
                muted=reader.registered and await unit.answers.muted(reader.id, first.id),
            )

    async def view(self, reader: Reader, comment_id: int) -> CommentView:
        """Return a comment by itself: a visible one, for its author also one that waits, for moderators any.

        Raises CommentUnknown, CommentGone, ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            comment = await _get(unit, comment_id)
            article = await _readable(unit, comment.article)
            if not _sees(reader, comment):
                raise CommentGone(number=comment_id)
            return await self._view(unit, reader, article, comment)

    async def like(self, reader: Reader, comment_id: int, *, on: bool) -> CommentView:
        """Like a comment, or take the like back; again changes nothing. Return the comment as it is then.

        Raises NotAllowed, CommentUnknown, CommentGone, OwnComment, ArticleUnknown, ArticleRetracted.
        """
        require(reader, Deed.LIKE)
        async with self._storage.writing() as unit:
            stored = await unit.readers.lock(reader.id)
            if stored is not None and stored.role is Role.BANNED and reader.role is not Role.ADMIN:
                raise NotAllowed(deed=Deed.LIKE)
            if stored is None or not stored.registered:
                raise NotAllowed(deed=Deed.LIKE)  # forgotten since the update came
            comment = await _get(unit, comment_id)
            article = await _readable(unit, comment.article)
            if not comment.visible:
                raise CommentGone(number=comment_id)
            if comment.author_id == reader.id:
                raise OwnComment(number=comment_id)
            if on:
                await unit.likes.add(comment_id, reader.id, self._clock.now())
            else:
                await unit.likes.remove(comment_id, reader.id)
            return await self._view(unit, reader, article, await _get(unit, comment_id))

    async def _view(self, unit: Unit, reader: Reader, article: Article, comment: Comment) -> CommentView:
        answered = None if comment.reply_to is None else await unit.comments.get(comment.reply_to)
        return CommentView(
            article,
            await _with_picture(unit, comment),
            answered if answered is not None and answered.visible else None,
            bool(reader.id) and await unit.likes.has(comment.id, reader.id),
            comment.at + self._rules.edit if reader.id == comment.author_id else None,
            await self._is_closed(unit, article),
        )

    async def _is_closed(self, unit: Unit, article: Article) -> bool:
        if article.comments_for is CommentsFor.NOBODY:
            return True
        rules = self._rules.of_article(await unit.comment_rules.get(article.number))
        return rules.is_over(article.published_at, self._clock.now())


def _sees(reader: Reader, comment: Comment) -> bool:
    own = reader.id == comment.author_id and comment.status in {CommentStatus.HELD, CommentStatus.PUBLISHED}
    return comment.visible or own or may(reader, Deed.MODERATE)


def _page_of(threads: Sequence[Thread]) -> tuple[tuple[Thread, ...], bool]:
    """Return the threads that fit a page, and whether others were left out."""
    shown = fitting(threads[:PAGE_SIZE])
    return shown, len(threads) > len(shown)


async def _threads_by_time(
    unit: Unit, number: int, before: int | None, after: int | None, waiting: Sequence[Comment]
) -> tuple[tuple[Thread, ...], bool, bool]:
    """Return the threads of a page, the newest last, and whether there are earlier and later ones."""
    if after is not None:
        shown, later = _page_of(await _later_threads(unit, number, after, waiting))
        if shown:
            return shown, bool(await unit.threads.before(number, shown[0].first.id, 1)), later
    elif before is not None:
        shown, earlier = _page_of(await _earlier_threads(unit, number, before, waiting))
        if shown:
            return shown[::-1], earlier, True
    shown, earlier = _page_of(await _earlier_threads(unit, number, None, waiting))
    return shown[::-1], earlier, False


async def _later_threads(unit: Unit, number: int, after: int, waiting: Sequence[Comment]) -> list[Thread]:
    firsts = await unit.threads.after(number, after, PAGE_SIZE + 1)
    own = [comment for comment in waiting if comment.root is None and comment.id > after]
    return await _threads(unit, _merged(firsts, own)[: PAGE_SIZE + 1], waiting)


async def _earlier_threads(unit: Unit, number: int, before: int | None, waiting: Sequence[Comment]) -> list[Thread]:
    firsts = await unit.threads.before(number, before, PAGE_SIZE + 1)
    own = [comment for comment in waiting if comment.root is None and (before is None or comment.id < before)]
    return await _threads(unit, _merged(firsts, own, newest_first=True)[: PAGE_SIZE + 1], waiting)


async def _threads(unit: Unit, firsts: Sequence[Comment], waiting: Sequence[Comment]) -> list[Thread]:
    answered = [first.id for first in firsts if first.replies]
    answers = await unit.threads.first_answers(answered, SHOWN_ANSWERS) if answered else ()
    return threads_of(firsts, answers, waiting)


def _merged(comments: Sequence[Comment], own: Sequence[Comment], *, newest_first: bool = False) -> list[Comment]:
    """Return the comments with the reader's own that wait, each once, by their ids."""
    found = {comment.id: comment for comment in (*comments, *own)}
    return [found[comment_id] for comment_id in sorted(found, reverse=newest_first)]


async def _waiting(unit: Unit, reader: Reader, number: int) -> Sequence[Comment]:
    return await unit.threads.waiting(reader.id, number, WAITING_SHOWN) if reader.registered else ()


async def _with_picture(unit: Unit, comment: Comment) -> Comment:
    """Return the comment with the id of its picture, or with the bytes if this bot has never sent it."""
    if comment.picture is None:
        return comment
    (picture,) = await unit.files.with_ids([comment.picture])
    if picture.file_id is None:
        picture = replace(picture, content=await unit.files.content(picture.source))
    return replace(comment, picture=picture)


async def _readable(unit: Unit, number: int) -> Article:
    return require_readable(number, await unit.articles.get(number))


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise CommentUnknown(number=comment_id)
    return comment
