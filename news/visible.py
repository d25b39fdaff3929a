"""Which characters a person sees. A text without any is empty, wherever words are needed.

Telegram refuses a message without a visible character, and a list shows it as a blank line. The rule is the same for a
headline, a lead, a topic, a reason, a name, and a comment with each of its lines.
"""

import unicodedata

# White space, controls, format characters (zero-width space, soft hyphen, direction marks), surrogates, and marks,
# which are shown only on a letter (variation selectors and the combining grapheme joiner are among them).
_UNSEEN_CATEGORIES = frozenset({"Mn", "Me", "Mc", "Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
# Letters and signs whose glyph is blank: Hangul fillers, the empty braille cell, a musical null notehead, and the
# replacement for an embedded object, which Telegram trims as white space.
_BLANK_GLYPHS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159\ufffc")
# Unassigned code points that Unicode reserves for invisible characters (Default_Ignorable_Code_Point). Other unassigned
# ones may be emoji of a newer Unicode version, so they count as visible.
_IGNORABLE = (("\u2065", "\u2065"), ("\ufff0", "\ufff8"), ("\U000e0000", "\U000e0fff"))


def has_visible(text: str) -> bool:
    """Whether a person sees any character of the text."""
    return any(map(is_seen, text))


def is_seen(char: str) -> bool:
    """Whether a character is visible by itself."""
    return (
        unicodedata.category(char) not in _UNSEEN_CATEGORIES
        and char not in _BLANK_GLYPHS
        and not any(first <= char <= last for first, last in _IGNORABLE)
    )


def is_blank_glyph(char: str) -> bool:
    """Whether a character is a letter or a sign by its category, but its glyph is blank."""
    return char in _BLANK_GLYPHS
