"""What classes and styles mean, where tags say nothing."""

import pytest

from feeds.parsing.markup import read_fragment
from tests.feeds.parsing.notation import written


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<span style='font-weight: bold'>а</span> <span style='font-style:italic'>б</span>", ["**а** _б_"]),
        ("<span style='font-weight:700; font-style: italic'>а</span>б", ["_**а**_б"]),
        ("<span style='font-weight:400'>а</span>", ["а"]),
        ("<div class=quote>а<br>б</div>", ["> а\\nб"]),
        ("<p class='text pullquote'>а</p>", ["> а"]),
        ("<div class=scriptcode>x = 1<br>y = 2</div>", ["| x = 1\\ny = 2"]),
        ("<div class=text_spoiler style='display:none'>а</div>", ["а"]),
        ("<p>CO<sub>2</sub>", ["CO₂"]),
    ],
)
def test_classes_and_styles(html: str, lines: list[str]) -> None:
    assert written(read_fragment(html, "https://site.example/").body) == lines
