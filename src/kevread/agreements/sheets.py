"""Agreements that were signed, as they leave and come back: deposited, each with its days, who signed, its clauses."""

import re
from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from kevread.common.errors import Invalid
from kevread.common.sheets import Entry, Sheet, Values, Writing, as_lines, declare_sheet
from kevread.common.tables import Kind
from kevread.directory.models import Organisation

from .loader import kinds
from .models import Agreement, Approval, Instrument
from .operations import deposit
from .operations.checks import Dates, Signed
from .operations.depositing import worded

PLACES = (1, 2, 3)  # as many parties as a kind has, at most
HEAD = re.compile(r"^\[([a-z0-9-]+)\]$")


def signed_by(on: date) -> QuerySet[Instrument]:
    """The first text of each agreement, that was signed by that day."""
    rows = Instrument.objects.signed().filter(number=0, signed_on__lte=on, agreement__annulled_on=None)
    rows = rows.select_related("agreement__organisation").prefetch_related(
        "clauses", "approvals__party__organisation", "approvals__decision__body__organisation"
    )
    return rows.order_by("agreement__organisation__slug", "signed_on", "agreement__title", "agreement__pk")


def party(row: Instrument, place: int) -> Approval | None:
    """Who holds a place of the kind, in its order."""
    those = sorted(row.approvals.all(), key=lambda one: one.party.rank)
    return those[place - 1] if place <= len(those) else None


def of_party(place: int, read: Callable[[Approval], str]) -> Callable[[Instrument], str]:
    def told(row: Instrument) -> str:
        found = party(row, place)
        return read(found) if found else ""

    return told


def clauses_of(row: Instrument) -> str:
    """Each under its name, between brackets."""
    those = sorted(row.clauses.all(), key=lambda one: one.rank)
    return "\n".join(f"[{one.slug}]\n{as_lines(one.text)}" for one in those if one.text)


def clauses_in(text: str) -> dict[str, str]:
    """
    >>> clauses_in("[objet]\\nCe que c’est.\\n\\nEt pour qui.\\n[duree]\\nUn an.")
    {'objet': 'Ce que c’est.\\n\\nEt pour qui.', 'duree': 'Un an.'}
    """
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if head := HEAD.match(line):
            name = head.group(1)
            found[name] = []
        elif name:
            found[name].append(line)
    return {slug: "\n".join(lines).strip() for slug, lines in found.items()}


def a_kind(text: str) -> str:
    if text not in kinds():
        raise ValueError(f"« {text} » n’est pas une nature de convention : {', '.join(kinds())}.")
    return text


def write_agreement(writing: Writing, values: Values) -> Agreement:
    spec = kinds()[values["nature"]]
    keeper: Organisation | None = writing.find("tenue par", values)
    if keeper is None:
        raise Invalid("tenue par", "Cette organisation n’existe pas.")
    parties, signers = {}, {}
    for place, one in zip(PLACES, spec.parties, strict=False):
        found = writing.find(f"partie {place}", values)
        if found is None:
            raise Invalid(f"partie {place}", f"Nommez qui est {one.label}.")
        parties[one.role] = found
        signers[one.role] = Signed(
            name=values[f"signataire {place}"],
            quality=values[f"qualité {place}"],
            authority=values[f"habilitation {place}"],
        )
    known = {one.slug for one in spec.known_on(timezone.localtime(writing.now).date())}
    unknown = [slug for slug in clauses_in(values["clauses"]) if slug not in known]
    if unknown:
        raise Invalid("clauses", f"Cette nature n’a pas de clause « {unknown[0]} ».")
    try:
        return deposit(
            actor=writing.actor,
            organisation=keeper,
            kind=values["nature"],
            title=values["titre"],
            parties=parties,
            dates=Dates(
                starts_on=values["prend effet le"],
                ends_on=values["dernier jour"] or None,
                renewal_months=values["reconduite, en mois"] or 0,
                notice_months=values["préavis, en mois"] or 0,
                notice_means=values["forme du préavis"] or Instrument.Means.REGISTERED,
            ),
            signed_on=values["signée le"],
            signers=signers,
            clauses=clauses_in(values["clauses"]),
            now=writing.now,
        )
    except Invalid as wrong:
        places = {one.role: f"partie {place}" for place, one in zip(PLACES, spec.parties, strict=False)}
        if wrong.field in places:
            raise Invalid(places[wrong.field], str(wrong)) from None
        raise


def an_authority(text: str) -> str:
    try:
        return worded(text)
    except Invalid as wrong:
        raise ValueError(str(wrong)) from None


def entries() -> list[Entry]:
    """Of each party: who, who signed, as what, by what it might. What a decision of a register allowed is said in words: its
    line comes back by another sheet, and nothing ties them."""
    found = []
    for place in PLACES:
        needed = place < PLACES[-1]
        found += [
            Entry(
                f"partie {place}",
                of_party(place, lambda one: one.party.organisation.slug),
                required=needed,
                refers="Organisations",
            ),
            Entry(f"signataire {place}", of_party(place, lambda one: one.signer_name), required=needed, longest=170),
            Entry(f"qualité {place}", of_party(place, lambda one: one.quality), required=needed, longest=160),
            Entry(
                f"habilitation {place}",
                of_party(place, lambda one: one.decision.quoted if one.decision else one.authority),
                check=an_authority,
                longest=300,
                help="La délibération et son jour, ou ce que dit le papier.",
            ),
        ]
    return found


declare_sheet(
    Sheet(
        title="Conventions",
        help="Les conventions déjà signées, chacune avec ses dates, ses signataires et les clauses qui comptent. Avenants, "
        "engagements et documents signés s’inscrivent ensuite.",
        columns=(
            Entry("nature", lambda row: row.agreement.kind, required=True, check=a_kind, asked="kind", longest=60),
            Entry("titre", lambda row: row.agreement.title, required=True, asked="title"),
            Entry(
                "tenue par",
                lambda row: row.agreement.organisation.slug,
                required=True,
                refers="Organisations",
                asked="organisation",
            ),
            Entry("signée le", lambda row: row.signed_on, Kind.DAY, required=True, asked="signed_on"),
            Entry("prend effet le", lambda row: row.starts_on, Kind.DAY, required=True, asked="starts_on"),
            Entry("dernier jour", lambda row: row.ends_on, Kind.DAY, asked="ends_on"),
            Entry("reconduite, en mois", lambda row: row.renewal_months or "", Kind.NUMBER, asked="renewal_months"),
            Entry("préavis, en mois", lambda row: row.notice_months or "", Kind.NUMBER, asked="notice_months"),
            Entry(
                "forme du préavis",
                lambda row: row.notice_means,
                choices=lambda: dict(Instrument.Means.choices),
                asked="notice_means",
            ),
            *entries(),
            Entry(
                "clauses",
                clauses_of,
                asked="clauses",
                longest=30_000,
                lines=True,
                help="Chacune sous son nom, entre crochets.",
            ),
        ),
        keys=(("nature", "titre", "signée le"),),
        rows=signed_by,
        write=write_agreement,
    )
)
