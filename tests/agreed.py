"""Agreements for tests, written directly. Call these inside `arranging()`, or in a proof."""

from datetime import date
from typing import Any

from kevread.agreements.loader import kinds
from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.directory.models import Organisation
from kevread.documents.models import Document

STARTS, ENDS = date(2026, 1, 1), date(2027, 12, 31)


def agreed(
    kind: str,
    *parties: Organisation,
    title: str = "",
    stage: str = "signed",
    authority: str = "Conseil du 2 décembre 2025",
    **more: Any,
) -> Agreement:
    """An agreement between these, in the order of the places of its kind; signed, and in force, unless something else
    is said. A federation that has no such kind has no such agreement."""
    spec = kinds().get(kind)
    keeper = next(one for one in reversed(parties) if one.scale)
    if spec is None:
        return Agreement(kind=kind, organisation=keeper)
    model = spec.drawn(more["model_since"]) if "model_since" in more else spec.versions[-1]
    agreement = Agreement.objects.create(
        kind=kind, title=title or f"{spec.label}, {keeper.name}", organisation=keeper, is_public=spec.public
    )
    dates = {"starts_on": STARTS, "ends_on": ENDS, "notice_months": 3, "model_since": model.since} | more
    signed_on = dates.pop("signed_on", date(2025, 12, 9)) if stage == "signed" else None
    instrument = Instrument.objects.create(agreement=agreement, stage="talks" if signed_on else stage, **dates)
    for rank, (place, one) in enumerate(zip(spec.parties, parties, strict=True), start=1):
        party = Party.objects.create(agreement=agreement, organisation=one, role=place.role, rank=rank)
        signed = {"signer_name": "Anne Morvan", "quality": "Présidente", "signed_on": signed_on} if signed_on else {}
        Approval.objects.create(instrument=instrument, party=party, authority=authority, **signed)
    Clause.objects.bulk_create(
        Clause(instrument=instrument, slug=one.slug, rank=rank, title=one.title, text=one.text or "Un texte.")
        for rank, one in enumerate(model.clauses, start=1)
    )
    if signed_on:  # once its text is whole: nothing of it is written afterwards
        Instrument.objects.filter(pk=instrument.pk).update(stage=stage, signed_on=signed_on)
    return agreement


def signed_paper(keeper: Organisation) -> Document:
    """What the parties to an agreement signed, kept."""
    return Document.objects.create(organisation=keeper, kind="file", title="Convention signée", audience="people")
