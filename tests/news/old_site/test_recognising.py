"""Telling the article of a page (P7): title, date and text decide; what is in doubt is asked about, never overwritten."""

import random
import re

import pytest

from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.publishing import publish
from news.editing.revisions import latest_content
from news.old_site.models import BroughtIn
from news.old_site.recognising import likeness
from tests.factories.users import chief_editor

from .saved_pages import run

pytestmark = pytest.mark.django_db
WEEKS = {
    "2012-06-04": "原料价格上涨0.26%，涤纶成交活跃，坯布市场平稳，服装面料销售增加，家纺类小幅回升。",
    "2012-06-11": "本周天气炎热，辅料类下跌1.03%，棉布走货不畅，外贸订单减少，市场观望气氛浓厚。",
    "2012-06-18": "端午节前采购集中，总指数收于104.68点，化纤布与麻布价格双双走高，后市看好。",
}


def weekly(day="2012-06-04", text=None, title="一周行情"):
    """Return the bytes of a weekly page without any id; without a date where `day` is ""."""
    date = f"发布时间：{day}\n" if day else ""
    text = WEEKS.get(day, "") if text is None else text
    return f"首页 | 指数分类 | 指数评论 | 流行面料 | 采集点 | 样本单位\n{title}\n{date}{text}\n{text[::-1]}\n版权所有".encode(
        "gbk"
    )


def texts():
    return {
        f"{article.published_at:%Y-%m-%d}": latest_content(article)["body_zh_hans"]
        for article in Article.objects.all()
    }


@pytest.fixture
def weeks(sections, tmp_path):
    for number, day in enumerate(WEEKS):
        (tmp_path / f"page-{'cab'[number]}.txt").write_bytes(weekly(day))
    return tmp_path


@pytest.mark.parametrize("update", [False, True])
def test_pages_of_one_title_are_told_apart_by_date_and_text(weeks, update):
    """P7: three weekly pages are three articles, each with its own text, however often they are brought in."""
    assert "created 3" in run(weeks, update=update, section="city")
    for _again in range(2):
        assert run(weeks, update=update, section="city").strip().endswith("unchanged 3.")
    found = texts()
    assert found.keys() == WEEKS.keys()
    for day, text in WEEKS.items():
        assert text in found[day]


@pytest.mark.parametrize("seed", range(6))
def test_no_article_ever_gets_the_text_of_another_page(weeks, seed, tmp_path):
    """P7: whatever is brought in after what, with --update or not, edited or published between."""
    chance = random.Random(seed)
    files = sorted(weeks.iterdir())
    for _step in range(8):
        run(*chance.sample(files, chance.randint(1, 3)), update=chance.random() < 0.5, section="city")
        if chance.random() < 0.4:
            article = chance.choice(list(Article.objects.all()))
            if chance.random() < 0.5:
                publish(article, chief_editor(username=f"c{chance.random()}"))
            else:
                words = latest_content(article)
                save_content(article, {**words, "title_zh_hans": chance.choice(["一周行情", "行情"])}, None)
    assert Article.objects.count() <= 3
    for article in Article.objects.all():
        days = {day for day, text in WEEKS.items() if text in latest_content(article)["body_zh_hans"]}
        assert days == {f"{article.published_at:%Y-%m-%d}"}


TEXT = WEEKS["2012-06-04"]
CORRECTED = TEXT.replace("活跃", "十分活跃")
OTHER = WEEKS["2012-06-18"]
SAME_WORDS = TEXT.replace("0.26", "1.78")


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (("2012-06-04", TEXT), ("2012-06-04", CORRECTED), "skipped"),
        (("2012-06-04", TEXT), ("2012-06-04", OTHER), "in doubt"),
        (("2012-06-04", TEXT), ("2012-06-04", SAME_WORDS), "in doubt"),
        (("2012-06-04", TEXT), ("2012-06-11", OTHER), "created"),
        (("2012-06-04", TEXT), ("2012-06-11", SAME_WORDS), "created"),
        (("2012-06-04", TEXT), ("2012-06-11", TEXT), "in doubt"),
        (("", TEXT), ("2012-06-11", TEXT), "unchanged"),
        (("2012-06-04", TEXT), ("", TEXT), "unchanged"),
        (("", TEXT), ("", TEXT), "unchanged"),
        (("", TEXT), ("", OTHER), "in doubt"),
        (("", TEXT), ("2012-06-11", OTHER), "in doubt"),
        (("2012-06-04", TEXT), ("", CORRECTED), "in doubt"),
    ],
)  # fmt: skip
def test_what_two_pages_of_one_title_are(sections, tmp_path, first, second, outcome):
    """P7: every case of same, other and unknown date with same, corrected and other text."""
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_bytes(weekly(*first))
    two.write_bytes(weekly(*second))
    run(one, section="city")
    kept = latest_content(Article.objects.get())["body_zh_hans"]
    report = run(two, section="city")
    assert f"{outcome} 1" in report
    assert Article.objects.count() == (2 if outcome == "created" else 1)
    if outcome == "in doubt":
        run(two, section="city", update=True)
    assert latest_content(Article.objects.order_by("pk").first())["body_zh_hans"] == kept


def test_what_is_in_doubt_is_asked_and_answered(sections, tmp_path):
    """P7: the report names the article, its date and why; an answer is remembered, so nothing is asked twice."""
    one, two, three = (tmp_path / name for name in ("one.txt", "two.txt", "three.txt"))
    one.write_bytes(weekly("2012-06-04", TEXT))
    two.write_bytes(weekly("2012-06-04", OTHER))
    three.write_bytes(weekly("", TEXT, "一周行情"))
    run(one, section="city")
    article = Article.objects.get()
    report = run(two, section="city")
    assert re.search(
        rf"two\.txt: in doubt\. Is it article {article.pk} “.*” of 2012-06-04 \(same title and date, another text\)\?"
        " Say --article and its number, or --new",
        report,
    )
    assert "1 of 1 are in doubt, and nothing was done with them" in report
    assert "created 1" in run(two, section="city", new=True)
    assert "unchanged 1" in run(two, section="city")
    assert Article.objects.count() == 2
    two.write_bytes(weekly("", OTHER.replace("端午", "中秋")))
    assert "in doubt" in run(two)
    assert "your answer" in run(two, article=article.pk)
    assert "unchanged 1" in run(two)
    assert TEXT in latest_content(article)["body_zh_hans"]
    assert "updated 1" in run(two, article=article.pk, update=True)
    assert "中秋" in latest_content(Article.objects.get(pk=article.pk))["body_zh_hans"]


def test_new_leaves_what_is_certain(weeks):
    """P7: `--new` answers doubts, it doubles nothing."""
    run(weeks, section="city", new=True)
    assert "unchanged 3" in run(weeks, section="city", new=True)
    BroughtIn.objects.all().delete()
    assert "unchanged 3" in run(weeks, section="city", new=True)
    assert Article.objects.count() == 3


def test_answers_that_are_none(weeks):
    """P7: a sentence for each."""
    file = weeks / "page-a.txt"
    assert "There is no article 99" in run(file, article=99)
    assert "There is no article" in run(file, article=10**20)
    assert "two answers" in run(file, article=1, new=True)
    assert "goes with a single file" in run(weeks, article=1)


@pytest.mark.parametrize("update", [False, True])
def test_a_number_in_the_name_of_a_file_alone_is_a_guess(sections, tmp_path, update):
    """P7: files that somebody numbered 1, 2, 3 are not the articles of those ids."""
    first, later = tmp_path / "a", tmp_path / "b"
    for folder, day in ((first, "2012-06-04"), (later, "2012-06-18")):
        folder.mkdir()
        (folder / "1.txt").write_bytes(weekly(day))
    run(first, section="city")
    report = run(later, section="city", update=update)
    assert "the number in the file's name" in report
    assert "in doubt 1" in report
    assert "created 1" in run(later, section="city", new=True)
    assert sorted(Article.objects.values_list("legacy_id", flat=True), key=str) == [1, None]
    assert texts().keys() == {"2012-06-04", "2012-06-18"}
    for day, text in texts().items():
        assert WEEKS[day] in text


def test_an_id_of_an_address_is_certain(sections, tmp_path):
    """P7: other words of the same id are the same page; another id is another page, whatever it says."""
    (tmp_path / "detial.php@id=91&name=2.txt").write_bytes(weekly("2012-06-04"))
    run(tmp_path, section="city")
    (tmp_path / "detial.php@id=91&name=2.txt").write_bytes(weekly("2012-06-04", OTHER, "改了标题"))
    (tmp_path / "detial.php@id=92&name=2.txt").write_bytes(weekly("2012-06-04"))
    report = run(tmp_path, section="city")
    assert "by its id" in report
    assert "created 1" in report
    assert sorted(Article.objects.values_list("legacy_id", flat=True)) == [91, 92]


def test_what_editors_made_of_a_page_is_known_and_stays(weeks):
    """P7: title, date and text changed since: the page is neither doubled nor put back."""
    run(weeks, section="city")
    for article in Article.objects.all():
        words = latest_content(article)
        save_content(
            article,
            {**words, "title_zh_hans": "柯桥行情", "body_zh_hans": "<p>新的一段。</p>", "published_at": ""},
            None,
        )
    report = run(weeks, section="city", update=True)
    assert "unchanged 3" in report
    assert "was brought in before and has been edited since" in report
    assert {latest_content(article)["body_zh_hans"] for article in Article.objects.all()} == {
        "<p>新的一段。</p>"
    }


def test_a_broken_title_is_the_same_page_and_its_text_replaces_no_whole_one(sections, tmp_path):
    """P7 with P6: the same page saved twice, once with half a sign."""
    whole, broken = tmp_path / "whole.txt", tmp_path / "broken.txt"
    content = weekly("2012-06-04", title="柯桥一周市场行情")
    whole.write_bytes(content)
    title, words = "柯桥一周市场行情".encode("gbk"), "涤纶".encode("gbk")
    broken.write_bytes(content.replace(title, title[:-1]).replace(words, words[:-1]))
    run(whole, section="city")
    report = run(broken, section="city", update=True)
    assert "skipped 1" in report
    assert "has broken signs, which the text on the site has not" in report
    Article.objects.all().delete()
    run(broken, section="city")
    assert "updated 1" in run(whole, section="city", update=True)
    assert Article.objects.get().title_zh_hans == "柯桥一周市场行情"


def test_likeness():
    assert likeness(TEXT, TEXT) == 1
    assert likeness(TEXT, SAME_WORDS) == 1
    assert likeness(TEXT, OTHER) < 0.1
    assert likeness("", "") == 1
    assert likeness("", TEXT) == 0


def test_the_cost_of_recognising_does_not_grow_with_the_articles_of_a_title(
    sections, tmp_path, django_assert_max_num_queries
):
    """P7: a page asks as much whether one article of its title is there or eight."""
    one = tmp_path / "one.txt"
    for number in range(8):
        one.write_bytes(weekly(f"2011-01-{number + 1:02}", f"第{number}周价格上涨，市场交投活跃{number}。"))
        run(one, section="city")
    assert Article.objects.count() == 8
    with django_assert_max_num_queries(75):
        run(one, section="city")
