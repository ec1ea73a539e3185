"""The meaning of headings of columns, in both languages."""

from enum import StrEnum

from indexdata.models.classification import folded_name


class Role(StrEnum):
    """The meaning of a column."""

    PERIOD = "period"
    NAME = "name"
    VALUE = "value"
    PREVIOUS = "stated_previous"
    YEAR_START = "stated_year_start"
    YEAR_AGO = "stated_year_ago"
    STATUS = "status"
    REMARK = "remark"


CHANGES = (Role.PREVIOUS, Role.YEAR_START, Role.YEAR_AGO)
_WORDS = {
    Role.PERIOD: "期次 期 期数 月份 年月 日期 时间 发布日期 周次 period issue date month week time_period",
    Role.NAME: "指数名称 名称 指标 指标名称 类别名称 代码 指数代码 index_name name code index_code path series level_path",
    Role.VALUE: "指数值 数值 值 点位 本期 本期指数 value obs_value level points index_value",
    Role.PREVIOUS: "环比 环比涨跌 环比涨跌幅 涨跌幅 较上期 change_on_previous change_on_previous_pct on_previous_issue mom"
    " change_mom_pct month-on-month",
    Role.YEAR_START: "较年初 比年初 change_since_year_start change_since_year_start_pct since_the_start_of_the_year ytd"
    " change_ytd_pct",
    Role.YEAR_AGO: "同比 同比涨跌 同比涨跌幅 change_year_on_year change_year_on_year_pct year-on-year yoy change_yoy_pct",
    Role.STATUS: "状态 status obs_status",
    Role.REMARK: "备注 说明 注 附注 remark remarks note notes comment comments",
}
ROLES = {
    folded_name(word.replace("_", " ")): role for role, words in _WORDS.items() for word in words.split()
}
#: A heading that is the name of the index in one file and its value in another; the other headings tell.
EITHER = {folded_name(word) for word in ("指数", "index")}


def bare(text) -> str:
    """Return a heading as it is looked up: without the unit in brackets, the underscores and the sign of percent."""
    folded = folded_name(str(text or "").replace("_", " "))
    for opening, closing in ("()", "[]"):
        start = folded.find(opening)
        if start > 0 and folded.endswith(closing):
            folded = folded[:start]
    return folded.removesuffix("%").removesuffix(":")


def role_of(text) -> Role | None:
    """Return the role that a heading names, or None."""
    return ROLES.get(bare(text))
