"""Comments by article, in order of their ids."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from news import attachments
from news.comment_texts import text_key
from news.model import Cause, Comment, CommentStatus, NewComment
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_micros

_ENDED = frozenset({CommentStatus.REJECTED, CommentStatus.REMOVED})


class Comments:
    """Implements `news.ports.Comments`. The article must exist; texts must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["comments"]
        self._articles = queries["articles"]
        self._answers = queries["answers"]
        self._seen = queries["seen"]

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment and count it, unless it is held; return its id, and False if its message was stored."""
        status = CommentStatus.HELD if comment.held_for else CommentStatus.PUBLISHED
        number = await self._queries.add(
            self._connection,
            article=comment.article,
            author_id=comment.author_id,
            text=comment.text,
            at=to_micros(comment.at),
            chat_id=comment.chat_id,
            message_id=comment.message_id,
            status=status.value,
            held_for=_dump(comment.held_for),
            published_at=None if comment.held_for else to_micros(comment.at),
            root=comment.root,
            reply_to=comment.reply_to,
            quote=comment.quote,
            editorial=int(comment.editorial),
            text_key=text_key(comment.text),
            picture=None if comment.picture is None else attachments.dump([comment.picture]),
        )
        if number is None:
            row = await self._by_message(comment.chat_id, comment.message_id)
            return row["id"], False
        if status is CommentStatus.PUBLISHED:
            await self._count(Counter([comment.article]), Counter([comment.root]))
            await self._note_published(number, comment.at)
        return number, True

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""
        row = await self._queries.get(self._connection, id=clamp(comment_id))
        return None if row is None else comment_of(row)

    async def lock(self, comment_id: int) -> None:
        """Keep the comment as it is until the unit ends."""
        await self._queries.lock(self._connection, id=clamp(comment_id))

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""
        row = await self._by_message(chat_id, message_id)
        return None if row is None else comment_of(row)

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Change a comment's text, and count the version."""
        await self._queries.revise(
            self._connection, id=clamp(comment_id), text=text, text_key=text_key(text), at=to_micros(at)
        )

    async def move(self, comment: Comment, article: int) -> None:
        """Put a comment under another article, and count it there if it is visible."""
        await self._queries.move(self._connection, id=comment.id, article=article)
        if comment.visible:
            await self._count(Counter({comment.article: -1, article: 1}), Counter())

    async def change_status(
        self,
        comment_id: int,
        to: CommentStatus,
        *,
        by: int,
        at: datetime,
        version: int | None = None,
        of: Collection[CommentStatus] = tuple(CommentStatus),
        held_for: Sequence[Cause] = (),
    ) -> bool:
        """Change the status of a comment, and the counts of its article and thread; False if nothing changed."""
        for before in CommentStatus:
            if before not in of or before is to:
                continue
            row = await self._queries.change_status(
                self._connection,
                id=clamp(comment_id),
                before=before.value,
                after=to.value,
                version=version,
                ended_at=to_micros(at) if to in _ENDED else None,
                ended_by=by if to in _ENDED else None,
                published_at=to_micros(at) if to is CommentStatus.PUBLISHED else None,
                held_for=_dump(held_for),
            )
            if row is not None:
                change = (to is CommentStatus.PUBLISHED) - (before is CommentStatus.PUBLISHED)
                if change and not row["hidden"]:
                    await self._count(Counter({row["article"]: change}), Counter({row["root"]: change}))
                if to is CommentStatus.PUBLISHED:
                    await self._note_published(comment_id, at)
                else:
                    await self._answers.take_back(self._connection, comment_id=clamp(comment_id))
                return True
        return False

    async def hide_author(self, author_id: int, *, hidden: bool) -> None:
        """Hide all comments of an author, or show them again, and correct the counts of articles and threads."""
        rows = self._queries.set_hidden(self._connection, author_id=clamp(author_id), hidden=int(hidden))
        sign, articles, roots = -1 if hidden else 1, Counter[int](), Counter[int | None]()
        async for row in rows:
            if row["status"] == CommentStatus.PUBLISHED:
                articles[row["article"]] += sign
                roots[row["root"]] += sign
        await self._count(articles, roots)
        if hidden:
            await self._answers.take_back_author(self._connection, author_id=clamp(author_id))

    async def newest_texts(self, limit: int) -> Sequence[str]:
        """Return the texts of the newest comments of all articles, whatever their status, the newest first."""
        rows = self._queries.newest_texts(self._connection, below=MAX_INT64, limit=limit)
        return [row["text"] async for row in rows]

    async def has_speaker(self, article: int, name_key: str) -> bool:
        """Whether the reader with this name key has a visible comment on the article."""
        found = await self._queries.has_speaker(self._connection, article=clamp(article), name_key=name_key)
        return found is not None

    async def withdraw(self, author_id: int, by: int, at: datetime, limit: int) -> None:
        """Remove up to `limit` published comments of an author, and as many held ones, and correct the counts."""
        block = {"author_id": author_id, "by": by, "at": to_micros(at), "limit": limit}
        await self._queries.withdraw_held(self._connection, **block)
        articles, roots = Counter[int](), Counter[int | None]()
        async for row in self._queries.withdraw_published(self._connection, **block):
            if not row["hidden"]:
                articles[row["article"]] -= 1
                roots[row["root"]] -= 1
        await self._count(articles, roots)

    async def count_published(self, author_id: int, limit: int) -> int:
        """Return how many published comments an author has, `limit` at most."""
        count: int = await self._queries.published_by(self._connection, author_id=clamp(author_id), limit=limit)
        return count

    async def count_by_status(self, author_id: int) -> Mapping[CommentStatus, int]:
        """Return how many comments an author has in each status, those of a banned author too."""
        rows = self._queries.count_by_status(self._connection, author_id=clamp(author_id))
        return {CommentStatus(row["status"]): row["amount"] async for row in rows}

    async def last_on(self, author_id: int, article: int, since: datetime) -> datetime | None:
        """Return when the author commented on an article last, or None if not since then."""
        whose = {"author_id": author_id, "article": clamp(article), "since": to_micros(since)}
        at: int | None = await self._queries.last_on(self._connection, **whose)
        return from_micros(at)

    async def same_text(self, author_id: int, key: int, article: int, since: datetime, but: int) -> int | None:
        """Return another comment of the author with the same text: on the article, or since then; or None."""
        found: int | None = await self._queries.same_text(
            self._connection, author_id=author_id, key=key, article=clamp(article), since=to_micros(since), but=but
        )
        return found

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return when the author commented since `at`, oldest first."""
        rows = self._queries.since(self._connection, author_id=author_id, at=to_micros(at))
        return [from_micros(row["at"]) async for row in rows]

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with smaller ids, the largest first; None starts at the newest."""
        below = MAX_INT64 if comment_id is None else clamp(comment_id)
        rows = self._queries.before(self._connection, article=clamp(article), id=below, limit=limit)
        return [comment_of(row) async for row in rows]

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with larger ids, the smallest first."""
        rows = self._queries.after(self._connection, article=clamp(article), id=clamp(comment_id), limit=limit)
        return [comment_of(row) async for row in rows]

    async def _note_published(self, comment_id: int, at: datetime) -> None:
        """Note an answer for whom it answers, and that its author follows the discussion; once for each comment."""
        noted = {"comment_id": clamp(comment_id), "at": to_micros(at)}
        await self._answers.add(self._connection, **noted)
        await self._seen.begin(self._connection, **noted)

    async def _count(self, articles: Counter[int], roots: Counter[int | None]) -> None:
        """Change the counts of threads and articles, by ascending number: see `storage` for the order of locks."""
        threads = sorted(root for root in roots if root is not None)
        if threads:
            replies = [{"id": root, "change": roots[root]} for root in threads]
            await self._queries.count_replies(self._connection, replies)
        changes = [{"number": article, "change": articles[article]} for article in sorted(articles)]
        await self._articles.count_comments(self._connection, changes)

    async def _by_message(self, chat_id: int, message_id: int) -> Any:
        return await self._queries.by_message(self._connection, chat_id=chat_id, message_id=message_id)


def comment_of(row: Any) -> Comment:
    """Return the comment of a row that has the columns of `comments`, and the name of its `author`."""
    return Comment(
        id=row["id"],
        article=row["article"],
        author_id=row["author_id"],
        author="" if row["editorial"] else row["author"],  # nobody learns who answers for the newsroom
        text=row["text"],
        at=from_micros(row["at"]),
        edited_at=from_micros(row["edited_at"]),
        removed_at=from_micros(row["removed_at"]),
        removed_by=row["removed_by"],
        status=CommentStatus(row["status"]),
        held_for=tuple(map(Cause, json.loads(row["held_for"]))),
        version=row["version"],
        root=row["root"],
        reply_to=row["reply_to"],
        quote=row["quote"],
        likes=row["likes"],
        replies=row["replies"],
        published_at=from_micros(row["published_at"]),
        hidden=bool(row["hidden"]),
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        hook_reason=row["hook_reason"],
        editorial=bool(row["editorial"]),
        picture=next(iter(attachments.load(row["picture"])), None),
    )


def _dump(causes: Sequence[Cause]) -> str:
    return json.dumps([cause.value for cause in causes])
