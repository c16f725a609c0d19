"""Texts of which a party says that it did not sign what was deposited, or entered, in its name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from kevread.agreements.models import Approval, Instrument
from kevread.agreements.queries.standing import Standing
from kevread.common.actor import Actor
from kevread.documents.queries import on_paper


def with_contests(those: Sequence[Standing], on: date) -> list[Standing]:
    """Each with its texts that a party said it did not sign, and that nobody answered, that day. Two queries."""
    rows = Instrument.objects.signed().filter(agreement__in=[one.agreement.pk for one in those], signed_on__lte=on)
    denied = Approval.objects.filter(instrument=OuterRef("pk"), denied_on__lte=on)
    texts, found = {}, defaultdict[UUID, set[int]](set)
    for one in rows.annotate(is_denied=Exists(denied)):
        if one.document_id is not None:
            texts[one.document_id] = one
        elif one.is_denied:
            found[one.agreement_id].add(one.number)
    for document in on_paper.contested(list(texts), on):
        found[texts[document].agreement_id].add(texts[document].number)
    return [replace(one, contested=frozenset(found[one.agreement.pk])) for one in those]


def pens_of(text: Instrument, on: date, actor: Actor) -> dict[UUID, on_paper.Told]:
    """By party, its signature on the file of a text, what it said of it, and what this person may do. Two queries."""
    if text.document is None:
        return {}
    versions = text.document.versions.values_list("pk", flat=True)
    rows = on_paper.on_paper(versions, on, actor)
    return {one.signature.organisation_id: one for told in rows.values() for one in told if not one.undone}
