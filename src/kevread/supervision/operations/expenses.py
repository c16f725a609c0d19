"""What was spent for the work: proposed by the person or by the board of their pôle, validated by the employer’s line up to
what its delegation allows, said to be paid."""

from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line, seen
from kevread.delegations.operations.committing import require
from kevread.directory.models import Organisation, Person
from kevread.documents.files import File
from kevread.documents.models import Document, Version
from kevread.documents.operations.keeping import freeze
from kevread.journal.operations import act
from kevread.staff.models import Post
from kevread.staff.queries.interviews import first_days
from kevread.supervision.loader import acts
from kevread.supervision.models import Expense, Matter, Side
from kevread.supervision.permissions import is_other, may_close, may_raise, may_speak
from kevread.supervision.queries.lines import Worker, workers_on
from kevread.supervision.rules import EMPLOYER, PERSON, Act, own_side, sides_of

from .checks import not_future, own_hat, reason_of, still_open
from .closing import decides_there

MOST = 10_000_00  # cents: more, for one of them, is a slip of the keyboard
GRANTED, WHY = "Validé.", "Dites pourquoi vous refusez, en 280 caractères au plus."


def propose_expense(
    *,
    actor: Actor,
    person: Person,
    place: Organisation,
    line: str,
    cents: int | None,
    spent_on: date,
    what: str,
    file: File,
    post: Post | None = None,
    now: datetime,
) -> Expense:
    """An amount to the cent, its day, what for, and the file that proves it, which the employer keeps for the person: others
    read it by its matter, while it is open to them. `post`: which one it was for, of somebody who holds several. Two who
    propose at once wait for each other on the person, then on the employer: a proof serves once.

    Raises Denied with who may; Invalid on `cents`, `spent_on`, `what`, `person`, the `file`; Refused when this proof is
    deposited. What was spent before another employer took the contract over is asked of that one (L1224-2).
    """
    code = acts().of_form("expense")
    if not code:
        raise Refused("La fédération ne dit pas encore qui valide des frais.")
    today = timezone.localtime(now).date()
    may_raise(actor, code, line, place, person.pk, today).or_raise()
    what = one_line(what)
    if not 3 <= len(seen(what)) <= len(what) <= 120:
        raise Invalid("what", "Dites pour quoi, en 120 caractères au plus.")
    if cents is None or not 0 < cents <= MOST:
        raise Invalid("cents", f"Écrivez un montant de plus de 0 €, et de {euros(MOST)} au plus.")
    not_future("spent_on", spent_on, today)
    spec = acts().acts[code]
    workers = [one for one in workers_on(today, person=person.pk) if has_part(spec, one, line, place)]
    if post is not None:
        workers = [one for one in workers if one.post.pk == post.pk]
    if not workers:
        raise Invalid("person", "Choisissez quelqu’un qui travaille ici aujourd’hui.")
    if len(workers) > 1:
        raise Invalid("person", "Dites pour lequel de ses postes : chacun a ses lecteurs et lectrices.")
    worker = workers[0]
    if spent_on not in Period(first_days([worker.contract])[worker.contract.pk], worker.contract.dates.end):
        raise Invalid("spent_on", "Choisissez un jour de ce contrat, ou de celui dont il est la suite.")
    hat, arguments = own_hat(line, worker.employer), {"person": person.pk}
    with act("supervision.propose_expense", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        Person.objects.lock(person.pk)
        Organisation.objects.lock(worker.employer.pk)
        require_new(worker.employer, person, file)
        matter = Matter.objects.create(
            act=code, organisation=worker.employer, post=worker.post, person=person, title=what, raised_at=now,
            raised_by_id=actor.person,
        )  # fmt: skip
        Side.objects.bulk_create(
            Side(matter=matter, line=one.line, organisation_id=one.place, is_asked=spec.asks(one.line))
            for one in [*sides_of(spec, worker.lines), *own_side(spec, worker.lines)]
        )
        version = freeze(
            actor=NOBODY, organisation=worker.employer, kind="file", source=file, title=f"Justificatif de frais, {person}",
            audience=Document.Audience.PEOPLE, readers=[person], sort="accounts", now=now,
        )  # fmt: skip
        return Expense.objects.create(matter=matter, cents=cents, spent_on=spent_on, proof=version.document)


def has_part(spec: Act, worker: Worker, line: str, place: Organisation) -> bool:
    """Whether one proposes it there of this post: the person, where they work; a pôle, where it has a share of it."""
    if line == PERSON:
        return place.pk in worker.organisations
    return any((one.line, one.place) == (line, place.pk) for one in sides_of(spec, worker.lines))


def require_new(employer: Organisation, person: Person, file: File) -> None:
    """A proof serves once at an employer, whoever proposes it, and once for somebody, unless what it proved was refused,
    withdrawn or a mistake. Raises Refused."""
    theirs = Q(matter__organisation=employer) | Q(matter__person=person)
    rows = Expense.objects.filter(theirs, matter__annulled_on=None).exclude(matter__outcome="dropped")
    proofs = rows.exclude(answer=Expense.Answer.REFUSED).values("proof")
    same = Version.objects.filter(content=sha256(file.content).hexdigest(), document__in=proofs)
    if same.exists():
        raise Refused("Ce justificatif, à l’octet près, est déjà déposé pour d’autres frais.")


def answer_expense(
    *, actor: Actor, matter: Matter, place: Organisation, granted: bool, reason: str = "", now: datetime
) -> Expense:
    """The employer’s line validates it, up to what an office or a delegation allows for such an amount, held until the act
    ends; or refuses it and says why. Nobody validates their own. Raises Denied with the missing link; Invalid on `reason`;
    Refused when it is answered."""
    today = timezone.localtime(now).date()
    may_close(actor, matter, place, today).or_raise()
    said = GRANTED if granted else f"Refusé : {reason_of(reason, WHY)}"
    with act("supervision.answer_expense", actor=actor, about=place, now=now, arguments={"matter": matter.pk}):
        row = still_open(matter)
        expense = expense_of(row)
        spec = acts().acts[row.act]
        decides_there(row, spec, place)
        if granted and spec.delegation and not actor.is_system:
            row.authority = require(actor, spec.delegation, place, today, expense.cents).why[:300]
        row.outcome, row.conclusion = Matter.Outcome.DECIDED, said
        row.closed_at, row.closed_by_id = now, actor.person
        row.save()
        expense.answer = Expense.Answer.GRANTED if granted else Expense.Answer.REFUSED
        expense.save(update_fields=["answer"])
        return expense


def pay_expense(*, actor: Actor, matter: Matter, paid_on: date, now: datetime) -> Expense:
    """It was reimbursed: the employer’s line says which day, and nobody of their own. Raises Denied; Invalid on `paid_on`;
    Refused when it is not validated, was a mistake, or is paid."""
    may_speak(actor, EMPLOYER, matter.organisation).or_raise()
    is_other(actor, matter.person_id).or_raise()
    not_future("paid_on", paid_on, timezone.localtime(now).date())
    place, arguments = matter.organisation, {"matter": matter.pk}
    with act("supervision.pay_expense", actor=actor, about=place, now=now, arguments=arguments):
        row: Matter = Matter.objects.lock(matter.pk)
        expense = expense_of(row)
        if row.annulled_on or expense.answer != Expense.Answer.GRANTED or expense.paid_on:
            raise Refused("Ces frais ne sont pas validés, sont annulés, ou sont déjà remboursés.")
        if paid_on < expense.spent_on:
            raise Invalid(
                "paid_on", f"Ces frais sont du {day_in_words(expense.spent_on)} : dites un jour qui les suit."
            )
        expense.paid_on = paid_on
        expense.save(update_fields=["paid_on"])
        return expense


def expense_of(matter: Matter) -> Expense:
    found = Expense.objects.filter(matter=matter).first()
    if found is None:
        raise Refused("Ce dossier ne demande aucun remboursement.")
    locked: Expense = Expense.objects.lock(found.pk)
    return locked
