"""The screens of `supervision`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE, TODAY = "/ess-35/encadrement", "/ess-35/aujourd-hui"
MATTER = rf".*/encadrement/dossiers/{KEY}"

SCREENS = (
    Screen("supervision:people", "direction", HERE),
    Screen("supervision:people", "direction", f"{HERE}?au=2026-03-12"),
    Screen("supervision:matrix", "direction", HERE, (r".*/qui-decide-quoi",)),
    Screen("supervision:mine", "delegue", HERE, (r"/qui-decide-pour-moi.*",)),
    Screen("supervision:person", "direction", HERE, (rf".*/encadrement/personnes/{KEY}",)),
    Screen("supervision:open_matter", "direction", HERE, (r".*/ouvrir/recrutement",)),
    Screen("supervision:leaves", "direction", f"{HERE}/conges?mois=2026-12"),
    Screen("supervision:ask_leave", "direction", f"{HERE}/conges", (r".*/conges/demander",)),
    Screen("supervision:answer_leave", "direction", f"{HERE}/conges?mois=2026-12", (MATTER, rf"{MATTER}/repondre")),
    Screen("supervision:employ", "direction", TODAY, (rf"{MATTER}/contrat",)),
    Screen("supervision:ask_ending", "direction", HERE, (r".*/ouvrir/fin-de-contrat",)),
    Screen("supervision:decide_ending", "direction", TODAY, (rf"{MATTER}/decider-la-fin",)),
    Screen("supervision:write_ending", "direction", TODAY, (r".*/inscrire-la-fin",)),
    Screen("supervision:propose_expense", "delegue", HERE, (r".*/ouvrir/frais",)),
    Screen("supervision:answer_expense", "direction", TODAY, (rf"{MATTER}/repondre-aux-frais",)),
    Screen("supervision:pay_expense", "direction", TODAY, (rf"{MATTER}/rembourser",)),
    Screen("supervision:matter", "direction", TODAY, (MATTER,)),
    Screen("supervision:settle", "direction", TODAY, (MATTER, r".*/decider")),
    Screen("supervision:change", "direction", TODAY, (MATTER, r".*/annuler")),
    Screen("supervision:say", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf"{MATTER}/ecrire",)),
)
TAKEN = ("supervision:people", "supervision:leaves")
FILES = ("supervision:expense_file", "supervision:sheet")
LEFT_OUT = {"supervision:cancel_leave": "by the person alone, who has no place in the personae: tests/supervision"}
POST_ONLY = ("supervision:remove_candidate", "supervision:release", "supervision:ask_line")
