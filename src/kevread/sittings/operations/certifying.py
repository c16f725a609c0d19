"""A certified extract of a decision: a paper that the presidency or the secretariat signs by code."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.decisions import permissions
from kevread.decisions.models import Decision
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.papers import signers_of
from kevread.directory.models import Person
from kevread.documents.models import Document, Version
from kevread.documents.operations import Asked, freeze
from kevread.journal.operations import act
from kevread.sittings.queries.extract import extract_paper


def certify_extract(*, actor: Actor, decision: Decision, signer: Person, now: datetime) -> Version:
    """Set the extract of a decision, frozen with its digest, and ask the presidency or the secretariat to sign it.

    Raises Denied; Invalid when that person may not certify; Refused when its meeting is not told here, or when a later
    line corrects the decision.
    """
    permissions.may_record(actor, decision.body).or_raise()
    if decision.meeting is None:
        raise Refused(
            "Un extrait dit où et quand la décision fut prise : cette décision n’est pas celle d’une réunion inscrite ici."
        )
    require_taken(decision)
    if later := Decision.objects.filter(corrects=decision).first():
        raise Refused(f"Cette rédaction est corrigée par la n° {later.reference} : certifiez celle-ci.")
    qualities = {person.pk: quality for person, quality in signers_of(decision, now.date())}
    if signer.pk not in qualities:
        raise Invalid("signer", "La présidence ou le secrétariat en exercice certifie un extrait.")
    quality = qualities[signer.pk]
    paper = extract_paper(decision, decision.meeting, signer, quality, now.date())
    organisation = decision.organisation
    arguments = {"decision": decision.pk, "signer": signer.pk}
    with act("sittings.certify_extract", actor=actor, about=organisation, now=now, arguments=arguments):
        return freeze(
            actor=actor,
            organisation=organisation,
            kind="extract",
            source=paper,
            now=now,
            audience=Document.Audience.ORGANISATION,
            asked=[Asked(signer, quality)],
        )
