"""What « charter » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.charter.engine import framework
from kevread.charter.exports import FINDINGS, REGISTERS
from kevread.charter.models import Setting
from kevread.charter.papers import CommonText
from kevread.charter.queries.finding import find_articles
from kevread.charter.rules import article_in_words
from kevread.charter.todo import attestations_to_renew, contests_to_answer, points_to_mend
from kevread.common.rooms import Finder, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line


def setting_label(name: str, row: Mapping[str, Any]) -> str:
    """A setting as the framework names it; by its own name when it is not there any more."""
    spec = framework().settings.get(name)
    return spec.label if spec else name


def setting_value(value: Any, row: Mapping[str, Any]) -> str:
    spec = framework().settings.get(row["name"])
    return spec.words(value) if spec else str(value)


def setting_named(setting: Setting, row: Mapping[str, Any]) -> str:
    return setting_label(setting.name, row)


def clause(value: str, row: Mapping[str, Any]) -> str:
    return article_in_words(value)


def counted(evidence: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """What the finding counted, and what the article asks."""
    return evidence.get("counted") or ", ".join(str(evidence[key]) for key in ("value", "asked") if evidence.get(key))


ROOM = declare(
    Room(
        "charter",
        verbs=(
            Verb("charter.set_setting", "a inscrit une modalité", "set_setting"),
            Verb("charter.correct_setting", "a corrigé une modalité mal saisie", "set_setting"),
            Verb("charter.annul_setting", "a annulé une modalité inscrite par erreur", "set_setting"),
            Verb(
                "charter.load_founding_settings",
                "a inscrit les modalités fondatrices",
                None,
                because="Kevread itself, from the files of the federation",
            ),
            Verb("charter.keep_register", "a déclaré qu’un registre est tenu", "keep_register"),
            Verb("charter.stop_keeping", "a cessé de tenir un registre", "keep_register"),
            Verb("charter.attest", "a attesté un point du cadre commun", "attest"),
            Verb("charter.withdraw_attestation", "a retiré une attestation", "attest"),
            Verb("charter.grant_derogation", "a inscrit une dérogation", "grant_derogation"),
            Verb("charter.end_derogation", "a mis fin à une dérogation", "grant_derogation"),
            Verb("charter.contest", "a contesté un constat", "read"),
            Verb("charter.answer_contest", "a répondu à une contestation", "answer_contest"),
            Verb("charter.close_contest", "a clos une contestation, le constat corrigé", "answer_contest"),
            Verb("charter.attach_source", "a joint le document fondateur", "attach_source"),
        ),
        says={
            "charter.setting": setting_named,
            "charter.setting.name": setting_label,
            "charter.setting.value": setting_value,
            "charter.attestation.clause": clause,
            "charter.derogation.clause": clause,
            "charter.contest.clause": clause,
            "charter.contest.evidence": counted,
        },
        screens=(
            Screen("charter:text", "text", "Lire le texte", mends=True, under=Under("text", "Texte")),
            Screen("charter:board", "board", "Voir le tableau", mends=True),
            Screen(
                "charter:attest",
                label="Attester",
                mends=True,
                does="attester ce point",
                about=("scale", "rule", "clause"),
                writes=True,
            ),
            Screen(
                "charter:setting",
                label="Inscrire la décision",
                right="set_setting",
                mends=True,
                does="inscrire la décision",
                about=("scale", "setting"),
                writes=True,
            ),
            Screen(
                "charter:registers",
                label="Dire depuis quand le registre est tenu",
                right="keep_register",
                mends=True,
                does="dire depuis quand le registre est tenu",
                writes=True,
            ),
        ),
        tabs={"texte": "text", "registres": "text"},
        lines=(
            Line(50, contests_to_answer),
            Line(70, attestations_to_renew),
            Line(90, points_to_mend),
        ),
        papers=(CommonText,),
        tables=(FINDINGS, REGISTERS),
        finders=(Finder("Articles", find_articles, is_public=True),),
    )
)
