"""The screens of `statutes`: see the package."""

from tests.journeys.screen import KEY, Screen

ONE = rf".*/statuts/{KEY}"
THERE = "/ess-centre-bretagne/statuts"

SCREENS = (
    Screen("statutes:handings", "direction", "/ess-35/apport"),
    Screen("statutes:handings", "coordination", "/cress/apport"),
    Screen("statutes:decide_day", "direction", "/ess-35/apport/decider"),
    Screen("statutes:undo_day", "direction", "/ess-35/apport", (rf".*/apport/{KEY}/annuler",)),
    Screen("statutes:calendar", "direction", "/ess-35/apport/calendrier?assemblee=2027-03-31&cse=yes&convocation=15"),
    Screen("statutes:articles", "direction", "/ess-35/statuts"),
    Screen("statutes:articles", "coordination", "/cress/statuts"),
    Screen("statutes:begin_statutes", "direction", "/ess-35/statuts", (r".*/statuts/commencer",)),
    Screen("statutes:statutes", "direction", "/ess-35/statuts", (ONE,)),
    Screen("statutes:statutes", "coordination", THERE, (ONE,)),
    Screen("statutes:write_article", "coordination", THERE, (ONE, rf".*/statuts/articles/{KEY}")),
    Screen("statutes:write_values", "coordination", THERE, (ONE, rf"{ONE}/modalites")),
    Screen("statutes:begin_bylaws", "coordination", THERE, (r".*/statuts/reglement/commencer",)),
    Screen("statutes:add_article", "coordination", THERE, (ONE, rf"{ONE}/ajouter")),
    Screen("statutes:take_file", "coordination", THERE, (ONE, rf"{ONE}/reprendre")),
    Screen("statutes:drop_statutes", "coordination", THERE, (ONE, rf"{ONE}/abandonner")),
    Screen("statutes:annul_statutes", "direction", "/ess-35/statuts", (ONE, rf"{ONE}/annuler")),
    Screen("statutes:attach_statutes", "direction", "/ess-35/statuts", (ONE, rf"{ONE}/joindre")),
)
TAKEN = (
    "statutes:articles",
    "statutes:calendar",
    "statutes:handings",
)
FILES = ("statutes:calendar_pdf", "statutes:statutes_pdf", "statutes:statutes_akn", "statutes:statutes_document")
LEFT_OUT = {"statutes:adopt_statutes": "once nothing is left to write: tests/statutes/test_screen_articles.py"}
