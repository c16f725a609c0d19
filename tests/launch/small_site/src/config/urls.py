import os

from django.http import HttpResponse
from django.urls import path

from config.models import Word


def front(request):
    words = ", ".join(Word.objects.order_by("id").values_list("text", flat=True))
    return HttpResponse(f"{words} le {os.environ.get('KEVREAD_ON', 'jour même')}")


urlpatterns = [path("", front)]
