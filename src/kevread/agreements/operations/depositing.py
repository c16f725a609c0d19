"""An agreement that was signed elsewhere, on paper, and is deposited: its file, its days, who signed, what of it matters."""

from collections.abc import Mapping
from datetime import date, datetime

from kevread.agreements.models import Agreement, Approval, Clause, Instrument
from kevread.agreements.permissions import may_follow, may_keep, place_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.journal.operations import act

from .checks import Dates, Signed, dated, habilitates, instrument_locked, kind_of, past, seated, titled
from .preparing import LONGEST_CLAUSE, begun, consented, sign


def deposit(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    title: str,
    parties: Mapping[str, Organisation],
    dates: Dates,
    signed_on: date,
    signers: Mapping[str, Signed],
    now: datetime,
    clauses: Mapping[str, str] | None = None,
    file: File | None = None,
) -> Agreement:
    """What was signed elsewhere is an agreement like any other: its file is kept, what of it matters is entered
    beside it, as it is written there. Raises Denied; Invalid on the field or the place; Refused when it is deposited
    already."""
    may_keep(actor, organisation).or_raise()
    spec = kind_of(kind)
    title, dates = titled(title), dated(dates)
    those = seated(spec, parties, organisation)
    past("signed_on", signed_on, now, "Une signature")
    written = {slug: text.strip() for slug, text in (clauses or {}).items() if text.strip()}
    if any(len(text) > LONGEST_CLAUSE for text in written.values()):
        raise Invalid("clauses", f"Une clause est trop longue : {LONGEST_CLAUSE} caractères au plus.")
    arguments = {"kind": kind, "title": title, "signed_on": signed_on}
    with act("agreements.deposit", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        same = Instrument.objects.filter(
            agreement__kind=kind, agreement__annulled_on=None, signed_on=signed_on, number=0
        )
        for _, one in those:
            same = same.filter(agreement__parties__organisation=one)
        if same.exists():
            raise Refused("Une convention de cette nature, entre ces parties, signée ce jour-là, est déjà inscrite.")
        paper = {"origin": Instrument.Origin.PAPER, "prepared_by_id": actor.person}
        agreement, instrument = begun(spec, kind, title, organisation, those, dates, **paper)
        for approval in instrument.approvals.select_related("party__organisation", "party__agreement"):
            said = signers.get(approval.party.role)
            empower(approval, said, kind, now)
            sign(approval, said, signed_on)
        Clause.objects.bulk_create(
            Clause(instrument=instrument, slug=one.slug, rank=rank, title=one.title, text=written[one.slug])
            for rank, one in enumerate(spec.clauses, start=1)
            if one.slug in written
        )
        if file is not None:
            instrument.document = kept(actor, agreement, file, now)
        instrument.stage, instrument.signed_on = Instrument.Stage.SIGNED, signed_on
        instrument.save(update_fields=["stage", "signed_on", "document"])
        return agreement


def empower(approval: Approval, said: Signed | None, kind: str, now: datetime) -> None:
    """By what a party might sign: a decision of the register, or what the paper says. Called in an act."""
    role = approval.party.role
    if said is None:
        raise Invalid(role, f"Écrivez qui a signé pour {approval.party.organisation.name}.")
    if said.decision is not None:
        habilitates(kind_of(kind), approval.party, said.decision)
        approval.decision = said.decision
        consented(said.decision, approval, now)
    else:
        approval.authority = one_line(said.authority)[:300]
    approval.save(update_fields=["decision", "authority"])


def kept(actor: Actor, agreement: Agreement, file: File, now: datetime) -> Document:
    """The file, kept as it was given; it is read from the page of the agreement by whoever reads that. Called in an act."""
    audience = Document.Audience.PUBLIC if agreement.is_public else Document.Audience.PEOPLE
    version = freeze(
        actor=actor,
        organisation=agreement.organisation,
        kind="file",
        source=file,
        title=agreement.title,
        audience=audience,
        now=now,
    )
    return version.document


def attach(*, actor: Actor, instrument: Instrument, file: File, now: datetime) -> Instrument:
    """The file of an agreement that was entered without it. Raises Denied; Invalid on `file`; Refused when it has one."""
    may_follow(actor, instrument.agreement).or_raise()
    about = place_of(actor, instrument.agreement)
    with act("agreements.attach", actor=actor, about=about, now=now, arguments={"instrument": instrument.pk}):
        row = instrument_locked(instrument.pk)
        if row.stage != Instrument.Stage.SIGNED:
            raise Refused("Le fichier signé se joint une fois le texte signé.")
        if row.document_id:
            raise Refused("Le fichier de ce texte est déjà conservé.")
        row.document = kept(actor, row.agreement, file, now)
        row.save(update_fields=["document"])
        return row
