"""What accounts mean here: codes of one’s own, passages, keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.periods import year_typed
from kevread.ledgers import operations
from kevread.ledgers.exports import KEYS, PASSAGES
from kevread.ledgers.forms import CodeForm, KeyForm, LastForm, PassageForm, SeveralForm
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import KEEPS_LEDGERS, Balance, Book, Code, Key
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.meaning import keys_of, passages_of, proposed_of, suggestion, unsaid_of, years_of
from kevread.ledgers.queries.times import proposed
from kevread.ledgers.scene import book_of, code_of, key_or_none, passage_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted


@may(KEEPS_LEDGERS)
@today_only
def codes(request: Request, scale: str) -> HttpResponse:
    """The codes that all share, and ours."""
    known = framework()
    own = Code.objects.visible_to(request.actor).filter(organisation=request.scale).order_by("axis", "code")
    axes = [
        (axis, one.label, list(known.on(axis, request.today).items()), [row for row in own if row.axis == axis])
        for axis, one in known.axes.items()
        if axis != STRUCTURE
    ]
    prefix = known.prefixes.get(request.scale.slug, "")
    return render(request, "ledgers/codes.html", {"axes": axes, "prefix": prefix, "note": known.note})


@may(KEEPS_LEDGERS)
@today_only
def open_code(request: Request, scale: str) -> HttpResponse:
    """One code more, that begins by our prefix."""
    prefix = framework().prefixes.get(request.scale.slug, "")
    start = {"code": f"{prefix}-", "since": date(request.today.year, 1, 1)}
    form = CodeForm(request.POST or None, initial=start)

    def do() -> Done:
        made = operations.open_code(
            actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        return Done(f"Le code {made.code} est ouvert.", "ledgers:codes", scale=scale)

    gesture = perform(request, form, do)
    context = {
        "title": "Ouvrir un code",
        "lede": f"Il commence par {prefix}-, et s’ajoute aux codes communs.",
        "button": "Ouvrir ce code",
        "back": screen_address("ledgers:codes", scale=scale),
        "what": "Codes analytiques",
    }
    return gesture.done or gesture.page("ui/change.html", context)


@may(KEEPS_LEDGERS)
@today_only
def close_code(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Nothing more goes under it, after a day."""
    found = code_of(request, key)
    form = LastForm(request.POST or None, initial={"last": date(request.today.year, 12, 31)})

    def do() -> Done:
        operations.close_code(actor=request.actor, code=found, now=request.now, **form.cleaned_data)
        return Done(f"Le code {found.code} est clos.", "ledgers:codes", scale=scale)

    gesture = perform(request, form, do)
    context = {
        "title": f"Clore le code {found.code}",
        "lede": "Ce qui y est rangé jusque-là y reste.",
        "button": "Clore ce code",
        "back": screen_address("ledgers:codes", scale=scale),
        "what": "Codes analytiques",
    }
    return gesture.done or gesture.page("ui/change.html", context)


@may(KEEPS_LEDGERS)
@today_only
def passages(request: Request, scale: str) -> HttpResponse:
    """What our accounts are, by how they begin."""
    rows = passages_of(request.scale, request.actor, request.today)
    return render(request, "ledgers/passages.html", {"rows": rows})


@may(KEEPS_LEDGERS)
@today_only
def passages_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, PASSAGES, passages_of(request.scale, request.actor, request.today), form)


@may(KEEPS_LEDGERS)
@today_only
def set_passage(request: Request, scale: str) -> HttpResponse:
    """Say what accounts are; what they usually are is proposed, and a person says it."""
    account, section = request.GET.get("compte", "")[:20], request.GET.get("section", "")[:40]
    proposed = suggestion(request.scale, account, section, request.today) if account else {}
    start = {"account": account, "section": section, "since": first_day(request)} | proposed
    form = PassageForm(request.scale, request.today, request.POST or None, initial=start)
    back, of = asked_from(request)

    def do() -> Done:
        made = operations.set_passage(actor=request.actor, organisation=request.scale, now=request.now, **form.asked)
        return Done(f"C’est dit des comptes qui commencent par {made.account}.", back)

    gesture = perform(request, form, do)
    context = {
        "title": "Dire ce que sont des comptes",
        "lede": "Ce qui est proposé ici vient d’un compte voisin, ou de l’usage : relisez-le." if proposed else "",
        "button": "Le dire",
        "back": back,
        "what": of,
    }
    return gesture.done or gesture.page("ui/change.html", context)


@may(KEEPS_LEDGERS)
@today_only
def set_passages(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The accounts of a year of which nothing is said, each with what is proposed: read again, they are said at once."""
    found = book_of(request, key)
    left = unsaid_of(found)
    rows = proposed_of(left, request.scale, found.last)
    form = SeveralForm(rows, codes_of(request.scale, ACTION, found.last), request.POST or None)
    shown = Shown(found, lambda one: marks(unsaid_of(one)), read=marks(left), first=request.scale)

    def do() -> Done:
        made = operations.set_passages(actor=request.actor, book=found, said=form.said, now=request.now)
        return Done(
            f"{counted(len(made), 'compte est dit', 'comptes sont dits')}.", "ledgers:analytics", scale=scale, key=key
        )

    gesture = perform(request, form, do, shown)
    context = {"book": found, "has_proposals": any(one.action for one in rows)}
    return gesture.done or gesture.page("ledgers/set_passages.html", context)


def marks(rows: Sequence[Balance]) -> list[str]:
    return [str(one.pk) for one in rows]


def asked_from(request: Request) -> tuple[str, str]:
    """Where one goes back to, and what it is called: the year of which one says what its accounts are, account after account;
    what is said of all of them otherwise."""
    key = key_or_none(request.GET.get("exercice", ""))
    rows = Book.objects.visible_to(request.actor).filter(organisation=request.scale)
    found = rows.filter(pk=key).first() if key else None
    if found is None:
        return screen_address("ledgers:passages", scale=request.scale.slug), "Ce que sont les comptes"
    where = screen_address("ledgers:analytics", scale=request.scale.slug, key=found.pk)
    return where, f"Ce que coûte chaque action, exercice {found.year}"


def first_day(request: Request) -> date:
    """The first day of the oldest year that counts here, so that what is said holds for all of them."""
    years = years_of(request.scale)
    return years[-1].first if years else date(request.today.year, 1, 1)


@may(KEEPS_LEDGERS)
@today_only
def end_passage(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It says no more what these accounts are, after a day."""
    found = passage_of(request, key)
    form = LastForm(request.POST or None, initial={"last": date(request.today.year, 12, 31)})

    def do() -> Done:
        operations.end_passage(actor=request.actor, passage=found, now=request.now, **form.cleaned_data)
        return Done("Ce passage est clos.", "ledgers:passages", scale=scale)

    gesture = perform(request, form, do)
    context = {
        "title": f"Clore ce qui est dit du compte {found.account}",
        "lede": "Les exercices qui finissent jusque-là le gardent.",
        "button": "Clore ce passage",
        "back": screen_address("ledgers:passages", scale=scale),
        "what": "Ce que sont les comptes",
    }
    return gesture.done or gesture.page("ui/change.html", context)


def year_asked(request: Request) -> int:
    """That of the address, or the last that counts here."""
    years = years_of(request.scale)
    if typed := year_typed(request.GET.get("annee", "")):
        return typed
    return years[0].last.year if years else request.today.year


@may(KEEPS_LEDGERS)
@today_only
def keys(request: Request, scale: str) -> HttpResponse:
    """How the supports of a year are shared out; frozen by a press of a button."""
    year = year_asked(request)

    def freeze() -> Done:
        operations.freeze_keys(actor=request.actor, organisation=request.scale, year=year, now=request.now)
        return Done(f"Les clés de {year} sont figées.", f"{screen_address('ledgers:keys', scale=scale)}?annee={year}")

    gesture = perform(request, None, freeze)
    rows = keys_of(request.scale, request.actor, year)
    taken = {row.key.source for row in rows}
    sources = {
        code: name for code, name in codes_of(request.scale, ACTION, date(year, 12, 31)).items() if code not in taken
    }
    waits = any(row.key.frozen_on is None for row in rows)
    if rows and not waits:
        sources = {}
    context = {"year": year, "rows": rows, "sources": sources, "waits": waits}
    return gesture.done or gesture.page("ledgers/keys.html", context)


@may(KEEPS_LEDGERS)
@today_only
def keys_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, part by part, for a spreadsheet."""
    year = year_asked(request)
    rows = [(row, one) for row in keys_of(request.scale, request.actor, year) for one in row.parts]
    return table_file(request, KEYS, rows, form, about=str(year))


def said_of_proposal(weights: Mapping[str, int], unsaid: int) -> str:
    """What the parts that are proposed stand on."""
    if not weights:
        return "Aucun poste de cet exercice n’est dit servir ces actions : dites d’abord à quoi sert leur temps."
    left = f" De {unsaid} poste{'s' if unsaid > 1 else ''}, rien n’est dit." if unsaid else ""
    return (
        f"Ces parts, sur dix mille, viennent des affectations de l’exercice et du temps des postes : relisez-les.{left}"
    )


@may(KEEPS_LEDGERS)
@today_only
def set_key(request: Request, scale: str) -> HttpResponse:
    """How one support is shared out, in a year."""
    year, source = year_asked(request), request.GET.get("source", "")[:40]
    if not source:  # whoever comes from another organisation chooses one of here
        return redirect("ledgers:keys", scale=scale)
    actions = codes_of(request.scale, ACTION, date(year, 12, 31))
    if source not in actions:
        raise Http404("Cette année n’a pas ce code.")
    known = Key.objects.visible_to(request.actor).filter(organisation=request.scale, year=year, source=source).first()
    start: dict[str, Any] = {"basis": known.basis} if known else {}
    form = KeyForm(source, actions, request.POST or None, initial=start)
    if known:
        weights = dict(known.parts)
        form.initial.update({f"part_{rank}": weights.get(code) for rank, code in enumerate(form.served)})
    aside = ("Proposer les parts d’après le temps des postes", f"?annee={year}&source={source}&selon=postes")
    lede = f"Pour l’exercice clos en {year}. Une part est un nombre entier : 1 et 3 font un quart et trois quarts."
    if request.GET.get("selon") == "postes":
        weights, unsaid = proposed(request.scale, year, form.served)
        form.initial["basis"] = Key.Basis.STAFF
        form.initial.update({f"part_{rank}": weights.get(code) for rank, code in enumerate(form.served)})
        lede, aside = said_of_proposal(weights, unsaid), ("", "")

    def do() -> Done:
        asked = {"organisation": request.scale, "year": year, "source": source, "basis": form.cleaned_data["basis"]}
        operations.set_key(actor=request.actor, parts=form.parts, now=request.now, **asked)
        page = screen_address("ledgers:keys", scale=scale)
        return Done(f"La clé de {source} est inscrite pour {year}.", f"{page}?annee={year}")

    gesture = perform(request, form, do)
    context = {
        "title": f"Répartir {actions[source]}",
        "lede": lede,
        "button": "Inscrire cette clé",
        "aside": aside,
        "back": f"{screen_address('ledgers:keys', scale=scale)}?annee={year}",
        "what": f"Clés de {year}",
    }
    return gesture.done or gesture.page("ledgers/key.html", context)
