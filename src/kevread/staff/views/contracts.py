"""The register of staff of an employer, the page of a contract, and what is done to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.facts import GROUPING
from kevread.documents.contracts import as_data
from kevread.documents.models import Document
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as render_paper
from kevread.documents.scene import as_signed
from kevread.seats.rules import dates
from kevread.staff import operations
from kevread.staff.asks import Met
from kevread.staff.exports import REGISTER
from kevread.staff.forms import (
    AgreementForm,
    AmendForm,
    AnnulForm,
    AnnulVisitForm,
    EndContractForm,
    HireForm,
    HoldVisitForm,
    SetVisitForm,
)
from kevread.staff.forms_register import IdentityForm
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract
from kevread.staff.permissions import may_employ
from kevread.staff.queries.enabling import offered
from kevread.staff.queries.information import owed_by
from kevread.staff.queries.interviews import first_days, known_since, met, where_opened
from kevread.staff.queries.passing import to_take_over
from kevread.staff.queries.register import (
    hosted_by,
    line_on,
    listed,
    placed_at,
    register_of,
    register_paper,
)
from kevread.staff.queries.signing import signing_of
from kevread.staff.queries.trials import longest_trials, too_long
from kevread.staff.queries.visits import Visited, last_first, visits_of
from kevread.staff.rules.calendar import next_interview, next_visit, whole_months
from kevread.staff.rules.pay import times_between
from kevread.staff.scene import contract_of
from kevread.ui.access import confidential, signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.files import under_name
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .change import change, day_or
from .informing import CHANGES as OF_INFORMATION
from .people import people, signatories
from .posts import annul_form
from .signing import CHANGES as OF_SIGNING


@confidential
@signed_in
def contracts(request: Request, scale: str) -> HttpResponse:
    """The register of staff, in the order of hiring; what is under its minimum; what is to be taken over."""
    may_employ(request.actor, request.scale, request.on).or_raise()
    lines = register_of(request.scale, request.actor, request.on)
    context = {
        "lines": lines,
        "present": [one for one in lines if not one.is_over and not one.is_annulled],
        "short": [one for one in lines if one.missing],
        "hosted": hosted_by(request.scale, request.actor, request.on),
        "placed": placed_at(request.scale, request.actor, request.on),
        "unsaid": [one for one in lines if one.identity is None and not one.is_annulled],
        "tried": too_long(lines, request.on),
        "passing": to_take_over(request.scale, request.on) if request.scale.scale == GROUPING else [],
        "agreements": framework().agreements,
        "keeps": not request.is_past,
    }
    return render(request, "staff/contracts.html", context)


@confidential
@signed_in
def contracts_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The register with the columns that the labour code asks for."""
    may_employ(request.actor, request.scale, request.on).or_raise()
    return table_file(request, REGISTER, listed(request.scale, request.actor, request.on), form)


@confidential
@signed_in
def contracts_paper(request: Request, scale: str) -> HttpResponse:
    """The register on paper, as it is that day. It is not kept."""
    may_employ(request.actor, request.scale, request.on).or_raise()
    paper = register_paper(request.scale, request.actor, request.on)
    content = render_paper(paper.template, as_data(paper), made_at=request.now)
    named = f"{request.scale.slug}-registre-du-personnel-{request.on.isoformat()}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), named)


@confidential
@signed_in
def contract(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What is agreed with somebody: read by them, and by the line of their employer."""
    found = contract_of(request, key)
    line = line_on(found, request.on)
    keeps = not request.is_past and bool(may_employ(request.actor, request.scale, request.today))
    agreement = framework().agreements.get(found.agreement)
    said = met(request.scale, {found.person_id}, request.on).get(found.person_id, Met())
    hired, stands = first_days([found])[found.pk], not (line.is_over or line.is_annulled)
    trial = longest_trials([found]).get(found.pk) if found.trial_end else None
    context = {
        "contract": found,
        "line": line,
        "agreement": agreement,
        "may_say": keeps and not line.is_annulled and bool(framework().agreements),
        "trial": trial,
        "is_tried_too_long": bool(too_long([line], request.on)),
        "terms": found.terms.order_by("-period"),
        "works": Assignment.objects.standing()
        .filter(contract=found)
        .select_related("post", "local")
        .order_by("-period"),
        "reads": request.actor.hat_for("read", request.scale.pk) is not None,
        "is_mine": request.actor.person == found.person_id,
        "keeps": keeps and not line.is_annulled,
        "career": said,
        "visited": (visited := visits_of(request.scale, {found.person_id}, request.on).get(found.person_id, Visited())),
        "undoes_visit": last_first(found).exists(),
        "owed": (owed := owed_by([found], request.on).get(found.pk, [])),
        "lacks_information": keeps and any(one.handed_on is None for one in owed),
        "undoes_information": keeps and any(one.handed_on for one in owed),
        "visit_by": by if (by := next_visit(hired, visited.held_on)) in found.dates and stands else None,
        "next_points": more
        if stands and (more := next_points_of(found, request.on)) and more[0] in found.dates
        else None,
        "next_interview": None
        if said.is_open or not stands
        else next_interview(hired, said.held_on, said.took_stock_on, known_since(request.scale, request.on)),
        "opens": where_opened(request.scale) if keeps else None,
    }
    return render(request, "staff/contract.html", context | where_signed(request, found))


def where_signed(request: Request, contract: Contract) -> dict[str, Any]:
    """Where the signature of a contract stands, whether it is this person’s turn, and whether they read its paper."""
    unsigned = contract.is_signed_here and (contract.signed_on is None or contract.signed_on > request.on)
    if request.is_past:  # who signs, and where that stands, is known of today alone
        return {"unsigned": unsigned, "signing": None, "signs": False, "reads_paper": False}
    signing, draft = signing_of(contract), contract.draft_id
    reads = draft is not None and Document.objects.visible_to(request.actor).filter(pk=draft).exists()
    return {
        "unsigned": unsigned,
        "signing": signing,
        "signs": signing is not None and signing.awaits(request.actor.person),
        "reads_paper": reads,
    }


def next_points_of(contract: Contract, on: date) -> tuple[date, int] | None:
    """When seniority next adds points, and how many: as the agreement says, that somebody said the contract follows."""
    followed = framework().agreements.get(contract.agreement) if contract.agreement_said_on else None
    more = followed.seniority_on(on) if followed else None
    if more is None:
        return None
    times = times_between(contract.seniority_from, on, more.months)
    return whole_months(contract.seniority_from, (times + 1) * more.months), more.points


@confidential
@signed_in
def contract_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The contract that was signed, for whoever reads it."""
    return as_signed(contract_of(request, key).paper_id, "Aucun fichier n’est conservé avec ce contrat.")


@signed_in
@today_only
def hire(request: Request, scale: str) -> HttpResponse:
    """Record the contract of somebody."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    initial = {"first": request.today, "signed_on": request.today, "kind": "cdi"}
    form = HireForm(people(request), request.POST or None, initial=initial)
    form.take(offered(request.actor, request.scale), signatories(request))

    def record() -> Done:
        said = form.cleaned_data
        made = operations.hire(
            actor=request.actor,
            employer=request.scale,
            person=said["person"],
            period=dates(said["first"], said["last"]),
            agreed=form.agreed,
            now=request.now,
            **form.hired,
        )
        return Done(
            f"Le contrat de {made.person} est inscrit.{form.of_trial}", "staff:contract", scale=scale, key=made.pk
        )

    gesture = perform(request, form, record)
    words = request.GET.get("mots", "")[:100]
    return gesture.done or gesture.page("staff/hire.html", {"words": words})


def amend_form(request: Request, row: Contract) -> AmendForm:
    line = line_on(row, request.today)
    told: dict[str, Any] = {"first": day_or(row.dates.start, request.today), "signed_on": request.today}
    if line.terms is not None:
        told |= {name: getattr(line.terms, name) for name in ("share", "group", "coefficient", "points")}
        told["salary"] = typed_euros(line.terms.salary)
    form = AmendForm(row.agreement, request.POST or None, initial=told)
    form.take(offered(request.actor, row.employer), signatories(request))
    return form


def amend(request: Request, row: Contract, form: AmendForm) -> object:
    by = {name: form.cleaned_data[name] for name in ("decision", "signatory", "signed_on", "first")}
    return operations.amend(actor=request.actor, contract=row, agreed=form.agreed, now=request.now, **by)


def identity_form(request: Request, row: Contract) -> IdentityForm:
    line = line_on(row, request.today)
    names = ("nationality", "born_on", "sex", "permit", "authorised_as", "authorised_on")
    told = {name: getattr(line.identity, name) for name in names} if line.identity else {}
    return IdentityForm(request.POST or None, initial=told)


def identify(request: Request, row: Contract, form: IdentityForm) -> object:
    return operations.identify(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def set_visit_form(request: Request, row: Contract) -> SetVisitForm:
    return SetVisitForm(request.POST or None)


def set_visit(request: Request, row: Contract, form: SetVisitForm) -> object:
    return operations.set_visit(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def hold_visit_form(request: Request, row: Contract) -> HoldVisitForm:
    planned = visits_of(row.employer, {row.person_id}, request.today).get(row.person_id, Visited()).planned_on
    told = {"held_on": min(planned or request.today, request.today), "as_set": planned and planned <= request.today}
    return HoldVisitForm(planned, request.POST or None, initial=told)


def hold_visit(request: Request, row: Contract, form: HoldVisitForm) -> object:
    return operations.hold_visit(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def annul_visit_form(request: Request, row: Contract) -> AnnulVisitForm:
    return AnnulVisitForm(last_first(row).first(), request.POST or None)


def told_of_visit(row: Contract) -> object:
    """What the page that annuls a visit shows: whose contract, and which visit."""
    return [row.as_written(), [one.as_written() for one in last_first(row)[:1]]]


def annul_visit(request: Request, row: Contract, form: AnnulVisitForm) -> object:
    return operations.annul_visit(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def agreement_form(request: Request, row: Contract) -> AgreementForm:
    return AgreementForm(request.POST or None, initial={"agreement": row.agreement if row.agreement_said_on else None})


def say_agreement(request: Request, row: Contract, form: AgreementForm) -> object:
    return operations.say_agreement(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def end_form(request: Request, row: Contract) -> EndContractForm:
    return EndContractForm(request.POST or None, initial={"last": row.dates.last or request.today})


def end(request: Request, row: Contract, form: EndContractForm) -> object:
    return operations.end_contract(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def annul(request: Request, row: Contract, form: AnnulForm) -> object:
    return operations.annul_contract(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


CHANGES = {
    "avenant": Change(
        "Inscrire un avenant",
        "Le temps et le salaire convenus à partir d’un jour ; ce qui valait avant reste lisible à sa date.",
        "Inscrire l’avenant",
        amend_form,
        amend,
        "L’avenant est inscrit.",
    ),
    "convention": Change(
        "Dire la convention collective de ce contrat",
        "Celle que nomme le contrat signé, lue par vous : l’installation n’en écrit aucune à votre place.",
        "Dire la convention",
        agreement_form,
        say_agreement,
        "La convention collective est dite.",
    ),
    "mentions": Change(
        "Compléter le registre du personnel",
        "Ce que le code du travail demande, et rien d’autre. Ces mentions ne se lisent qu’ici et dans le registre.",
        "Compléter le registre",
        identity_form,
        identify,
        "Le registre est complété.",
    ),
    "finir": Change(
        "Inscrire la fin de ce contrat",
        "Ses affectations finissent avec lui. Sa place dans l’équipe se quitte à part.",
        "Inscrire la fin",
        end_form,
        end,
        "La fin du contrat est inscrite.",
    ),
    "visite-prevue": Change(
        "Prévoir une visite médicale",
        "Son jour, et rien d’autre : ni ce qui s’y dit, ni ce qui en sort. Une visite déjà prévue change de jour.",
        "Prévoir la visite",
        set_visit_form,
        set_visit,
        "Le jour de la visite est prévu.",
    ),
    "visite-tenue": Change(
        "Noter une visite médicale tenue",
        "Son jour, et rien d’autre : ni ce qui s’y dit, ni ce qui en sort ne s’écrit ici.",
        "Noter la visite",
        hold_visit_form,
        hold_visit,
        "Le jour de la visite est noté.",
    ),
    "visite-annulee": Change(
        "Annuler la dernière visite médicale notée",
        "C’était une erreur, ou elle ne se tiendra pas ce jour-là.",
        "Annuler la visite",
        annul_visit_form,
        annul_visit,
        "La visite est annulée.",
        told_of_visit,
    ),
    "annuler": Change(
        "Annuler ce contrat",
        "C’était une erreur de saisie : il reste au registre, marqué comme annulé.",
        "Annuler le contrat",
        annul_form,
        annul,
        "Le contrat est annulé ; il reste au registre, dit tel.",
    ),
    **OF_SIGNING,
    **OF_INFORMATION,
}


@confidential
@signed_in
@today_only
def change_contract(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = contract_of(request, key)
    what = f"Contrat de {found.person}"
    return change(request, CHANGES, gesture, found, what, "staff:contract", scale=scale, key=found.pk)


@confidential
@signed_in
@today_only
def take_over(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A contract that a local still holds after the day when its staff passed."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    found = next((one for one in to_take_over(request.scale, request.today) if one.pk == key), None)
    if found is None:
        raise Http404("Aucun contrat à reprendre n’est à cette adresse.")

    def do() -> Done:
        made = operations.take_over(
            actor=request.actor, contract=found, by=request.scale, first=request.today, now=request.now
        )
        said = f"{request.scale.name} emploie {made.person} à partir d’aujourd’hui, avec son ancienneté."
        return Done(said, "staff:contract", scale=scale, key=made.pk)

    gesture = perform(request, None, do)
    return gesture.done or gesture.page("staff/take_over.html", {"found": found})
