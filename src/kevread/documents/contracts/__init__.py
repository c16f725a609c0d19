"""What each paper says: one frozen dataclass a kind. Rooms above fill it in, `rendering` sets it.

`as_data` gives the JSON that is kept with the version and handed to the template; `check` refuses data in which a key is
missing, unknown or of another type. Days and moments stand in ISO form; the template says them in French.
"""

from collections.abc import Mapping

from .base import BadDataError, Paper, as_data, check_value
from .lists import Calendar, Chart, Governance, Officers
from .meeting import Agenda, Ballot, Notice, Pack, Proxy, SignIn
from .minutes import Count, Extract, Minutes, NoQuorum, Register, SignatureSheet

PAPERS: Mapping[str, type[Paper]] = {
    paper.template: paper
    for paper in (
        Notice, Agenda, Pack, Proxy, SignIn, Ballot, Minutes, NoQuorum, Count, Extract, Register,
        SignatureSheet, Officers, Calendar, Governance, Chart,
    )
}  # fmt: skip


def check(template: str, data: Mapping[str, object]) -> None:
    """Raise BadDataError, naming the place, when the data is not what this template expects."""
    if template not in PAPERS:
        raise BadDataError(f"No template is named « {template} ».")
    if not isinstance(data.get("title"), str):
        raise BadDataError("title: a text is expected.")
    check_value(PAPERS[template], {key: value for key, value in data.items() if key != "title"}, "")


__all__ = ["PAPERS", "BadDataError", "Paper", "as_data", "check"]
