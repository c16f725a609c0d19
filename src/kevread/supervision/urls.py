from django.urls import path

from kevread.supervision.views import employing, endings, expenses, leaves, matters, sheets, who
from kevread.ui.spreadsheet import files

app_name = "supervision"
ALL = "<slug:scale>/encadrement"
ONE = f"{ALL}/dossiers/<uuid:key>"
urlpatterns = [
    path("qui-decide-pour-moi", who.mine, name="mine"),
    path(ALL, who.people, name="people"),
    *files(ALL, who.people_file, "people"),
    path(f"{ALL}/qui-decide-quoi", who.matrix, name="matrix"),
    path(f"{ALL}/personnes/<uuid:key>", who.person, name="person"),
    path(f"{ALL}/conges", leaves.leaves, name="leaves"),
    *files(f"{ALL}/conges", leaves.leaves_file, "leaves"),
    path(f"{ALL}/conges/demander", leaves.ask_leave, name="ask_leave"),
    path(f"{ONE}/contrat", employing.employ, name="employ"),
    path(f"{ONE}/repondre", leaves.answer_leave, name="answer_leave"),
    path(f"{ONE}/rendre", leaves.cancel_leave, name="cancel_leave"),
    path(f"{ALL}/fins-de-contrat/demander", endings.ask_ending, name="ask_ending"),
    path(f"{ONE}/decider-la-fin", endings.decide_ending, name="decide_ending"),
    path(f"{ONE}/inscrire-la-fin", endings.write_ending, name="write_ending"),
    path(f"{ALL}/frais/proposer", expenses.propose_expense, name="propose_expense"),
    path(f"{ONE}/justificatif", expenses.expense_file, name="expense_file"),
    path(f"{ONE}/repondre-aux-frais", expenses.answer_expense, name="answer_expense"),
    path(f"{ONE}/rembourser", expenses.pay_expense, name="pay_expense"),
    path(f"{ALL}/ouvrir/<slug:code>", matters.open_matter, name="open_matter"),
    path(ONE, matters.matter, name="matter"),
    path(f"{ONE}/trame.pdf", sheets.sheet, name="sheet"),
    path(f"{ONE}/ecrire", matters.say, name="say"),
    path(f"{ONE}/decider", matters.settle, name="settle"),
    path(f"{ONE}/demander", matters.ask_line, name="ask_line"),
    path(f"{ONE}/<slug:gesture>", matters.change, name="change"),
    path(f"{ALL}/candidatures/<uuid:key>/retirer", matters.remove_candidate, name="remove_candidate"),
    path(f"{ALL}/jurys/<uuid:key>/retirer", matters.release, name="release"),
]
