"""The paper of a contract: signed here by both sides, whoever may sign for the employer, then whom it is of; or signed
elsewhere, and deposited."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.documents.contracts import as_data
from kevread.documents.files import File
from kevread.documents.models import Circle, Document, Signature, Step
from kevread.documents.operations import freeze
from kevread.documents.operations.circles import Signer, circle_of, reason_of, still_open, tell, whose_turn
from kevread.documents.operations.circles import put_to_signature as put
from kevread.journal.operations import act
from kevread.staff import permissions
from kevread.staff.models import Contract
from kevread.staff.papers import CONTRACTS
from kevread.staff.queries.signing import SIGN, demand_of, for_employer, paper_of, signing_of

from .hiring import signed, standing

ELSEWHERE = (
    "Ce contrat est inscrit comme signé ailleurs : déposez-le. Celui qui se signe ici est dit tel quand il est inscrit."
)
NOBODY = (
    "Personne d’autre que la personne employée ne peut signer ce contrat pour l’employeur aujourd’hui. Faites-le signer sur "
    "papier, puis déposez-le."
)
WAITS = "Ce contrat attend ses signatures : c’est là qu’il se signe, ou la demande se retire d’abord."
OTHERS = "Ce contrat n’est signé que de qui peut engager l’employeur et de {whom}. Rien n’est signé."
CHANGED = (
    "Ce qui est inscrit de ce contrat a changé depuis que ce papier est fait : qui l’a mis à la signature retire la demande, "
    "puis la refait. Rien n’est signé."
)


def put_to_signature(*, actor: Actor, contract: Contract, signer: Person, now: datetime) -> Circle:
    """Its paper, set as it stands, is put to the signature of whoever may sign it for the employer, then of whom it is of. Once
    at a time. Raises Denied; Invalid on `signer`; Refused when it is signed, over, or waits for its signatures already."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    if actor.person is not None and actor.person == contract.person_id:
        raise Refused("C’est votre contrat : une autre personne le met à la signature.")
    with act(
        "staff.put_to_signature", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}
    ):
        row = to_sign(contract, today)
        if (where := signing_of(row)) and where.is_open:
            raise Refused(WAITS)
        those = for_employer(row, today)
        if not those:
            raise Refused(NOBODY)
        signs = next((one for one in those if one.person.pk == signer.pk), None)
        if signs is None:
            raise Invalid("signer", "Choisissez qui le signe pour l’employeur.")
        paper = paper_of(row, signs, today)
        version = freeze(
            actor=actor,
            organisation=row.employer,
            kind=paper.template,
            source=paper,
            audience=Document.Audience.PEOPLE,
            is_read_elsewhere=True,
            is_signed=True,
            now=now,
        )
        row.draft = version.document
        row.save(update_fields=["draft"])
        signers = [Signer(signs.person, row.employer, 1), Signer(row.person, row.employer, 2)]
        return put(actor, row.employer, [(version.document, signers)], SIGN, now)[0]


def withdraw(*, actor: Actor, contract: Contract, reason: str, now: datetime) -> Step:
    """Nobody signs this paper any more; another may be put to signature. Raises Denied; Invalid on `reason`; Refused when
    nothing waits."""
    permissions.may_employ(actor, contract.employer, timezone.localtime(now).date()).or_raise()
    said, demand = reason_of(reason), demand_of(contract)
    if demand is None:
        raise Refused("Ce contrat n’attend pas de signature.")
    found, by = circle_of(actor, demand.version)
    with act("staff.withdraw", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}):
        still_open(found)
        return tell(found, Step.Kind.WITHDRAWN, by, now, reason=said)


def to_sign(contract: Contract, on: date) -> Contract:
    """Locked, and such that signing it gives something. Raises Refused."""
    row = standing(contract)
    if not row.is_signed_here:
        raise Refused(ELSEWHERE)
    if row.signed_on is not None:
        raise Refused("Ce contrat est signé.")
    if row.end_reason or (row.dates.end is not None and row.dates.end <= on):
        raise Refused("Ce contrat est fini : il ne se signe plus.")
    return row


def waiting(document: Any) -> Contract | None:
    """The contract whose paper waits for its signatures, that this document is."""
    return Contract.objects.filter(draft=document, signed_on=None).first()


def follow_signature(signature: Signature, circle: Circle | None) -> None:
    """Each signature is of one of the two sides, and of what is written that day; with the last, the contract is signed, that
    day. Called in the act of each. Raises Refused."""
    found = waiting(signature.version.document_id) if circle else None
    if circle is None or found is None:
        return
    day = timezone.localtime(signature.signed_at).date()
    row = to_sign(found, day)
    asked = signature.version.asked.standing().get(person=signature.person_id)
    those = {one.person.pk: one for one in for_employer(row, day)}
    if signature.person_id != row.person_id if asked.rank == 2 else signature.person_id not in those:
        raise Refused(OTHERS.format(whom=row.person))
    require_same(row, signature)
    if whose_turn(circle):
        return
    first = signature.version.signatures.select_related("person").get(rank=1)
    row.signed_on, row.signatory, row.paper = day, first.person, signature.version.document
    row.authority = row.authority or first.hat[:300]
    row.save(update_fields=["signed_on", "signatory", "paper", "authority"])


def require_same(contract: Contract, signature: Signature) -> None:
    """The paper says what is written, of the day it was made and of that of the signature, but its letterhead and who signs it.
    Raises Refused."""
    version, apart = signature.version, ("letterhead", "signatories")
    says = {name: said for name, said in (version.data or {}).items() if name not in apart}
    for moment in (version.made_at, signature.signed_at):
        stands = as_data(paper_of(contract, None, timezone.localtime(moment).date()))
        # A paper that was set before it said something more says nothing of it: so it stands while nothing is written there.
        if says != {name: said for name, said in stands.items() if name not in apart and (name in says or said)}:
            raise Refused(CHANGED)


def deposit(
    *,
    actor: Actor,
    contract: Contract,
    file: File,
    now: datetime,
    signed_on: date | None = None,
    signatory: Person | None = None,
    decision: Decision | None = None,
) -> Contract:
    """The contract that was signed is kept as it is: its person reads it, and the line of the employer, on its page and nowhere
    else, as long as they read the contract. Of one that was to be signed here, and was signed on paper: by whom, and when.

    Raises Denied; Invalid on the `file`, or `signed_on`; Refused when one is kept already, or waits for its signatures."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    with act("staff.deposit", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}):
        row = standing(contract)
        if row.paper_id:
            raise Refused("Le contrat signé est déjà conservé.")
        if (where := signing_of(row)) and where.is_open:
            raise Refused(WAITS)
        if row.is_signed_here and row.signed_on is None:
            if signed_on is None or signed_on > today:
                raise Invalid("signed_on", "Dites quel jour le contrat fut signé : ce jour est venu.")
            by = signed(actor, row.employer, row.person, decision or row.decision, signatory, signed_on, today)
            row.signed_on, row.decision = signed_on, decision or row.decision
            row.authority = by["authority"] if decision else row.authority or by["authority"]
            row.signatory_id = signatory.pk if signatory else by.get("signatory_id")
        version = freeze(
            actor=actor,
            organisation=row.employer,
            kind="file",
            source=file,
            title=f"Contrat de travail, {row.person}",
            sort=CONTRACTS,
            dated_on=row.signed_on,
            audience=Document.Audience.PEOPLE,
            is_read_elsewhere=True,
            now=now,
        )
        row.paper = version.document
        row.save(update_fields=["paper", "signed_on", "authority", "signatory", "decision"])
        return row
