"""What funds an organisation."""

from django.urls import path

from kevread.finance.views import (
    asking,
    dedicated,
    exchanges,
    funders,
    fundings,
    indicators,
    local,
    requests,
    required,
    schedule,
    volunteering,
    years,
)
from kevread.ui.spreadsheet import files

app_name = "finance"
HERE = "<slug:scale>/financements"
FUNDERS = "<slug:scale>/financeurs"
BETWEEN = "<slug:scale>/entre-membres"
LIFE = "<slug:scale>/vie-locale"
YEARS = "<slug:scale>/comptes-et-seuils"
ASKS = "<slug:scale>/obligations"
GIVEN = "<slug:scale>/benevolat"
ASKED = f"{HERE}/demandes/<uuid:key>"
urlpatterns = [
    path(HERE, fundings.fundings, name="fundings"),
    *files(f"{HERE}/liste", fundings.fundings_file, "fundings"),
    path("<slug:scale>/echeances", schedule.page, name="schedule"),
    *files("<slug:scale>/echeances", schedule.schedule_file, "schedule"),
    path(f"{HERE}/inscrire", fundings.record, name="record"),
    path(f"{HERE}/demandes/preparer", requests.prepare, name="prepare"),
    path(f"{HERE}/demandes/<uuid:key>", requests.request_page, name="request"),
    path(f"{ASKED}/donnees", asking.data, name="asking"),
    *files(f"{ASKED}/donnees", asking.data_file, "asking"),
    path(f"{ASKED}/donnees.pdf", asking.data_pdf, name="asking_pdf"),
    path(f"{ASKED}/completer", asking.complete, name="complete"),
    path(f"{ASKED}/budget", asking.plan, name="plan"),
    path(f"{HERE}/demandes/<uuid:key>/inscrire", requests.answered, name="answered"),
    path(f"{HERE}/demandes/<uuid:key>/<slug:gesture>", requests.change_request, name="change_request"),
    path(f"{HERE}/<uuid:key>", fundings.funding, name="funding"),
    path(f"{HERE}/<uuid:key>/dossier", fundings.pack_page, name="pack_page"),
    path(f"{HERE}/<uuid:key>/dossier.zip", fundings.pack_file, name="pack"),
    path(f"{HERE}/<uuid:key>/<slug:gesture>", fundings.change_funding, name="change_funding"),
    path(f"{HERE}/indicateurs/<uuid:key>/<slug:gesture>", indicators.change_indicator, name="change_indicator"),
    path(f"{HERE}/versements/<uuid:key>/<slug:gesture>", fundings.change_instalment, name="change_instalment"),
    path(f"{YEARS}", years.accounts, name="accounts"),
    *files(f"{YEARS}/comptes-rendus", years.reports_file, "accounts"),
    path(f"{YEARS}/inscrire", years.enter, name="enter"),
    path(f"{YEARS}/<uuid:key>/<slug:gesture>", years.change_accounts, name="change_accounts"),
    path(f"{YEARS}/fonds-dedies", dedicated.funds, name="dedicated"),
    *files(f"{YEARS}/fonds-dedies", dedicated.dedicated_file, "dedicated"),
    path(f"{HERE}/<uuid:key>/depense/<slug:day>", dedicated.say_spent, name="say_spent"),
    path(f"{HERE}/depenses/<uuid:key>/annuler", dedicated.undo_spent, name="undo_spent"),
    path(f"{HERE}/<uuid:key>/compte-rendu/<slug:day>.pdf", years.report_pdf, name="report_pdf"),
    path(f"{HERE}/<uuid:key>/compte-rendu/<slug:day>", years.send_report, name="send_report"),
    path(f"{YEARS}/comptes-rendus/<uuid:key>/annuler", years.undo_report, name="undo_report"),
    path(FUNDERS, funders.funders, name="funders"),
    *files(f"{FUNDERS}/liste", funders.funders_file, "funders"),
    path(f"{FUNDERS}/<uuid:key>", funders.funder, name="funder"),
    *files(f"{FUNDERS}/<uuid:key>/liste", funders.funder_file, "funder"),
    path(f"{FUNDERS}/<uuid:key>/annuaire", funders.say_who, name="say_who"),
    path(BETWEEN, exchanges.exchanges, name="exchanges"),
    *files(f"{BETWEEN}/liste", exchanges.exchanges_file, "exchanges"),
    path(f"{BETWEEN}/inscrire", exchanges.say, name="say"),
    path(f"{BETWEEN}/<uuid:key>", exchanges.exchange, name="exchange"),
    path(f"{BETWEEN}/<uuid:key>/<slug:gesture>", exchanges.change_exchange, name="change_exchange"),
    path(f"{BETWEEN}/reglements/<uuid:key>/annuler", exchanges.undo_settlement, name="undo_settlement"),
    path(ASKS, required.page, name="required"),
    *files(f"{ASKS}/liste", required.required_file, "required"),
    *files(f"{ASKS}/seuils", required.sights_file, "sights"),
    path(GIVEN, volunteering.page, name="volunteering"),
    *files(f"{GIVEN}/lignes", volunteering.gifts_file, "volunteering"),
    path(f"{GIVEN}/taux", volunteering.say_rate, name="say_rate"),
    path(f"{GIVEN}/taux/<uuid:key>/annuler", volunteering.undo_rate, name="undo_rate"),
    path(f"{GIVEN}/temps", volunteering.give_time, name="give_time"),
    path(f"{GIVEN}/temps/<uuid:key>/annuler", volunteering.undo_time, name="undo_time"),
    path(LIFE, local.local, name="local"),
    *files(f"{LIFE}/lignes", local.local_file, "local"),
    path(f"{LIFE}/solde", local.read_local_balance, name="read_local_balance"),
    path(f"{LIFE}/inscrire", local.note_local_line, name="note_local_line"),
    path(f"{LIFE}/<uuid:key>", local.local_account, name="local_account"),
    path(f"{LIFE}/<uuid:key>.pdf", local.local_pdf, name="local_pdf"),
    path(f"{LIFE}/soldes/<uuid:key>/annuler", local.undo_local_balance, name="undo_local_balance"),
    path(f"{LIFE}/lignes/<uuid:key>/annuler", local.undo_local_line, name="undo_local_line"),
]
