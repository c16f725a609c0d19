"""What the catalogue shows: invented sentences and figures, so that each component is seen in use."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from kevread.common.errors import Refused, Way
from kevread.common.periods import Period
from kevread.common.verdicts import Reason, Severity, Verdict
from kevread.ui.hemicycle import Sector, Spot

SHAPES = {
    "nord": "M8 22 30 8 62 12 88 4 118 10 112 30 74 34 40 30Z",
    "ouest": "M0 34 8 22 40 30 44 52 30 62 4 56 14 46Z",
    "centre": "M40 30 74 34 100 31 102 50 72 56 44 52Z",
    "sud": "M30 62 44 52 72 56 102 50 106 66 84 78 48 74Z",
    "est": "M100 31 112 30 118 10 142 16 150 40 138 70 106 66 102 50Z",
}
NAMES = {
    "nord": "ESS des Caps",
    "ouest": "ESS du Ponant",
    "centre": "ESS du Milieu",
    "sud": "ESS des Rias",
    "est": "ESS des Marches",
}
BOX = "-2 0 154 82"


class Example(forms.Form):
    person = forms.CharField(
        label="Personne", max_length=160, help_text="Son prénom et son nom, tels qu’ils figurent au procès-verbal."
    )
    start = forms.DateField(label="Premier jour du mandat", widget=forms.DateInput(attrs={"type": "date"}))
    origin = forms.ChoiceField(
        label="Origine",
        widget=forms.RadioSelect,
        choices=[("election", "Élection en assemblée"), ("cooptation", "Cooptation par le conseil")],
    )
    note = forms.CharField(max_length=1000, label="Note", widget=forms.Textarea, required=False)


def places() -> list[dict[str, Any]]:
    return [
        {"slug": slug, "name": NAMES[slug], "outline": path, "current": slug == "est"} for slug, path in SHAPES.items()
    ]


def catalogue_context() -> dict[str, Any]:
    wrong = Example({"person": "", "start": "2026-02-31", "origin": "election", "note": ""}, auto_id="faux_%s")
    wrong.is_valid()
    verdicts = [Verdict.CONFORMS, Verdict.CONFORMS, Verdict.UNKNOWN, Verdict.CONFORMS, Verdict.BREACHES]
    return {
        "sample": {
            "verdicts": list(Verdict),
            "reasons": list(Reason),
            "severities": sorted(Severity, reverse=True),
            "form": Example(auto_id="juste_%s"),
            "wrong": wrong,
            "page": Paginator([*range(240)], 10).page(4),
            "period": Period(date(2025, 1, 1), date(2027, 7, 1)),
            "map": {"box": BOX, "title": "Carte d’exemple", "zones": zones()},
            "lit": {"box": BOX, "lands": [*zip(SHAPES.values(), verdicts, strict=True)]},
            "bars": [
                ("Pays des Abers", 131, "#dessins"),
                ("Pays du Grand Large", 118, "#dessins", True),
                ("Vallée de l’Oust et du Lié", 64),
            ],
            "rows": [
                (
                    "Camille Le Bihan",
                    [
                        (Period(date(2021, 6, 1), date(2024, 6, 1)), "Camille Le Bihan"),
                        (Period(date(2024, 9, 1), None), "Camille Le Bihan"),
                    ],
                ),
                ("Anouk Tanguy", [(Period(date(2024, 6, 1), date(2027, 7, 1)), "Anouk Tanguy")]),
            ],
            "sectors": sectors(),
            "notes": ["sièges pourvus"],
            "refusal": refusal(),
            "table": [
                SimpleNamespace(name="Pays des Abers", people=2, seats=2, verdict=Verdict.CONFORMS, ours=False),
                SimpleNamespace(name="Pays du Grand Large", people=3, seats=2, verdict=Verdict.BREACHES, ours=True),
                SimpleNamespace(
                    name="Vallée de l’Oust et du Lié", people=0, seats=2, verdict=Verdict.UNKNOWN, ours=False
                ),
            ],
        },
    }


def sectors() -> list[Sector]:
    """Four territories of two places: posts, one that is ours, one that is free."""
    people = ("Anouk Tanguy", "Camille Le Bihan", "Yann Kerbrat", "Rozenn Le Goff", "Maï Ferrand", "Ewen Trévidic")
    held = [Spot("held", name, "", name[0], ours=name == "Yann Kerbrat") for name in people]
    held[2] = Spot("post", people[2], "Présidence", "YK", ours=True)
    free = Spot("free", "Confier ce siège", "", "+", url="#dessins", says="Confier ce siège, pour ESS des Marches")
    cut = [held[:2], held[2:4], held[4:], [free]]
    return [Sector(name, tuple(some)) for name, some in zip(list(NAMES.values())[1:], cut, strict=True)]


def refusal() -> Refused:
    return Refused(
        "Ce siège ne peut pas être confié à Anouk Tanguy. Son pôle a déjà deux personnes à ce conseil.",
        rule="R3.7",
        text="Au conseil d’un groupement, chaque pôle membre a deux de ses administrateur·rices au plus.",
        ways=(
            Way("Voir les personnes éligibles", "ui:catalogue"),
            Way("Mettre fin à un mandat", "ui:catalogue"),
        ),
    )


def zones() -> list[dict[str, Any]]:
    return [
        {
            "name": place["name"],
            "outline": place["outline"],
            "url": "#dessins",
            "css": f"hue-{n}{' ours' if place['current'] else ''}",
        }
        for n, place in enumerate(places(), 1)
    ]
