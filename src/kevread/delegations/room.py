"""What delegations bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.money import euros
from kevread.common.rooms import Carrier, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.delegations.exports import DEALINGS, GRANTS
from kevread.delegations.loader import acts
from kevread.delegations.models import RECORDS
from kevread.delegations.papers import Dealings, Delegation
from kevread.delegations.queries.carrying import grants_carried
from kevread.delegations.todo import grants_amiss, grants_to_accept, petitions_to_answer


def entrusted(codes: list[str], row: Mapping[str, Any]) -> str:
    book = acts()
    return " ; ".join(book.label(code) for code in codes)


def one_act(code: str, row: Mapping[str, Any]) -> str:
    return acts().label(code)


def sums(said: Mapping[str, int], row: Mapping[str, Any]) -> str:
    book = acts()
    return " ; ".join(f"{book.label(code)} : {euros(cents)}" for code, cents in said.items())


def one_sum(cents: int, row: Mapping[str, Any]) -> str:
    return euros(cents)


ROOM = declare(
    Room(
        "delegations",
        verbs=(
            Verb("delegations.record", "a inscrit une délégation décidée par une instance", RECORDS),
            Verb(
                "delegations.give",
                "a donné une délégation",
                None,
                because="whoever holds the power themselves",
            ),
            Verb("delegations.renew", "a renouvelé une délégation", None, because="as for giving or recording it"),
            Verb("delegations.accept", "a accepté une délégation", None, because="the person to whom it is given"),
            Verb("delegations.deposit", "a déposé l’écrit signé d’une délégation", RECORDS, heard=Heard.NEAR),
            Verb("delegations.put_to_signature", "a mis une délégation à la signature", RECORDS, heard=Heard.NEAR),
            Verb("delegations.end", "a mis fin à une délégation", RECORDS),
            Verb("delegations.annul", "a annulé une délégation inscrite par erreur", RECORDS, heard=Heard.NEAR),
            Verb("delegations.declare_dealing", "a déclaré une convention avec qui dirige", RECORDS, heard=Heard.NEAR),
            Verb(
                "delegations.report_dealings",
                "a dit à l’assemblée les conventions d’une année",
                RECORDS,
                heard=Heard.NEAR,
            ),
            Verb("delegations.annul_dealing", "a annulé une convention déclarée par erreur", RECORDS, heard=Heard.NEAR),
            Verb(
                "delegations.ask",
                "a demandé une délégation",
                None,
                because="whoever may not commit the organisation themselves",
                heard=Heard.NEAR,
            ),
            Verb(
                "delegations.decline",
                "a refusé une délégation demandée",
                None,
                because="whoever may entrust what is asked",
                heard=Heard.NEAR,
            ),
            Verb(
                "delegations.withdraw",
                "a retiré sa demande de délégation",
                None,
                because="whoever asked it",
                heard=Heard.NEAR,
            ),
        ),
        says={
            "delegations.grant.acts": entrusted,
            "delegations.grant.ceilings": sums,
            "delegations.petition.act": one_act,
            "delegations.petition.cents": one_sum,
            "delegations.dealing.cents": one_sum,
        },
        rights=(Right(RECORDS, "Inscrire une délégation qu’une instance a décidée", ("decides", "keeps_minutes")),),
        registers={"delegations": "Délégations", "officers": "Conventions avec qui dirige"},
        papers=(Delegation, Dealings),
        screens=(
            Screen(
                "delegations:register",
                "delegations",
                "Voir les délégations",
                RECORDS,
                mends=True,
                does="inscrire une délégation, ou y mettre fin",
                under=Under("bodies", "Délégations", 3),
            ),
            Screen(
                "delegations:give",
                label="Donner une délégation",
                right=RECORDS,
                mends=True,
                does="inscrire une délégation décidée",
                writes=True,
                own=True,
            ),
            Screen("delegations:who", "who_may_commit", "Voir qui peut engager", mends=True),
            Screen(
                "delegations:dealings",
                "dealings",
                "Voir les conventions avec qui dirige",
                RECORDS,
                mends=True,
                does="déclarer une convention, ou dire que l’assemblée l’a entendue",
            ),
            Screen("delegations:grant", "grant", about=("scale", "key")),
            Screen("delegations:ask", "ask_delegation", about=("scale", "act"), writes=True),
            Screen("delegations:mine", "my_delegations"),
        ),
        tabs={"delegations": "bodies", "mes-delegations/": "bodies"},
        lines=(Line(27, grants_to_accept), Line(29, petitions_to_answer), Line(63, grants_amiss)),
        tables=(GRANTS, DEALINGS),
        carriers=(Carrier("grants", "Délégations", grants_carried),),
    )
)
