"""`check --deploy --database default` names what is wrong with a bucket."""

import json

import pytest
from botocore.exceptions import ClientError

from portal.checks import check_that_the_bucket_can_be_used
from tests.bucket import BUCKET, keys, on_storage, silence, silent_address


def said():
    """Return what the check says when it is asked with the databases, "" where all is well."""
    return " ".join(
        f"{one.id} {one.msg} {one.hint}" for one in check_that_the_bucket_can_be_used(None, ["default"])
    )


def refuse(monkeypatch, storage, method):
    def refused(**_where):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, method)

    monkeypatch.setattr(storage.client, method, refused)


def test_a_bucket_that_does_all_it_must_is_not_mentioned_and_left_as_it_was(bucket, client_of_store):
    assert said() == ""
    assert keys(client_of_store) == set()


def test_it_is_tried_only_where_databases_are_asked_for(settings):
    with on_storage(settings, silent_address("http://127.0.0.1:1")):
        assert check_that_the_bucket_can_be_used(None) == []


def test_without_a_bucket_there_is_nothing_to_say():
    assert said() == ""


@pytest.mark.parametrize(
    ("method", "right"),
    [
        ("put_object", "s3:PutObject"),
        ("get_object", "s3:GetObject"),
        ("head_object", "s3:ListBucket"),
        ("list_objects_v2", "s3:ListBucket"),
        ("delete_object", "s3:DeleteObject"),
    ],
)
def test_a_right_that_is_missing_is_named(bucket, monkeypatch, method, right):
    refuse(monkeypatch, bucket, method)
    text = said()
    assert "portal.E004" in text
    assert f"refuses {right}" in text
    assert "AccessDenied" in text


def test_a_bucket_that_is_not_there_is_named(settings, address_of_store):
    with on_storage(settings, f"s3://k:s@nowhere-at-all?endpoint={address_of_store}&path_style=true"):
        assert "There is no bucket “nowhere-at-all”" in said()


def test_a_store_that_does_not_answer_is_named(settings):
    with (
        silence() as endpoint,
        on_storage(settings, silent_address(endpoint, connect_seconds=0.2, read_seconds=0.2)),
    ):
        text = said()
    assert "cannot be used" in text
    assert "secret" not in text


def test_a_portal_without_a_key_is_named(settings, address_of_store, client_of_store, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with on_storage(settings, f"s3://{BUCKET}?endpoint={address_of_store}&path_style=true"):
        assert "does not know the portal's key" in said()


def test_a_bucket_that_everybody_can_read_is_named(bucket, client_of_store):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": f"arn:aws:s3:::{BUCKET}/*",
            }
        ],
    }
    client_of_store.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    assert f"Everybody can read the bucket “{BUCKET}”" in said()
    assert keys(client_of_store) == set()
