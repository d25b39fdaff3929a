"""Captions, credits and pictures: each picture once, in its place, with its own caption."""

import pytest

from feeds.parsing.markup import read_fragment
from news.sources.found import FoundPicture
from tests.feeds.parsing.notation import written

BASE = "https://site.example/news/1"
A, B = "<img src=/a.jpg>", "<img src=/b.jpg>"


def blocks(html: str) -> list[str]:
    lines = written(read_fragment(html, BASE).body)
    return [line.replace("https://site.example", "") for line in lines]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (f"<figure>{A}<figcaption>Мост</figcaption></figure>", ["![Мост](/a.jpg)"]),
        (f"<figure><figcaption>Мост</figcaption>{A}</figure>", ["![Мост](/a.jpg)"]),
        (f"<figure>{A}<figcaption>Мост</figcaption><i class=credit>Ф. А</i></figure>", ["![Мост. _Ф. А_](/a.jpg)"]),
        (f"<figure>{A}<p>Мост!</p><p>Фото: А</p></figure>", ["![Мост! Фото: А](/a.jpg)"]),
        (f"<figure>{A}{B}<figcaption>Мосты</figcaption></figure>", ["![](/a.jpg)", "![Мосты](/b.jpg)"]),
        (f"<figure>{A}<figcaption>Один</figcaption></figure><figure>{B}</figure>", ["![Один](/a.jpg)", "![](/b.jpg)"]),
        (f"<div class=wp-caption>{A}<p class=wp-caption-text>Мост</p></div>Текст", ["![Мост](/a.jpg)", "Текст"]),
        (f"<figure>{A}<figcaption>См. <a href=/x>мост</a></figcaption></figure>", ["![См. [мост](/x)](/a.jpg)"]),
        ("<figure><blockquote>Ц</blockquote><figcaption>Автор</figcaption></figure>", ["> Ц", "Автор"]),
        ("<p class=caption>Подпись без снимка</p>", ["Подпись без снимка"]),
        (f"<figure>{A}<p>{'Слово за словом. ' * 80}</p>", ["![](/a.jpg)", ("Слово за словом. " * 80).strip()]),
    ],
)  # fmt: skip
def test_captions_and_credits_belong_to_their_picture(html: str, lines: list[str]) -> None:
    assert blocks(html) == lines


def test_an_alternative_text_is_the_caption_only_if_it_is_a_sentence_and_there_is_no_other() -> None:
    alt = '<img src=/a.jpg alt="{}">'
    assert blocks(alt.format("Мост через реку утром")) == ["![Мост через реку утром](/a.jpg)"]
    for no_sentence in ("мост", "Мост", "most_1.jpg", "Вид на мост IMG_2041.JPG", "мост через реку утром"):
        assert blocks(alt.format(no_sentence)) == ["![](/a.jpg)"]
    both = f"<figure>{alt.format('Мост через реку утром')}<figcaption>Новый мост</figcaption></figure>"
    assert blocks(both) == ["![Новый мост](/a.jpg)"]


def test_a_picture_inside_a_sentence_follows_it() -> None:
    assert blocks(f"<p>Раз {A} два.</p><p>Три</p>") == ["Раз два.", "![](/a.jpg)", "Три"]
    assert blocks(f"<h2>Тема {A}</h2>") == ["# Тема", "![](/a.jpg)"]
    assert blocks(f"<p>{A}Раз</p>") == ["![](/a.jpg)", "Раз"]


def test_a_picture_comes_once() -> None:
    assert blocks(f"{A}<p>Раз</p>{A}<noscript>{B}</noscript>{B}") == ["![](/a.jpg)", "Раз", "![](/b.jpg)"]


def test_the_pictures_of_the_content_are_those_of_the_body() -> None:
    content = read_fragment(f"<figure>{A}<figcaption>Мост</figcaption></figure>{B}", BASE)
    assert content.pictures == (
        FoundPicture("https://site.example/a.jpg", "Мост"),
        FoundPicture("https://site.example/b.jpg"),
    )


def test_many_captions_behind_one_picture_do_not_grow_into_one() -> None:
    lines = blocks(A + "<p class=caption>Подпись под снимком</p>" * 500)
    assert len(lines[0]) < 1200
    assert len(lines) > 400
