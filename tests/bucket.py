"""A store that speaks the S3 protocol (moto's), a portal on a bucket of it, and a store that says nothing."""

import socket
from contextlib import contextmanager

import pytest
from django.core.files.storage import storages

from portal.backends.buckets import bucket_address, file_storage

KEY, SECRET, BUCKET = "portal", "secret", "files-of-the-portal"


@contextmanager
def on_storage(settings, address):
    """Have the portal keep its files where an address of a bucket leads; gives the storage."""
    before = settings.STORAGES
    settings.BUCKET = bucket_address(address)
    settings.STORAGES = {**before, "default": file_storage(settings.BUCKET)}
    try:
        yield storages["default"]
    finally:
        settings.STORAGES, settings.BUCKET = before, None


@pytest.fixture(scope="session")
def address_of_store():
    """The address of a store, for the session."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client_at(address):
    """Return a client of a store that may do everything."""
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )


@pytest.fixture
def client_of_store(address_of_store):
    """A client of the store that may do everything, and an empty bucket there."""
    client = client_at(address_of_store)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=one["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def address_of_bucket(address_of_store, client_of_store):
    """The address of the bucket, as STORAGE_URL says it."""
    return f"s3://{KEY}:{SECRET}@{BUCKET}/media?endpoint={address_of_store}&path_style=true"


@pytest.fixture
def bucket(settings, address_of_bucket):
    """The storage of a portal whose files lie in the bucket."""
    with on_storage(settings, address_of_bucket) as storage:
        yield storage


def keys(client):
    """Return the keys of all that lies in the bucket."""
    return {one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())}


@contextmanager
def silence():
    """Listen and never say a word; gives the address."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def silent_address(endpoint, **seconds):
    """Return an address of a bucket at an endpoint that does not answer."""
    more = "".join(f"&{name}={value}" for name, value in seconds.items())
    return f"s3://{KEY}:{SECRET}@{BUCKET}?endpoint={endpoint}&path_style=true{more}"
