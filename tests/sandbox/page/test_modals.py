"""Modals: fields of every kind, errors at fields, values kept across updates, stacks, keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.sandbox.page import canned, canned_views
from tests.sandbox.page.fake_server import PNG, FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

SHOT: FilePayload = {"name": "run.png", "mimeType": "image/png", "buffer": PNG}


async def open_view(slack: FakeSlack, page: Page, *views: dict[str, Any]) -> Locator:
    """Shows a modal (stack) and returns the dialog on top."""
    slack.show_modals(*(views or (canned_views.closing_view(),)))
    dialog = page.get_by_role("dialog")
    await dialog.wait_for()
    return dialog


def view_of(*elements: dict[str, Any], **block: Any) -> dict[str, Any]:
    """A modal with one input block for each element, named b0, b1..."""
    blocks = [
        {
            "type": "input",
            "block_id": f"b{index}",
            "label": canned.plain(f"Field {index}"),
            "element": element,
            **block,
        }
        for index, element in enumerate(elements)
    ]
    return {**canned_views.closing_view(), "blocks": blocks}


async def test_every_value_is_submitted_by_block_and_action_with_null_for_the_untouched(
    slack: FakeSlack, page: Page
) -> None:
    dialog = await open_view(slack, page)
    await dialog.locator('[data-block-id=outcome][data-action-id="choice"]').click()
    await page.get_by_role("option", name="Technically verified").click()
    await dialog.locator("input[type=file][data-block-id=proof]").set_input_files(SHOT)
    await expect(dialog.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await dialog.get_by_label("Tell Kitchenware Co").check()
    await dialog.get_by_test_id("modal-submit").click()
    body = await slack.posted("/ui/view/submit")
    values = body["state"]["values"]
    assert (body["view_id"], body["user"]) == ("V0CLOSE001", canned.ANA)
    verified = canned.option("Technically verified", "verified")
    assert values["outcome"]["choice"] == {"type": "static_select", "selected_option": verified}
    assert values["proof"]["shot"]["type"] == "file_input"
    assert [file["id"] for file in values["proof"]["shot"]["files"]] == ["F0FILE0001"]
    assert values["note"]["text"] == {"type": "plain_text_input", "value": None}
    assert values["tell"]["ticks"]["selected_options"] == [canned.option("Tell Kitchenware Co", "tell")]
    assert values["day"]["day"] == {"type": "datepicker", "selected_date": None}


async def test_a_required_field_left_empty_is_told_at_the_field_and_nothing_is_sent(
    slack: FakeSlack, page: Page
) -> None:
    dialog = await open_view(slack, page)
    await dialog.get_by_test_id("modal-submit").click()
    outcome = dialog.locator(".input[data-block-id=outcome]")
    await expect(outcome.get_by_role("alert")).to_have_text("Please complete this required field.")
    await expect(outcome.get_by_role("combobox")).to_be_focused()
    await expect(outcome.get_by_role("combobox")).to_have_attribute("aria-invalid", "true")
    assert slack.posts == []


async def test_the_apps_errors_stand_at_their_fields_and_values_stay(slack: FakeSlack, page: Page) -> None:
    field = {"type": "plain_text_input", "action_id": "t"}
    dialog = await open_view(slack, page, view_of(field))
    slack.submit_answer = {"ok": True, "errors": {"b0": "This picture was used for #7", "nowhere": "Lost"}}
    await dialog.get_by_label("Field 0").fill("mine")
    await page.keyboard.press("Enter")
    await slack.posted("/ui/view/submit")
    await expect(dialog.locator(".input[data-block-id=b0] .input-error")).to_have_text(
        "This picture was used for #7"
    )
    await expect(dialog.get_by_test_id("modal-error")).to_contain_text("Lost")
    await expect(dialog.get_by_label("Field 0")).to_have_value("mine")


async def test_an_app_that_does_not_answer_leaves_the_modal_open_with_slacks_words(
    slack: FakeSlack, page: Page
) -> None:
    dialog = await open_view(slack, page, view_of({"type": "plain_text_input", "action_id": "t"}))
    await dialog.get_by_label("Field 0").fill("mine")
    slack.submit_answer = {"ok": False, "error": "operation_timeout"}
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog.get_by_test_id("modal-error")).to_contain_text("We had some trouble connecting")
    await expect(dialog.get_by_test_id("modal-submit")).to_be_enabled()


async def test_what_was_typed_chosen_and_uploaded_survives_an_update_of_the_view(
    slack: FakeSlack, page: Page
) -> None:
    dialog = await open_view(slack, page)
    await dialog.locator("input[type=file]").set_input_files(SHOT)
    await expect(dialog.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await dialog.locator("[data-action-id=choice]").click()
    await page.get_by_role("option", name="Not reproducible").click()
    note = dialog.get_by_label("Note")
    await note.fill("restarted it")
    await note.evaluate("node => node.setSelectionRange(3, 3)")
    changed = canned_views.closing_view(hash="2.b")
    changed["blocks"][0]["text"]["text"] = "*Checked*"
    slack.show_modals(changed)
    await expect(dialog).to_contain_text("Checked")
    await expect(note).to_have_value("restarted it")
    await expect(note).to_be_focused()
    assert await note.evaluate("node => node.selectionStart") == 3
    await expect(dialog.get_by_test_id("upload")).to_contain_text("run.png")
    await expect(dialog.locator("[data-action-id=choice]")).to_have_attribute("data-chosen", "ghost")


async def test_an_upload_shows_progress_and_holds_the_submission_back(slack: FakeSlack, page: Page) -> None:
    slack.upload_gate.clear()
    file_field = {"type": "file_input", "action_id": "shot", "max_files": 2}
    dialog = await open_view(slack, page, view_of(file_field))
    await dialog.locator("input[type=file]").set_input_files(SHOT)
    await expect(dialog.get_by_role("progressbar", name="Uploading run.png")).to_be_visible()
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog.locator(".input-error")).to_contain_text("wait until the upload has finished")
    slack.show_modals({**view_of(file_field), "hash": "9.z"})  # an update while the upload runs
    slack.upload_gate.set()
    await expect(dialog.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await dialog.get_by_test_id("modal-submit").click()
    body = await slack.posted("/ui/view/submit")
    assert len(body["state"]["values"]["b0"]["shot"]["files"]) == 1


async def test_a_file_of_another_kind_or_too_many_are_refused_at_once(slack: FakeSlack, page: Page) -> None:
    dialog = await open_view(slack, page)
    await dialog.locator("input[type=file]").set_input_files({**SHOT, "name": "run.exe"})
    await expect(dialog.get_by_test_id("upload")).to_contain_text("not allowed here (png, jpg)")
    await dialog.get_by_role("button", name="Remove run.exe").click()
    await expect(dialog.get_by_test_id("upload")).to_have_count(0)
    assert slack.posts == []


@pytest.mark.parametrize(
    ("element", "typed", "told"),
    [
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "2"},
            "1",
            "a number of 2 or more",
        ),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "a whole number"),
        ({"type": "email_text_input"}, "ana at home", "a valid email address"),
        ({"type": "url_text_input"}, "javascript:alert(1)", "a valid URL"),
        ({"type": "plain_text_input", "min_length": 5}, "abc", "at least 5 characters"),
    ],
)
async def test_a_value_of_the_wrong_form_is_told_before_the_app_is_asked(
    slack: FakeSlack, page: Page, element: dict[str, Any], typed: str, told: str
) -> None:
    dialog = await open_view(slack, page, view_of({**element, "action_id": "a"}))
    await dialog.get_by_label("Field 0").fill(typed)
    await page.keyboard.press("Enter")
    await expect(dialog.locator(".input-error")).to_contain_text(told)
    assert slack.posts == []


async def test_each_kind_of_field_gives_its_own_value(slack: FakeSlack, page: Page) -> None:
    options = [canned.option("One", "1"), canned.option("Two", "2")]
    kinds: list[dict[str, Any]] = [
        {"type": "multi_static_select", "options": options},
        {"type": "users_select"},
        {"type": "channels_select"},
        {"type": "radio_buttons", "options": options},
        {"type": "timepicker"},
        {"type": "datetimepicker"},
        {"type": "number_input", "is_decimal_allowed": True},
        {"type": "conversations_select", "initial_conversation": canned.ORDERS},
    ]
    dialog = await open_view(slack, page, view_of(*({**kind, "action_id": "a"} for kind in kinds)))
    await dialog.get_by_role("combobox", name="Field 0").click()
    await page.get_by_role("option", name="One").click()
    await page.get_by_role("option", name="Two").click()
    await page.keyboard.press("Escape")
    await dialog.get_by_role("combobox", name="Field 1").fill("chlo")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("combobox", name="Field 2").fill("jobs")
    await page.get_by_role("option", name="#jobs", exact=True).click()
    await dialog.get_by_role("radio", name="Two").check()
    await dialog.get_by_label("Field 4").fill("14:30")
    await dialog.get_by_label("Field 5").fill("2026-07-01T09:00")
    await dialog.get_by_label("Field 6").fill("1.5")
    await dialog.get_by_test_id("modal-submit").click()
    values = (await slack.posted("/ui/view/submit"))["state"]["values"]
    given = [{key: value for key, value in values[f"b{n}"]["a"].items() if key != "type"} for n in range(8)]
    assert given == [
        {"selected_options": options},
        {"selected_user": canned.CHLOE},
        {"selected_channel": canned.JOBS},
        {"selected_option": options[1]},
        {"selected_time": "14:30"},
        {"selected_date_time": 1782892800},  # 09:00 in Lisbon, in summer UTC+1
        {"value": "1.5"},
        {"selected_conversation": canned.ORDERS},
    ]


async def test_an_external_select_asks_the_app_once_enough_is_typed(slack: FakeSlack, page: Page) -> None:
    dialog = await open_view(slack, page, view_of({"type": "external_select", "action_id": "a"}))
    field = dialog.get_by_role("combobox", name="Field 0")
    await field.fill("eb")
    await expect(page.get_by_text("Type at least 3 characters")).to_be_visible()
    await field.fill("ebay")
    body = await slack.posted("/ui/options")
    assert (body["value"], body["block_id"], body["container"]["view_id"]) == ("ebay", "b0", "V0CLOSE001")
    await page.get_by_role("option", name="Found ebay").click()
    await expect(field).to_have_attribute("placeholder", "Found ebay")


async def test_an_input_that_dispatches_speaks_up_on_enter_or_on_change(slack: FakeSlack, page: Page) -> None:
    fields = (
        {"type": "plain_text_input", "action_id": "a"},
        {"type": "checkboxes", "action_id": "a", "options": [canned.option("Yes", "y")]},
    )
    dialog = await open_view(slack, page, view_of(*fields, dispatch_action=True, optional=True))
    await dialog.get_by_label("Field 0").fill("sku-1")
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/action")
    assert (body["block_id"], body["action"]) == ("b0", {"value": "sku-1"})
    assert body["container"] == {"type": "view", "view_id": "V0CLOSE001"}
    await dialog.get_by_label("Yes").check()
    body = await slack.posted("/ui/action")
    assert body["action"] == {"selected_options": [canned.option("Yes", "y")]}
    assert "/ui/view/submit" not in [path for path, _ in slack.posts]


async def test_the_submit_button_turns_until_the_app_has_answered(slack: FakeSlack, page: Page) -> None:
    dialog = await open_view(slack, page, view_of({"type": "plain_text_input", "action_id": "t"}))
    await dialog.get_by_label("Field 0").fill("x")
    slack.submit_gate.clear()
    submit = dialog.get_by_test_id("modal-submit")
    await submit.click()
    await expect(submit).to_have_attribute("aria-busy", "true")
    await expect(submit).to_be_disabled()
    slack.submit_gate.set()
    await expect(submit).to_be_enabled()
    assert len([path for path, _ in slack.posts if path == "/ui/view/submit"]) == 1


async def test_a_pushed_view_goes_back_to_the_one_below_with_its_values(slack: FakeSlack, page: Page) -> None:
    first = view_of({"type": "plain_text_input", "action_id": "t"})
    dialog = await open_view(slack, page, first)
    await dialog.get_by_label("Field 0").fill("kept")
    second = {**canned_views.closing_view("V0SECOND01"), "title": canned.plain("More"), "blocks": []}
    slack.show_modals(first, second)
    await expect(page.get_by_role("dialog", name="More")).to_have_attribute("data-view-id", "V0SECOND01")
    await page.get_by_test_id("modal-back").click()
    assert await slack.posted("/ui/view/close") == {
        "user": canned.ANA,
        "view_id": "V0SECOND01",
        "all": False,
        "state": {"values": {}},
    }
    await expect(dialog.get_by_label("Field 0")).to_have_value("kept")


async def test_escape_cancels_the_top_view_and_the_cross_clears_the_stack(
    slack: FakeSlack, page: Page
) -> None:
    await open_view(slack, page, canned_views.closing_view(), canned_views.closing_view("V0SECOND01"))
    await page.get_by_role("dialog").get_by_label("Note").fill("half a thou")
    await page.keyboard.press("Escape")
    cancelled = await slack.posted("/ui/view/close")
    assert (cancelled["all"], "half a thou" in str(cancelled["state"])) == (False, True)
    await page.locator('[data-view-id="V0CLOSE001"]').wait_for()
    await page.get_by_test_id("modal-dismiss").click()
    assert (await slack.posted("/ui/view/close"))["all"] is True
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_tab_stays_inside_the_modal(slack: FakeSlack, page: Page) -> None:
    dialog = await open_view(slack, page)
    for _ in range(14):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("node => node.contains(document.activeElement)")


async def test_hostile_words_in_a_view_are_only_words(slack: FakeSlack, page: Page) -> None:
    view = view_of(
        {"type": "plain_text_input", "action_id": "t", "placeholder": canned.plain(canned.HOSTILE)}
    )
    view["title"] = canned.plain("<img src=x onerror=window.hacked=1>")
    view["blocks"].append({"type": "section", "block_id": "h", "text": canned.mrkdwn(canned.HOSTILE)})
    dialog = await open_view(slack, page, view)
    await expect(dialog.get_by_role("heading")).to_have_text("<img src=x onerror=window.hacked=1>")
    assert await dialog.locator("img, script").count() == 0
    assert await page.evaluate("window.hacked") is None
