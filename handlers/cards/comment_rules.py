"""Screens of the rules that the comments on one article have of their own."""

from collections.abc import Callable
from datetime import timedelta

from handlers.callbacks.commenting import ShowComments
from handlers.callbacks.ruling import AskRule, ChooseRule, ShowRules
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button, in_rows
from news.comment_rules import CommentRules
from news.richtext import Mark, join, rich
from news.rules_desk import Rule, RulesOfArticle
from texts import Texts

NONE = "0"
# What the buttons offer, besides the newspaper's rule and none.
CHOICES: dict[Rule, tuple[str, ...]] = {
    Rule.DAYS: ("1", "7", "30", "90"),
    Rule.NIGHT: ("22-8", "23-7", "0-6"),
    Rule.SLOW: ("60", "300", "900", "3600"),
}
CHOICES_IN_ROW = 3


def rules_card(rules: RulesOfArticle, t: Texts) -> Card:
    """Show the rules in force, and which of them the article has of its own."""
    number, own = rules.article.number, rules.own
    mine = {Rule.DAYS: own.days, Rule.NIGHT: own.night, Rule.SLOW: own.slow_seconds}
    lines = []
    for rule, words in _lines(rules.present, t).items():
        whose = t("the newspaper’s rule") if mine[rule] is None else t("for this publication")
        lines.append(rich(words) + rich(f" · {whose}", Mark.ITALIC))
    title = join(NEW_LINE, (rich(t("Rules of comments"), Mark.BOLD), rich(rules.article.title)))
    labels = {Rule.DAYS: t("Closing"), Rule.NIGHT: t("Night"), Rule.SLOW: t("Pace")}
    rows = [
        [button(label, AskRule(number=number, rule=rule)) for rule, label in labels.items()],
        [button(t("To the comments"), ShowComments(number=number))],
    ]
    return Card(join(BLANK_LINE, (title, join(NEW_LINE, lines))), rows)


def ask_rule_card(rules: RulesOfArticle, rule: Rule, t: Texts) -> Card:
    """Offer the choices of one rule."""
    number = rules.article.number
    asked = {
        Rule.DAYS: t("When do the comments on No. {number} close?", number=number),
        Rule.NIGHT: t("In which hours are there no comments on No. {number}?", number=number),
        Rule.SLOW: t("How often may one reader comment on No. {number}?", number=number),
    }[rule]
    word = _words(rule, t)
    newspaper = t("As the newspaper: {rule}", rule=word(_value(rules.newspaper, rule)))
    rows = [
        *in_rows(
            (button(word(value), ChooseRule(number=number, rule=rule, value=value)) for value in CHOICES[rule]),
            CHOICES_IN_ROW,
        ),
        [button(word(NONE), ChooseRule(number=number, rule=rule, value=NONE))],
        [button(newspaper, ChooseRule(number=number, rule=rule))],
        [button(t("Back"), ShowRules(number=number))],
    ]
    return Card(rich(asked), rows)


def _lines(present: CommentRules, t: Texts) -> dict[Rule, str]:
    values = {rule: _words(rule, t)(_value(present, rule)) for rule in Rule}
    return {
        Rule.DAYS: t("Closing: {rule}", rule=values[Rule.DAYS]),
        Rule.NIGHT: t("Hours without comments: {rule}", rule=values[Rule.NIGHT]),
        Rule.SLOW: t("Pace: {rule}", rule=values[Rule.SLOW]),
    }


def _value(rules: CommentRules, rule: Rule) -> str:
    return {
        Rule.DAYS: str(rules.days),
        Rule.NIGHT: str(rules.night or NONE),
        Rule.SLOW: str(rules.slow // timedelta(seconds=1)),
    }[rule]


def _words(rule: Rule, t: Texts) -> Callable[[str], str]:
    """Return the function that puts a value of the rule into words."""

    def days(value: str) -> str:
        return t("never") if value == NONE else t.many("in {count} day", "in {count} days", int(value))

    def night(value: str) -> str:
        start, _, end = value.partition("-")
        return t("none") if value == NONE else t("{start}:00 to {end}:00", start=start, end=end)

    def slow(value: str) -> str:
        minutes = -(-int(value) // 60)
        return (
            t("as often as they like")
            if value == NONE
            else t.many("once in {count} minute", "once in {count} minutes", minutes)
        )

    return {Rule.DAYS: days, Rule.NIGHT: night, Rule.SLOW: slow}[rule]
