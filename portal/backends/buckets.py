"""Addresses of buckets: where files lie that the S3 protocol reaches; read whole, refused with half a sentence.

s3://bucket/prefix?region=eu-central-1
s3://KEY:SECRET@bucket?endpoint=https://minio.example.org:9000&path_style=true
"""

import os
import re
from dataclasses import asdict, dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

STORAGE = "portal.serving.bucket.BucketStorage"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[\w.-]+(?:/[\w.-]+)*", re.ASCII)
REGION = re.compile(r"[a-z0-9-]{2,40}")
#: What a query may say → what is taken where it says nothing.
CONNECT_SECONDS, READ_SECONDS = 1.0, 3.0
LEAST_SECONDS, MOST_SECONDS = 0.1, 60.0
OPTIONS = ("region", "endpoint", "prefix", "path_style", "connect_seconds", "read_seconds")
#: Stores other than Amazon's know no regions, and take this one.
NO_REGION = "us-east-1"
YES_OR_NO = {"true": True, "false": False}


@dataclass(frozen=True)
class Bucket:
    """A bucket by its address: empty key and secret stand for those that the environment or the machine gives."""

    name: str
    prefix: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    region: str
    endpoint: str
    path_style: bool
    connect_seconds: float
    read_seconds: float


def bucket_address(raw: str) -> Bucket:
    """Return what the address of a bucket says; raise ValueError with half a sentence for what makes no sense."""
    try:
        parts = urlsplit(raw)
        port = parts.port
    except ValueError:
        raise ValueError("it cannot be read") from None
    if parts.scheme != "s3":
        raise ValueError("it starts with s3://")
    if port is not None:
        raise ValueError("the host and port of a store stand in endpoint=https://host:port")
    user, at, name = parts.netloc.rpartition("@")
    if not BUCKET.fullmatch(name) or ".." in name:
        raise ValueError(
            "a bucket is named by 3 to 63 small letters, digits, dots and hyphens"
            if name
            else "it names no bucket"
        )
    key, _colon, secret = (unquote(one) for one in user.partition(":"))
    if at and not (key and secret):
        raise ValueError("it has a key without a secret, or the other way round: s3://KEY:SECRET@bucket")
    if parts.fragment:
        raise ValueError("what follows # means nothing here: write it as %23")
    said = _options(parts.query)
    return Bucket(
        name, _prefix(unquote(parts.path).strip("/"), said.get("prefix")), key, secret, _region(said),
        _endpoint(said.get("endpoint", "")), _yes_or_no("path_style", said.get("path_style", "false")),
        _seconds("connect_seconds", said.get("connect_seconds"), CONNECT_SECONDS),
        _seconds("read_seconds", said.get("read_seconds"), READ_SECONDS),
    )  # fmt: skip


def file_storage(bucket: Bucket | None) -> dict[str, object]:
    """Return the setting of the storage of files: a bucket, or else the folder MEDIA_ROOT."""
    if bucket is None:
        return {"BACKEND": "portal.serving.whole_files.WholeFileStorage"}
    return {"BACKEND": STORAGE, "OPTIONS": asdict(bucket)}


def _options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("it says something twice")
    if unknown := sorted(said.keys() - set(OPTIONS)):
        raise ValueError(f"it knows no {unknown[0]}; there are {', '.join(OPTIONS)}")
    if empty := sorted(name for name, value in said.items() if not value):
        raise ValueError(f"{empty[0]} is empty")
    return said


def _prefix(path: str, option: str | None) -> str:
    if path and option is not None:
        raise ValueError("it names a prefix twice: behind the bucket and by prefix=")
    prefix = path or (option or "").strip("/")
    if prefix and (not PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/"))):
        raise ValueError("a prefix has letters, digits, dots, hyphens, underscores and single slashes")
    return prefix


def _region(said: dict[str, str]) -> str:
    region = said.get("region") or os.environ.get("AWS_DEFAULT_REGION", "")
    if not region and "endpoint" not in said:
        raise ValueError("it says neither region=… nor, for another store than Amazon's, endpoint=https://…")
    if region and not REGION.fullmatch(region):
        raise ValueError("a region has small letters, digits and hyphens")
    return region or NO_REGION


def _endpoint(address: str) -> str:
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("the endpoint cannot be read") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("an endpoint is https://host:port")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("an endpoint has a host and a port, nothing behind and no name before")
    return f"{parts.scheme}://{parts.netloc}"


def _yes_or_no(name: str, word: str) -> bool:
    if word not in YES_OR_NO:
        raise ValueError(f"{name} is true or false")
    return YES_OR_NO[word]


def _seconds(name: str, word: str | None, otherwise: float) -> float:
    if word is None:
        return otherwise
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not LEAST_SECONDS <= value <= MOST_SECONDS:
        raise ValueError(f"{name} is a number from {LEAST_SECONDS} to {MOST_SECONDS:g}")
    return value
