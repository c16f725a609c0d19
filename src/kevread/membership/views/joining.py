"""For whoever would join: where, how, and where their application stands."""

from datetime import date

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.errors import Refused
from kevread.directory.models import LegalForm, Reach
from kevread.membership import operations
from kevread.membership.forms import AdmissionForm, WhereForm, the_one
from kevread.membership.links import digest_of
from kevread.membership.models import Admission
from kevread.membership.operations.applying import OTHERWISE
from kevread.membership.queries.advice import advised, direct_seats
from kevread.membership.rules import forgotten_on
from kevread.membership.scene import mine as named_by
from kevread.territory.models import Zone
from kevread.ui.access import public, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

TOO_MANY = "Trop de demandes sont parties d’ici : attendez une heure, ou écrivez par la poste. Rien n’est parti."


@public
def where(request: Request) -> HttpResponse:
    """A commune, how far one acts: what the articles advise, and everything else that one may choose."""
    query = request.GET.copy()
    form = WhereForm(query if "commune" in query else None)
    typed = form.cleaned_data if form.is_valid() else {}
    text, reach = typed.get("commune", ""), typed.get("echelle", "")
    found = the_one(text, request.on) if text else []
    chosen = found[0] if len(found) == 1 else None
    told = advised(chosen, reach, request.on) if chosen else None
    if chosen:
        query["commune"] = by_name(text, request.on)
    context = {
        "form": form,
        "text": text,
        "reach": reach,
        "activity": typed.get("domaine", ""),
        "reaches": Reach.choices,
        "communes": [] if chosen else found,
        "chosen": chosen,
        "told": told,
    }
    return render(request, "membership/where.html", context)


def by_name(text: str, on: date) -> str:
    """A code is shown as its name, where the name is enough."""
    found = the_one(text, on) if text else []
    return found[0].name if len(found) == 1 and the_one(found[0].name, on) == found else text


@public
@today_only
def apply(request: Request, scale: str) -> HttpResponse:
    """The form: what is typed leaves for nobody until the letter is answered."""
    if not request.scale.scale:
        raise Http404("On n’adhère ici qu’aux organisations du réseau.")
    initial = {
        "commune": by_name(request.GET.get("commune", "")[:120], request.on),
        "reach": request.GET.get("echelle", "")[:20],
        "activity": request.GET.get("domaine", "")[:200],
    }
    form = AdmissionForm(request.on, request.POST or None, initial=initial)

    def send() -> Done:
        typed = dict(form.cleaned_data)
        is_another = typed.pop("is_another")
        if not ratelimit.consume(request, action="join", key=scale) or not ratelimit.consume(
            request, action="join_address", key=typed["email"].lower()
        ):
            raise Refused(TOO_MANY)
        operations.apply_to_join(
            actor=request.actor, organisation=request.scale, asked=typed, now=request.now, is_another=is_another
        )
        return Done("", "membership:sent", scale=scale)

    gesture = perform(request, form, send)
    if gesture.done:
        return gesture.done
    if "is_another" not in form.errors and not request.POST.get("is_another"):
        del form.fields["is_another"]
    return gesture.page("membership/apply.html", {"seats": direct_seats(request.scale, request.today)})


@public
def sent(request: Request, scale: str) -> HttpResponse:
    """The letter left; what is to be done now."""
    return render(request, "membership/sent.html", {"last": forgotten_on(request.today)})


@public
@today_only
def mine(request: Request, token: str) -> HttpResponse:
    """From the letter: what is to be confirmed, then where the application stands. A press of a button acts, reading never
    does."""
    waiting, typed, received = named_by(token)

    def act() -> Done | None:
        gesture = request.POST.get("geste")
        if gesture == "confirmer" and waiting:
            operations.confirm(actor=request.actor, key=waiting.pk, typed=typed, now=request.now)
            return Done("Votre demande est reçue.", "membership:mine", token=token)
        if gesture == "retirer" and received:
            operations.withdraw(actor=request.actor, admission=received, now=request.now)
            return Done("Votre demande est retirée.", "membership:mine", token=token)
        raise Refused("Cette demande n’est plus comme cette page la montrait : relisez-la.")

    gesture = perform(request, None, act)
    if gesture.done:
        return gesture.done
    is_as_typed = waiting is not None and digest_of(waiting) == typed
    context = {
        "waiting": waiting,
        "otherwise": OTHERWISE if waiting and not is_as_typed else "",
        "said": shown(waiting.said) if waiting and is_as_typed else [],
        "last": forgotten_on(waiting.at.date()) if waiting else None,
        "admission": received,
        "organisation": (waiting or received).of if waiting or received else None,  # type: ignore[union-attr]
        "withdraws": received is not None and received.state == Admission.State.PENDING,
    }
    return gesture.page("membership/mine.html", context)


def shown(said: dict[str, str]) -> list[tuple[str, str]]:
    """What was typed, in the words of the form; what is empty is left out."""
    commune = Zone.objects.filter(pk=said["commune_id"]).first() if said["commune_id"] else None
    rows = [
        ("Organisation", said["name"]),
        ("Forme juridique", LegalForm(said["legal_form"]).label),
        ("SIREN", said["siren"]),
        ("RNA", said["rna"]),
        ("Commune", commune.name if commune else ""),
        ("Ce que vous faites", said["activity"]),
        ("Jusqu’où vous agissez", Reach(said["said_reach"]).label),
        ("Contact", f"{said['given_name']} {said['family_name']}"),
        ("Adresse", said["email"]),
        ("Message", said["message"]),
    ]
    return [(label, value) for label, value in rows if value]
