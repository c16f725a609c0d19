"""The verbs of the legal life of associations."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Refused
from kevread.documents.files import receive
from kevread.statutes.models import BYLAWS, HandingOver, Statutes
from kevread.statutes.operations import (
    Adopted,
    add_article,
    adopt_statutes,
    annul_statutes,
    attach_statutes,
    begin_statutes,
    decide_day,
    drop_statutes,
    keep_day,
    say_nothing,
    take_file,
    undo_day,
    write_article,
    write_values,
)
from kevread.statutes.queries.akn import whole_of
from kevread.statutes.rules.akn import written
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

YESTERDAY = TODAY - timedelta(days=1)


def undecided(scene: Scene) -> None:
    """What this world decided of the first local is taken back."""
    with arranging():
        HandingOver.objects.filter(local=scene.first).update(undone_on=TODAY, undone_because="Rien n’est décidé")


@guarded("statutes.decide_day", twice=Refused)
def decide(scene: Scene) -> Guarded:
    undecided(scene)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "other", on=TODAY)
    asked = {"side": scene.first, "other": scene.grouping, "subject": "staff", "decision": decision}
    return Guarded(
        do=lambda day=TODAY, **who: decide_day(day=day, **asked, **who),
        at=scene.first,
        own=True,
        edges=[Edge({"day": TODAY}, {"day": YESTERDAY}, "day")],
    )


@guarded("statutes.say_nothing", twice=Refused)
def nothing(scene: Scene) -> Guarded:
    undecided(scene)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "other", on=TODAY)
    asked = {"local": scene.first, "grouping": scene.grouping, "subject": "staff", "decision": decision}
    return Guarded(do=lambda **who: say_nothing(**asked, **who), at=scene.first, own=True)


@guarded("statutes.undo_day", twice=Refused)
def undo(scene: Scene) -> Guarded:
    found = HandingOver.objects.select_related("local", "grouping").get(local=scene.first, subject="staff")
    return Guarded(
        do=lambda **who: undo_day(handing_over=found, reason="Ce jour est celui d’un autre pôle", **who),
        at=[scene.first, scene.grouping],
        own=True,
    )


@guarded("statutes.keep_day", twice=Refused)
def keep(scene: Scene) -> Guarded:
    found = HandingOver.objects.select_related("local", "grouping").get(local=scene.first, subject="staff")
    with arranging():
        HandingOver.objects.filter(pk=found.pk).update(undo_asked_for=scene.first)
    return Guarded(
        do=lambda **who: keep_day(handing_over=found, side=scene.grouping, reason="Ce jour est le bon", **who),
        at=scene.grouping,
        own=True,
    )


def drafted(scene: Scene, origin: str = "paper") -> Statutes:
    """A draft of the grouping, whose text of this world was a mistake."""
    with arranging():
        Statutes.objects.filter(organisation=scene.grouping).update(annulled_on=TODAY)
        text = Statutes.objects.create(
            organisation=scene.grouping,
            model="groupement",
            origin=origin,
            begun_on=TODAY,
            values={"L1.13.remote": "remote"},
        )
        text.articles.create(slug="objet", rank=1, title="Objet", stands="same")
    return Statutes.objects.select_related("organisation").get(pk=text.pk)


@guarded("statutes.begin", twice=Refused)
def begin(scene: Scene) -> Guarded:
    return Guarded(
        do=lambda **who: begin_statutes(organisation=scene.grouping, origin="paper", **who), at=scene.grouping
    )


@guarded("statutes.write_article")
def write(scene: Scene) -> Guarded:
    text = drafted(scene)
    article = text.articles.select_related("statutes__organisation").get()
    return Guarded(do=lambda **who: write_article(article=article, stands="same", **who), at=scene.grouping)


@guarded("statutes.write_values")
def fill(scene: Scene) -> Guarded:
    text = drafted(scene)
    return Guarded(
        do=lambda **who: write_values(statutes=text, values={"L1.13.remote": "hybrid"}, **who), at=scene.grouping
    )


@guarded("statutes.add_article")
def add(scene: Scene) -> Guarded:
    text = drafted(scene)
    return Guarded(do=lambda **who: add_article(statutes=text, title="Clés", text="Une clé", **who), at=scene.grouping)


def bylaws(scene: Scene, **more: Any) -> Statutes:
    """Those of the grouping, whose articles of this world were a mistake."""
    text = drafted(scene)
    with arranging():
        Statutes.objects.filter(pk=text.pk).update(kind=BYLAWS, **more)
    return Statutes.objects.select_related("organisation").get(pk=text.pk)


@guarded("statutes.adopt_bylaws", twice=Refused)
def adopt_those(scene: Scene) -> Guarded:
    text = bylaws(scene)
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "other", on=TODAY)

    def do(since: date = TODAY, **who: Any) -> object:
        return adopt_statutes(on=TODAY, statutes=text, adopted=Adopted(since=since, decision=decision), **who)

    return Guarded(do=do, at=scene.grouping, edges=[Edge({"since": TODAY}, {"since": YESTERDAY}, "since")])


@guarded("statutes.annul_bylaws")
def annul_those(scene: Scene) -> Guarded:
    text = bylaws(scene, adopted_on=TODAY, adopted_by="Conseil", since=TODAY)
    return Guarded(
        do=lambda **who: annul_statutes(on=TODAY, statutes=text, reason="Ce texte est celui d’un autre", **who),
        at=scene.grouping,
    )


@guarded("statutes.take_file")
def take(scene: Scene) -> Guarded:
    text = drafted(scene)
    content = written(whole_of(Statutes.objects.get(organisation=scene.grouping, annulled_on=TODAY)), TODAY)
    return Guarded(do=lambda **who: take_file(statutes=text, content=content, **who), at=scene.grouping)


@guarded("statutes.drop", twice=Refused)
def drop(scene: Scene) -> Guarded:
    text = drafted(scene)
    return Guarded(do=lambda **who: drop_statutes(statutes=text, reason="On y renonce", **who), at=scene.grouping)


@guarded("statutes.adopt", twice=Refused)
def adopt(scene: Scene) -> Guarded:
    text = drafted(scene)
    with arranging():
        decision = decided(f"{scene.grouping.slug}-assembly", "statuts", on=TODAY)

    def do(since: date = TODAY, **who: Any) -> object:
        return adopt_statutes(on=TODAY, statutes=text, adopted=Adopted(since=since, decision=decision), **who)

    return Guarded(do=do, at=scene.grouping, edges=[Edge({"since": TODAY}, {"since": YESTERDAY}, "since")])


@guarded("statutes.attach", twice=Refused)
def attach(scene: Scene) -> Guarded:
    text = drafted(scene)
    file = receive("statuts.pdf", a_pdf())
    return Guarded(do=lambda **who: attach_statutes(statutes=text, file=file, **who), at=scene.grouping)


@guarded("statutes.annul", twice=Refused)
def annul(scene: Scene) -> Guarded:
    text = Statutes.objects.select_related("organisation").get(organisation=scene.grouping)
    return Guarded(
        do=lambda **who: annul_statutes(on=TODAY, statutes=text, reason="Ce texte est celui d’un autre", **who),
        at=scene.grouping,
    )
