"""The words of Chinese commentary."""

from typing import Any

from .claim import Measure
from .tokens import Entries, Kind, Phrases, Token, tokens_of_signs

_PAIRS = """
上涨 下跌|上升 下降|微涨 微跌|微升 微降|小涨 小跌|小升 小降|走高 走低|回升 回落|走强 走弱|上扬 下滑|上行 下行|增长 下降|提高 降低
领涨 领跌|齐升 齐降|齐涨 齐跌|普涨 普跌|大涨 大跌|续涨 续跌|跟涨 跟跌|连涨 连跌|双升 双降|反弹 回落|攀升 下滑|上调 下调|略涨 略跌
略升 略降|走升 走跌|上升到 下降到|高开 低开|收涨 收跌|收高 收低|劲升 急跌|飙升 暴跌|回暖 走冷|推涨 下跌|提升 降低|升高 降低
攀高 走低|增加 减少|趋强 趋弱|转强 转弱|上涨至 下跌至|上升至 下降至|升至 降至|涨至 跌至|涨到 跌到|攀升至 回落至
"""
_DOWN = "走软 下挫 下探 缩水 滑落 缩减 跌落 收缩 转跌 转降 疲软 走疲"
_UP = "上浮 走俏 转涨 转升 上冲"
_SHORT = "涨 跌|升 降|增 减"
_NOUNS = "涨幅 跌幅|升幅 降幅|增幅 减幅|涨势 跌势|升势 降势"
_FLAT = "持平 走平 无变化 没有变化 未变 不变 没有变动 无涨跌"
_LOOSE = "平稳 企稳 稳定 基本持平 大致持平 大体持平 大体平稳 基本平稳 保持平稳 保持稳定"

_PREVIOUS = (
    "上期",
    "上一期",
    "前一期",
    "前期",
    "上周",
    "上一周",
    "前一周",
    "上月",
    "上个月",
    "上一月",
    "前月",
    "前一月",
)
_START = (
    "年初",
    "今年初",
    "本年初",
    "上年末",
    "上年底",
    "去年末",
    "去年底",
    "上年年末",
    "去年年底",
    "年初时",
    "当年初",
    "当年年初",
)
_YEAR = (
    "上年同期",
    "去年同期",
    "上年",
    "去年",
    "上年同月",
    "去年同月",
    "一年前",
    "上年同周",
    "上年此时",
    "去年此时",
    "前一年同期",
)


def _moves() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}
    for pair in _PAIRS.replace("\n", "|").strip("|").split("|"):
        up, down = pair.split()
        for way, word, opposite in ((1, up, down), (-1, down, up)):
            found.setdefault(word, (Kind.MOVE, (way, opposite, False, word[-1] in "至到")))
    for word in _UP.split():
        found.setdefault(word, (Kind.MOVE, (1, "下跌", False)))
    for word in _DOWN.split():
        found.setdefault(word, (Kind.MOVE, (-1, "上涨", False)))
    for words, loose in ((_FLAT, False), (_LOOSE, True)):
        for word in words.split():
            found[word] = (Kind.MOVE, (0, "", loose))
    for text in (_NOUNS, _SHORT):
        for pair in text.split("|"):
            up, down = pair.split()
            found[up], found[down] = (Kind.NOUN, (1, down)), (Kind.NOUN, (-1, up))
    found["高于"], found["低于"] = (Kind.SIDE, (1, "低于")), (Kind.SIDE, (-1, "高于"))
    found["高出"] = (Kind.SIDE, (1, "低出"))
    return found


def _references() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}
    for cores, measure in (
        (_PREVIOUS, Measure.PREVIOUS),
        (_START, Measure.YEAR_START),
        (_YEAR, Measure.YEAR_AGO),
    ):
        for core in cores:
            if measure is not Measure.YEAR_START:
                found[core] = (Kind.ELSEWHEN, measure)
            for before in ("较", "比", "与", "同", "相比", "相较", "较之", "相对", "和", "自", "从"):
                found[f"{before}{core}"] = (Kind.REFERENCE, measure)
            for before in ("与", "同", "和"):
                for after in ("相比", "比较", "相较"):
                    found[f"{before}{core}{after}"] = (Kind.REFERENCE, measure)
    found |= dict.fromkeys(("环比", "月环比", "周环比"), (Kind.REFERENCE, Measure.PREVIOUS))
    found |= dict.fromkeys(("同比", "年同比"), (Kind.REFERENCE, Measure.YEAR_AGO))
    starts = (
        "年初以来",
        "自年初以来",
        "今年以来",
        "年内累计",
        "年内",
        "本年以来",
        "较年初累计",
        "年初至今",
        "今年累计",
        "自年初起",
    )
    found |= dict.fromkeys(starts, (Kind.REFERENCE, Measure.YEAR_START))
    return found


def _words(kind: Kind, text: str, value: Any = None) -> dict[str, tuple[Kind, Any]]:
    return dict.fromkeys(text.split(), (kind, value))


WORDS: Entries = {
    **_words(Kind.STOP, "。 ！ !"),
    **_words(Kind.ASKS, "？ ? 吗"),
    **_words(Kind.OPEN, "（ ( 【 ["),
    **_words(Kind.CLOSE, "） ) 】 ]"),
    **_words(Kind.BREAK, "， , ； ; ： : — – - 而 但 但是 不过 然而 因此 所以 可见 其中 同时 而且 并且"),
    **_words(Kind.LINK, "、 和 与 及 以及 跟 暨"),
    **_words(Kind.EACH, "各 均 都 皆 双双 齐齐 各自 全部 全线 同步 同样 分别均"),
    **_words(Kind.IN_TURN, "分别 依次"),
    **_words(Kind.NOT, "未 没有 没 不 并未 并非 不再 未能 未见 尚未 不是 从未 无一 没能 停止 止"),
    **_words(Kind.NEARLY, "几乎 近乎 基本 大致 大体 接近于 差不多 略微不足"),
    **_words(Kind.BOUND, "超过 超 逾 高达 不低于 多于 大于 至少", 1),
    **_words(Kind.BOUND, "不到 不足 不超过 少于 小于 未及 不及 至多 不满", -1),
    **_words(
        Kind.MAYBE,
        """若 如果 如 倘若 假如 能否 是否 可能 或 或许 也许 预计 预期 预测 有望 料 料将 将 将会 会 应 应会 应当 恐 恐怕 要么 假设 后续
        后市 后期 下期 下周 下月 未来 今后 后几个月 后几期 短期 判断 有待 尚待 希望 期待 目标 计划 推断 假定 待 后势""",
    ),
    **_words(
        Kind.ELSEWHEN,
        """此前 以往 往年 历史 曾 曾经 当时 那时 那个 前几期 前几周 前几个月 前两期 前两周 前两个月 上半年 去年冬天 上季 一度 疫情前 过去
        昔日 早前 早先 年前 节前 前期""",
    ),
    **_words(
        Kind.OTHER,
        """成交 成交量 成交额 销量 销售 销售额 销售收入 销售量 订单 订单量 产量 产值 库存 出货 出货量 走货 需求 供应 供给 开机率 开工率
        出口 进口 出口额 进口额 利润 毛利 毛利率 价差 成本 客流 采购量 接单 接单量 周转 运价 油价 原油 棉花 期货 汇率 元 美元 人民币
        吨 米 公斤 备货 信心 聚酯原料 原材料 报价 售价 单价 零售价 批发价 出厂价 交易额 营业额 面料布 工人 织机 天数 面料 纱线 布 坯
        企业 经营户 家数 货币""",
    ),
    **_words(Kind.ASIDE, "按 按照 据 根据 受 经历 经过 随着 由于 截至 尽管 除 除了 面对 在经历"),
    **_words(
        Kind.LEVEL,
        """收报于 收报 收于 收盘于 报收于 报收 报于 报 录得 至 达 达到 达至 为 于 站上 升破 跌破 处于 位于 在 到 点位为 录 维持在 升到
        降到""",
    ),
    **_words(
        Kind.FILL,
        """类 价格 指数 价格指数 景气指数 本期 当期 本周 当周 本月 当月 期 的 了 也 却 仍 仍然 仍有 还 又 再 再度 再次 继续 持续 逆势
        逆势而行 逆势而上 逆势而动 小幅 大幅 明显 略 略有 稍 稍有 微 微幅 温和 稳步 稳中 快速 急速 显著 较大 较快 一路 普遍 整体 总体
        累计 已 已经 只 仅 则 并 虽 虽然 虽有 也有 有 有所 出现 呈 呈现 转为 逐步 逐月 进一步 方面 一项 两项 三项 点位 涨跌幅 幅度 约
        大约 近 接近 左右 将近 达成 同期 当年 今年 本年 年 月 日 期内 是 更 最 较 比 相比 以 这 该 本 中 里 上 下 等 其 之 另 另外
        此外 只有 唯有 唯独 单独 走势 表现 变动 变化 由 对 连续 连续第二期 首次 均有 不同程度 不同程度的 均有不同程度 单期 一期 两期
        单周 同月 幅 度 发布 公布 价量 量价 价 “ ” 《 》""",
    ),
    **_words(
        Kind.UNKNOWN,
        """涨跌 升降 升级 降温 涨价 跌价 提价 降价 止跌 抗跌 上升通道 上涨动力 上涨空间 下跌空间 涨跌互现 跌宕 升温 增多 减产 增产 涨停
        跌停 高开高走 上涨乏力 止跌企稳 降本 增速 上升期 跌多涨少 涨多跌少 涨少跌多 上涨行情 下跌行情""",
    ),
}


def phrases(names: Entries) -> Phrases:
    """Return the phrases of the language with the names of indices."""
    return Phrases(names, _moves(), _references(), WORDS, words=False)


def tokens(text: str, known: Phrases) -> list[Token]:
    """Return the tokens of a passage; a period after 较 or 比 is what a change is told against."""
    done: list[Token] = []
    for token in tokens_of_signs(text, known):
        before = done[-1] if done else None
        if (
            token.kind is Kind.PERIOD
            and before is not None
            and text[before.start : before.end] in ("较", "比", "与")
        ):
            token = Token(Kind.AGAINST, before.start, token.end, token.value)
            done.pop()
        done.append(token)
    return done
