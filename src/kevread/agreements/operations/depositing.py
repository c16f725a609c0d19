"""An agreement that was signed elsewhere, on paper, and is deposited: its file, its days, who signed, what of it matters."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from kevread.agreements.models import Agreement, Approval, Clause, Instrument
from kevread.agreements.permissions import may_approve, may_follow, may_keep, place_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import OnPaper, enter_on_paper, freeze
from kevread.journal.operations import act

from .approving import consented
from .checks import (
    Dates,
    Signed,
    dated,
    habilitates,
    habilitates_then,
    instrument_locked,
    kind_of,
    past,
    seated,
    titled,
)
from .contesting import carried_over
from .preparing import LONGEST_CLAUSE, begun, sign


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
    today = timezone.localtime(now).date()
    title, dates = titled(title), dated(dates)
    those = seated(spec, parties, organisation)
    past("signed_on", signed_on, now, "Une signature")
    written = {slug: text.strip() for slug, text in (clauses or {}).items() if seen(text)}
    if any(len(text) > LONGEST_CLAUSE for text in written.values()):
        raise Invalid("clauses", f"Une clause est trop longue : {LONGEST_CLAUSE} caractères au plus.")
    arguments = {"kind": kind, "title": title, "signed_on": signed_on}
    with act("agreements.deposit", actor=actor, about=organisation, now=now, arguments=arguments):
        for key in sorted({organisation.pk, *(one.pk for _, one in those)}):  # two parties that deposit it at once
            Organisation.objects.lock(key)
        same = Instrument.objects.filter(
            agreement__kind=kind, agreement__annulled_on=None, signed_on=signed_on, number=0
        )
        for _, one in those:
            same = same.filter(agreement__parties__organisation=one)
        if same.exists():
            raise Refused("Une convention de cette nature, entre ces parties, signée ce jour-là, est déjà inscrite.")
        paper = {"origin": Instrument.Origin.PAPER, "prepared_by_id": actor.person}  # it follows no model
        agreement, instrument = begun(spec, kind, title, organisation, those, dates, **paper)
        for approval in instrument.approvals.select_related("party__organisation", "party__agreement"):
            said = signers.get(approval.party.role)
            empower(approval, said, kind, signed_on, now)
            sign(approval, said, signed_on)
        Clause.objects.bulk_create(
            Clause(instrument=instrument, slug=one.slug, rank=rank, title=one.title, text=written[one.slug])
            for rank, one in enumerate(spec.known_on(today), start=1)
            if one.slug in written
        )
        if file is not None:
            instrument.document = shown_by(actor, instrument, kept(actor, agreement, file, now), now)
        instrument.stage, instrument.signed_on = Instrument.Stage.SIGNED, signed_on
        instrument.save(update_fields=["stage", "signed_on", "document"])
        return agreement


def empower(approval: Approval, said: Signed | None, kind: str, signed_on: date, now: datetime) -> None:
    """By what a party might sign: a decision of the register, or what the paper says. Called in an act."""
    role = approval.party.role
    if said is None:
        raise Invalid(role, f"Écrivez qui a signé pour {approval.party.organisation.name}.")
    if said.decision is not None:
        habilitates_then(kind_of(kind), approval.party, said.decision, said, signed_on)
        approval.decision = said.decision
        consented(said.decision, approval, now)
    else:
        approval.authority = worded(said.authority) if seen(said.authority) else ""
    approval.save(update_fields=["decision", "authority"])


def worded(authority: str) -> str:
    """Raises Invalid on `authority`: what lets one sign is written so that it can be found again."""
    authority = one_line(authority)[:300]
    if len(seen(authority)) < 5:
        raise Invalid("authority", "Écrivez ce qui l’habilite : une délibération, un arrêté, une lettre, et son jour.")
    return authority


def tell_authority(
    *, actor: Actor, approval: Approval, now: datetime, decision: Decision | None = None, authority: str = ""
) -> Approval:
    """Of what was signed elsewhere, and nothing said by what a party might sign: it is said afterwards, once. Raises Denied;
    Invalid on the field; Refused when it is said already, or the text was not deposited."""
    party = approval.party
    may_approve(actor, party).or_raise()
    about = party.organisation if party.organisation.scale else party.agreement.organisation
    with act("agreements.tell_authority", actor=actor, about=about, now=now, arguments={"approval": approval.pk}):
        instrument = instrument_locked(approval.instrument_id)
        if instrument.origin != Instrument.Origin.PAPER or instrument.stage != Instrument.Stage.SIGNED:
            raise Refused("Ce qui habilite une partie se dit ici d’un texte signé ailleurs et déposé.")
        row: Approval = Approval.objects.lock(approval.pk)
        if row.is_given:
            raise Refused(f"Ce qui habilitait {party.organisation.name} est déjà inscrit.")
        if decision is not None:
            habilitates(kind_of(party.agreement.kind), party, decision, row.signed_on or instrument.signed_on)
        else:
            authority = worded(authority)
        row.decision, row.authority, row.told_by_id = decision, "" if decision else authority, actor.person
        row.save(update_fields=["decision", "authority", "told_by"])
        if decision is not None:
            consented(decision, row, now)
        return row


def enter_clause(*, actor: Actor, instrument: Instrument, slug: str, text: str, now: datetime) -> Clause:
    """What a clause of the paper says, that nobody had entered. Raises Denied; Invalid on `text`; Refused when it is
    entered, is not of the model, or the text was not deposited."""
    agreement = instrument.agreement
    may_follow(actor, agreement).or_raise()
    spec = kind_of(agreement.kind)
    text = text.strip()
    if not 10 <= len(seen(text)) <= len(text) <= LONGEST_CLAUSE:
        raise Invalid("text", f"Écrivez ce que dit le papier, de 10 à {LONGEST_CLAUSE} caractères.")
    known = spec.known_on(timezone.localtime(now).date())
    ranks = {one.slug: (rank, one.title) for rank, one in enumerate(known, start=1)}
    if slug not in ranks:
        raise Refused("Cette nature de convention n’a pas cette clause.")
    about = place_of(actor, agreement)
    with act("agreements.enter_clause", actor=actor, about=about, now=now, arguments={"clause": slug}):
        row = instrument_locked(instrument.pk)
        if row.origin != Instrument.Origin.PAPER or row.stage != Instrument.Stage.SIGNED:
            raise Refused("Une clause s’inscrit ainsi d’un texte signé ailleurs et déposé.")
        if row.clauses.filter(slug=slug).exists():
            raise Refused("Ce que dit cette clause est déjà inscrit.")
        made: Clause = Clause.objects.create(
            instrument=row, slug=slug, rank=ranks[slug][0], title=ranks[slug][1], text=text
        )
        return made


def kept(actor: Actor, agreement: Agreement, file: File, now: datetime, title: str = "") -> Document:
    """The file, kept as it was given; it is read from the page of the agreement by whoever reads that. Called in an act."""
    version = freeze(
        actor=actor,
        organisation=agreement.organisation,
        kind="file",
        source=file,
        title=(title or agreement.title)[:250],
        audience=Document.Audience.PEOPLE,  # the page of the agreement is its only door, whatever becomes of it
        now=now,
    )
    return version.document


def shown_by(actor: Actor, instrument: Instrument, document: Document, now: datetime) -> Document:
    """The signatures that the file of a text shows, each of which its party may contest. Called in an act."""
    version = document.versions.select_related("document").get(number=1)
    rows = instrument.approvals.select_related("party__organisation").order_by("party__rank")
    those = [
        OnPaper(
            organisation=one.party.organisation,
            name=one.signer_name,
            quality=one.quality,
            signed_on=one.signed_on,
            right=one.right,
        )
        for one in rows
        if one.signed_on
    ]
    enter_on_paper(actor, version, those, now, with_text=True)
    return document


def attach(*, actor: Actor, instrument: Instrument, file: File, now: datetime) -> Instrument:
    """The file of an agreement that was entered without it; what a party contested stays so. Raises Denied; Invalid on
    `file`; Refused when it has one."""
    may_follow(actor, instrument.agreement).or_raise()
    about = place_of(actor, instrument.agreement)
    with act("agreements.attach", actor=actor, about=about, now=now, arguments={"instrument": instrument.pk}):
        row = instrument_locked(instrument.pk)
        if row.stage != Instrument.Stage.SIGNED:
            raise Refused("Le fichier signé se joint une fois le texte signé.")
        if row.document_id:
            raise Refused("Le fichier de ce texte est déjà conservé.")
        row.document = shown_by(actor, row, kept(actor, row.agreement, file, now, title=row.told()), now)
        carried_over(row, row.document)
        row.save(update_fields=["document"])
        return row
