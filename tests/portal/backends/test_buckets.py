"""Addresses of buckets: what makes no sense is refused with half a sentence."""

import pytest

from portal.backends.buckets import Bucket, bucket_address, file_storage

REGION = "?region=eu-central-1"


@pytest.fixture(autouse=True)
def no_region(monkeypatch):
    """Whoever runs the tests may have a region of their own."""
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)


def test_an_address_says_all_there_is_to_say():
    said = bucket_address(
        "s3://KEY:s%2Fe%40c@files/media/portal?endpoint=https://minio.example.org:9000&path_style=true"
        "&connect_seconds=0.5&read_seconds=10"
    )
    assert said == Bucket(
        "files",
        "media/portal",
        "KEY",
        "s/e@c",
        "us-east-1",
        "https://minio.example.org:9000",
        True,
        0.5,
        10.0,
    )
    assert "KEY" not in repr(said)
    assert "s/e@c" not in repr(said)
    assert bucket_address(f"s3://files{REGION}&prefix=a/b").prefix == "a/b"


def test_little_is_needed():
    assert bucket_address(f"s3://files{REGION}") == Bucket(
        "files", "", "", "", "eu-central-1", "", False, 1.0, 3.0
    )


def test_the_region_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "cn-north-1")
    assert bucket_address("s3://files").region == "cn-north-1"
    assert bucket_address(f"s3://files{REGION}").region == "eu-central-1"


def test_without_an_address_files_lie_in_a_folder():
    assert file_storage(None)["BACKEND"].endswith("WholeFileStorage")
    said = file_storage(bucket_address(f"s3://files{REGION}"))
    assert said["BACKEND"].endswith("BucketStorage")
    assert said["OPTIONS"]["name"] == "files"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("files", "it starts with s3://"),
        ("https://files.s3.amazonaws.com", "it starts with s3://"),
        ("s3://", "it names no bucket"),
        ("s3:///media", "it names no bucket"),
        ("s3://KEY:SECRET@/media", "it names no bucket"),
        ("s3://Files", "a bucket is named by"),
        ("s3://a", "a bucket is named by"),
        ("s3://one..two", "a bucket is named by"),
        ("s3://files:9000", "stand in endpoint="),
        ("s3://files:port", "it cannot be read"),
        ("s3://[files", "it cannot be read"),
        ("s3://KEY@files", "a key without a secret"),
        ("s3://:SECRET@files", "a key without a secret"),
        ("s3://K:a#b@files", "it cannot be read"),
        (f"s3://files{REGION}#x", "write it as %23"),
        ("s3://files", "neither region=… nor"),
        ("s3://files?region=", "region is empty"),
        ("s3://files?region=EU", "a region has small letters"),
        (f"s3://files{REGION}&region=us-east-1", "something twice"),
        (f"s3://files{REGION}&acl=public-read", "it knows no acl"),
        (f"s3://files/a{REGION}&prefix=b", "a prefix twice"),
        (f"s3://files/../a{REGION}", "a prefix has"),
        (f"s3://files/a//b{REGION}", "a prefix has"),
        (f"s3://files/布{REGION}", "a prefix has"),
        ("s3://files?endpoint=minio:9000", "an endpoint is https://host:port"),
        ("s3://files?endpoint=https://", "an endpoint is https://host:port"),
        ("s3://files?endpoint=https://minio:port", "the endpoint cannot be read"),
        ("s3://files?endpoint=https://minio/bucket", "nothing behind"),
        ("s3://files?endpoint=https://a:b@minio", "no name before"),
        (f"s3://files{REGION}&path_style=yes", "path_style is true or false"),
        (f"s3://files{REGION}&connect_seconds=0", "connect_seconds is a number from 0.1 to 60"),
        (f"s3://files{REGION}&read_seconds=long", "read_seconds is a number from 0.1 to 60"),
        (f"s3://files{REGION}&read_seconds=nan", "read_seconds is a number from 0.1 to 60"),
        (f"s3://files{REGION}&read_seconds=3600", "read_seconds is a number from 0.1 to 60"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(raw, sentence):
    with pytest.raises(ValueError, match=sentence.replace("?", r"\?")) as refused:
        bucket_address(raw)
    assert "SECRET" not in str(refused.value).replace("s3://KEY:SECRET@bucket", "")
