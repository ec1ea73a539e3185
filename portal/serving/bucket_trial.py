"""Trying a bucket as the portal uses it: write, read, look for, list, delete, and that nobody else can read."""

import secrets

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile

from foundation.stores import StoreAway

PROBE = ".probe"
#: What the portal does, and the right it needs for that.
WRITE, READ, LOOK, DELETE = "s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:DeleteObject"
UNKNOWN_KEY = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "NoCredentials", "Unable to locate credentials")


def trouble(storage) -> tuple[str, str]:
    """Return what is wrong with a bucket and what to do about it, in a sentence each; empty where all is well."""
    name, content = f"{PROBE}-{secrets.token_hex(8)}", secrets.token_bytes(16)
    step = WRITE
    try:
        storage.keep(name, ContentFile(content))
        try:
            step = READ
            with storage.open(name) as file:
                if file.read() != content:
                    return (
                        f"The bucket “{storage.bucket}” gives back something else than was stored.",
                        "Look at what stands between.",
                    )
            step = LOOK
            if storage.exists(f"{name}-not-there"):
                return (
                    f"The bucket “{storage.bucket}” says that it has what it has not.",
                    "Look at what stands between.",
                )
            storage.listdir("")
            if is_open_to_everybody(storage, name):
                return (
                    f"Everybody can read the bucket “{storage.bucket}”.",
                    "Make it private: the portal answers its files itself, and says whether a browser may run them.",
                )
        finally:
            before, step = step, DELETE
            storage.delete(name)
            step = before
    except (StoreAway, FileNotFoundError) as error:
        return _sentence(storage.bucket, step, str(error.strerror))
    return "", ""


def is_open_to_everybody(storage, name) -> bool:
    """Tell whether a file can be read by who has no key."""
    config = storage.client.meta.config.merge(Config(signature_version=UNSIGNED))
    anybody = boto3.session.Session().client(
        "s3",
        config=config,
        endpoint_url=storage.client.meta.endpoint_url,
        region_name=storage.client.meta.region_name,
    )
    try:
        anybody.get_object(Bucket=storage.bucket, Key=storage.key(name))["Body"].close()
    except (ClientError, BotoCoreError):
        return False
    return True


def _sentence(bucket, step, said):
    if "NoSuchBucket" in said:
        return f"There is no bucket “{bucket}”.", "Make it, or look at the name in STORAGE_URL."
    if any(word in said for word in UNKNOWN_KEY):
        return (
            f"The store of the bucket “{bucket}” does not know the portal's key: {said}.",
            "Look at KEY:SECRET in STORAGE_URL, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        )
    if "AccessDenied" in said or "Forbidden" in said or "(403)" in said:
        return (
            f"The bucket “{bucket}” refuses {step}: {said}.",
            f"The portal needs {WRITE}, {READ}, {DELETE} on its files and {LOOK} on the bucket.",
        )
    return (
        f"The bucket “{bucket}” cannot be used ({step}): {said}.",
        "Look at the endpoint and the region in STORAGE_URL, and whether the store runs.",
    )
