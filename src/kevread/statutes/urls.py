"""The legal life of each association."""

from django.urls import path

from kevread.statutes.views import calendar, handing
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
]
