"""What each person of the invented life is paid is read by the line of who employs them, and by them: by no persona near
them, wherever somebody entitled reads a pay, at another day too, nor on screens of their own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pytest
from django.test import Client

from kevread.demonstration.personae import personae
from kevread.seats.queries import actor_of
from kevread.staff.models import EMPLOYS, Terms
from tests.conftest import TODAY

from .conftest import demonstrating
from .test_machine_account import addresses, view_at
from .walked import entered, said_by, walked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")
WITHIN = re.compile(r"(?<=\d)(?:&nbsp;|\s)(?=\d{3}(?!\d))")  # « 2 617 »

# A search that stops at digits alone: what stands before the first is looked at from there.
SUM = re.compile(r"(\d)(?<![\d,.]\d)(\d*)(?:[,.]00(?!\d)|(?:[,.]00)?(?:\s|&nbsp;)?€|</v>)")

# Who stands near whoever is paid, each in another way; and those who have few screens, which are all read.
NEAR = ("presidence-pole", "secretariat", "delegue", "salarie", "tresorerie", "coordination", "presidence-groupement")
FEW = {"presidence-pole", "secretariat", "delegue", "salarie", "tresorerie"}


class Pays:
    """Each sum, with the employers that pay it, as pages, files and papers write it: euros, their sign or their cents, or the
    cell of a workbook. A bare number is not looked for: people are counted on the same pages, and keys are drawn."""

    def __init__(self) -> None:
        self.of: dict[str, set[tuple[object, object]]] = defaultdict(set)
        for cents, employer, person in Terms.objects.values_list("salary", "contract__employer", "contract__person"):
            if cents:
                self.of[str(cents // 100)].add((employer, person))

    def told_in(self, text: str) -> set[str]:
        return {"".join(one) for one in SUM.findall(WITHIN.sub("", KEY.sub("", text)))} & self.of.keys()

    def kept_from(self, actor) -> set[str]:
        """Those that nobody pays whom this actor may read of."""
        where = actor.where(EMPLOYS) or frozenset()
        return {
            said
            for said, those in self.of.items()
            if all(employer not in where and person != actor.person for employer, person in those)
        }


def read(visitor: Client, where: Iterable[str], pays: Pays, said: Mapping[str, str]) -> dict[str, set[str]]:
    """What of pay each address tells this visitor. `said`: what some told them already."""
    found = {one: pays.told_in(said.get(one) or said_by(visitor.get(one))) for one in dict.fromkeys(where)}
    return {one: told for one, told in found.items() if told}


def test_no_persona_reads_what_another_employer_pays():
    with demonstrating():
        pays = Pays()
        told = some_of_each_view(read(entered("direction"), addresses("direction"), pays, walked("direction").said))
        assert len(told) > 5, "the line of an employer reads pay on its pages, in its files and on its papers"
        another_day = some_of_each_view(told, 1)
        everywhere = [*told, *(f"{one}{'&' if '?' in one else '?'}au=2026-10-20" for one in another_day)]
        found = {}
        for slug in ("", *NEAR):
            person = next((one.find() for one in personae() if one.slug == slug), None)
            apart = pays.kept_from(actor_of(person, TODAY)) if person else set(pays.of)
            own = walked(slug).said if slug in FEW else {}
            here = read(entered(slug), [*everywhere, *own], pays, own)
            found |= {(slug, one): sums & apart for one, sums in here.items() if sums & apart}
    assert found == {}


def some_of_each_view(those: Iterable[str], at_most: int = 2) -> list[str]:
    """So many addresses of each."""
    kept: dict[str, list[str]] = defaultdict(list)
    for one in those:
        kept[view_at(one)].append(one)
    return [one for each in kept.values() for one in each[:at_most]]


def test_what_is_looked_for_is_found_however_it_is_written():
    """Else a page that tells a pay would pass."""
    with demonstrating():
        pays = Pays()
        told = (
            "2 617 €",
            "2\xa0617,00\xa0€",
            "2\u202f617 €",
            "2&nbsp;617&nbsp;€",
            "2617,00;",
            "<v>2617</v>",
            "2617.00",
        )
        assert [pays.told_in(one) for one in told] == [{"2617"}] * 7
        others = ("12 617 €", "26 175 €", "0,2617 €", "2 617 personnes", "2617ab00-0000-4000-8000-00000000abcd")
        assert [pays.told_in(one) for one in others] == [set()] * 5
        director = next(one.find() for one in personae() if one.slug == "direction")
        assert "2617" not in pays.kept_from(actor_of(director, TODAY))
        assert "3445" in pays.kept_from(actor_of(director, TODAY))
