"""The main job by the `andon` command: a client of the running Andon with the same guards and refusals."""

import json
from pathlib import Path

from andon.client import NOBODY
from andon.demo import free_port
from tests.e2e.hands import number_of
from tests.e2e.terminal import REFUSED, andon
from tests.e2e.walker import EBAY_CONNECTION, LETTER, Walker, fresh_screenshot, run_once


async def test_the_whole_job_is_walked_from_a_terminal(ana: Walker, tmp_path: Path) -> None:
    world, number = ana.world, str(await ana.failing())
    picture = tmp_path / "run.png"
    picture.write_bytes(fresh_screenshot())

    listed = await andon(world, "cases", "--kind", "job_ticket")
    assert (listed.status, listed.err) == (0, "")
    assert f"#{number}  open" in listed.out
    refused = await andon(world, "close", number)
    assert refused.status == REFUSED
    assert "  - Failure stopped: it has not been stopped yet" in refused.err
    assert "  - Retailer notified: the retailer has not been told yet" in refused.err
    assert "attach a screenshot" in refused.err
    assert await ana.state(int(number)) == "open"

    assert (await andon(world, "do", "contain", number)).status == 0
    await ana.until_state(int(number), "contained")
    letter = [f"{name}={value}" for name, value in LETTER.items()]
    assert (await andon(world, "do", "notify", f"#{number}", *letter)).status == 0
    assert (await andon(world, "do", "decide", number, "choice=reactivate")).status == 0
    world.platform.do("token.renew", EBAY_CONNECTION)
    assert (await andon(world, "do", "reactivate", number)).status == 0
    await ana.until_state(int(number), "verifying")
    run_once(world.platform)
    without = await andon(world, "close", number)
    assert (without.status, "attach a screenshot" in without.err) == (REFUSED, True)

    closed = await andon(world, "close", f"#{number}", "--picture", str(picture), "--note", "renewed")
    assert (closed.status, closed.err) == (0, "")
    assert f"#{number} closed: technically_verified" in closed.out
    await ana.until_card(int(number), "works again", "technically verified")
    assert await ana.state(int(number)) == "closed"


async def test_a_file_that_is_no_picture_is_refused_by_name_in_the_terminal(
    ana: Walker, tmp_path: Path
) -> None:
    number = str(await ana.ready_to_close())
    lie = tmp_path / "proof.png"
    lie.write_text("it works, believe me\n" * 50)

    refused = await andon(ana.world, "close", number, "--picture", str(lie))

    assert refused.status == REFUSED
    assert "proof.png is no picture: it is text" in refused.err
    assert await ana.state(int(number)) == "verifying"


async def test_the_job_check_and_the_export_answer_in_the_terminal(ana: Walker, tmp_path: Path) -> None:
    number = str(await ana.failing())
    checked = await andon(ana.world, "jobcheck")
    assert checked.status == 0, checked.err
    assert "1 known" in checked.out
    assert f"  known: #{number}" in checked.out

    file = tmp_path / "case.json"
    exported = await andon(ana.world, "export", number, "--to", str(file))
    assert exported.status == 0, exported.err
    assert "is whole" in exported.out
    assert str(number) in json.dumps(json.loads(file.read_text()))


async def test_an_order_is_retried_and_archived_from_the_terminal(ana: Walker) -> None:
    number = str(number_of(await ana.world.until_card("C07ORDERS01", "Order 1002-B")))
    assert (await andon(ana.world, "do", "retry", number)).status == 0
    ana.world.platform.freeze(frozen=False)
    await ana.until_state(int(number), "resolved")
    assert (await andon(ana.world, "do", "archive", number, "reason=actioned")).status == 0
    assert f"#{number}" in (await andon(ana.world, "cases", "archived")).out


async def test_what_cannot_be_done_is_said_in_words(ana: Walker) -> None:
    nobody = await andon(ana.world, "do", "take", "20269999")
    assert nobody.status == REFUSED
    assert nobody.err.strip()
    assert "Traceback" not in nobody.err
    number = str(await ana.failing())
    early = await andon(ana.world, "do", "reactivate", number)
    assert early.status == REFUSED
    assert "not possible from" in early.err
    unknown = await andon(ana.world, "do", "dance", number)
    assert unknown.status == REFUSED
    assert "Traceback" not in unknown.err
    missing = await andon(ana.world, "close", number, "--picture", "/nowhere/run.png")
    assert missing.status == REFUSED
    assert "cannot be read" in missing.err


async def test_commands_say_so_when_no_andon_runs(ana: Walker) -> None:
    url = f"http://127.0.0.1:{free_port(0)}"
    for line in (("cases",), ("close", "20260001"), ("jobcheck",), ("export", "20260001")):
        said = await andon(ana.world, *line, ANDON_URL=url)
        assert said.status == NOBODY
        assert f"No Andon answers at {url}" in said.err
        assert "andon serve" in said.err
