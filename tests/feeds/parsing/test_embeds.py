"""Embeds as links with the name of their site."""

import pytest

from feeds.parsing.markup import read_fragment
from tests.feeds.parsing.notation import written


def blocks(html: str) -> list[str]:
    return written(read_fragment(html, "https://site.example/news/1").body)


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<iframe src=//www.youtube.com/embed/abcDEF12345?rel=0></iframe>",
         "[youtube.com](https://www.youtube.com/watch?v=abcDEF12345)"),
        ("<iframe src=https://www.youtube-nocookie.com/embed/abcDEF12345></iframe>",
         "[youtube.com](https://www.youtube.com/watch?v=abcDEF12345)"),
        ("<iframe src='https://vk.com/video_ext.php?oid=-12&id=34&hash=5'></iframe>", "[vk.com](https://vk.com/video-12_34)"),
        ("<iframe src=https://player.vimeo.com/video/77?x=1></iframe>", "[vimeo.com](https://vimeo.com/77)"),
        ("<iframe src=https://rutube.ru/play/embed/ab12/></iframe>", "[rutube.ru](https://rutube.ru/video/ab12/)"),
        ("<iframe data-src=https://maps.example/?x=1></iframe>", "[maps.example](https://maps.example/?x=1)"),
        ("<video src=/v.mp4>Нет видео</video>", "[site.example](https://site.example/v.mp4)"),
        ("<audio><source src=/a.ogg><source src=/a.mp3></audio>", "[site.example](https://site.example/a.ogg)"),
        ("<object data=https://d.example/x.pdf>Документ</object>", "[d.example](https://d.example/x.pdf)"),
        ("<embed src=https://d.example/x>", "[d.example](https://d.example/x)"),
        ("<amp-youtube data-videoid=abcDEF12345></amp-youtube>", "[youtube.com](https://www.youtube.com/watch?v=abcDEF12345)"),
        ("<script data-telegram-post='chan/5' src=https://telegram.org/x.js></script>", "[t.me/chan/5](https://t.me/chan/5)"),
    ],
)  # fmt: skip
def test_an_embed_is_a_link(html: str, line: str) -> None:
    assert blocks(f"<p>До</p>{html}<p>После</p>") == ["До", line, "После"]


@pytest.mark.parametrize(
    "html",
    [
        "<iframe></iframe>", "<iframe src=javascript:x></iframe>", "<iframe src=about:blank></iframe>",
        "<iframe src=https://a.example width=1 height=1></iframe>", "<iframe src=https://ad.doubleclick.net/x></iframe>",
        "<iframe srcdoc='<p>x</p>'></iframe>", "<script data-telegram-post='../x'></script>",
        "<amp-youtube></amp-youtube>",
        "<video>Нет видео</video>", "<iframe src='http://['></iframe>",
    ],
)  # fmt: skip
def test_advertising_and_embeds_without_an_address_are_left_out(html: str) -> None:
    assert blocks(f"<p>До</p>{html}<p>После</p>") == ["До", "После"]


def test_an_embed_inside_a_sentence_follows_it() -> None:
    assert blocks("<p>Раз <iframe src=https://a.example/x></iframe> два</p>") == [
        "Раз два",
        "[a.example](https://a.example/x)",
    ]
