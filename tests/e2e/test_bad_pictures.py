"""Files that prove nothing: each refused by name, in the modal, and the ticket stays open."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from tests.e2e.walker import Walker, fresh_screenshot
from tests.e2e.world import shown_text
from tests.evidence.pictures import picture, png_bomb

TEXT = b"run 8841 succeeded, honestly\n" * 40
PDF = b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> endobj\n" * 20 + b"%%EOF"


def tiny() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1, 1), "green").save(out, "PNG")
    return out.getvalue()


BAD: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("text named .png", "run.png", lambda: TEXT, "run.png is no picture: it is text"),
    ("a PDF", "run.pdf", lambda: PDF, "run.pdf is no picture: it is a PDF"),
    ("a PDF named .png", "page.png", lambda: PDF, "page.png is no picture: it is a PDF"),
    ("one pixel", "dot.png", tiny, "dot.png is too small to read"),
    ("a decompression bomb", "bomb.png", lambda: png_bomb(30_000), "bomb.png has more than 25 megapixels"),
    ("half a picture", "half.png", lambda: picture()[:3000], "half.png is damaged or not whole"),
)


@pytest.mark.parametrize(("name", "content", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
async def test_a_file_that_is_no_picture_is_refused_by_name(
    ana: Walker, name: str, content: Callable[[], bytes], said: str
) -> None:
    number = await ana.ready_to_close()
    view = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")

    errors = await ana.attach(view, name, content(), note="looked at it myself")

    if errors is None:  # told where it stands once the file was looked at; what was typed is still there
        refused = shown_text(await ana.modal("modal.close.v1", said))
        assert "Not closed" in refused
        assert "Assumptions are not verification" in refused
    else:
        assert said in errors["screenshot"]
    assert await ana.state(number) == "verifying"


async def test_a_screenshot_that_proved_another_ticket_names_it(ana: Walker) -> None:
    first = await ana.ready_to_close()
    proof = fresh_screenshot()
    view = await ana.open(first, "job_ticket.close.v1", "modal.close.v1")
    assert await ana.attach(view, "run.png", proof) is None
    await ana.until_state(first, "closed")
    platform = ana.world.platform
    platform.do("token.expire", "bluebird-ebay-au")
    job = platform.world.jobs["bluebird-tracking"]
    job.next_run_at = platform.now()
    platform.tick(1.5)
    card = await ana.world.until_card(ana.channel_id, "eBay AU tracking sync")
    second = int(shown_text(card).split("#")[1][:8])
    assert second != first

    await ana.person.command(ana.channel_id, f"/andon close {second}")
    assert await ana.attach(await ana.modal("modal.close.v1", str(second)), "again.png", proof) is None

    refused = shown_text(await ana.modal("modal.close.v1", "Not closed"))
    assert f"the same picture is already the proof of #{first}" in refused
    assert await ana.state(second) == "open"


async def test_a_screenshot_older_than_the_success_is_refused(ana: Walker) -> None:
    number = await ana.ready_to_close()
    early = await ana.person.upload("early.png", fresh_screenshot())
    ana.world.platform.tick(600)  # runs go on succeeding, the newest of them minutes after the picture
    view = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")

    assert await ana.submit(view, screenshot=[early]) is None

    refused = shown_text(await ana.modal("modal.close.v1", "Not closed"))
    assert "early.png was uploaded before the run succeeded" in refused
    assert await ana.state(number) == "verifying"
