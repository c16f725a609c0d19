from django.urls import path

from kevread.home import views

app_name = "home"
urlpatterns = [
    path("ma-page", views.mine, name="mine"),
    path("ma-page/lettre-du-matin", views.letter, name="letter"),
    path("lettre-du-matin/<str:token>", views.stop_letter, name="stop_letter"),
    path("<slug:scale>/aujourd-hui", views.today, name="today"),
]
