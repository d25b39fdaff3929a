"""The walk over a tree of HTML, which tells the assembly what it meets.

It is not recursive, and visits each element once, so that depth and length cost no more than they must. Scripts, forms,
hidden elements and furniture are left out with what is inside them; a tag that is not known is transparent.
"""

from collections import Counter
from collections.abc import Callable

from lxml import etree

from feeds.parsing.assembling import Assembly, Frame
from feeds.parsing.documents import Element, resolved, tokens_of, words
from feeds.parsing.embeds import EMBEDS, link_of, telegram_post
from feeds.parsing.furniture import is_furniture
from feeds.parsing.images import IMAGES, picture_of
from feeds.parsing.meanings import BORDERS, FRAMES, frame_of, marks_of, text_of
from feeds.parsing.tables import data_tables
from news.richtext import Body, Mark


class Walker:
    """Walks over an element and tells the assembly what it meets."""

    def __init__(self, root: Element, base: str) -> None:
        self._root = root
        self._base = base
        self._assembly = Assembly()
        self._tables = data_tables(root)
        self._owner: Element = None  # of the frame
        self._marks: Counter[Mark] = Counter()
        self._links: list[str | None] = []
        self._open_tables: list[Element] = []
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._cells: tuple[str, int] = ("", 0)  # the separator of the table, and the empty cells since the last words
        self._openers: dict[str, Callable[[Element], None]] = {
            "a": self._open_link,
            "br": lambda _: self._assembly.line_break(),
            "table": self._open_tables.append,
            "ul": self._open_list,
            "ol": self._open_list,
            "li": self._open_item,
            "figure": lambda _: self._assembly.begin_figure(),
            "tr": self._open_row,
            "td": self._open_cell,
            "th": self._open_cell,
            "q": lambda _: self._write("“"),
            **dict.fromkeys(IMAGES, self._add_picture),
        }
        self._closers: dict[str, Callable[[], object]] = {
            "a": lambda: self._links and self._links.pop(),
            "table": lambda: self._open_tables and self._open_tables.pop(),
            "ul": self._close_list,
            "ol": self._close_list,
            "li": self._assembly.end_item,
            "figure": self._assembly.end_figure,
            "q": lambda: self._write("”"),
        }

    def read(self) -> Body:
        """Return the blocks of the element."""
        skipped: Element = None
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element is not self._root and self._is_skipped(element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._open(element)
                    self._write(text_of(element))
                continue
            if element is not skipped:
                self._close(element)
            if element is not self._root:
                self._write(element.tail)
        return self._assembly.finish()

    def _is_skipped(self, element: Element) -> bool:
        """Whether the inside of an element is left out. Embeds and pictures for browsers without scripts are added."""
        if element.tag == "script":
            post = telegram_post(element)
            if post:
                self._assembly.add_embed(post)
        if element.tag in EMBEDS:
            self._add_embed(element)
            return True
        if element.tag == "noscript":
            for image in element.iter(*IMAGES):
                self._add_picture(image)
        return is_furniture(element)

    def _open(self, element: Element) -> None:
        tag = element.tag
        for mark in marks_of(element):
            self._marks[mark] += 1
        if tag in BORDERS:
            self._assembly.border()
        frame = frame_of(element, in_figure=self._assembly.figure)
        if frame and self._assembly.enter(frame):
            self._owner = element
        opener = self._openers.get(tag)
        if opener:
            opener(element)

    def _close(self, element: Element) -> None:
        tag = element.tag
        if element is self._owner:
            self._owner = None
            self._assembly.leave()
        for mark in marks_of(element):
            self._marks[mark] -= 1
        closer = self._closers.get(tag)
        if closer:
            closer()
        if tag in BORDERS or tag in FRAMES:
            self._assembly.border()

    def _write(self, text: str | None) -> None:
        if not text:
            return
        frame = self._assembly.frame
        marks = frozenset(mark for mark, depth in self._marks.items() if depth > 0)
        if frame is Frame.HEADING:  # it is bold anyway
            marks -= {Mark.BOLD}
        if frame is Frame.PRE:
            marks = frozenset()
        self._assembly.write(words(text), marks, self._links[-1] if self._links else None)
        if frame is Frame.ROW and text.strip():
            self._cells = (self._cells[0], 0)

    def _open_link(self, element: Element) -> None:
        address = element.get("href") or ""
        self._links.append(None if address.startswith("#") else resolved(address, self._base) or None)

    def _open_list(self, element: Element) -> None:
        first = element.get("start") or "1"
        numbered = element.tag == "ol"
        self._lists.append((int(first) if first.isdecimal() and len(first) < 6 else 1) if numbered else None)

    def _close_list(self) -> None:
        if self._lists:
            self._lists.pop()

    def _open_item(self, _: Element) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._assembly.begin_item("• " if number is None else f"{number}. ")

    def _open_row(self, row: Element) -> None:
        table = self._open_tables[-1] if self._open_tables else None
        if table in self._tables and self._assembly.enter(Frame.ROW):
            self._owner = row
            self._cells = (": " if self._tables[table] == 2 else " · ", -1)

    def _open_cell(self, _: Element) -> None:
        if self._assembly.frame is not Frame.ROW:
            self._assembly.border()
            return
        separator, skipped = self._cells
        self._assembly.cell(separator, max(skipped, 0))
        self._cells = (separator, skipped + 1)

    def _add_picture(self, element: Element) -> None:
        picture = picture_of(element, self._base)
        if picture:
            self._assembly.add_picture(picture)
        elif "emoji" in tokens_of(element) or "wp-smiley" in tokens_of(element):
            self._write(element.get("alt"))

    def _add_embed(self, element: Element) -> None:
        run = link_of(element, self._base)
        if run:
            self._assembly.add_embed(run)
