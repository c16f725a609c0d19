from django.urls import path

from kevread.ui.spreadsheet import files

from . import views

app_name = "mail"
urlpatterns = [
    path("ne-plus-recevoir/<str:token>", views.stop, name="stop"),
    path("<slug:scale>/courriels", views.letters, name="letters"),
    *files("<slug:scale>/courriels", views.letters_file, "letters"),
    path("<slug:scale>/courriels/<uuid:key>/renvoyer", views.again, name="again"),
]
