"""Finding the article on a page."""

import pytest

from feeds.parsing.documents import parse
from feeds.parsing.extraction import find_article
from feeds.parsing.markup import read_element
from tests.feeds.parsing.notation import written

ONE = "Мост через реку открыли утром в среду, и первыми по нему проехали городские автобусы."
TWO = "Работы шли три года и стоили городу два миллиарда рублей, сообщила пресс-служба мэрии."
CARD = "<div><a href=/2><img src=/two.jpg></a><div><a href=/2>Каток на стадионе закрыли до зимы</a></div></div>"


def article(html: str) -> list[str]:
    found = find_article(parse(html), "https://site.example/1")
    assert found is not None
    return [
        line.replace("https://site.example", "") for line in written(read_element(found, "https://site.example/1").body)
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<div><div class=a>{}</div><div class=b>{card}{card}</div></div>",
        "<table><tr><td><a href=/>Главная</a></td><td><div>{}</div></td></tr></table>",
        "<form action=/x><div>{}</div></form>",
        "<div class='content sidebar-right has-comments'><div class=x>{}</div><aside>{card}</aside></div>",
        "<article><div class=info>14:05 8 просмотров</div><div>{}</div><footer>Теги: мост</footer></article>{card}",
    ],
)
def test_the_text_is_found_without_its_surroundings(around: str) -> None:
    sentences = [f"{ONE} {TWO} Мост {n}." for n in range(5)]
    text = "".join(f"<p>{sentence}</p>" for sentence in (*sentences, "Ура.", TWO))
    assert article(around.format(text, card=CARD)) == [*sentences, "Ура.", TWO]


def test_a_lead_in_a_box_of_its_own_is_a_part_of_the_article() -> None:
    text = f"<div class=one><p >{TWO}</p></div><div class=two>{''.join(f'<p>{ONE} {n}</p>' for n in range(9))}</div>"
    assert article(f"<body><div>{text}</div></body>")[0] == TWO


def test_pictures_of_the_article_stay_and_those_of_others_do_not() -> None:
    figure = "<figure><img src=/one.jpg><figcaption>Мост утром</figcaption></figure>"
    text = f"<div><p>{ONE}</p>{CARD}<div class=img><img src=/in.jpg></div><p>{TWO}</p></div>"
    assert article(f"<article>{figure}{text}{CARD}</article>") == ["![Мост утром](/one.jpg)", ONE, "![](/in.jpg)", TWO]


def test_a_page_without_words_has_no_article() -> None:
    assert find_article(parse("<div><img src=/a.jpg></div>"), "https://site.example/1") is None
