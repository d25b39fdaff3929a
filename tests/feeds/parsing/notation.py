"""Articles as short texts that a person can check: a line for each block and for each fact of the item."""

from news.richtext import Block, Body, Kind, Mark, Run
from news.sources.found import FoundFeed, FoundItem

_SIGNS = {Mark.BOLD: "**", Mark.ITALIC: "_", Mark.UNDERLINE: "++", Mark.STRIKETHROUGH: "~~", Mark.CODE: "`"}
_KINDS = {Kind.HEADING: "# ", Kind.QUOTE: "> ", Kind.PRE: "| "}


def written(body: Body) -> list[str]:
    """Return the lines of a body: `# heading`, `> quote` and `| preformatted` with `\\n`, `![caption](address)`."""
    return [_block(block) for block in body]


def item_lines(item: FoundItem) -> list[str]:
    """Return the lines of an item: its facts, an empty line, its blocks."""
    facts = {
        "title": item.title,
        "lead": item.lead,
        "address": item.address,
        "published": item.published_at.isoformat() if item.published_at else "",
        "updated": item.updated_at.isoformat() if item.updated_at else "",
        "author": item.author,
        "categories": " · ".join(item.categories),
        "pictures": " ".join(picture.address for picture in item.pictures),
        "full": "" if item.is_full else "no",
    }
    body = written(item.body)
    return [f"{name}: {value}" for name, value in facts.items() if value] + ([""] if body else []) + body


def feed_lines(feed: FoundFeed) -> list[str]:
    """Return the lines of a feed: its title, its site, and each item behind an empty line."""
    lines = [f"feed: {feed.title}", f"site: {feed.site}"]
    for item in feed.items:
        lines += ["", *item_lines(item)]
    return lines


def _block(block: Block) -> str:
    text = "".join(map(_run, block.runs)).replace("\n", "\\n")
    if block.kind is Kind.PICTURE:
        return f"![{text}]({block.url})"
    if block.kind is Kind.LIST_ITEM:
        assert text[0] in "•0123456789"
        return f"  {text}"
    return _KINDS.get(block.kind, "") + text


def _run(run: Run) -> str:
    text = run.text
    for mark, sign in _SIGNS.items():
        text = f"{sign}{text}{sign}" if mark in run.marks else text
    return f"[{text}]({run.url})" if run.url else text
