"""Organisations on screen: the directory of one, the sheet of another, and what changes them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kevread.common.words import of
from kevread.directory import operations, permissions, queries
from kevread.directory.exports import ORGANISATIONS
from kevread.directory.forms import LastDay, NewAffiliation, NewCapacity, NewOrganisation, Numbers, Rename, TellReach
from kevread.directory.models import Affiliation, Capacity, Organisation
from kevread.directory.queries.confirming import memberships_to_confirm
from kevread.directory.queries.listing import listing_of
from kevread.ui.access import may, public, seen, signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_of_ours
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from . import period


def visible(request: Request, slug: str) -> Organisation:
    """The organisation, or the same answer whether it is hidden or does not exist."""
    organisation = Organisation.objects.visible_to(request.actor).filter(slug=slug).first()
    if organisation is None:
        raise Http404("Aucune organisation que vous pouvez voir ne porte ce nom.")
    return organisation


def sheet_of(request: Request, organisation: Organisation) -> str:
    return reverse("directory:organisation", args=[request.scale.slug, organisation.slug])


@public
def organisations(request: Request, scale: str) -> HttpResponse:
    """The members of an organisation; for the head, the whole directory."""
    text = request.GET.get("q", "")[:200]
    rows = queries.directory_of(request.scale, request.on, request.actor, text)
    may_affiliate = bool(permissions.may_affiliate(request.actor, request.scale)) and not request.is_past
    context = {
        "rows": rows,
        "text": text,
        "may_register": bool(permissions.may_register_organisation(request.actor, request.scale))
        and not request.is_past,
        "may_affiliate": may_affiliate,
        "to_confirm": may_affiliate and bool(memberships_to_confirm(request.scale, request.on)),
        "may_open": request.scale.scale in ("head", "grouping")
        and bool(permissions.may_open_organisation(request.actor, request.scale))
        and not request.is_past,
        "within": bool(request.actor.hat_for("read", request.scale.pk)),
    }
    return render(request, "directory/organisations.html", context)


@public
def organisations_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same list, for a spreadsheet: the public takes away what it sees."""
    rows = queries.directory_of(request.scale, request.on, request.actor, request.GET.get("q", "")[:200], size=None)
    return table_file(request, ORGANISATIONS, rows, form)


@public
def organisation(request: Request, scale: str, organisation: str) -> HttpResponse:
    """Names, numbers, memberships, land; and what was done about it, for those within. A record that was merged leads to
    the one that stands."""
    if stands := queries.stands_for(Organisation, request.actor, slug=organisation):
        return redirect("directory:organisation", scale=scale, organisation=stands.slug)
    row = visible(request, organisation)
    grounds = permissions.may_amend_organisation(request.actor, row)
    reads = request.actor.hat_for("read", row.pk)
    context = {
        "sheet": queries.sheet(row, request.on, request.actor),
        "listing": listing_of(row, request.on),
        "exists": row.in_force(request.on),
        "history": queries.history(row) if reads else None,
        "grounds": grounds,
        "may_amend": bool(grounds) and not request.is_past,
        "may_affiliate": bool(permissions.may_affiliate(request.actor, row)) and not request.is_past,
        "may_show": not row.scale
        and not request.is_past
        and bool(permissions.may_list(request.actor, request.scale))
        and (request.scale.scale == "head" or row.affiliations.on(request.today).filter(of=request.scale).exists()),
        "may_close": row.scale in ("grouping", "local")
        and not request.is_past
        and bool(permissions.may_open_organisation(request.actor, row)),
    }
    return render(request, "directory/organisation.html", context)


@may("register_organisation")
def register(request: Request, scale: str) -> HttpResponse:
    """`nom`: what is written beforehand; `retour`: the page of ours that lacked it."""
    form = NewOrganisation(request.POST or None, initial={"name": request.GET.get("nom", "")[:160]})
    back = page_of_ours(request.GET.get("retour", ""))

    def verb() -> Done:
        typed = form.cleaned_data
        start = typed.pop("start")
        made = operations.register_organisation(
            actor=request.actor, within=request.scale, period=period(start, None), now=request.now, **typed
        )
        return Done(f"{made.name} est dans l’annuaire.", back or sheet_of(request, made))

    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/register.html", {"asked_from": back})


@signed_in
def amend(request: Request, scale: str, organisation: str) -> HttpResponse:
    """Numbers and legal form. Names have their own screen, because they are dated."""
    row = visible(request, organisation)
    permissions.may_amend_organisation(request.actor, row).or_raise()
    initial = {name: getattr(row, name) for name in ("legal_form", "siren", "siret", "rna", "locality", "reach")}
    if row.form_is_proposed:  # whoever corrects the sheet says it, or leaves it
        initial["legal_form"] = ""
    form = Numbers(request.POST or None, initial=initial)
    if row.form_is_proposed:
        proposed = row.get_legal_form_display()
        form.fields[
            "legal_form"
        ].help_text = f"Le fichier du réseau propose : {proposed}. Choisissez-la si vous le savez."
    if row.scale:
        del form.fields["reach"]

    def verb() -> Done:
        typed = {"reach": "", **form.cleaned_data}
        operations.amend_organisation(actor=request.actor, organisation=row, now=request.now, **typed)
        return Done("La fiche est corrigée.", sheet_of(request, row))

    context = {"title": "Corriger la fiche", "verb": "Enregistrer", "row": row, "back": sheet_of(request, row)}
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/change.html", context)


@may("register_organisation")
def reaches(request: Request, scale: str) -> HttpResponse:
    """The members of an organisation of which nobody said how far they act, and where it is said."""
    rows = queries.members_of_no_reach(request.scale, request.on)
    named = next((row for row in rows if row.slug == request.POST.get("member")), None)
    answered = TellReach(request.POST or None, auto_id=f"{named.slug}-%s" if named else False)

    def verb() -> Done:
        if named is None:
            raise Http404("Cette organisation n’est pas de celles dont l’échelle reste à dire.")
        asked = {"organisation": named, "within": request.scale, "reach": answered.cleaned_data["reach"]}
        operations.tell_reach(actor=request.actor, now=request.now, **asked)
        return Done(f"L’échelle d’action de {named.name} est dite.", "directory:reaches", scale=scale)

    gesture = perform(request, answered if request.method == "POST" else None, verb)
    forms = [
        (row, answered if named == row else TellReach(auto_id=f"{row.slug}-%s", initial={"member": row.slug}))
        for row in rows
    ]
    return gesture.done or gesture.page("directory/reaches.html", {"forms": forms})


@signed_in
def rename(request: Request, scale: str, organisation: str) -> HttpResponse:
    row = visible(request, organisation)
    permissions.may_amend_organisation(request.actor, row).or_raise()
    form = Rename(request.POST or None, initial={"kind": "brand", "since": request.today})

    def verb() -> Done:
        operations.rename(actor=request.actor, organisation=row, now=request.now, **form.cleaned_data)
        said = "Le nouveau nom est inscrit. L’ancien reste vrai des jours d’avant."
        return Done(said, sheet_of(request, row))

    context = {
        "title": "Changer de nom",
        "lede": "Un nom vaut à partir d’un jour ; l’ancien reste celui des documents d’avant.",
        "verb": "Inscrire ce nom",
        "row": row,
        "back": sheet_of(request, row),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/change.html", context)


@signed_in
def capacity(request: Request, scale: str, organisation: str) -> HttpResponse:
    """What the organisation is to the network, besides a member."""
    row = visible(request, organisation)
    permissions.may_amend_organisation(request.actor, row).or_raise()
    form = NewCapacity(request.POST or None, initial={"start": request.today})

    def verb() -> Done:
        typed = form.cleaned_data
        operations.add_capacity(
            actor=request.actor,
            organisation=row,
            kind=typed["kind"],
            period=period(typed["start"], typed["last"]),
            now=request.now,
        )
        return Done("La qualité est inscrite.", sheet_of(request, row))

    context = {
        "title": "Ajouter une qualité",
        "lede": "Ce que cette organisation est pour le réseau, en plus d’adhérer.",
        "verb": "Inscrire cette qualité",
        "row": row,
        "back": sheet_of(request, row),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/change.html", context)


@signed_in
def end_capacity(request: Request, scale: str, capacity: UUID) -> HttpResponse:
    found = Capacity.objects.select_related("organisation").filter(pk=capacity).first()
    row = seen(found, lambda one: request.actor.hat_for("read", one.organisation_id))
    permissions.may_amend_organisation(request.actor, row.organisation).or_raise()
    form = LastDay(request.POST or None, initial={"last": request.today})

    def verb() -> Done:
        operations.end_capacity(actor=request.actor, capacity=row, last=form.cleaned_data["last"], now=request.now)
        return Done("La fin de cette qualité est inscrite.", sheet_of(request, row.organisation))

    context = {
        "title": f"Fin de la qualité « {row.get_kind_display()} »",
        "verb": "Inscrire ce dernier jour",
        "back": sheet_of(request, row.organisation),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/last_day.html", context)


@may("affiliate")
def affiliate(request: Request, scale: str) -> HttpResponse:
    """A membership of the organisation of the address: a new one, or one that the federation's file proposed."""
    members = Affiliation.objects.on(request.on).filter(of=request.scale, is_proposed=False).values("member")
    others = Organisation.objects.on(request.on).exclude(pk=request.scale.pk).exclude(pk__in=members).order_by("search")
    initial = {"start": request.today, "member": request.GET.get("membre", "")}
    form = NewAffiliation(request.POST or None, members=others, initial=initial)

    def verb() -> Done:
        typed = form.cleaned_data
        made = operations.affiliate(
            actor=request.actor,
            member=typed["member"],
            of=request.scale,
            college=typed["college"],
            period=period(typed["start"], None),
            now=request.now,
        )
        said = f"{made.member.name} adhère à {request.scale.name}."
        return Done(said, "directory:organisations", scale=scale)

    context = {
        "title": "Inscrire une adhésion",
        "lede": f"Une organisation déjà dans l’annuaire adhère à {request.scale.name}.",
        "verb": "Inscrire cette adhésion",
        "to_confirm": bool(memberships_to_confirm(request.scale, request.today)),
        "row": request.scale,
        "back": reverse("directory:organisations", args=[scale]),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/change.html", context)


@may("affiliate")
def end_affiliation(request: Request, scale: str, affiliation: UUID) -> HttpResponse:
    row = get_object_or_404(Affiliation.objects.select_related("member", "of"), pk=affiliation, of=request.scale)
    form = LastDay(request.POST or None, initial={"last": request.today})

    def verb() -> Done:
        operations.end_affiliation(
            actor=request.actor, affiliation=row, last=form.cleaned_data["last"], now=request.now
        )
        said = f"La fin de l’adhésion {of(row.member.name)} est inscrite."
        return Done(said, "directory:organisations", scale=scale)

    context = {
        "title": f"Fin de l’adhésion {of(row.member.name)}",
        "lede": "Les mandats que cette adhésion fondait ne sont pas fermés : l’écran des instances les montrera.",
        "verb": "Inscrire ce dernier jour",
        "back": reverse("directory:organisations", args=[scale]),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/last_day.html", context)
