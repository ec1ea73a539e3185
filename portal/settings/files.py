"""Static files and uploads."""

from pathlib import Path

from whitenoise.compress import Compressor

from portal import env
from portal.settings.installation import BASE_DIR, DEBUG, VAR_DIR

STATIC_URL = "/static/"
STATIC_ROOT = Path(
    env.text(
        "STATIC_ROOT", str(VAR_DIR / "static"), "folder for collected static files", shown="VAR_DIR/static"
    )
)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(
    env.text(
        "MEDIA_ROOT",
        str(VAR_DIR / "media"),
        "folder for uploaded and generated pictures",
        shown="VAR_DIR/media",
    )
)
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "portal.serving.whole_files.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.serving.static_files.SiteStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_MAX_AGE = 600
#: Besides what is compressed by nature: source maps, which only a debugger asks for and which are the largest files.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.serving.upload_room.RoomUploadHandler",
]
#: The portal serves uploads itself; nobody else reads them. Static files may be served by another program.
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
