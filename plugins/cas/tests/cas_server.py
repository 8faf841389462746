"""A CAS server in one file: django-mama-cas with two people, on a port of this machine."""

import sys
import tempfile

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

PORT = sys.argv[1]
settings.configure(
    DEBUG=False, SECRET_KEY="only for tests", ALLOWED_HOSTS=["*"], ROOT_URLCONF="mama_cas.urls", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "mama_cas"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": tempfile.mkdtemp() + "/cas.sqlite"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": [
        "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    MAMA_CAS_SERVICES=[{"SERVICE": r"^http://east\.test/.*", "CALLBACKS": ["mama_cas.callbacks.user_name_attributes"]}],
)
django.setup()
call_command("migrate", verbosity=0)
for number, name in (("2026001", "学生一"), ("2026002", "学生二")):
    apps.get_model("auth", "User").objects.create_user(number, password="cas", first_name=name)
call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, use_threading=True, verbosity=0)
