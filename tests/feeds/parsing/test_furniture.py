"""What is dropped as furniture, and sentences that only look like it."""

import pytest

from feeds.parsing.markup import read_fragment
from tests.feeds.parsing.notation import written

TEXT = "<p>Мост открыли утром.</p>"


def blocks(html: str) -> list[str]:
    return written(read_fragment(html, "https://site.example/news/1").body)


@pytest.mark.parametrize(
    "furniture",
    [
        "<p><a href=/x>Читать далее</a></p>", "<p>Читать далее →</p>", "<a href=/x>Read more...</a>",
        "<h3>Похожие публикации</h3><ul><li><a href=/1>Мост закрыли на ремонт</a></li></ul>",
        "<p>Читайте также:</p><p><a href=/1>Мост закрыли на ремонт</a></p><p><a href=/2>Мост строят с весны</a></p>",
        "<p>Читайте также: <a href=/1>Мост закрыли на ремонт</a></p>",
        "<p>Комментарии</p>", "<p>Поделиться:</p>", "<p>Наверх</p>", "<p>Версия для печати</p>",
        "<p>Подпишитесь на наш <a href=https://t.me/x>канал в Telegram</a>!</p>",
        "<p>Информация</p><p>Посетители, находящиеся в группе <b>Гости</b>, не могут оставлять комментарии к данной "
        "публикации.</p>",
        "<p>The post <a href=/x>Bridge</a> appeared first on <a href=/>Site</a>.</p>",
        "<p>Запись <a href=/x>Мост</a> впервые появилась <a href=/>Сайт</a>.</p>",
        "<div class='ya-share2 x'>Поделиться в сетях</div>", "<div class=related-posts>Мост закрыли</div>",
        "<div id=comments>Первый!</div>", "<ul class=breadcrumbs><li>Главная</li></ul>", "<div class=adv>Купите</div>",
        "<div class='social social-likes'>1 2 3</div>", "<div class=entry-meta>1 мая</div>",
    ],
)  # fmt: skip
def test_furniture_is_dropped(furniture: str) -> None:
    assert blocks(TEXT + furniture) == ["Мост открыли утром."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Читать далее он отказался.", "Комментарии мэра мы приводим ниже.", "Подпишитесь на газету в киоске.",
        "Похожие публикации появились и в других газетах.", "Поделиться было не с кем.", "Информация подтвердилась.",
        "Подробнее о мосте рассказал инженер.", "Далее выступил хор.", "Read more books, she said.",
    ],
)  # fmt: skip
def test_a_sentence_of_the_article_stays(sentence: str) -> None:
    assert blocks(f"{TEXT}<p>{sentence}</p>") == ["Мост открыли утром.", sentence]


@pytest.mark.parametrize(
    "name", ["shareholders", "comment", "press-release", "text", "relationship", "adverb", "news-item"]
)
def test_class_names_are_compared_as_whole_words(name: str) -> None:
    assert blocks(f"{TEXT}<div class={name}>Акционеры довольны.</div>") == [
        "Мост открыли утром.",
        "Акционеры довольны.",
    ]


def test_a_phrase_inside_the_text_is_dropped_with_its_links_only() -> None:
    middle = "<p>Читайте также:</p><p><a href=/1>Мост закрыли на ремонт</a></p>"
    assert blocks(f"{TEXT}{middle}<p>Проезд бесплатный.</p>") == ["Мост открыли утром.", "Проезд бесплатный."]
    assert blocks(f"{TEXT}<p>Комментарии</p><p>Проезд бесплатный.</p>")[1:] == ["Комментарии", "Проезд бесплатный."]


def test_links_at_the_end_of_an_article_stay_without_a_phrase_before_them() -> None:
    links = "<ul><li><a href=/1>Смета моста за год</a></li><li><a href=/2>Карта объезда для машин</a></li></ul>"
    assert len(blocks(TEXT + links)) == 3


def test_a_fragment_of_a_phrase_alone_stays() -> None:
    assert blocks("<p>Комментарии</p>") == ["Комментарии"]
