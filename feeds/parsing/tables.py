"""Tables of data: which tables of a document have rows that can be read as lines."""

from feeds.parsing.documents import Element

# What a cell of data does not have inside it; a table with such cells places parts of a page side by side.
_BLOCKS = ("table", "h1", "h2", "h3", "ul", "ol", "blockquote", "pre", "img", "iframe", "video", "figure")
_CELLS = ("td", "th")
_MOST_CHARACTERS_IN_CELL = 600
# From a block up to its cell; deeper blocks stand in a layout that has other blocks too.
_MOST_STEPS = 8


def data_tables(root: Element) -> dict[Element, int]:
    """Return the tables of data inside an element, each with its largest number of cells in a row; at least two."""
    rows: dict[Element, list[Element]] = {}
    for row in root.iter("tr"):
        table = nearest_above(row, "table")
        if table is not None:
            rows.setdefault(table, []).append(row)
    layouts = {nearest_above(cell, "table") for cell in _cells_with_blocks(root)}
    columns = {table: max(len(_cells(row)) for row in its) for table, its in rows.items() if table not in layouts}
    return {table: count for table, count in columns.items() if count > 1 and not _has_long_cell(rows[table])}


def _cells_with_blocks(root: Element) -> list[Element]:
    cells = (nearest_above(block, *_CELLS) for block in root.iter(*_BLOCKS) if block is not root)
    return [cell for cell in cells if cell is not None]


def nearest_above(element: Element, *tags: str) -> Element:
    """Return the nearest element above with one of the tags, or None."""
    for _ in range(_MOST_STEPS):
        element = element.getparent()
        if element is None or element.tag in tags:
            return element
    return None


def _cells(row: Element) -> list[Element]:
    return list(row.iterchildren(*_CELLS))


def _has_long_cell(rows: list[Element]) -> bool:
    return any(sum(map(len, cell.itertext())) > _MOST_CHARACTERS_IN_CELL for row in rows for cell in _cells(row))
