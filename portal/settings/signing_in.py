"""Who may sign in, and how often one may try."""

from portal import env

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = env.number(
    "SIGN_IN_ATTEMPTS", 5, "failed sign-ins before an account and address pair is locked", least=1
)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "news.visitors.client_address"
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
