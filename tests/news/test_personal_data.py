"""The list of tables that name persons: what is shown of them gives away nobody else."""

from handlers.cards.personal_data import ABOUT
from news.personal_data import PERSONAL_TABLES, Forget


def test_every_table_of_the_list_has_a_sentence() -> None:
    assert {table.name for table in PERSONAL_TABLES} == ABOUT.keys()


def test_no_column_that_names_a_person_is_shown_but_the_own_number() -> None:
    named = {(table.name, naming.column) for table in PERSONAL_TABLES for naming in table.namings}
    shown = {(table.name, column) for table in PERSONAL_TABLES for each in table.namings for column in each.shown}

    assert named & shown == {("readers", "id"), ("places", "chat_id")}


def test_what_needs_a_step_of_its_own_is_known() -> None:
    steps = {table.name for table in PERSONAL_TABLES for naming in table.namings if naming.forget is Forget.STEP}

    known = {"readers", "comments", "places", "subscriptions", "choices", "deliveries", "editions", "forgettings"}
    assert steps == known, "does news.forgetting have a step for it?"
