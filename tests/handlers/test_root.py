"""The order of the routers: every module of commands is bound, each at the position that it states."""

from handlers.positions import Position
from handlers.root import command_modules


def names() -> list[str]:
    return [module.__name__.rpartition(".")[2] for module in command_modules()]


def test_what_is_no_command_comes_first_then_reading_and_the_answer_to_everything_else_last() -> None:
    assert names()[:3] == ["attending", "forwarding", "reading"]
    assert names()[-1] == "helping"


def test_a_link_to_a_search_is_recognised_before_commands() -> None:
    assert names().index("searching") < names().index("starting")


def test_text_that_a_state_waits_for_comes_after_commands_and_replies() -> None:
    asking = {"registering", "posting", "correcting", "relating", "reviewing", "scheduling", "outlets", "picturing"}
    waiting = asking | {
        "appealing",
        "appointing",
        "following",
        "choosing",
        "judging",
        "moderating",
        "noting",
        "renaming",
        "screening",
        "source_files",
        "source_rules",
        "sources",
        "sorting",
    }
    first = min(names().index(name) for name in waiting)

    assert set(names()[first:]) == waiting | {"offering", "helping"}
    assert names()[-2:] == ["offering", "helping"]
    assert names().index("commenting") == first - 1


def test_a_module_without_a_position_stands_among_the_commands() -> None:
    unstated = [module for module in command_modules() if not hasattr(module, "POSITION")]
    before, after = ("searching", "commenting")

    assert {module.__name__ for module in unstated} == {
        f"handlers.commands.{name}" for name in names()[names().index(before) + 1 : names().index(after)]
    }
    assert Position.BEFORE_COMMANDS < Position.COMMANDS < Position.REPLIES
