"""What an operator does and sees: a site set up as the README says, orders beside the daemon, and every common mistake."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from mailflow.testing.quoting import outlook
from tests.system.people import HR, answer, request
from tests.system.site import PROGRAM, Site


def without_secret(site: Site, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody does who may read the store and not the password."""
    environ = site.environ()
    del environ["MAILFLOW_MAILBOX_PASSWORD"]
    line = [*PROGRAM, "--config", str(site.folder / "config.toml"), *args]
    return subprocess.run(line, env=environ, cwd=site.folder, capture_output=True, text=True, timeout=60, check=False)


def test_a_site_is_set_up_as_the_readme_says(site: Site) -> None:
    (site.folder / "config.toml").unlink()
    answers = [
        f"127.0.0.1:{site.server.port}", "none", site.user, f"127.0.0.1:{site.sink.port}", "none", "-",
        f"Ontdekkingsstages <{site.user}>", "an@mi-is.example", "op@mi-is.example", "rules",
    ]  # fmt: skip
    line = [*PROGRAM, "--config", str(site.folder / "config.toml"), "init"]
    made = subprocess.run(
        line, input="\n".join(answers) + "\n", env=site.environ(), cwd=site.folder,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "[mailbox]" in made.stdout
    assert "logged in" in made.stdout

    lacking = site.command("check")
    assert lacking.returncode == 78
    assert lacking.stdout.count("contact person") == 7
    for file in (site.folder / "rules" / "services").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert "contacts = []" in text
        contact = '[{ address = "marc@mi-is.example", name = "Marc", language = "nl" }]'
        file.write_text(text.replace("contacts = []", f"contacts = {contact}"), encoding="utf-8")
    proven = site.command("check", "--online")
    assert proven.returncode == 0, proven.stdout
    assert "mistake" not in proven.stdout

    assert site.command("once").returncode == 0
    site.mailbox.lay([request(site.user)])
    assert site.command("once").returncode == 0
    assert [one["state"] for one in site.requests()] == ["awaiting_decision"]


def test_orders_reach_the_daemon_from_somebody_who_does_not_know_the_password(site: Site) -> None:
    site.start()
    retried = without_secret(site, "retry")
    assert retried.returncode == 1
    assert "no letter waits or failed" in retried.stderr
    assert without_secret(site, "status").returncode == 0
    assert without_secret(site, "list").returncode == 0
    assert without_secret(site, "store", "check").returncode == 0


def test_status_tells_whether_mailflow_runs_and_reads(site: Site) -> None:
    daemon = site.start()
    until = time.monotonic() + 20
    while not (seen := site.json("status")[0])["mailbox_read_at"] and time.monotonic() < until:
        time.sleep(0.2)
    assert seen["running"] is True
    assert seen["silent"] is False
    daemon.stop_well()
    assert site.json("status")[0]["running"] is False


def test_status_fails_once_nobody_reads_the_mailbox(site: Site) -> None:
    site.configure({"mailbox": {"poll": "1s", "alarm_after": "2s"}})
    site.once()
    time.sleep(3)
    told = site.command("status")
    assert told.returncode == 1
    assert "start `mailflow run`" in told.stdout


def test_where_signatures_are_checked_unsigned_hr_is_held(site: Site) -> None:
    site.configure({"trust": {"dkim": True}})
    site.mailbox.lay([request(site.user)])
    site.once()
    site.mailbox.lay([answer(site.sink.last(HR, "Te beslissen"), site.user, "Akkoord", outlook)])
    site.once()
    assert [one["state"] for one in site.requests()] == ["awaiting_decision"]
    assert len(site.sink.to(HR, "Actie nodig")) == 1


def test_a_back_up_made_beside_the_daemon_restores_everything(site: Site) -> None:
    daemon = site.start()
    site.mailbox.lay([request(site.user)])
    daemon.wait_for_event("letter_sent", 2)
    site.told("store", "export", str(site.folder / "back-up.json"))
    before = site.requests()
    daemon.kill()
    for file in site.store_path.parent.glob("mailflow.json*"):
        if file.is_file():
            file.unlink()
    (site.folder / "back-up.json").rename(site.store_path)
    assert site.requests() == before
    site.once()
    assert len(site.sink.taken) == 2


def test_a_command_with_a_mistake_says_in_one_line_what_to_do(site: Site) -> None:
    site.once()
    mistakes = {
        ("run",): ({"MAILFLOW_MAILBOX_PASSWORD": ""}, 78, "expected a secret"),
        ("once",): ({"MAILFLOW_MAILBOX_PASSWORD": "wrong"}, 75, "check user name and secret"),
        ("once", "--now", "2027-01-04"): ({"MAILFLOW_MAILBOX_PORT": "1"}, 75, "is the server up"),
        ("status",): ({"MAILFLOW_MAILBOX_HOTS": "x"}, 78, "did you mean MAILFLOW_MAILBOX_HOST"),
        ("list",): ({"MAILFLOW_STORE_PATH": str(site.folder)}, 75, "Is a directory"),
        ("check",): ({"MAILFLOW_RULES_PATH": "nowhere"}, 78, "an existing directory"),
        ("show", "ONT-2026-9999"): ({}, 1, "there is no request"),
        ("lst",): ({}, 2, "did you mean list"),
    }
    for args, (environ, code, said) in mistakes.items():
        line = [*PROGRAM, "--config", str(site.folder / "config.toml"), *args]
        done = subprocess.run(
            line, env=site.environ() | environ, cwd=site.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert (args, done.returncode) == (args, code), done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_store_that_may_not_be_written_is_told_and_loses_nothing(site: Site) -> None:
    site.once()
    site.mailbox.lay([request(site.user)])
    # Even root can't make a file in a directory that is none.
    site.store_path.parent.rename(site.folder / "kept")
    site.store_path.parent.write_text("", encoding="utf-8")
    done = site.command("once")
    assert done.returncode == 75, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert len(site.mailbox.lying("INBOX")) == 1
    site.store_path.parent.unlink()
    (site.folder / "kept").rename(site.store_path.parent)
    site.once()
    assert len(site.requests()) == 1


def test_the_log_of_a_day_is_one_event_a_line(site: Site) -> None:
    daemon = site.start()
    site.mailbox.lay([request(site.user)])
    daemon.wait_for_event("letter_sent", 2)
    daemon.stop_well()
    documented = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    for line in daemon.log.read_text(encoding="utf-8").splitlines():
        assert f"`{json.loads(line)['event']}`" in documented
        assert [
            word for word in ("Peeters", "els.peeters", "samenwerking", "014 00", "ntdekkingss") if word in line
        ] == []
