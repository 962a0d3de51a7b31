"""What the demo leaves behind: every mail as .eml, every invitation as .ics, and a page that shows them as read."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow.app import App
from mailflow.sandbox.stage import MAILBOX, Mail

BRUSSELS = ZoneInfo("Europe/Brussels")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>mailflow demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 56rem; padding: 1.5rem }}
body {{ color: #1c1c1c; background: #fff }}
h1 {{ font-size: 1.5rem }}
details {{ border: 1px solid #c8c8c8; border-radius: 6px; margin: .5rem 0 }}
summary {{ padding: .6rem .9rem; cursor: pointer }}
summary .when {{ color: #555; font-variant-numeric: tabular-nums }}
.in summary {{ background: #f3f6fb }}
iframe {{ border: 0; border-top: 1px solid #c8c8c8; width: 100%; height: 46rem; background: #fff }}
pre {{ margin: 0; padding: 1rem; border-top: 1px solid #c8c8c8; white-space: pre-wrap; overflow-wrap: anywhere }}
.files {{ padding: .3rem .9rem .7rem }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #eee; background: #1b1b1b }} .in summary {{ background: #26303d }} summary .when {{ color: #bbb }}
  a {{ color: #9cc4ff }}
}}
</style></head><body>
<h1>What went by mail</h1>
<p>{count} mails between the mailbox <b>{mailbox}</b> and the people of the demo, in the order they were sent, each
as its receiver sees it. The times are the demo's own. The store they led to:
<a href="mailflow.json">mailflow.json</a>.</p>
{requests}
{rows}
</body></html>
"""


def write_pages(out: Path, mails: list[Mail], app: App) -> None:
    """Write the mails and the page to ``out``."""
    rows = []
    for number, mail in enumerate(mails, start=1):
        name = f"{number:03d}-{'in' if mail.to == MAILBOX else 'out'}-{_slug(mail)}"
        (out / f"{name}.eml").write_bytes(mail.raw)
        calendar = _calendar(mail.message)
        if calendar:
            (out / f"{name}.ics").write_bytes(calendar)
        rows.append(_row(name, mail, invited=bool(calendar)))
    page = PAGE.format(count=len(mails), mailbox=MAILBOX, rows="\n".join(rows), requests=_requests(app))
    (out / "index.html").write_text(page, encoding="utf-8")


def _requests(app: App) -> str:
    items = (f"<li>{r.ref}: {escape(r.requester.full_name)}, {r.state.value}</li>" for r in app.store.requests())
    return f"<ul>{''.join(items)}</ul>"


def _row(name: str, mail: Mail, *, invited: bool) -> str:
    when = mail.at.astimezone(BRUSSELS).strftime("%d/%m/%Y %H:%M")
    incoming = mail.to == MAILBOX
    who = f"{mail.sender} → mailflow" if incoming else f"mailflow → {mail.to}"
    links = [f'<a href="{name}.eml">{name}.eml</a>', *([f'<a href="{name}.ics">{name}.ics</a>'] if invited else [])]
    return (
        f'<details class="{"in" if incoming else "out"}"><summary><span class="when">{when}</span> '
        f"{escape(who)}<br><b>{escape(mail.subject)}</b></summary>{_content(mail.message)}"
        f'<p class="files">{" · ".join(links)}</p></details>'
    )


def _content(message: EmailMessage) -> str:
    html = message.get_body(("html",))
    if html is not None:
        # A sandboxed frame shows the letter as a mail program does: without scripts and without this page's style.
        return (
            f'<iframe sandbox title="letter" loading="lazy" srcdoc="{escape(html.get_content(), quote=True)}"></iframe>'
        )
    plain = message.get_body(("plain",))
    return f"<pre>{escape(plain.get_content() if plain else '')}</pre>"


def _calendar(message: EmailMessage) -> bytes:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    return b""


def _slug(mail: Mail) -> str:
    other = mail.sender if mail.to == MAILBOX else mail.to
    return other.partition("@")[0].replace(".", "-")
