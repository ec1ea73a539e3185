"""The figures of a release typed into its grid and the checks settled: on a phone, in Chinese, by the keyboard alone."""

import re

WHY = "基期换算为一千。"


def test_a_jump_is_told_and_acknowledged_on_a_phone_by_the_keyboard(signed_in, site):  # D8
    page, complaints = signed_in("officer"), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": site}])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/admin/")
    release = page.locator(".desk-releases a", has_text="价格指数").first.get_attribute("href")
    page.goto(site + release.replace("/change/", "/figures/"))
    first = page.locator("[data-figure-grid] input[name^=value-]").first
    first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("1045.50")
    assert re.fullmatch(
        r"\+\d{3}\.\d\d%", page.locator("[data-figure-grid] output.is-jump").first.inner_text()
    )
    page.keyboard.press("Enter")  # goes down the column
    assert page.evaluate("document.activeElement.name").startswith("value-")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-figure-grid] button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.locator("text=已保存1个数据").first.wait_for()
    page.locator("text=是上一数值").first.wait_for()
    page.goto(site + release.replace("/change/", "/checks/"))
    asked = page.locator(".release-checks > li", has_text="是上一数值").first
    asked.locator("textarea").focus()
    page.keyboard.insert_text(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".release-checks__by", has_text=WHY).first.wait_for()
    assert "已确认" in page.locator(".release-checks > li", has_text="是上一数值").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []


def test_a_column_that_is_pasted_fills_the_grid_by_name_and_by_order(signed_in, site):  # D8
    page = signed_in("officer")
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": site}])
    page.goto(f"{site}/admin/")
    release = page.locator(".desk-releases a", has_text="价格指数").first.get_attribute("href")
    page.goto(site + release.replace("/change/", "/figures/"))
    fields = page.locator("[data-figure-grid] input[name^=value-]")
    fields.first.focus()
    code = page.locator("[data-figure-grid] tr[data-names]").nth(2).get_attribute("data-names").split("|")[-1]
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        f"101.10\t+0.1%\n\uff11\uff10\uff12\uff0e\uff12\uff10\n{code}\t103.30",
    )
    assert [fields.nth(n).input_value() for n in range(3)] == ["101.10", "102.20", "103.30"]
