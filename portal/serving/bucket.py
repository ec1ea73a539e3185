"""Files in a bucket by the S3 protocol, as the portal wants a store: addresses of its own, impatient, errors told apart.

A file that is not there is FileNotFoundError, everything else that the store says or does not say is `StoreAway`. After a wait
in vain everybody in this process is refused at once for a moment, as with databases: a process has few threads.
"""

import errno
import os
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from urllib.parse import urljoin

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from foundation.stores import StoreAway
from portal.databases.patience import SLOW_SECONDS, Breaker
from portal.serving.unfetched import UnfetchedFile

NOT_THERE = frozenset({"NoSuchKey", "NotFound", "404"})
PIECE = 64 * 1024
#: A store that sends a little now and then is given up in the end; the longest file here is some hundred megabytes.
LONGEST_FETCH_SECONDS = 60
LONGEST_KEY_BYTES = 1024
#: In one go up to here; what is longer is sent in parts, and is there once the last has come.
LARGEST_IN_ONE = 8 * 1024 * 1024
#: What is fetched lies in memory up to here, so that pictures come while this machine's disk is full; a process answers some at a time.
LARGEST_IN_MEMORY = 4 * 1024 * 1024


class FetchedFile(File):
    """A file of the bucket, or a part of one, in a temporary one without a name; `modified` is when it was stored."""

    def __init__(self, file, modified: datetime):
        super().__init__(file, name=f"/dev/fd/{file.fileno()}")
        self.modified = modified


@deconstructible(path="portal.serving.bucket.BucketStorage")
class BucketStorage(Storage):
    """A private bucket: nobody reads it but the portal, which answers its files at its own addresses.

    Takes what `portal.backends.buckets` read from an address.
    """

    #: A file must be fetched before it can be answered.
    fetches = True

    def __init__(
        self, *, name, prefix="", key="", secret="", region="", endpoint="", path_style=False, connect_seconds=1.0,
        read_seconds=3.0,
    ):  # fmt: skip
        self.bucket, self._prefix = name, f"{prefix}/" if prefix else ""
        self._breaker = Breaker()
        self._said = {
            "region_name": region or None,
            "endpoint_url": endpoint or None,
            "aws_access_key_id": key or None,
            "aws_secret_access_key": secret or None,
        }
        self._config = Config(
            connect_timeout=connect_seconds,
            read_timeout=read_seconds,
            retries={"total_max_attempts": 1},
            signature_version="s3v4",
            s3={"addressing_style": "path" if path_style else "auto"},
            # Stores other than Amazon's often know none of the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    @cached_property
    def client(self):
        """The client of this process: it may be used by several threads."""
        return boto3.session.Session().client("s3", config=self._config, **self._said)

    def url(self, name):
        """Return the portal's own address of a file."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def exists(self, name):
        """Tell whether there is a file of this name."""
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name):
        """Return the bytes of a file."""
        return self._head(name)["ContentLength"]

    def get_modified_time(self, name):
        """Return when a file was stored."""
        return self._head(name)["LastModified"]

    def delete(self, name):
        """Delete a file; one that is not there is no failure."""
        with self._asking(name) as where:
            self.client.delete_object(**where)

    def listdir(self, path):
        """Return the folders and files below a name, both empty where there is nothing."""
        with self._asking(path) as where:
            prefix = f"{where['Key']}/" if path else where["Key"]
            folders, files = [], []
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix, Delimiter="/"):
                folders += [one["Prefix"][len(prefix) : -1] for one in page.get("CommonPrefixes", ())]
                files += [
                    one["Key"][len(prefix) :] for one in page.get("Contents", ()) if one["Key"] != prefix
                ]
            return folders, files

    def unfetched(self, name):
        """Return a file that is fetched when somebody reads it, or as far as a part of it is asked for."""
        said = self._head(name)

        def fetch(start=0, end=None):
            if end is None:
                return self._open(name)
            part = {"Range": f"bytes={start}-{end - 1}", "IfMatch": said["ETag"]}
            with self._asking(name) as where:
                given = self.client.get_object(**where, **part)
                if given["ContentLength"] != end - start:
                    given["Body"].close()
                    raise StoreAway("the store sends another part of a file than it was asked for")
                return FetchedFile(_fetched(given["Body"], end - start), given["LastModified"])

        return UnfetchedFile(fetch, said["ContentLength"], said["LastModified"])

    def key(self, name):
        """Return what a file is called in the bucket."""
        return self._prefix + name

    def keep(self, name, content):
        """Store a file under this very name, whatever is there."""
        with self._asking(name) as where:
            content.seek(0)
            self.client.upload_fileobj(
                # The client closes what it was given.
                _Lent(content), where["Bucket"], where["Key"],
                Config=TransferConfig(multipart_threshold=LARGEST_IN_ONE, use_threads=False),
            )  # fmt: skip

    def _head(self, name):
        with self._asking(name) as where:
            return self.client.head_object(**where)

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("A file in a bucket is read whole or written whole.")
        with self._asking(name) as where:
            said = self.client.get_object(**where)
            return FetchedFile(_fetched(said["Body"], said["ContentLength"]), said["LastModified"])

    def _save(self, name, content):
        self.keep(name, content)
        return name

    @contextmanager
    def _asking(self, name):
        """Give the place of a name to ask the store about; raise what it answers as an error that callers can tell apart."""
        where = {"Bucket": self.bucket, "Key": self.key(name)}
        if len(where["Key"].encode()) > LONGEST_KEY_BYTES:
            raise FileNotFoundError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        if self._breaker.is_open():
            raise StoreAway("the store has just not answered")
        begun = time.monotonic()
        try:
            yield where
        except ClientError as error:
            self._breaker.answered()
            raise _told(error, name) from error
        except (BotoCoreError, Boto3Error, StoreAway) as error:
            if isinstance(error.__context__, ClientError):
                self._breaker.answered()
                raise _told(error.__context__, name) from error
            if time.monotonic() - begun > SLOW_SECONDS:
                self._breaker.waited_in_vain()
            raise error if isinstance(error, StoreAway) else StoreAway(_sentence(error)) from error
        self._breaker.answered()


class _Lent:
    """A file that whoever is given it may read and not close."""

    def __init__(self, file):
        self._file = file

    def __getattr__(self, name):
        return (lambda: None) if name == "close" else getattr(self._file, name)


def _fetched(body, size):
    """Return a temporary file with what the store sends, so many bytes, read from its beginning."""
    until = time.monotonic() + LONGEST_FETCH_SECONDS
    file = _room_for(size)
    try:
        for piece in body.iter_chunks(PIECE):
            file.write(piece)
            if time.monotonic() > until:
                raise StoreAway(f"the store has not sent a file within {LONGEST_FETCH_SECONDS} seconds")
    except BaseException:
        file.close()
        raise
    finally:
        body.close()
    file.seek(0)
    return file


def _room_for(size):
    """Return an empty file without a name: in memory for a few bytes where the system has such files, else on the disk."""
    if size <= LARGEST_IN_MEMORY and hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("fetched"), "w+b")
    return tempfile.TemporaryFile()


def _told(error, name):
    """Return what an error that the store answered means: there is no such file, or the store does not do what it is asked."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in NOT_THERE:
        return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    return StoreAway(_sentence(error))


def _sentence(error):
    return " ".join(str(error).split())[:300] or type(error).__name__
