"""Bodies, and the lists of who leads, as « Chercher » finds them."""

from datetime import date

from django.db.models import Q

from kevread.base.french import Answers, Wanted, wanted
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD
from kevread.common.rooms import Hit
from kevread.common.words import of, terms
from kevread.directory.models import Organisation
from kevread.seats.models import Body, BodyQuerySet
from kevread.ui.places import screen_address


def bodies_answering(looked_for: Wanted) -> BodyQuerySet:
    """Those whose name, or that of their organisation, answers to each thing asked for: « CA ess 35 »."""
    rows: BodyQuerySet = Body.objects.all()
    for one in looked_for.each:
        named = Body.objects.filter(Answers(one, "name"))
        theirs = Organisation.objects.exclude(scale="").filter(Answers(one, kept="words"))
        rows = rows.filter(Q(pk__in=named.values("pk")) | Q(organisation__in=theirs.values("pk")))
    return rows


def find_bodies(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The bodies of that day that answer. One query."""
    if not (looked_for := wanted(text)):
        return []
    rows = bodies_answering(looked_for).visible_to(actor).on(on).select_related("organisation")
    return [
        Hit(one.name, one.organisation.name, screen_address("seats:body", scale=one.organisation.slug, body=one.slug))
        for one in rows.order_by("rank", "name", "pk")[:limit]
    ]


OFFICERS_SAID = (
    "dirigeants", "dirigeantes", "presidents", "presidentes", "presidences", "vice", "secretaires", "secretariats",
    "tresoriers", "tresorieres", "tresoreries",
)  # fmt: skip
SHORTEST = 3  # letters of a word that says which organisation


def find_officers(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The lists of who leads, to whoever types « dirigeants », « présidentes ess 35 »: of those that gather others, and that
    this person may read. One query, when such a word is typed."""
    typed = terms(text)
    told = {word for word in typed if len(word) > SHORTEST and any(said.startswith(word) for said in OFFICERS_SAID)}
    if not told:
        return []
    rows = Organisation.objects.on(on).filter(scale__in=(HEAD, GROUPING))
    for word in (word for word in typed if word not in told and len(word) >= SHORTEST):
        rows = rows.filter(search__contains=word)
    there = [one for one in rows.order_by("search", "slug") if actor.hat_for("read", one.pk)]
    there.sort(key=lambda one: one.scale != HEAD)
    return [
        Hit(
            f"Dirigeant·es {of(one.name)} et de ses membres",
            "Liste, et fichier pour un tableur",
            f"{screen_address('seats:mandates', scale=one.slug)}?reseau=1&dirigeants=1",
        )
        for one in there[:limit]
    ]
