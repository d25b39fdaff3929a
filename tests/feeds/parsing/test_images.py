"""Which image an element stands for, and which images are no pictures."""

import pytest

from feeds.parsing.markup import read_fragment


def addresses(html: str) -> list[str]:
    found = read_fragment(html, "https://site.example/news/1").pictures
    return [picture.address.removeprefix("https://site.example") for picture in found]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<img src=/a.jpg>", "/a.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src=/a.jpg>", "/a.jpg"),
        ("<img src=/blank.gif data-original=/a.jpg>", "/a.jpg"),
        ("<img src=/a-1.jpg srcset='/a-2.jpg 300w, /a-3.jpg 1200w, /a-4.jpg 600w'>", "/a-3.jpg"),
        ("<img src=/a-1.jpg srcset='/a-2.jpg 1x,/a-3.jpg 2x'>", "/a-3.jpg"),
        ("<img srcset='https://c.example/w_400,h_300/a.jpg 400w, https://c.example/w_800,h_600/a.jpg 800w'>",
         "https://c.example/w_800,h_600/a.jpg"),
        ("<picture><source srcset='/a.webp 2000w'><img src=/a.jpg></picture>", "/a.webp"),
        ("<a href='/big.JPG?x=1'><img src=/thumb.jpg></a>", "/big.JPG?x=1"),
        ("<a href='/page.html'><img src=/a.jpg></a>", "/a.jpg"),
        ("<amp-img src=/a.jpg width=800 height=600></amp-img>", "/a.jpg"),
        ("<noscript><img src=/a.jpg></noscript>", "/a.jpg"),
        ("<img src='/a b.jpg'>", None),
        ("<img width=640 height=480 src=/a.jpg>", "/a.jpg"),
        ("<img src=//cdn.example/a.jpg>", "https://cdn.example/a.jpg"),
    ],
)  # fmt: skip
def test_the_largest_image_is_the_picture(html: str, address: str | None) -> None:
    assert addresses(html) == ([address] if address else [])


@pytest.mark.parametrize(
    "html",
    [
        "<img>", "<img src=''>", "<img src=data:image/png;base64,AAAA>", "<img src=javascript:x>",
        "<img width=1 height=1 src=/a.gif>", "<img height=16px src=/a.png>", "<img class='x emoji' src=/a.png>",
        "<img src=/i/spacer.gif>", "<img src=/pixel.gif?id=1>", "<img src=/templates/x/logo.png>", "<img src=/a.svg>",
        "<img src=https://mc.yandex.ru/watch/1>", "<img src=https://counter.example/hit>",
        "<img src=/engine/data/emoticons/smile.png>", "<img src=/images/1x1.png>", "<img src=file:///etc/passwd>",
        "<img srcset=' , ,'>", "<a href=/big.jpg></a>",
    ],
)  # fmt: skip
def test_icons_counters_and_placeholders_are_no_pictures(html: str) -> None:
    assert addresses(html) == []


def test_an_emoji_as_an_image_is_its_character() -> None:
    body = read_fragment("<p>Ура <img class=emoji src=/x.png alt='🎉'>!</p>", "https://site.example/").body
    assert body[0].text == "Ура 🎉!"
