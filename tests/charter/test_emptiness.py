"""Where registers are kept and nothing is written in them, nothing that should be there conforms; and what conforms of nobody
says « aucun·e »."""

import re

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.common import rooms
from kevread.common.facts import REGISTRY
from kevread.common.verdicts import Verdict
from tests.conftest import TODAY, arranging
from tests.factories import KeepingFactory, OrganisationFactory
from tests.worlds import World, decide_settings, open_bodies, open_spaces

# What conforms where registers are kept and nothing is written in them: it says that something is not there (nobody too many,
# no decision taken elsewhere), and is true of nothing. What says « each », « all » or « every » must not be among these.
FORBIDS = {
    "R0.12/1", "R0.13/1", "R1.1/3", "R3.12/2", "R3.13/1", "R3.15/1", "R4.6/1", "R4.9/1", "R4.10/1",
    "R4.11/3", "R4.11/4", "R4.12/1", "R4.13/1", "R4.13/3", "R4.13/6", "R4.15/1", "R4.16/1", "R4.21/3", "R4.21/4",
    "R4.24/3", "R4.24/4", "R4.27/3", "R4.27/4", "R4.36/3", "R4.36/4", "R4.39/3", "R4.39/4",
    "R4.49/2", "R5.3/1", "R8.3/1", "R2.3/1", "R8.1/2", "R8.4/2",
    "R8.5/2",
    "L1.3/1", "L1.4/1", "L1.5/1", "L1.6/1", "L1.8/1", "L1.17/2", "L1.19/1",
    "L3.1/1", "L3.2/1", "L3.2/2", "L3.3/1", "L3.3/3", "L4.6/1", "L4.6/3",
    "L10.1/3", "L10.1/4", "L10.1/5", "L10.2/1", "L6.9/1", "L6.10/1", "L6.10/2", "L6.11/1", "L6.12/1",
    "L7.1/1", "L7.1/2", "L7.2/1", "L7.2/2",
    "L6.14/1", "L6.14/2", "L6.14/3", "L6.15/1", "L6.15/2", "L6.15/3", "L6.15/4",
}  # fmt: skip

# What asks for so many at least, and conforms there: what the directory says of the groupings themselves.
STAND = {"R0.4/1", "R2.1/2"}


@pytest.mark.django_db
def test_where_nothing_is_written_nothing_that_should_be_there_conforms():
    with arranging():
        bare = World(OrganisationFactory(head=True))
        open_spaces(bare)
        bare.groupings.append(OrganisationFactory(grouping=True))
        bare.locals[bare.groupings[0]] = [OrganisationFactory(local=True)]
        for organisation in bare.organisations:
            open_bodies(bare, organisation)
            for register in dict(rooms.registers()):
                KeepingFactory(organisation=organisation, register=register)
        decide_settings(bare)
    found = [one for one in verdicts(TODAY) if one.clause.check and one.verdict is Verdict.CONFORMS]
    forbids = {one.clause.key for one in found if one.clause.check.upper is not None and one.clause.check.lower is None}
    assert forbids == FORBIDS
    assert {one.clause.key for one in found if one.clause.check.lower is not None} - forbids == STAND


# What is of one thing, which must be there to be known, or says its number.
OF_ONE_THING = {"R1.1/3", "R2.4/1", "R4.49/2", "R5.2/1", "R5.2/3", "R8.4/1", "R9.2/1", "L1.20/2", "L1.22/2"}
NEGATION = re.compile(r"\b(ne|n|aucune?s?|personne|rien)\b", re.IGNORECASE)


def test_what_conforms_of_nobody_says_that_there_is_none():
    """« Chaque délégué·e tient une délégation » would be read of a groupement that has no délégué·e: « aucun·e n’est sans » is
    true of it too."""
    said = {}
    for article in framework().articles.values():
        for clause in article.clauses:
            check = clause.check
            if check is None:
                continue
            may_be_empty = REGISTRY[check.fact].may_be_empty
            is_forbidden = not check.each and check.upper is not None and check.lower is None
            if may_be_empty or is_forbidden:
                said[clause.key] = clause.sentence("conforms")
    assert {key for key, sentence in said.items() if not NEGATION.search(sentence)} == OF_ONE_THING
