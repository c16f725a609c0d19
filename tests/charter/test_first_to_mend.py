"""Where « Texte » says to begin: what this person may mend, and it is called the gravest only when it is."""

from types import SimpleNamespace

from kevread.charter.views.text import first_to_mend
from kevread.common.actor import NOBODY
from kevread.common.verdicts import Severity


def test_what_one_may_mend_is_not_called_the_gravest_when_something_is_graver(monkeypatch):
    def reading(severity: Severity, mends: bool) -> SimpleNamespace:
        gesture = SimpleNamespace(hat=lambda actor: mends)
        return SimpleNamespace(findings=[SimpleNamespace(severity=severity, gesture=gesture)])

    monkeypatch.setattr("kevread.charter.views.text.outcome", lambda finding: "breaches")
    monkeypatch.setattr("kevread.charter.views.text.gesture_of", lambda finding: finding.gesture)
    blocking, major = reading(Severity.BLOCKING, mends=False), reading(Severity.MAJOR, mends=True)
    assert first_to_mend([blocking, major], NOBODY) == (major, "Commencer par ce que vous pouvez régler")
    assert first_to_mend([blocking, reading(Severity.MAJOR, mends=False)], NOBODY) == (
        blocking,
        "Commencer par le plus grave",
    )
    mine = reading(Severity.BLOCKING, mends=True)
    assert first_to_mend([blocking, mine], NOBODY) == (mine, "Commencer par le plus grave")
    assert first_to_mend([], NOBODY)[0] is None
