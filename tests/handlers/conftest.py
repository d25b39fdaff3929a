"""The running newspaper and its people, as the journeys know them."""

from hypothesis import settings

from tests.journeys.conftest import anna, answer

__all__ = ["anna", "answer"]

# The time of an example depends on the machine more than on the program.
settings.register_profile("vestnik", deadline=None)
settings.load_profile("vestnik")
