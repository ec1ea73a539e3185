"""Limits to failed attempts: counted per account, address, network and known device, with waits that grow.

A device in which the account has signed in before is counted by itself alone: others' failures never hold it back. For
all other devices

- failures of an account hold back that account, wherever they come from,
- failures of an address hold back the address, of a network the network. One name adds at most `NAME_ADDS` to its
  address and one address at most `ADDRESS_ADDS` to its network, so that somebody who mistypes does not stop an office.

An attempt is counted as a failure before the password is looked at and taken back when it was right, so that many at
once are no way around. Attempts that are held back count nowhere: nobody can keep a wait growing by knocking.
Keys are keyed hashes: what was typed as a name, maybe a password by mistake, is kept nowhere.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.batches import delete_in_batches
from foundation.visitors import client_address, network_of
from portal.signing_in.models import FailureCount

ACCOUNT, ADDRESS, NETWORK, DEVICE, PAIR, FACTOR = "account", "address", "network", "device", "pair", "factor"
NAME_ADDS, ADDRESS_ADDS = 3, 10
LONGEST_WAIT = timedelta(minutes=15)
#: Counts that are older say nothing any more.
FORGOTTEN_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """So many failures are free; the first wait, doubled with every further failure; after so long all is forgotten."""

    free: int
    first: timedelta
    quiet: timedelta

    def wait(self, failures):
        """Return how long the next attempt has to wait after so many failures."""
        if failures < self.free:
            return timedelta()
        return min(self.first * 2 ** min(failures - self.free, 20), LONGEST_WAIT)


def rules():
    """Return the rule of each kind of key; SIGN_IN_ATTEMPTS is the number for one account and one device."""
    attempts = settings.SIGN_IN_ATTEMPTS
    half_a_minute, hour, day = timedelta(seconds=30), timedelta(hours=1), timedelta(days=1)
    return {
        DEVICE: Rule(attempts, half_a_minute, hour),
        FACTOR: Rule(attempts, half_a_minute, day),
        ACCOUNT: Rule(attempts, half_a_minute, day),
        ADDRESS: Rule(2 * attempts, half_a_minute, hour),
        NETWORK: Rule(6 * attempts, half_a_minute, hour),
        PAIR: Rule(2**31, half_a_minute, day),
    }


class TooManyAttempts(Exception):
    """The attempt has to wait; `seconds` says how long, `kind` which count holds it back."""

    def __init__(self, seconds, kind):
        super().__init__(f"{kind}: {seconds} s")
        self.seconds, self.kind = seconds, kind


def key(kind, *parts):
    """Return the key of what is counted: a keyed hash from which nobody reads what was typed."""
    text = "\0".join(unicodedata.normalize("NFKC", str(part)).strip().casefold() for part in parts)
    return salted_hmac(f"portal.signing_in.limits.{kind}", text, algorithm="sha256").hexdigest()


class Attempt:
    """One attempt, counted as failed until `succeeded` is called. Raises `TooManyAttempts` when it has to wait."""

    def __init__(self, keys, now=None):
        self.keys = keys
        self.now = now or timezone.now()
        self.added = set()
        #: How long the next one waits if this one fails, and because of which count.
        self.next_wait, self.next_kind = timedelta(), None
        self._refuse(FailureCount.objects.in_bulk(list(keys.values())))
        self._count()

    def _refuse(self, rows):
        for kind, rule in rules().items():
            row = rows.get(self.keys.get(kind))
            if row is None or self.now - row.last_at > rule.quiet:
                continue
            wait = rule.wait(row.failures)
            left = min(row.last_at + wait - self.now, wait)  # a clock that was set back makes no wait longer
            if left > timedelta():
                raise TooManyAttempts(max(1, round(left.total_seconds())), kind)

    @transaction.atomic
    def _count(self):
        rows = self._locked()
        self._refuse(rows)
        all_rules, counted = rules(), {}
        for kind, one in self.keys.items():
            row, rule = rows[one], all_rules[kind]
            counted[kind] = row
            if self.now - row.last_at > rule.quiet:
                row.failures = 0
        for kind, row in counted.items():
            if not self._adds(kind, counted):
                continue
            row.failures, row.last_at = row.failures + 1, self.now
            self.added.add(kind)
            wait = all_rules[kind].wait(row.failures)
            if wait > self.next_wait:
                self.next_wait, self.next_kind = wait, kind
        FailureCount.objects.bulk_update(counted.values(), ["failures", "last_at"])

    def _adds(self, kind, counted):
        """Tell whether a failure counts here too; the pair and the address come before what they bound."""
        if kind == ADDRESS and PAIR in counted:
            return counted[PAIR].failures <= NAME_ADDS
        if kind == NETWORK and ADDRESS in counted:
            return ADDRESS in self.added and counted[ADDRESS].failures <= ADDRESS_ADDS
        return True

    def _locked(self):
        keys = sorted(self.keys.values())
        FailureCount.objects.bulk_create(
            [FailureCount(key=one, last_at=self.now) for one in keys], ignore_conflicts=True
        )
        return {
            row.key: row
            for row in FailureCount.objects.select_for_update().filter(key__in=keys).order_by("key")
        }

    @transaction.atomic
    def succeeded(self):
        """Take back what was counted, and what this name had added to its address and network by mistyping."""
        rows = self._locked()
        pair = rows.get(self.keys.get(PAIR))
        mistyped = min(pair.failures, NAME_ADDS) if pair else 1
        address = rows.get(self.keys.get(ADDRESS))
        if address and address.failures <= ADDRESS_ADDS:
            network = rows[self.keys[NETWORK]]
            network.failures = max(0, network.failures - mistyped)
        for kind, one in self.keys.items():
            if kind == ADDRESS:
                address.failures = max(0, address.failures - mistyped)
            elif kind != NETWORK:
                rows[one].failures = 0
        FailureCount.objects.bulk_update(rows.values(), ["failures"])


def counted_address(request):
    """Return the address that failures count for: of IPv6 the /64, for whoever has one address there has them all."""
    address = client_address(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, 64), strict=False))


def keys_of(request, name, device=None):
    """Return the keys that count for signing in under a name; `device` is one known to that account, or None."""
    return sign_in_keys(name, counted_address(request), network_of(request), device and device.token_hash)


def sign_in_keys(name, address, network, device=None):
    """Return the keys that count for signing in; `device` is what names a device known to this account."""
    if device:
        return {DEVICE: key(DEVICE, name, device)}
    keys = {PAIR: key(PAIR, name, address), ACCOUNT: key(ACCOUNT, name)}
    if address:
        keys |= {ADDRESS: key(ADDRESS, address), NETWORK: key(NETWORK, network)}
    return keys


def forget_old(now=None):
    """Delete counts that say nothing any more, and return how many went."""
    now = now or timezone.now()
    return delete_in_batches(FailureCount.objects.filter(last_at__lt=now - FORGOTTEN_AFTER))
