"""What waits for an acceptance, an answer, a renewal; and what is dead while it seems to run."""

from collections import defaultdict
from uuid import UUID

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo
from kevread.common.words import listed, of
from kevread.delegations.loader import acts
from kevread.delegations.models import RECORDS, Grant
from kevread.delegations.queries.petitions import to_answer
from kevread.delegations.queries.register import SOON, Row, amiss
from kevread.ui.places import screen_address


def grants_to_accept(asker: Asker) -> list[ToDo]:
    rows = Grant.objects.standing().filter(
        holder=asker.person, accepted_on=None, paper=None, end_reason="", period__endswith__gt=asker.on
    )
    return [
        ToDo(
            f"Répondre à la délégation {of(one.organisation.name)}",
            "Elle vous est proposée : elle ne vaut rien avant votre accord.",
            screen_address("delegations:grant", scale=one.organisation.slug, key=one.pk),
            "Lire et répondre",
            is_mine=True,
        )
        for one in rows.select_related("organisation").order_by("pk")
    ]


def petitions_to_answer(asker: Asker) -> list[ToDo]:
    book = acts()
    return [
        ToDo(
            f"Répondre à {one.person} : « {book.label(one.act)} »" + (f", {one.space.name}" if one.space else ""),
            f"Cette personne vous demande cette délégation, à {one.organisation.name}.",
            screen_address("delegations:petition", scale=one.organisation.slug, key=one.pk),
            "Lire et répondre",
        )
        for one in to_answer(asker.actor, asker.circle, asker.on)
    ]


def grants_amiss(asker: Asker) -> list[ToDo]:
    """To those who enter them: what ends soon, and what is dead while its dates run. To whoever holds one: that it ends."""
    where = asker.actor.where(RECORDS)
    among = asker.circle if where is None else asker.circle & where
    found = []
    broken: dict[tuple[UUID, str], list[Row]] = defaultdict(list)  # by what broke them: one fact is one line
    for row in amiss(among, asker.on) if among else []:
        name, there = row.grant.organisation.name, {"scale": row.grant.organisation.slug, "key": row.grant.pk}
        if row.is_dead:
            broken[row.grant.organisation_id, row.chain.cause(asker.on)].append(row)
        elif row.last:
            what = f"{named(row.grant)} finit le {day_in_words(row.last)}"
            why = f"À {name}. Renouveler est un acte à part, que la personne accepte de nouveau."
            found.append(ToDo(what, why, screen_address("delegations:grant", **there), "La lire", by=row.last))
    return [dead(rows, cause) for (_, cause), rows in broken.items()] + found + ending_for(asker)


def dead(rows: list[Row], cause: str) -> ToDo:
    """What the same thing broke: somebody who left takes down all that they held, and what they had given."""
    first, where = rows[0].grant, rows[0].grant.organisation
    if len(rows) == 1:
        page = screen_address("delegations:grant", scale=where.slug, key=first.pk)
        return ToDo(f"{named(first)} ne vaut plus", f"À {where.name} : {rows[0].flaw}.", page, "La lire")
    holders = listed([of(name) for name in dict.fromkeys(str(row.grant.holder) for row in rows)])
    what = f"{len(rows)} délégations ne valent plus : celles {holders}"
    return ToDo(
        what, f"À {where.name} : {cause}.", screen_address("delegations:register", scale=where.slug), "Les lire"
    )


def named(grant: Grant) -> str:
    """Somebody may hold several in one organisation: by what it is, or by its space.

    « La délégation de signature d’Anne Morvan », « Le mandat d’engagement d’Anne Morvan (Soutien) ».
    """
    if grant.space:
        return f"Le mandat d’engagement {of(str(grant.holder))} ({grant.space.name})"
    nature = grant.get_nature_display()
    return f"La {nature[:1].lower()}{nature[1:]} {of(str(grant.holder))}"


def ending_for(asker: Asker) -> list[ToDo]:
    rows = (
        Grant.objects.on(asker.on)
        .standing()
        .filter(holder=asker.person, renewal=None, accepted_on__isnull=False, period__endswith__lte=asker.on + SOON)
    )
    return [
        ToDo(
            f"Votre délégation {of(one.organisation.name)} finit le {day_in_words(last)}",
            "Demandez qu’elle soit renouvelée, si vous en avez encore besoin.",
            screen_address("delegations:grant", scale=one.organisation.slug, key=one.pk),
            "La lire",
            by=last,
        )
        for one in rows.select_related("organisation").order_by("period", "pk")
        if (last := one.dates.last)
    ]
