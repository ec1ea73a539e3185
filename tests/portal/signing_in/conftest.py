"""What tests of signing in need."""

import pytest
from django.test import Client


@pytest.fixture
def new_client():
    """Makes another browser."""
    return Client
