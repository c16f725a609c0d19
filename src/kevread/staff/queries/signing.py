"""A contract that is signed here: its paper, who signs it for each side, by what right, and where that stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.money import euros
from kevread.directory.models import Organisation
from kevread.documents.asks import Committing, Entitled, Link, entitled
from kevread.documents.contracts import Signatory
from kevread.documents.models import Circle, SignatureAsked
from kevread.documents.queries import letterhead
from kevread.documents.queries.circles import Followed, followed
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS, FILE, Contract
from kevread.staff.models.contract import of_the_line
from kevread.staff.papers import EmploymentContract
from kevread.staff.permissions import employers
from kevread.staff.queries.register import line_on

KIND = EmploymentContract.template
SIGN = "staff:contract"  # no act of a federation: its codes have no such sign
SIGNING = Committing(SIGN, "Signer un contrat de travail", signed=False, replaced=False)
EMPLOYED = "Salarié·e"
# What the labour code has told in writing and that no contract here says (R1221-34, 8° to 10°, 12° but its share, 14°).
NEVER_SAID = (
    "les horaires",
    "la périodicité et les modalités de paiement du salaire",
    "le droit à la formation",
    "les congés payés",
    "la procédure de fin du contrat et le préavis",
    "les régimes de protection sociale",
)


def for_employer(contract: Contract, on: date) -> list[Entitled]:
    """Those who may sign it for the employer that day, as the federation says who signs such contracts; never whom it is of."""
    found = entitled([contract.employer], None, on, framework().signs)
    return [one for one in found if one.person.pk != contract.person_id]


def sides(
    organisations: Collection[Organisation], amount: int | None, on: date, act: Committing | None
) -> list[Entitled]:
    """Of a contract that is put to signature: those who may sign such contracts there, and whom those are of that were not
    signed before that day. Which of them signs which is judged in the act of each signature (`operations.signing`)."""
    if act is None or act.code != SIGN:
        return []
    rows = Contract.objects.filter(employer__in=organisations, is_signed_here=True, draft__isnull=False)
    rows = rows.filter(Q(signed_on__gte=on) | (Q(signed_on=None) & ~Q(end_reason=Contract.EndReason.MISTAKE)))
    places = {one.pk: one for one in organisations}
    employed = [
        Entitled(
            one.person,
            places[one.employer_id],
            EMPLOYED,
            (Link("contract", one.pk, "Contrat de travail à son nom, qui attend d’être signé"),),
        )
        for one in rows.select_related("person").order_by("pk")
    ]
    return [*entitled(organisations, None, on, framework().signs), *employed]


def papers_read(actor: Actor) -> Q:
    """The papers of contracts: the line of the employer and the person read them as long as they read the contract; whoever is
    to sign one, until they have, and as long as they may."""
    if actor.person is None:
        return Q(pk__in=())
    mine = Contract.objects.filter(of_the_line(actor, "employer", "person"), within_its_term(FILE, "period"))
    awaited = SignatureAsked.objects.filter(person=actor.person, version__document__kind=KIND)
    held = employers(actor, actor.on) if actor.on else actor.where(EMPLOYS) or frozenset()
    theirs = Contract.objects.filter(person=actor.person, draft__isnull=False).values("draft")
    awaited = SignatureAsked.in_use(awaited).filter(
        Q(version__document__organisation__in=held) | Q(version__document__in=theirs)
    )
    return (
        Q(pk__in=mine.filter(paper__isnull=False).values("paper"))
        | Q(pk__in=mine.filter(draft__isnull=False).values("draft"))
        | Q(pk__in=awaited.values("version__document"))
    )


def paper_of(contract: Contract, signs: Entitled | None, on: date) -> EmploymentContract:
    """As it stands that day; `signs`: who signs it for the employer, where that is chosen."""
    first = contract.dates.start
    assert first is not None
    line = line_on(contract, max(on, first))
    terms, known = line.terms, framework().agreements.get(contract.agreement)
    assert terms is not None
    salary = f"{euros(terms.salary)} par mois" if terms.salary is not None else ""
    agreement = f"{known.label}, IDCC {known.idcc}" if known and contract.agreement_said_on else ""
    missing = {
        "qui est remplacé·e, et sa qualification": contract.replaces or not contract.is_replacement,
        "le lieu de travail": contract.workplace,
        "la période d’essai, s’il y en a une": contract.trial_end,
        "la convention collective": agreement,
        "le salaire": salary,
    }
    employer = Signatory(
        name=str(signs.person) if signs else "", quality=signs.quality if signs else "Pour l’employeur"
    )
    return EmploymentContract(
        letterhead=letterhead(contract.employer, on),
        person=str(contract.person),
        kind=contract.get_kind_display(),
        motive=contract.motive,
        is_replacement=contract.is_replacement,
        replaces=contract.replaces,
        occupation=contract.occupation,
        workplace=contract.workplace,
        agreement=agreement,
        first=first,
        last=contract.dates.last,
        seniority_from=contract.seniority_from if contract.seniority_from != first else None,
        trial_end=contract.trial_end,
        share=terms.share,
        group=terms.group,
        coefficient=terms.coefficient,
        points=terms.points,
        salary=salary,
        decision=contract.authority if contract.decision_id else "",
        unsaid=(*(words for words, said in missing.items() if not said), *NEVER_SAID),
        signatories=(employer, Signatory(name=str(contract.person), quality=EMPLOYED)),
    )


@dataclass(frozen=True, slots=True)
class Signing:
    """Where the signature of a contract stands. `followed`: of the last paper that was put to it; None: none was yet."""

    followed: Followed | None

    @property
    def is_open(self) -> bool:
        return self.followed is not None and self.followed.is_open

    def awaits(self, person: UUID | None) -> bool:
        """Whether it is their turn to sign it."""
        people = self.followed.people if self.followed else ()
        return any(one.is_turn and one.asked.person_id == person for one in people)

    @property
    def ended(self) -> object:
        """By what the last demand ended unsigned: who, when, why."""
        return self.followed.ended if self.followed else None


def demand_of(contract: Contract) -> Circle | None:
    """The last demand for the signatures of its paper. One query."""
    if contract.draft_id is None:
        return None
    rows = Circle.objects.filter(version__document=contract.draft_id).select_related(
        "version__document__organisation", "asked_by"
    )
    return rows.defer("version__data").order_by("-opened_at").first()


def signing_of(contract: Contract) -> Signing | None:
    """None of what is not signed here."""
    if not contract.is_signed_here:
        return None
    demand = demand_of(contract)
    return Signing(followed([demand])[0] if demand else None)
