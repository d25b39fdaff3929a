"""Decoding bytes by their mark, their claim, or what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parsing.encodings import decoded

PAGE = "<html><body><p>Министры двух стран встретятся в Вене, сообщили «Вести» в четверг.</p></body></html>"
SHORT = "<title>Погода на завтра: снег и ветер</title>"
CYRILLIC = ["windows-1251", "koi8-r", "cp866", "iso-8859-5", "utf-8", "utf-16-le", "utf-16-be"]
CLAIMS = ["", "utf-8", "iso-8859-1", "windows-1251", "koi8-r", "x-unknown", "utf-7", "base64", "punycode", "a\x00b"]


@pytest.mark.parametrize("text", [PAGE, SHORT, PAGE.upper()])
@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("encoding", CYRILLIC)
def test_cyrillic_text_is_read_whatever_is_claimed(encoding: str, claim: str, text: str) -> None:
    content = text.encode(encoding, "ignore")
    assert decoded(content, claim) == content.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decoded(PAGE.encode(encoding), "windows-1251") == PAGE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Für die Straße über Köln ist es schön", "iso-8859-1"),
        ("Éric a été élu à l'Élysée, où ça va", "windows-1252"),
        ("Zażółć gęślą jaźń", "windows-1250"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα", "iso-8859-7"),
        ("Привіт, їжаче, це новини України", "windows-1251"),
        ("中文新闻网站今天报道了消息", "gb2312"),
        ("日本語のニュースです", "shift_jis"),
        ("日本語のニュースです", "iso-2022-jp"),
        ("한국어 뉴스입니다", "euc-kr"),
    ],
)
def test_an_honest_claim_of_another_language_is_believed(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), encoding) == text


@pytest.mark.parametrize(
    "declaration",
    ['<?xml version="1.0" encoding="windows-1250"?>', "<meta charset=windows-1250>",
     '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'],
)  # fmt: skip
def test_a_declaration_in_the_text_is_a_claim(declaration: str) -> None:
    text = f"{declaration}<p>Zażółć gęślą jaźń</p>"
    assert decoded(text.encode("windows-1250"), "") == text


def test_utf_8_that_is_cut_or_slightly_damaged_is_utf_8() -> None:
    content = (PAGE * 9).encode()
    assert decoded(content[: content.index("Вене".encode()) + 1], "").endswith("встретятся в \ufffd")
    assert decoded(content[:100] + b"\xff" + content[100:], "windows-1251").count("\ufffd") <= 2


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_read(content: bytes, claim: str) -> None:
    assert isinstance(decoded(content, claim), str)
