"""The screens of `agreements`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("agreements:agreements", "direction", "/ess-35/conventions"),
    Screen("agreements:agreements", "coordination", "/cress/conventions?etat=en-vigueur&mots=finistere"),
    Screen("agreements:agreements", "coordination", "/cress/conventions?mots=rien"),
    Screen("agreements:agreement", "direction", "/ess-35/conventions", (rf".*/conventions/{KEY}",)),
    Screen("agreements:agreement", "coordination", "/ess-finistere/aujourd-hui", (rf".*/conventions/{KEY}#echeances",)),
    Screen(
        "agreements:agreement",
        "coordination",
        "/ess-centre-bretagne/conventions?etat=en-preparation",
        (rf".*/conventions/{KEY}",),
    ),
    Screen("agreements:open_agreement", "direction", "/ess-35/conventions", (r".*/preparer",)),
    Screen("agreements:open_agreement", "direction", "/ess-35/conventions/preparer?nature=engagement-reciproque"),
    Screen(
        "agreements:open_alike",
        "direction",
        "/ess-35/conventions?mots=donnees",
        (
            rf".*/conventions/{KEY}",
            r".*/avec-d-autres",
        ),
    ),
    Screen("agreements:approve_several", "coordination", "/cress/conventions", (r".*/accords",)),
    Screen("agreements:deposit", "direction", "/ess-35/conventions", (r".*/deposer",)),
    Screen("agreements:deposit", "coordination", "/cress/conventions/deposer?nature=etat"),
    Screen(
        "agreements:write_clause",
        "coordination",
        "/ess-centre-bretagne/conventions?etat=en-preparation",
        (
            rf".*/conventions/{KEY}",
            rf".*/clauses/{KEY}",
        ),
    ),
    Screen(
        "agreements:take_up",
        "coordination",
        "/ess-centre-bretagne/conventions?etat=en-preparation",
        (rf".*/conventions/{KEY}", r".*/modele"),
    ),
    Screen(
        "agreements:prepare",
        "coordination",
        "/ess-centre-bretagne/conventions?etat=en-preparation",
        (
            rf".*/conventions/{KEY}",
            r".*/texte/echeances",
        ),
    ),
    Screen(
        "agreements:approve",
        "coordination",
        "/ess-bretagne-sud/conventions?etat=en-preparation",
        (
            rf".*/conventions/{KEY}",
            rf".*/accords/{KEY}",
        ),
    ),
    Screen(
        "agreements:take_back",
        "coordination",
        "/ess-finistere/conventions?mots=donnees",
        (
            rf".*/conventions/{KEY}",
            r".*/retirer",
        ),
    ),
    Screen("agreements:agreement", "coordination", "/ess-armor/conventions?mots=donnees", (rf".*/conventions/{KEY}",)),
    Screen("agreements:to_signature", "coordination", "/ess-finistere/conventions", (r".*/signature",)),
    Screen("agreements:to_signature", "direction", "/ess-35/conventions/signature"),
    Screen(
        "agreements:consent",
        "coordination",
        "/ess-bretagne-sud/decisions?type=convention",
        (rf".*/decisions/{KEY}", r".*/conventions/decisions/.*"),
    ),
    Screen(
        "agreements:amend",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/proposer"),
    ),
    Screen(
        "agreements:deposit_amendment",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/avenants/deposer"),
    ),
    Screen(
        "agreements:amendment",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/avenants/1"),
    ),
    Screen(
        "agreements:amendment",
        "coordination",
        "/ess-armor/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/avenants/1"),
    ),
    Screen(
        "agreements:amend_clause",
        "coordination",
        "/ess-armor/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/avenants/1", r".*/clause\?clause=cooperation"),
    ),
    Screen(
        "agreements:prepare_amendment",
        "coordination",
        "/ess-armor/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/avenants/1", r".*/texte/echeances"),
    ),
    Screen(
        "agreements:versions",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/versions"),
    ),
    Screen(
        "agreements:tell_authority",
        "coordination",
        "/cress/conventions?mots=reciproque+finistere",
        (rf".*/conventions/{KEY}", r".*/habilitation"),
    ),
    Screen(
        "agreements:deny_signature",
        "direction",
        "/ess-35/conventions?mots=autorite+rennes",
        (rf".*/conventions/{KEY}", r".*/contester"),
    ),
    Screen(
        "agreements:enter_clause",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/clauses/.*/inscrire"),
    ),
    Screen(
        "agreements:happen",
        "direction",
        "/ess-35/conventions",
        (
            rf".*/conventions/{KEY}",
            r".*/preavis",
        ),
    ),
    Screen(
        "agreements:owe",
        "direction",
        "/ess-35/conventions",
        (
            rf".*/conventions/{KEY}",
            r".*/engagements/inscrire",
        ),
    ),
    Screen(
        "agreements:oblige",
        "direction",
        "/ess-35/conventions",
        (
            rf".*/conventions/{KEY}",
            r".*/tenu\?du=.*",
        ),
    ),
    Screen(
        "agreements:oblige",
        "coordination",
        "/ess-35/conventions",
        (
            rf".*/conventions/{KEY}",
            r".*/report\?du=.*",
        ),
    ),
    Screen(
        "agreements:owe",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*quand=occasion"),
    ),
    Screen(
        "agreements:oblige",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", r".*/arrive"),
    ),
    Screen(
        "agreements:undo_occasion",
        "presidence",
        "/cress/conventions?mots=reciproque+35",
        (rf".*/conventions/{KEY}", rf".*/occasions/{KEY}/annuler"),
    ),
    Screen(
        "agreements:contest",
        "coordination",
        "/cress/conventions?mots=reciproque+35",
        (
            rf".*/conventions/{KEY}",
            r".*/contester",
        ),
    ),
    Screen(
        "agreements:agree",
        "direction",
        "/ess-35/conventions?mots=reciproque",
        (rf".*/conventions/{KEY}", rf".*/reports/{KEY}/accepter"),
    ),
    Screen(
        "agreements:annul",
        "direction",
        "/ess-35/conventions",
        (
            rf".*/conventions/{KEY}",
            rf".*/conventions/{KEY}/annuler",
        ),
    ),
)
TAKEN = ("agreements:agreements",)
FILES = (
    "agreements:agreement_text",
    "agreements:agreement_document",
    "agreements:agreement_review",
    "agreements:amendment_text",
    "agreements:amendment_document",
)
POST_ONLY = (
    "agreements:start_talks",
    "agreements:own_signature",
    "agreements:leave_clause",
)
LEFT_OUT = {
    "agreements:agree_end": "no end is proposed in this life: tests/agreements/test_power_to_end.py",
    "agreements:undo_event": "for a side of the event alone, and no persona is one: tests/agreements/test_two_sides.py",
}
