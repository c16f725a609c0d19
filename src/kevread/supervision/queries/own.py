"""What whoever is employed asks for themselves: days, and what they spent; of whom, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.directory.models import Organisation
from kevread.supervision.loader import acts
from kevread.supervision.queries.lines import Worker, workers_on
from kevread.supervision.rules import PERSON, sides_of
from kevread.ui.called import calls
from kevread.ui.places import screen_address

DAYS, SPENT = "Demander des jours", "Proposer des frais"
SCREENS = {"leave": ("supervision:ask_leave", DAYS), "expense": ("supervision:propose_expense", SPENT)}
# What people call it: the words by which « Chercher » finds each.
CALLED = {"leave": "congés, vacances, absence, télétravail", "expense": "note de frais, remboursement"}


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody may ask of one who employs them: the screens, each by its form."""

    employer: Organisation
    forms: tuple[str, ...]

    @property
    def ways(self) -> Iterator[tuple[str, str]]:
        """What each is called, and where it is."""
        for form in self.forms:
            name, said = SCREENS[form]
            yield said, screen_address(name, scale=self.employer.slug)


def own_of(person: UUID | None, on: date) -> list[Own]:
    """Of each who employs this person that day. One query; none of nobody."""
    found: dict[UUID, Own] = {}
    for one in workers_on(on, person=person) if person else ():
        forms = tuple(form for form in SCREENS if asks(form, one))
        if forms and len(forms) > len(found.get(one.employer.pk, Own(one.employer, ())).forms):
            found[one.employer.pk] = Own(one.employer, forms)
    return list(found.values())


def asks(form: str, worker: Worker) -> bool:
    """Whether the matrix lets the person ask it themselves."""
    act = acts().acts.get(acts().of_form(form))
    return act is not None and PERSON in act.raised_by and bool(sides_of(act, worker.lines))


def find_own(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """By any of the words that people have for it. One query, where a word answers."""
    typed = [word for word in terms(text) if len(word) > 3]
    called = {
        form
        for form, words in CALLED.items()
        if typed and any(calls(said, typed) for said in (SCREENS[form][1], words))
    }
    if not called:
        return []
    return [
        Hit(said, f"{CALLED[form]} · {one.employer.name}", url)
        for one in own_of(actor.person, on)
        for form, (said, url) in zip(one.forms, one.ways, strict=True)
        if form in called
    ][:limit]
