"""The screens of `ledgers`: see the package."""

from tests.journeys.screen import KEY, Screen

BOOK = rf".*/comptes/{KEY}"
BUDGET = rf".*/comptes/budgets/{KEY}"
SCREENS = (
    Screen("ledgers:books", "direction", "/ess-35/perequation", ("/ess-35/comptes",)),
    Screen("ledgers:read", "direction", "/ess-35/comptes", (r".*/lire",)),
    Screen("ledgers:book", "direction", "/ess-35/comptes", (BOOK,)),
    Screen("ledgers:account", "direction", "/ess-35/comptes", (BOOK, r".*/compte/613")),
    Screen("ledgers:undo", "direction", "/ess-35/comptes", (BOOK, r".*/annuler")),
    Screen("ledgers:analytics", "direction", "/ess-35/comptes", (BOOK, r".*/analytique")),
    Screen("ledgers:set_passages", "direction", "/ess-35/comptes", (BOOK, r".*/analytique", r".*/a-dire")),
    Screen("ledgers:action", "direction", "/ess-35/comptes", (BOOK, r".*/analytique", r".*/analytique/ANIMATION")),
    Screen("ledgers:crossed", "direction", "/ess-35/comptes", (r".*/comptes/croise",)),
    Screen("ledgers:crossed_cell", "direction", "/ess-35/comptes/croise", (r".*/croise/chiffre.*",)),
    Screen("ledgers:together", "direction", "/ess-35/comptes", (r".*/comptes/ensemble",)),
    Screen("ledgers:passages", "direction", "/ess-35/comptes", (r".*/comptes/passages",)),
    Screen("ledgers:set_passage", "direction", "/ess-35/comptes/passages", (r".*/passages/dire.*",)),
    Screen("ledgers:end_passage", "direction", "/ess-35/comptes/passages", (r".*/clore",)),
    Screen("ledgers:keys", "direction", "/ess-35/comptes/passages", (r".*/comptes/cles",)),
    Screen("ledgers:keys", "direction", "/ess-35/comptes/cles?annee=2025"),
    Screen("ledgers:set_key", "direction", "/ess-35/comptes/cles?annee=2026", (r".*/cles/dire.*",)),
    Screen("ledgers:codes", "direction", "/ess-35/comptes/passages", (r".*/comptes/codes",)),
    Screen("ledgers:open_code", "direction", "/ess-35/comptes/codes", (r".*/codes/ouvrir.*",)),
    Screen("ledgers:budgets", "direction", "/ess-35/comptes", (r".*/comptes/budgets",)),
    Screen("ledgers:pooled", "direction", "/ess-35/comptes/budgets", (r".*/budgets/reunis",)),
    Screen("ledgers:prepare_budget", "direction", "/ess-35/comptes/budgets", (r".*/budgets/preparer",)),
    Screen("ledgers:budget", "direction", "/ess-35/comptes/budgets", (BUDGET,)),
    Screen("ledgers:rewrite_budget", "direction", "/ess-35/comptes/budgets", (BUDGET, r".*/reprendre")),
    Screen("ledgers:undo_budget", "direction", "/ess-35/comptes/budgets", (BUDGET, BUDGET, r".*/annuler")),
    Screen("ledgers:times", "direction", "/ess-35/comptes/cles?annee=2026", (r".*/comptes/temps",)),
    Screen("ledgers:say_time", "direction", "/ess-35/comptes/temps", (r".*/dire",)),
    Screen("ledgers:cash", "direction", "/ess-35/comptes/budgets", (r".*/comptes/tresorerie",)),
    Screen("ledgers:state_cash", "direction", "/ess-35/comptes/tresorerie", (r".*/tresorerie/solde",)),
    Screen("ledgers:undo_cash", "direction", "/ess-35/comptes/tresorerie", (r".*/annuler",)),
    Screen("ledgers:add_cash", "direction", "/ess-35/comptes/tresorerie", (r".*/tresorerie/ajouter",)),
    Screen("ledgers:remove_cash", "direction", "/ess-35/comptes/tresorerie", (r".*/oter",)),
    Screen("ledgers:fix_budget", "direction", "/ess-35/decisions?type=budget", (rf".*/decisions/{KEY}", r".*/budget")),
    Screen("ledgers:close_code", "direction", "/ess-35/comptes/codes", (r".*/clore",)),
)
TAKEN = (
    "ledgers:book",
    "ledgers:analytics",
    "ledgers:crossed",
    "ledgers:keys",
    "ledgers:passages",
    "ledgers:together",
    "ledgers:budget",
    "ledgers:pooled",
    "ledgers:cash",
    "ledgers:times",
)
