"""The screens of agreements."""

from .screen import KEY, Screen

ONE = rf".*/conventions/{KEY}"
THERE = "/ess-centre-bretagne/conventions?etat=en-preparation"
WHOLE = "/ess-bretagne-sud/conventions?etat=en-preparation"

AGREEMENTS = (
    Screen("agreements:agreements", "direction", "/ess-35/conventions"),
    Screen("agreements:agreements", "coordination", "/cress/conventions?etat=en-vigueur&mots=finistere"),
    Screen("agreements:agreements", "coordination", "/cress/conventions?mots=rien"),
    Screen("agreements:agreement", "direction", "/ess-35/conventions", (ONE,)),
    Screen("agreements:agreement", "coordination", "/ess-finistere/aujourd-hui", (rf"{ONE}#echeances",)),
    Screen("agreements:agreement", "coordination", THERE, (ONE,)),
    Screen("agreements:open_agreement", "direction", "/ess-35/conventions", (r".*/preparer",)),
    Screen("agreements:open_agreement", "direction", "/ess-35/conventions/preparer?nature=engagement-reciproque"),
    Screen("agreements:deposit", "direction", "/ess-35/conventions", (r".*/deposer",)),
    Screen("agreements:deposit", "coordination", "/cress/conventions/deposer?nature=etat"),
    Screen("agreements:write_clause", "coordination", THERE, (ONE, rf".*/clauses/{KEY}")),
    Screen("agreements:prepare", "coordination", THERE, (ONE, r".*/texte/echeances")),
    Screen("agreements:approve", "coordination", WHOLE, (ONE, rf".*/accords/{KEY}")),
    Screen("agreements:take_back", "coordination", WHOLE, (ONE, r".*/retirer")),
    Screen("agreements:happen", "direction", "/ess-35/conventions", (ONE, r".*/preavis")),
    Screen(
        "agreements:undo_event",
        "coordination",
        "/ess-finistere/conventions?mots=cornouaille",
        (ONE, r".*/evenements/.*"),
    ),
    Screen("agreements:owe", "direction", "/ess-35/conventions", (ONE, r".*/engagements/inscrire")),
    Screen("agreements:oblige", "direction", "/ess-35/conventions", (ONE, r".*/tenu\?du=.*")),
    Screen("agreements:oblige", "coordination", "/ess-35/conventions", (ONE, r".*/report\?du=.*")),
    Screen("agreements:contest", "coordination", "/cress/conventions?mots=reciproque+35", (ONE, r".*/contester")),
    Screen("agreements:annul", "direction", "/ess-35/conventions", (ONE, rf"{ONE}/annuler")),
)
LEFT_OUT_OF_AGREEMENTS = {
    "agreements:agreement_text": "a file",
    "agreements:agreement_document": "a file",
    "agreements:start_talks": "POST only",
    "agreements:agree": "POST only",
}
