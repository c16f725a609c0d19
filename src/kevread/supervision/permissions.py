"""Who speaks for a line, and what the matrix lets it do. What it refuses to a line names who can, and the article."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Way
from kevread.common.words import of
from kevread.delegations.queries.chains import chains_in, read
from kevread.directory.models import Organisation
from kevread.seats.permissions import SYSTEM_GROUNDS, grounds
from kevread.staff.models import EMPLOYS

from .loader import acts
from .models import BOARD, Matter
from .rules import EMPLOYER, PERSON, Act


def conducted(act: Act) -> bool:
    """Whether whoever holds its delegation opens it and conducts it: what the employer’s line opens and decides. Days are
    answered by that line alone."""
    return act.decider == EMPLOYER and EMPLOYER in act.raised_by and bool(act.delegation) and act.form != "leave"


type Entrusted = frozenset[tuple[UUID, str]]  # by whom, which act of the matrix


def entrusted(actor: Actor, on: date, among: Collection[UUID] | None = None) -> Entrusted:
    """The acts that the employer’s line opens and decides, of which these employers (None: all) gave this person the power by a
    chain that holds, on that day and on that of their rights, so that no page of another day gives back what is over. An office
    gives none of them here: who presides is of the line already. One query."""
    opened = {code: act for code, act in acts().opened().items() if conducted(act)}
    if actor.person is None or not opened:
        return frozenset()
    asked: dict[str, Any] = {"person": actor.person, "act": "", "on": on, "grant": None, "offices": []}
    rows = read(asked | {"organisations": None if among is None else list(among)})
    held = [(employer, chain) for employer, chain in chains_in(rows) if chain.holds(on)]
    chains = [(employer, chain) for employer, chain in held if chain.holds(actor.on or on)]
    return frozenset(
        (employer, code)
        for employer, chain in chains
        for code, act in opened.items()
        if act.delegation in chain.leaf.acts and chain.leaf.holder == actor.person
    )


def may_speak(actor: Actor, line: str, place: Organisation) -> Grounds:
    """For the employer, its own line; for a pôle, whoever sits on its board that day, and nobody of another organisation."""
    if line == EMPLOYER:
        return grounds(actor, EMPLOYS, place)
    if actor.is_system:
        return SYSTEM_GROUNDS
    hat = next((one for one in actor.hats if one.mandate and one.role in BOARD and one.organisation == place.pk), None)
    if hat:
        return Grounds(True, f"Vous parlez pour le conseil {of(place.name)} : {hat.label}.")
    return Grounds(False, f"Seules les personnes qui siègent au conseil {of(place.name)} parlent pour ce pôle.")


def by_delegation(actor: Actor, code: str, place: Organisation, on: date, about: UUID | None) -> Grounds:
    """For the employer, whoever it gave the power of this act, by a chain that holds that day; never about themselves."""
    if actor.person is None or about == actor.person or (place.pk, code) not in entrusted(actor, on, [place.pk]):
        return Grounds(False, f"{place.name} ne vous a pas confié cet acte.")
    return Grounds(True, f"{place.name} vous a confié cet acte, par délégation.")


def may_conduct(actor: Actor, matter: Matter, on: date) -> Grounds:
    """Speak for the employer in a matter: its line; and whoever opened it by a delegation, as long as that holds."""
    said = may_speak(actor, EMPLOYER, matter.organisation)
    if said or actor.person is None or matter.raised_by_id != actor.person:
        return said
    return by_delegation(actor, matter.act, matter.organisation, on, matter.person_id) or said


def may_write(actor: Actor, matter: Matter, line: str, place: Organisation, on: date) -> Grounds:
    """Write what a line is asked: for it, and never about oneself; the person’s own part, themselves alone."""
    if line == PERSON:
        return is_oneself(actor, matter.person_id)
    conducts = line == EMPLOYER and place.pk == matter.organisation_id
    said = may_conduct(actor, matter, on) if conducts else may_speak(actor, line, place)
    return is_heard(actor, matter) if said else said


def may_raise(actor: Actor, code: str, line: str, place: Organisation, about: UUID | None, on: date) -> Grounds:
    """Open a matter: the line, or the person, that the matrix says; for the employer, whoever it entrusted with that. Whoever
    may not is told who decides."""
    act = acts().acts[code]
    said = may_speak(actor, line, place) if line != PERSON else is_oneself(actor, about)
    if line == EMPLOYER and not said:
        said = by_delegation(actor, code, place, on, about) or said
    if said and line in act.raised_by:
        return said
    if not said:
        return said
    return refused(act, place)


def refused(act: Act, place: Organisation) -> Grounds:
    """What the matrix says to a line that has no such share."""
    who = "la direction du groupement, au titre de l’employeur" if act.decider == EMPLOYER else "le conseil du pôle"
    cited = ""
    if act.articles:
        cited = f", à propos {'de l’article' if len(act.articles) == 1 else 'des articles'} {', '.join(act.articles)}"
    added = f" Notre ajout : {act.addition}" if act.addition else ""
    return Grounds(
        False,
        f"« {act.label} » n’est pas ouvert à cette ligne, selon le partage que Kevread propose{cited} : en décide {who}."
        f"{added}",
        (Way("Qui décide quoi", "supervision:matrix", {"scale": place.slug}),),
    )


def is_oneself(actor: Actor, person: UUID | None) -> Grounds:
    if actor.is_system:
        return SYSTEM_GROUNDS
    if person is not None and actor.person == person:
        return Grounds(True, "Cela vous concerne.")
    return Grounds(False, "Seule la personne concernée peut l’ouvrir à ce titre.")


def may_close(actor: Actor, matter: Matter, place: Organisation, on: date) -> Grounds:
    """Decide: the line that decides, at its place, or whoever opened it by a delegation; and never about oneself."""
    act = acts().acts.get(matter.act)
    if act is None:
        return Grounds(False, "La répartition ne connaît plus cet acte : il ne se décide pas ici.")
    if matter.person_id is not None and actor.person == matter.person_id:
        return Grounds(False, "Ce dossier vous concerne : une autre personne en décide.")
    is_employers = act.decider == EMPLOYER and place.pk == matter.organisation_id
    said = may_conduct(actor, matter, on) if is_employers else may_speak(actor, act.decider, place)
    if said:
        return said
    other = "pole" if act.decider == EMPLOYER else EMPLOYER
    return refused(act, place) if speaks_elsewhere(actor, matter, other) else said


def speaks_elsewhere(actor: Actor, matter: Matter, line: str) -> bool:
    """Whether this person speaks for the line that does not decide."""
    places = [side.organisation for side in matter.sides.select_related("organisation") if side.line == line]
    return any(may_speak(actor, line, place) for place in places)


def is_other(actor: Actor, person: UUID | None) -> Grounds:
    """Nobody acts for the employer about themselves."""
    if person is not None and actor.person == person:
        return Grounds(False, "Cela vous concerne : une autre personne de l’employeur s’en charge.")
    return Grounds(True, "Cela ne vous concerne pas.")


def is_heard(actor: Actor, matter: Matter) -> Grounds:
    """Nobody speaks for a line about themselves."""
    if matter.person_id is not None and actor.person == matter.person_id:
        return Grounds(False, "Ce dossier vous concerne : une autre personne de cette ligne en écrit.")
    return Grounds(True, "Ce dossier ne vous concerne pas.")


def may_drop(actor: Actor, matter: Matter, on: date) -> Organisation:
    """Where one says that it is not pursued: the line that decides, or whoever opened it, while they may read it. Raises
    Denied."""
    is_mine = actor.person is not None and actor.person == matter.raised_by_id
    if actor.is_system or (is_mine and Matter.objects.visible_to(actor).filter(pk=matter.pk).exists()):
        return matter.organisation
    return decider_of(actor, matter, on)


def may_annul(actor: Actor, matter: Matter, on: date) -> Organisation:
    """Where one says that it was a mistake: the line that decides. Raises Denied."""
    return matter.organisation if actor.is_system else decider_of(actor, matter, on)


def decider_of(actor: Actor, matter: Matter, on: date) -> Organisation:
    """The place of the line that decides where this person speaks for it. Raises Denied."""
    act = acts().acts.get(matter.act)
    line = act.decider if act else EMPLOYER
    places = [matter.organisation]
    if line != EMPLOYER:
        places = [side.organisation for side in matter.sides.select_related("organisation") if side.line == line]
    place = next((one for one in places if may_close(actor, matter, one, on)), None)
    if place is None:
        may_close(actor, matter, places[0] if places else matter.organisation, on).or_raise()
    assert place is not None
    return place
