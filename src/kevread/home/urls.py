from django.urls import path

from kevread.home import views
from kevread.ui.spreadsheet import files

app_name = "home"
urlpatterns = [
    path("ma-page", views.mine, name="mine"),
    path("ma-page/lettre-du-matin", views.letter, name="letter"),
    path("lettre-du-matin/<str:token>", views.stop_letter, name="stop_letter"),
    path("<slug:scale>/aujourd-hui", views.today, name="today"),
    *files("<slug:scale>/aujourd-hui", views.today_file, "today"),
]
