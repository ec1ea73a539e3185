"""The longest tier of checks in named parts: `python -m tests.auditing`, which is `make audit`."""
