"""Rich text in pieces: a headline and the rest, leads, what is joined, cut and stripped."""

from hypothesis import given
from hypothesis import strategies as st

from news.richtext import (
    Block,
    Body,
    Entity,
    Kind,
    Mark,
    RichText,
    Run,
    clean_rich,
    first_words,
    from_entities,
    from_plain,
    join,
    link,
    plain,
    rich,
    split_title,
    to_rich,
    units,
    without_repeats,
)
from tests.news.texts import bodies, covered, entity_lists, is_nested, is_sound, paragraph, rich_texts, solid, texts


def test_plain_words_are_a_line_a_block() -> None:
    assert plain((paragraph(Run("а"), Run("б")), paragraph(), Block(Kind.QUOTE, (Run("в"),)))) == "аб\nв"


def test_the_first_line_is_the_headline_and_the_rest_keeps_its_entities() -> None:
    text = "\n \u200b\n  Заголовок \t дня 😀 \n\nТекст жирный"
    title, rest = split_title(text, (Entity("bold", units(text) - 6, 6),))
    assert title == "Заголовок дня 😀"
    assert rest.text == "Текст жирный"
    assert [covered(rest, entity) for entity in rest.entities] == ["жирный"]


def test_a_mark_over_headline_and_text_goes_on_in_the_text() -> None:
    assert split_title("Весь\nжирный", (Entity("bold", 0, 11),)) == (
        "Весь",
        RichText("жирный", (Entity("bold", 0, 6),)),
    )


def test_a_message_of_one_line_has_only_a_headline() -> None:
    assert split_title("Одна строка") == ("Одна строка", RichText(""))
    assert split_title(" \n ") == ("", RichText(""))


@given(texts, entity_lists)
def test_headline_and_rest_are_the_whole_message(text: str, found: list[Entity]) -> None:
    message = clean_rich(text, found)
    title, rest = split_title(message.text, message.entities)
    assert solid(message.text).endswith(solid(title) + solid(rest.text))
    assert is_sound(rest)


def test_a_paragraph_that_repeats_the_headline_goes() -> None:
    body = from_plain("ЕЛКА  зажглась!\nТекст про ёлку.\nЁлка зажглась")
    assert without_repeats(body, "Ёлка зажглась.") == from_plain("Текст про ёлку.")


def test_a_quote_that_repeats_the_headline_stays() -> None:
    body = (Block(Kind.QUOTE, (Run("Да"),)),)
    assert without_repeats((*body, paragraph(Run("Да"))), "Да") == body


def test_an_article_that_is_only_its_headline_keeps_one() -> None:
    assert without_repeats(from_plain("Да\nДа."), "Да") == from_plain("Да")
    assert without_repeats((), "Да") == ()


def test_headlines_of_punctuation_alone_are_told_apart() -> None:
    assert without_repeats(from_plain("!!!\nТекст"), "???") == from_plain("!!!\nТекст")


def test_the_lead_is_the_first_paragraph_not_the_heading() -> None:
    body = (
        Block(Kind.HEADING, (Run("Глава"),)),
        paragraph(Run("\u200b")),
        paragraph(Run("Первое слово. Второе слово.")),
    )
    assert first_words(body, 100) == "Первое слово. Второе слово."
    assert first_words(body, 20) == "Первое слово."
    assert first_words(body, 10) == "Первое…"


def test_without_paragraphs_the_lead_is_what_there_is() -> None:
    assert first_words((Block(Kind.QUOTE, (Run("Цитата"),)),), 100) == "Цитата"
    assert first_words((Block(Kind.PICTURE, (), "https://a.b"),), 100) == ""


@given(bodies, st.integers(0, 40))
def test_a_lead_fits_its_limit(body: Body, limit: int) -> None:
    assert units(first_words(body, limit)) <= limit


@given(rich_texts, rich_texts, rich_texts)
def test_joining_texts_shifts_entities_and_loses_nothing(one: RichText, two: RichText, three: RichText) -> None:
    joined = one + two + three
    assert joined == one + (two + three) == join(RichText(""), [one, two, three])
    assert joined.text == one.text + two.text + three.text
    assert joined.cut(one.units, one.units + two.units) == two


@given(rich_texts, st.integers(-3, 80), st.integers(-3, 80))
def test_a_cut_is_sound_and_lies_within_its_borders(text: RichText, start: int, end: int) -> None:
    piece = text.cut(start, end)
    assert is_sound(piece)
    assert is_nested(piece.entities)
    assert piece.text in text.text
    assert piece.units <= max(end - start, 0) + 1


@given(rich_texts, st.integers(0, 80))
def test_two_halves_are_the_whole_text(text: RichText, middle: int) -> None:
    assert text.cut(0, middle).text + text.cut(middle, text.units).text == text.text


@given(rich_texts)
def test_stripping_takes_white_space_and_keeps_entities_sound(text: RichText) -> None:
    spaced = rich(" \n") + text + rich("\n ", Mark.BOLD)
    assert spaced.strip() == text.strip()
    assert is_sound(text.strip())


def test_texts_are_built_from_pieces() -> None:
    built = join(rich(" · "), [rich("😀 Заголовок", Mark.BOLD), link("тут", "https://a.b")]).styled("blockquote")
    assert built == RichText(
        "😀 Заголовок · тут",
        (Entity("blockquote", 0, 18), Entity("bold", 0, 12), Entity("text_link", 15, 3, "https://a.b")),
    )
    assert not rich("")
    assert rich("", Mark.BOLD).styled("blockquote") == RichText("")


def test_a_long_text_with_thousands_of_entities_is_read_and_shown_without_delay() -> None:
    text = "Мама мыла раму 😀\n" * 15_000
    found = [Entity("bold", offset, 50) for offset in range(0, 250_000, 100)]
    message = clean_rich(text, found)
    assert len(to_rich(from_entities(message.text, message.entities)).text) == len(text) + 14_998
