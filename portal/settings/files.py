"""Static files and uploads."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from portal import env
from portal.backends.buckets import bucket_address, file_storage
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
#: A bucket by the S3 protocol in place of the folder; its files have the portal's own addresses all the same.
BUCKET = env.parsed(
    "STORAGE_URL",
    None,
    "a bucket for uploaded and generated files in place of MEDIA_ROOT, e.g. s3://bucket/prefix?region=eu-central-1; empty: the folder",
    bucket_address,
    "s3://KEY:SECRET@bucket/prefix?region=…&endpoint=https://…",
)
if BUCKET is not None and os.environ.get("MEDIA_ROOT", "").strip():
    raise ImproperlyConfigured(
        "STORAGE_URL and MEDIA_ROOT name two places for the same files: leave one of them out."
    )
STORAGES: dict[str, dict[str, object]] = {
    "default": file_storage(BUCKET),
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
