"""A case as JSON in the notice that shows it."""

from datetime import UTC, datetime

from news.case_views import CaseView, notice_of
from news.model import Cause
from news.notices import Notice, NoticeKind
from news.ports.cases import CaseKind, Verdict
from news.ports.complaints import Grounds
from news.ports.verdicts import Ruling

NOW = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)
WHOLE = CaseView(
    7, CaseKind.COMMENT, 3, "Мост", NOW, 5, 2, "Слово\nещё", 9, "Анна", NOW, True, NOW, 1, 2, 3, (Cause.FIRST,),
    ("Борис: шумит",), Verdict.REMOVED, Ruling.MUTE, "Борис", NOW, "insult", NOW,
    ((Grounds.SPAM, 2), (Grounds.INSULT, 1)), True, "Нет", Ruling.BAN, "Глеб", NOW, NOW, "spam",
)  # fmt: skip


def test_a_view_survives_its_json() -> None:
    for view in (WHOLE, CaseView(7, CaseKind.REPORT, 3, "", NOW)):
        assert CaseView.load(view.dump()) == view
        notice = Notice.load(notice_of(view).dump())
        assert (notice.what, notice.number) == (NoticeKind.CASE, 7)
        assert CaseView.load(notice.details) == view


def test_a_field_of_another_version_of_the_program_is_left_out() -> None:
    assert CaseView.load(WHOLE.dump()[:-1] + ', "weight": 3}') == WHOLE
