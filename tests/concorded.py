"""Common texts for tests, written directly. Call these inside `arranging()`, or in a proof."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kevread.concord.loader import kinds
from kevread.concord.models import Answer, CommonText, Named, Version
from kevread.directory.models import Organisation
from kevread.seats.models import Body
from tests.gatherings.decided import decided

WRITTEN, ADOPTED = date(2026, 1, 12), date(2026, 2, 2)
BEFORE = date(2024, 11, 4)


def before(keeper: Organisation, bodies: Iterable[Body], kind: str = "cadre-rh", **more: Any) -> CommonText:
    """A text that waits for the answer of each of these."""
    text = CommonText.objects.create(organisation=keeper, kind=kind, title=more.pop("title", "Un texte commun"))
    version(text, bodies, 1, **more)
    return text


def version(text: CommonText, bodies: Iterable[Body], number: int, **more: Any) -> Version:
    asked = {"words": f"Version {number} du texte.", "digest": f"{number}" * 64, "written_on": WRITTEN} | more
    made = Version.objects.create(text=text, number=number, **asked)
    Named.objects.bulk_create(Named(version=made, body=body) for body in bodies)
    return made


def answered(text: CommonText, *, on: date = ADOPTED, but: Iterable[Body] = (), adopts: bool = True) -> None:
    """Each body that is named for the last version decides of it that day."""
    last = text.versions.order_by("-number")[0]
    left = {body.pk for body in but}
    for named in last.named.select_related("body").exclude(body__in=left).order_by("pk"):
        decision = decided(named.body, "other", on=on)
        Answer.objects.create(
            named=named, decision=decision, adopts=adopts, reason="" if adopts else "Le délai est trop court"
        )


def every_kind_in_force(keeper: Organisation, bodies: Iterable[Body]) -> None:
    """A text of each kind that the federation names, adopted by all of these: before the years whose meetings are counted."""
    bodies = list(bodies)
    for kind in kinds():
        answered(before(keeper, bodies, kind, written_on=BEFORE), on=BEFORE)
