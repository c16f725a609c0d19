from django.urls import path

from kevread.home import views

app_name = "home"
urlpatterns = [
    path("ma-page", views.mine, name="mine"),
    path("<slug:scale>/aujourd-hui", views.today, name="today"),
]
