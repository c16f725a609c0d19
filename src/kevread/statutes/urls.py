"""The legal life of each association."""

from django.urls import path

from kevread.statutes.models import BYLAWS
from kevread.statutes.views import adopting, akn, articles, calendar, handing
from kevread.ui.spreadsheet import files

app_name = "statutes"
urlpatterns = [
    path("<slug:scale>/apport", handing.handings, name="handings"),
    path("<slug:scale>/apport/decider", handing.decide_day, name="decide_day"),
    path("<slug:scale>/apport/calendrier", calendar.calendar, name="calendar"),
    path("<slug:scale>/apport/calendrier.pdf", calendar.calendar_pdf, name="calendar_pdf"),
    *files("<slug:scale>/apport/calendrier", calendar.calendar_file, "calendar"),
    *files("<slug:scale>/apport/passages", handing.handings_file, "handings"),
    path("<slug:scale>/apport/<uuid:key>/annuler", handing.undo_day, name="undo_day"),
    path("<slug:scale>/statuts", articles.articles, name="articles"),
    path("<slug:scale>/statuts/commencer", articles.begin, name="begin_statutes"),
    path("<slug:scale>/statuts/reglement/commencer", articles.begin, {"kind": BYLAWS}, name="begin_bylaws"),
    path("<slug:scale>/statuts/<uuid:key>/ajouter", articles.add_article, name="add_article"),
    *files("<slug:scale>/statuts/ecarts", articles.deviations_file, "articles"),
    path("<slug:scale>/statuts/<uuid:key>", articles.text, name="statutes"),
    path("<slug:scale>/statuts/<uuid:key>.pdf", articles.text_pdf, name="statutes_pdf"),
    path("<slug:scale>/statuts/<uuid:key>.xml", akn.text_akn, name="statutes_akn"),
    path("<slug:scale>/statuts/<uuid:key>/reprendre", akn.take, name="take_file"),
    path("<slug:scale>/statuts/<uuid:key>/signe", articles.signed_file, name="statutes_document"),
    path("<slug:scale>/statuts/articles/<uuid:key>", articles.write_article, name="write_article"),
    path("<slug:scale>/statuts/<uuid:key>/modalites", articles.write_values, name="write_values"),
    path("<slug:scale>/statuts/<uuid:key>/adopter", adopting.adopt, name="adopt_statutes"),
    path("<slug:scale>/statuts/<uuid:key>/annuler", adopting.annul, name="annul_statutes"),
    path("<slug:scale>/statuts/<uuid:key>/abandonner", adopting.drop, name="drop_statutes"),
    path("<slug:scale>/statuts/<uuid:key>/joindre", adopting.attach, name="attach_statutes"),
]
