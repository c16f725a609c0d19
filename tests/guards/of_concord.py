"""The verbs of common texts."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Invalid, Refused
from kevread.concord.models import Answer, CommonText, Named
from kevread.concord.operations import amend_text, answer_text, drop_text, propose_text, take_back
from kevread.seats.models import Body
from tests.concorded import answered, before
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def boards(scene: Scene) -> list[Body]:
    return [scene.world.body(f"{one.slug}-board") for one in (scene.grouping, scene.first)]


def waiting(scene: Scene) -> CommonText:
    with arranging():
        text = before(scene.grouping, boards(scene), written_on=YESTERDAY)
    return CommonText.objects.select_related("organisation").get(pk=text.pk)


@guarded("concord.propose")
def proposed(scene: Scene) -> Guarded:
    asked: dict[str, Any] = {"kind": "autre", "title": "Charte des astreintes", "words": "Chacun son tour."}
    asked |= {"organisation": scene.grouping, "bodies": boards(scene)}
    return Guarded(
        do=lambda day=TODAY, **who: propose_text(written_on=day, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "written_on")],
    )


@guarded("concord.amend", twice=Invalid)
def amended(scene: Scene) -> Guarded:
    text = waiting(scene)
    asked = {"text": text, "bodies": boards(scene), "words": "Autrement.", "changes": "Tout, ou presque"}

    def do(day: date = TODAY, **who: Any) -> object:
        return amend_text(written_on=day, **asked, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "written_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "written_on"),
        ],
    )


@guarded("concord.answer", twice=Invalid)
def told(scene: Scene) -> Guarded:
    text = waiting(scene)
    rows = Named.objects.select_related("version__text__organisation", "body__organisation")
    named = rows.get(version__text=text, body__organisation=scene.grouping)
    with arranging():
        by_day = {day: decided(named.body, "other", on=day) for day in (YESTERDAY, YESTERDAY - timedelta(days=1))}

    def do(day: date = YESTERDAY, **who: Any) -> object:
        return answer_text(named=named, decision=by_day[day], adopts=True, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "decision")],
    )


@guarded("concord.take_back", twice=Refused)
def taken_back(scene: Scene) -> Guarded:
    text = waiting(scene)
    with arranging():
        answered(text, on=TODAY)
    rows = Answer.objects.select_related("named__version__text__organisation", "named__body__organisation")
    answer = rows.get(named__version__text=text, named__body__organisation=scene.grouping)
    return Guarded(
        do=lambda **who: take_back(answer=answer, reason="C’est un autre texte", **who), at=scene.grouping, own=True
    )


@guarded("concord.drop", twice=Refused)
def dropped(scene: Scene) -> Guarded:
    text = waiting(scene)
    return Guarded(do=lambda **who: drop_text(text=text, reason="Rien n’est prêt", **who), at=scene.grouping)
