"""What a report weighs, by the reporter's group and by what became of the earlier ones."""

from collections import Counter

import pytest

from news.complaints import HIDING_WEIGHT, WEIGHTS, is_shown_at, weight_of
from news.ports.complaints import Finding
from news.roles import STAFF, Role


def record(founded: int, unfounded: int, moot: int = 0) -> Counter[Finding]:
    return Counter({Finding.FOUNDED: founded, Finding.UNFOUNDED: unfounded, Finding.MOOT: moot})


def test_three_trusted_readers_hide_a_comment_and_members_weigh_less_than_the_staff() -> None:
    assert 3 * weight_of(Role.TRUSTED, Counter()) == HIDING_WEIGHT
    assert 0 < WEIGHTS[Role.MEMBER] < WEIGHTS[Role.TRUSTED] < min(WEIGHTS[role] for role in STAFF) < HIDING_WEIGHT
    assert [weight_of(role, Counter()) for role in (Role.GUEST, Role.BANNED)] == [0, 0]


@pytest.mark.parametrize(
    ("founded", "unfounded", "weight"),
    [(0, 2, 3), (0, 3, 0), (1, 3, 0), (3, 3, 1), (6, 3, 2), (9, 3, 2), (0, 30, 0), (30, 0, 3)],
)
def test_unfounded_reports_lower_the_weight_and_founded_ones_raise_it(
    founded: int, unfounded: int, weight: int
) -> None:
    assert weight_of(Role.TRUSTED, record(founded, unfounded, moot=50)) == weight


def test_a_card_is_renewed_seldom_when_there_are_many_reports() -> None:
    assert [count for count in range(1, 1001) if is_shown_at(count)] == [
        *range(1, 11), *range(20, 101, 10), *range(200, 1001, 100),
    ]  # fmt: skip
