"""The legal life of each association."""

from django.urls import path

from kevread.statutes.views import calendar
from kevread.ui.spreadsheet import files

app_name = "statutes"
urlpatterns = [
    path("<slug:scale>/apport/calendrier", calendar.calendar, name="calendar"),
    path("<slug:scale>/apport/calendrier.pdf", calendar.calendar_pdf, name="calendar_pdf"),
    *files("<slug:scale>/apport/calendrier", calendar.calendar_file, "calendar"),
]
