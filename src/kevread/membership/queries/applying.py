"""Applications: whether one is there already, what is to be checked before a decision, those of an organisation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kevread.common.facts import GROUPING, LOCAL
from kevread.common.words import of, plain
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.directory.models import Affiliation, Organisation
from kevread.directory.queries import located, scale_word
from kevread.membership.models import Admission
from kevread.membership.queries.advice import direct_seats, membership_said
from kevread.membership.rules import DECIDING
from kevread.seats.loader import college_named
from kevread.territory.models import Certainty


def alike(name: str, siren: str, rna: str, prefix: str = "") -> Q:
    """The same numbers, or the same name whatever its accents and capitals."""
    same = Q(**{f"{prefix}search": plain(name)})
    for field, value in (("siren", siren), ("rna", rna)):
        if value:
            same |= Q(**{f"{prefix}{field}": value})
    return same


def numbered(siren: str, rna: str, prefix: str = "") -> Q:
    """The same numbers. Nothing, when there are none."""
    same = Q(pk__in=[])
    for field, value in (("siren", siren), ("rna", rna)):
        if value:
            same |= Q(**{f"{prefix}{field}": value})
    return same


def is_there(organisation: Organisation, name: str, siren: str, rna: str, on: date) -> tuple[bool, bool]:
    """Whether this organisation is a member already, or asked to be: for sure, by its numbers; or maybe, by its name."""
    members = Affiliation.objects.on(on).filter(of=organisation)
    waiting = Admission.objects.pending().filter(of=organisation)
    sure = members.filter(numbered(siren, rna, "member__")).exists() or waiting.filter(numbered(siren, rna)).exists()
    if sure:
        return True, True
    named = members.filter(member__search=plain(name)).exists() or any(
        plain(other) == plain(name) for other in waiting.values_list("name", flat=True)
    )
    return False, named


def known_by(siren: str, rna: str) -> Organisation | None:
    """The organisation of the directory that has one of these numbers."""
    return Organisation.objects.filter(numbered(siren, rna)).order_by("pk").first()


def candidates(admission: Admission) -> QuerySet[Organisation]:
    """The organisations of the directory that may be this one."""
    same = alike(admission.name, admission.siren, admission.rna)
    same |= Q(pk=admission.member_id) if admission.member_id else Q()
    return Organisation.objects.filter(same).order_by("search", "pk")


@dataclass(frozen=True, slots=True)
class Check:
    """A line of what is looked at before a decision: what, how it stands (ok, ask, far), and why. `rule`: its article."""

    what: str
    state: str
    said: str
    rule: str = ""

    @property
    def word(self) -> str:
        return {"ok": "Vérifié", "ask": "À vérifier", "far": "À regarder"}[self.state]


def checklist(admission: Admission, on: date) -> list[Check]:
    """What those who decide want to know. Nothing of it refuses by itself: an article advises, a body decides."""
    return [
        numbers_of(admission),
        perimeter_of(admission),
        land_of(admission, on),
        reach_of(admission),
        Check(
            "Collège",
            "ok" if admission.college else "ask",
            f"Collège « {college_named(admission.college)} »."
            if admission.college
            else "Aucun collège n’est encore choisi.",
        ),
        *seats_of(admission, on),
    ]


def numbers_of(admission: Admission) -> Check:
    given = [f"{word} {number}" for word, number in (("SIREN", admission.siren), ("RNA", admission.rna)) if number]
    said = f"{', '.join(given)} : la forme est bonne." if given else "Ni SIREN ni RNA : à demander, s’il y en a un."
    return Check("Numéros", "ok" if given else "ask", said)


def perimeter_of(admission: Admission) -> Check:
    if not admission.perimeter:
        return Check("Fait partie de l’ESS", "ask", "Personne ne l’a encore dit.")
    inside = admission.perimeter == Admission.Perimeter.INSIDE
    return Check(
        "Fait partie de l’ESS", "ok" if inside else "far", f"{'Oui' if inside else 'Non'} : {admission.perimeter_note}"
    )


def land_of(admission: Admission, on: date) -> Check:
    """Its commune, the intercommunality, and whose they are."""
    what = "Commune"
    if admission.commune is None:
        return Check(what, "ask", "La commune n’est pas connue.")
    (place,) = located([admission.commune], on)
    where = f"{admission.commune.name}, {place.epci.parent.name}" if place.epci else admission.commune.name
    having = place.local if admission.of.scale == LOCAL else place.grouping
    if admission.of.scale not in (LOCAL, GROUPING):
        return Check(what, "ok", f"{where}.")
    if having is None:
        return Check(what, "ask", f"{where} : aucun {scale_word(admission.of.scale)} n’a encore ce territoire.")
    supposed = " (rattachement supposé)" if having.certainty == Certainty.SUPPOSED else ""
    if having.organisation_id == admission.of_id:
        return Check(what, "ok", f"{where} : c’est le territoire {of(admission.of.name)}{supposed}.")
    return Check(what, "far", f"{where} : c’est le territoire {of(having.organisation.name)}{supposed}.")


def reach_of(admission: Admission) -> Check:
    said = admission.get_reach_display() if admission.reach else admission.get_said_reach_display()
    state = "ok" if admission.reach else "ask"
    words = f"{said}." if admission.reach else f"{said}, selon la demande : à confirmer."
    asked = membership_said().advised.get(admission.acts_at)  # type: ignore[call-overload]
    if asked is None:
        return Check("Échelle d’action", state, words)
    if asked.to == admission.of.scale:
        return Check("Échelle d’action", state, words, asked.article)
    said = "permet de choisir" if asked.says == "may" else "propose d’abord"
    advice = f"{words} Le texte {said} {scale_word(asked.to, 'the')} ; l’adhésion reste libre."
    return Check("Échelle d’action", "far", advice, asked.article)


def seats_of(admission: Admission, on: date) -> list[Check]:
    """What is decided of the seats of direct members, where one asks to be one."""
    said = direct_seats(admission.of, on)
    if said is None or (admission.member and admission.member.scale):
        return []
    rule, word, sentence = said
    return [Check("Sièges des adhérents directs", "ask" if word != "Conforme" else "ok", sentence, rule)]


def deciding_types() -> frozenset[str]:
    """The types of decisions that answer an application, in the matrix of the federation."""
    return frozenset(slug for slug, one in matrix().types.items() if one.executes == DECIDING)


def decisions_on(admission: Admission, limit: int = 8) -> list[Decision]:
    """The decisions of the register that may answer it: adopted since it was received, of such a type, standing; the last
    first."""
    rows = Decision.objects.standing().filter(
        organisation=admission.of,
        type__in=deciding_types(),
        outcome=Decision.Outcome.ADOPTED,
        decided_on__gte=admission.received_on,
    )
    return list(rows.select_related("body").order_by("-decided_on", "-number")[:limit])
