"""Against abuse: folding, listed words, near-copies, the learned score, bans, proof of work, trust."""
# ruff: noqa: RUF001 - disguised letters are what is tested

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.comments import proof_of_work
from news.comments.accepting import CommentRefused, SubmittedComment, accept_comment
from news.comments.bans import ban
from news.comments.folding import folded, words
from news.comments.forgetting import forget
from news.comments.likeness import fingerprint, is_near_copy
from news.comments.models import Ban, Comment, CommentRules, LearnedWord, ListedWord, NetworkKey
from news.comments.moderating import set_status, undo
from news.comments.networks import KEPT_FOR, Origin, origin_of
from news.comments.scoring import LEAST_TO_FILE, Suspicion, suspicion_of
from news.enums import CommentStatus, ListedWordEffect, ProofWanted
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import editor, moderator

pytestmark = pytest.mark.django_db
HERE = Origin(("1." + "a" * 32,), ("1." + "b" * 32,))
ELSEWHERE = Origin(("1." + "c" * 32,))


def written(body, **more):
    return SubmittedComment(**{"name": "Wang", "language": "en", **more}, body=body)


def elsewhere(number):
    return Origin((f"1.{number:032}",))


# -- Folding and listed words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ｆｒｅｅ", "free"), ("V.i.a.g.r.a", "viagra"), ("v i a g r a", "viagra"), ("Саsіnо", "casino"), ("fr33", "free"),
        ("c\u0301asi\u200bno", "casino"), ("freeeeee", "fre"), ("加 微-信", "加微信"), ("ＶＸ", "vx"), ("ка\u0301sino", "kasino"),
    ],
)  # fmt: skip
def test_disguises_fold_to_the_word(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize("text", ["a b", "I am 25 years old", "2023年6月12日", "GB/T 4802.1-2008"])
def test_ordinary_text_keeps_its_words(text):
    assert "".join(words(text))


@pytest.mark.parametrize(
    ("word", "body", "found"),
    [
        ("casino", "Best CASINO here", True), ("casino", "Bеst саsіnо hеrе", True), ("casino", "c-a-s-i-n-o now", True),
        ("ass", "a first class fabric", False), ("加微信", "请加 微 信详谈", True), ("加微信", "微信公众号", False),
        ("free yarn", "get FREE  yarn today", True), ("free yarn", "free of yarn", False),
    ],
)  # fmt: skip
def test_listed_words_are_found_in_disguise_and_not_inside_others(word, body, found):
    ListedWord.objects.create(word=word, effect=ListedWordEffect.REFUSE)
    if found:
        with pytest.raises(CommentRefused) as refused:
            accept_comment(ArticleFactory(), written(body), HERE)
        assert refused.value.code == "words"
        assert word in refused.value.messages[0]
    else:
        assert accept_comment(ArticleFactory(), written(body), HERE).status == CommentStatus.PENDING


@pytest.mark.parametrize(
    ("effect", "status"),
    [(ListedWordEffect.SPAM, CommentStatus.SPAM), (ListedWordEffect.HOLD, CommentStatus.PENDING)],
)
def test_a_listed_word_files_or_holds_and_says_so(effect, status):
    ListedWord.objects.create(word="casino", effect=effect)
    comment = accept_comment(ArticleFactory(), written("A casino"), HERE)
    assert comment.status == status
    assert ["listed", "casino"] in comment.signals
    assert Comment.objects.get().status == status


# -- Copies, links, floods

LONG = "The price of polyester yarn has gone up three weeks in a row, and we wonder whether grey fabric will follow soon."


@pytest.mark.parametrize(
    ("other", "copy"),
    [
        (LONG.upper(), True), (LONG.replace("three", "3"), True), (LONG.replace("polyester", "роlуester"), True),
        (LONG + " !!!", True), ("  ".join(LONG.split()), True),
        ("We ordered cotton twill in spring and it arrived late, the market was closed for the holidays then.", False),
        (LONG[:30], False),
    ],
)  # fmt: skip
def test_near_copies(other, copy):
    assert is_near_copy(other, [fingerprint(LONG)]) is copy
    assert -(2**63) <= fingerprint(other) < 2**63


def test_a_near_copy_is_refused_under_the_article_and_from_the_sender():
    article = ArticleFactory()
    accept_comment(article, written(LONG), HERE)
    for where, origin in ((article, ELSEWHERE), (ArticleFactory(), HERE)):
        with pytest.raises(CommentRefused) as refused:
            accept_comment(where, written(LONG + "!!"), origin)
        assert refused.value.code == "repeated"
    assert accept_comment(ArticleFactory(), written(LONG), ELSEWHERE)


def test_the_browser_is_counted_across_networks():
    for number in range(3):
        accept_comment(
            ArticleFactory(), written(f"Words {number}"), Origin(elsewhere(number).networks, HERE.browsers)
        )
    with pytest.raises(CommentRefused) as refused:
        accept_comment(ArticleFactory(), written("Words"), Origin(elsewhere(9).networks, HERE.browsers))
    assert refused.value.code == "too_many"


def test_links_are_limited_by_the_rules():
    article = ArticleFactory()
    body = "See https://a.example www.b.example http://c.example"
    with pytest.raises(CommentRefused, match="2 links at most"):
        accept_comment(article, written(body), HERE)
    CommentRules.objects.create(most_links=3)
    assert accept_comment(article, written(body), HERE)


# -- The learned score


def teach(number=12):
    staff = moderator()
    for at in range(number):
        spam = CommentFactory(
            status="pending", body=f"Cheap replica watches discount casino {at} https://buy.example/"
        )
        fine = CommentFactory(
            status="pending", body=f"Polyester yarn rose, grey fabric follows in week {at}, 涤纶上涨"
        )
        set_status(spam, CommentStatus.SPAM, staff)
        set_status(fine, CommentStatus.APPROVED, staff)
    return staff


def test_it_learns_from_moderators_and_explains_itself():
    fresh = CommentFactory(status="pending", body="Cheap watches at the casino https://buy.example/x")
    assert suspicion_of(fresh) == Suspicion()
    teach()
    found = suspicion_of(fresh)
    assert found.score > 0.95
    assert {word for word, _share in found.telling} & {"cheap", "casino", "watches", "link:buy.example"}
    good = suspicion_of(CommentFactory(status="pending", body="Grey fabric and 涤纶 rose again"))
    assert good.score < 0.2


def test_words_that_speak_against_each_other_leave_it_open():
    teach()
    mixed = CommentFactory(
        status="pending", name="Li", body="Cheap watches? Discount? Grey fabric and yarn rose."
    )
    assert 0.2 < suspicion_of(mixed).score < 0.8
    unknown = CommentFactory(status="pending", name="Li", body="Entirely different vocabulary hereabouts.")
    assert 0.2 < suspicion_of(unknown).score < 0.8


def test_a_filter_that_learned_little_files_nothing():
    teach()
    CommentRules.objects.create(spam_above=90)
    comment = accept_comment(ArticleFactory(), written("Cheap replica watches, discount casino"), HERE)
    assert comment.suspicion > 0.9
    assert comment.status == CommentStatus.PENDING


def test_what_looks_like_spam_is_filed_and_can_be_fetched_back():
    staff = teach(LEAST_TO_FILE)
    body = "Cheap replica watches, discount casino, see https://buy.example/ now"
    comment = accept_comment(ArticleFactory(), written(body), HERE)
    assert comment.status == CommentStatus.SPAM
    assert comment.decisions.get().moderator is None
    before = LearnedWord.objects.get(word="")
    set_status(comment, CommentStatus.APPROVED, staff)
    after = LearnedWord.objects.get(word="")
    assert (after.approved, after.spam) == (before.approved + 1, before.spam)


def test_a_decision_taken_back_is_unlearned():
    staff = moderator()
    comment = CommentFactory(status="pending", body="Discount watches")
    set_status(comment, CommentStatus.SPAM, staff)
    assert LearnedWord.objects.get(word="watches").spam == 1
    undo(comment, staff)
    assert LearnedWord.objects.get(word="watches").spam == 0
    assert Comment.objects.get().status == CommentStatus.PENDING


def words_of(word):
    row = LearnedWord.objects.filter(word=word).first()
    return (row.approved, row.spam) if row else (0, 0)


def test_what_the_rules_filed_is_not_learned_when_a_decision_about_it_is_taken_back():  # C3
    ListedWord.objects.create(word="discount", effect=ListedWordEffect.SPAM)
    staff, other = moderator(), moderator()
    comment = accept_comment(ArticleFactory(), written("Discount watches"), HERE)
    assert (comment.status, words_of("watches")) == (CommentStatus.SPAM, (0, 0))
    for _again in range(2):  # what another comment taught must not be taken away either
        set_status(comment, CommentStatus.APPROVED, staff)
        assert words_of("watches") == (1, 0)
        undo(comment, staff)
        assert (comment.status, words_of("watches")) == (CommentStatus.SPAM, (0, 0))
    set_status(CommentFactory(status="pending", body="Watches"), CommentStatus.SPAM, other)
    set_status(comment, CommentStatus.REJECTED, staff)
    assert words_of("watches") == (0, 1)


def test_what_a_moderator_said_is_learned_again_when_a_later_decision_is_taken_back():  # C3
    one, two = moderator(), moderator()
    comment = CommentFactory(status="pending", body="Discount watches")
    set_status(comment, CommentStatus.SPAM, one)
    set_status(comment, CommentStatus.APPROVED, two)
    undo(comment, two)
    assert words_of("watches") == (0, 1)
    one.delete()  # whose decision it was says nothing about what is counted
    set_status(Comment.objects.get(), CommentStatus.REJECTED, two)
    assert words_of("watches") == (0, 0)


def test_comments_from_before_are_unlearned_by_their_decisions():  # C3
    staff, comment = moderator(), CommentFactory(status="pending", body="Discount watches")
    set_status(comment, CommentStatus.SPAM, staff)
    Comment.objects.update(learned_as=None)
    set_status(Comment.objects.get(), CommentStatus.REJECTED, staff)
    assert words_of("watches") == (0, 0)


# -- Bans and forgetting


def test_a_ban_holds_for_the_author_or_the_network_and_ends(rf):
    article, staff, now = ArticleFactory(), moderator(), timezone.now()
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")
    request.COOKIES["csrftoken"] = "a browser"
    here = origin_of(request)
    comment = accept_comment(article, written("Nonsense", email="X@example.org"), here)
    ban(comment, staff, 7, network=True, reason="Insults")
    assert Ban.objects.count() == 3
    for origin, email in ((here, ""), (Origin(here.networks), ""), (ELSEWHERE, "x@EXAMPLE.org")):
        with pytest.raises(CommentRefused) as refused:
            accept_comment(article, written("Other words", email=email), origin)
        assert refused.value.code == "banned"
    assert accept_comment(article, written("Another reader"), ELSEWHERE)
    assert accept_comment(article, written("Late words"), here, at=now + timedelta(days=8))


def test_only_moderators_ban_and_only_for_a_time():
    comment = CommentFactory(email="x@example.org")
    staff = moderator()
    for by, days in ((editor(), 7), (staff, 0), (staff, 366)):
        with pytest.raises(Exception, match=r"\S"):
            ban(comment, by, days)
    assert not Ban.objects.exists()


def test_networks_are_forgotten_and_keys_rotate_but_bans_keep_theirs(rf):
    now = timezone.now()
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")
    old = origin_of(request, at=now - timedelta(days=50))
    kept = CommentFactory(network=old.network, created_at=now - timedelta(days=50), email="")
    assert origin_of(request, at=now - timedelta(days=45)).network == old.network
    newer = origin_of(request, at=now)
    assert newer.network != old.network
    assert old.network in newer.networks
    ban(kept, moderator(), 30, author=False, network=True, at=now)
    forgotten = forget(at=now)
    assert forgotten["comments"] == 1
    assert forgotten["keys"] == 0
    assert Comment.objects.get().network == ""
    later = now + timedelta(days=31)
    assert forget(at=later)["bans"] == 1
    assert not Ban.objects.exists()
    assert not NetworkKey.objects.filter(created_at__lt=now - KEPT_FOR).exists()
    assert forget(at=later)["comments"] == 0


def test_what_was_not_wanted_loses_its_address_and_spam_goes():
    old, older = timezone.now() - timedelta(days=40), timezone.now() - timedelta(days=100)
    kept = CommentFactory(email="a@example.org", created_at=older)
    rejected = CommentFactory(status="rejected", email="b@example.org", created_at=older)
    CommentFactory(status="spam", created_at=older)
    CommentFactory(status="spam", email="c@example.org", created_at=old)
    CommentFactory(status="spam", email="d@example.org", created_at=timezone.now())
    forgotten = forget()
    assert (forgotten["emails"], forgotten["spam"]) == (2, 1)
    assert set(Comment.objects.values_list("email", flat=True)) == {"a@example.org", "", "d@example.org"}
    assert set(Comment.objects.filter(created_at=older)) == {kept, rejected}


def test_the_command_says_what_it_did(capsys):
    CommentFactory(network="1.aa", created_at=timezone.now() - timedelta(days=40))
    call_command("forget_readers", dry_run=True)
    assert "Would be: 1 comments lost network" in capsys.readouterr().out
    call_command("forget_readers")
    assert "1 comments lost network" in capsys.readouterr().out


def test_a_dry_run_forgets_nothing():
    comment = CommentFactory(network="1.aa", created_at=timezone.now() - timedelta(days=40))
    assert forget(write=False)["comments"] == 1
    comment.refresh_from_db()
    assert comment.network == "1.aa"


# -- Proof of work


def solved(article):
    challenge = proof_of_work.new_challenge(article)
    number = next(
        number
        for number in range(challenge["maxNumber"] + 1)
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]
    )
    names = ("algorithm", "challenge", "salt", "signature")
    return base64.b64encode(
        json.dumps({**{name: challenge[name] for name in names}, "number": number}).encode()
    ).decode()


def test_a_proof_is_good_once_and_for_its_article(settings, monkeypatch):
    monkeypatch.setattr(proof_of_work, "HARDNESS", 500)
    article = ArticleFactory()
    good = solved(article)
    assert not proof_of_work.is_proof(good, ArticleFactory())
    assert proof_of_work.is_proof(good, article)
    assert not proof_of_work.is_proof(good, article)
    for bad in (
        "",
        "x",
        "e30=",
        base64.b64encode(b'{"number": "x"}').decode(),
        "=" * 3000,
        base64.b64encode(b"[]").decode(),
    ):
        assert not proof_of_work.is_proof(bad, article)


def test_proofs_are_wanted_by_the_rules_or_under_attack():
    rules = CommentRules(proof=ProofWanted.ALWAYS)
    assert proof_of_work.is_wanted(rules)
    rules.proof = ProofWanted.ATTACKED
    assert not proof_of_work.is_wanted(rules)
    article = ArticleFactory()
    for _number in range(proof_of_work.ATTACK[1] + 1):
        CommentFactory(article=article, created_at=timezone.now())
    assert proof_of_work.is_wanted(rules)
    rules.proof = ProofWanted.NEVER
    assert not proof_of_work.is_wanted(rules)


def test_without_a_proof_a_comment_waits_and_the_second_is_refused(client):
    CommentRules.objects.create(proof=ProofWanted.ALWAYS)
    article = ArticleFactory()
    assert "data-challenge" in client.get(f"/reader-comments/{article.pk}/").content.decode()
    comment = accept_comment(article, written("First words", proved=False), HERE)
    assert ["no-proof", ""] in comment.signals
    with pytest.raises(CommentRefused) as refused:
        accept_comment(article, written("Second words", proved=False), HERE)
    assert refused.value.code == "too_many"
    assert accept_comment(article, written("Third words", proved=True), HERE)


# -- Trust


def test_trust_needs_the_confirmed_address_and_enough_approvals():
    article = ArticleFactory()
    rules = CommentRules.objects.create(trusted_after=2)
    for _number in range(2):
        CommentFactory(email="Wang@example.org")
    words_of = {"email": "wang@example.org"}
    typed = accept_comment(article, written("Typed only", **words_of), elsewhere(1))
    assert typed.status == CommentStatus.PENDING
    confirmed = {**words_of, "confirmed_email": "wang@example.org"}
    trusted = accept_comment(article, written("Confirmed here", **confirmed), elsewhere(2))
    assert trusted.status == CommentStatus.APPROVED
    assert Comment.objects.get(pk=trusted.pk).on_page
    CommentFactory(email="wang@example.org", status=CommentStatus.SPAM)
    assert (
        accept_comment(article, written("After spam", **confirmed), elsewhere(3)).status
        == CommentStatus.PENDING
    )
    rules.trusted_after = 0
    rules.save()
    assert (
        accept_comment(article, written("Switched off", **confirmed), elsewhere(4)).status
        == CommentStatus.PENDING
    )


def test_a_clock_that_is_set_back_refuses_nobody_for_an_hour():  # A6
    article, now = ArticleFactory(), timezone.now()
    for number in range(3):
        accept_comment(article, written(f"Number {number} of quite another kind {number * 7919}"), HERE, now)
    with pytest.raises(CommentRefused, match="network"):
        accept_comment(article, written("One too many, said at once"), HERE, now)
    earlier = now - timedelta(hours=1)
    assert accept_comment(article, written("Said an hour earlier by the clock"), HERE, earlier)
    assert not proof_of_work.is_wanted(CommentRules(proof=ProofWanted.ATTACKED), earlier)
