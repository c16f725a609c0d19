from django.urls import path

from kevread.ledgers.views import books, budgets, cash, costs, meaning, times, together
from kevread.ui.spreadsheet import files

app_name = "ledgers"
HERE = "<slug:scale>/comptes"
urlpatterns = [
    path(HERE, books.books, name="books"),
    path(f"{HERE}/lire", books.read, name="read"),
    path(f"{HERE}/<uuid:key>", books.book, name="book"),
    *files(f"{HERE}/<uuid:key>/balance", books.book_file, "book"),
    path(f"{HERE}/<uuid:key>/annuler", books.undo, name="undo"),
    path(f"{HERE}/<uuid:key>/compte/<slug:code>", books.account, name="account"),
    path(f"{HERE}/<uuid:key>/analytique", costs.analytics, name="analytics"),
    *files(f"{HERE}/<uuid:key>/analytique", costs.analytics_file, "analytics"),
    path(f"{HERE}/<uuid:key>/analytique/<slug:code>", costs.action, name="action"),
    path(f"{HERE}/ensemble", together.together, name="together"),
    *files(f"{HERE}/ensemble", together.together_file, "together"),
    path(f"{HERE}/codes", meaning.codes, name="codes"),
    path(f"{HERE}/codes/ouvrir", meaning.open_code, name="open_code"),
    path(f"{HERE}/codes/<uuid:key>/clore", meaning.close_code, name="close_code"),
    path(f"{HERE}/passages", meaning.passages, name="passages"),
    *files(f"{HERE}/passages", meaning.passages_file, "passages"),
    path(f"{HERE}/passages/dire", meaning.set_passage, name="set_passage"),
    path(f"{HERE}/passages/<uuid:key>/clore", meaning.end_passage, name="end_passage"),
    path(f"{HERE}/cles", meaning.keys, name="keys"),
    *files(f"{HERE}/cles", meaning.keys_file, "keys"),
    path(f"{HERE}/cles/dire", meaning.set_key, name="set_key"),
    path(f"{HERE}/temps", times.times, name="times"),
    *files(f"{HERE}/temps", times.times_file, "times"),
    path(f"{HERE}/temps/<uuid:key>/dire", times.say_time, name="say_time"),
    path(f"{HERE}/budgets", budgets.budgets, name="budgets"),
    path(f"{HERE}/budgets/reunis", budgets.pooled_budgets, name="pooled"),
    *files(f"{HERE}/budgets/reunis", budgets.pooled_file, "pooled"),
    path(f"{HERE}/budgets/preparer", budgets.prepare_budget, name="prepare_budget"),
    path(f"{HERE}/budgets/<uuid:key>", budgets.budget, name="budget"),
    *files(f"{HERE}/budgets/<uuid:key>/suivi", budgets.budget_file, "budget"),
    path(f"{HERE}/budgets/<uuid:key>/reprendre", budgets.rewrite_budget, name="rewrite_budget"),
    path(f"{HERE}/budgets/<uuid:key>/annuler", budgets.undo_budget, name="undo_budget"),
    path(f"{HERE}/tresorerie", cash.cash, name="cash"),
    *files(f"{HERE}/tresorerie", cash.cash_file, "cash"),
    path(f"{HERE}/tresorerie/solde", cash.state_cash, name="state_cash"),
    path(f"{HERE}/tresorerie/solde/<uuid:key>/annuler", cash.undo_cash, name="undo_cash"),
    path(f"{HERE}/tresorerie/ajouter", cash.add_cash, name="add_cash"),
    path(f"{HERE}/tresorerie/<uuid:key>/oter", cash.remove_cash, name="remove_cash"),
    path("<slug:scale>/decisions/<uuid:key>/budget", budgets.fix_budget, name="fix_budget"),
]
