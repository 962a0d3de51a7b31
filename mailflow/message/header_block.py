"""The header lines that a mail program shows above a quoted mail: "Van: … Verzonden: … Aan: … Onderwerp: …".

Dutch, French, German and English in all that programs write, other languages of Europe and Chinese in the names of the
headers: whoever has a mail program in another language quotes us with its labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_WIDTH = 600
CLOCK = re.compile(r"\b\d{1,2}\s?[:.hu]\s?\d{2}\b|\b\d{1,2}\s?(?:AM|PM|Uhr|uur)\b", re.IGNORECASE)

_LABELS = {
    "from": "van|de|von|from|afzender|expéditeur|absender|da|fra|från|od|de la|remitente|mittente|lähettäjä|feladó|"
    "nadawca|odesílatel|от|от кого|від|发件人|寄件者|差出人|kimden|από",
    "sent": "verzonden|verstuurd|gesendet|sent|envoyé|envoye|envoyé le|date|datum|date d'envoi|verzonden op|"
    "verzenddatum|gesendet am|received|ontvangen|reçu|message du|inviato|data|sendt|dato|skickat|enviado|enviado el|"
    "fecha|enviada em|trimis|lähetetty|päivämäärä|päiväys|elküldve|dátum|wysłano|wysłane|odesláno|odoslané|дата|"
    "отправлено|надіслано|发送时间|发送日期|日期|寄件日期|送信日時|日付|gönderildi|tarih|ημερομηνία",
    "to": "aan|à|a|an|to|pour|destinataire|geadresseerde|empfänger|til|till|para|către|vastaanottaja|címzett|do|komu|"
    "adresat|кому|收件人|收件者|宛先|kime|προς|per",
    "subject": "onderwerp|objet|sujet|betreff|subject|betreft|oggetto|emne|ämne|asunto|assunto|subiect|aihe|tárgy|"
    "temat|předmět|predmet|тема|主题|主旨|件名|konu|θέμα",
    "other": "cc|kopie|copie|copie à|bcc|cci|bijlagen|bijlage|pièces jointes|pièce jointe|anlagen|anhänge|attachments|"
    "prioriteit|importance|wichtigkeit|urgentie|belang|reply-to|antwoord aan|répondre à|antwort an|categorieën|"
    "priorität|priority|gevoeligheid|message-id|organisatie|organization|kopi|kopia|kopio|копия|抄送|副本",
}
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = re.compile(
    r"^[>\s\u200e]*[*_]{0,3}([^\W\d_](?:[^\W\d_]|[ '’-]){0,24}?)[*_]{0,3}[\s\xa0]*[:：][*_]{0,3}[\s\xa0]*(.*)$"
)
ON_ONE_LINE = re.compile(
    r"^[>\s*]*(?:van|de|von|from)\*?\s*:\*?\s*.{3,160}?\s\*?(?:verzonden|envoyé|gesendet|sent|datum|"
    r"date)\*?\s*:\*?\s*.{5,100}?"
    r"\s\*?(?:aan|à|an|to|onderwerp|objet|betreff|subject)\*?\s*:",
    re.IGNORECASE,
)
_ANY_LABEL = re.compile(r"^[>\s\u200e]*[^\W\d_][^:：՝<>@]{0,24}[:：՝]\s*(.*)$")
_STAMP = re.compile(r"\b20\d\d\b.*\b\d{1,2}:\d{2}\b|\b\d{1,2}:\d{2}\b.*\b20\d\d\b")
_BRACKETED = re.compile(r"<[^<>\s]+@[^<>\s]+>")


def shows_headers(lines: Sequence[str]) -> bool:
    """Say whether these lines are headers in whatever language: labels, one of an address and one of day and hour.

    A form has an address and a telephone number too, but writes no angle brackets, and no clock beside a year.
    """
    values = [match[1] for line in lines if (match := _ANY_LABEL.match(line[:MAX_WIDTH]))]
    return len(values) >= 2 and any(map(_BRACKETED.search, values)) and any(map(_STAMP.search, values))


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header lines above a quoted mail: values by kind (``from``, ``sent``, ``to``, ``subject``), last index."""

    values: dict[str, str]
    last: int

    @property
    def complete(self) -> bool:
        """Whether these are the headers of a mail."""
        kinds = self.values.keys()
        if "from" in kinds:
            return len(kinds & {"sent", "to", "subject"}) >= 2 or ("@" in self.values["from"] and len(kinds) >= 2)
        return {"sent", "to", "subject"} <= kinds and "@" in self.values["to"]

    @property
    def certain(self) -> bool:
        """Whether a program wrote them: a person's own ``Van:`` and ``Datum:`` hardly show a clock or an address."""
        named = self.values.get("from", "") + self.values.get("to", "")
        return "@" in named or bool(CLOCK.search(self.values.get("sent", "")))

    @property
    def whole(self) -> bool:
        """Whether sender, date and subject are all there: "De : 9h, À : 12h, Date : 14/1" is somebody's wish."""
        return self.values.keys() >= {"from", "sent", "subject"}


def header_block(lines: Sequence[str], start: int) -> HeaderBlock | None:
    """Read the block of header lines that begins at ``start``, wrapped or double-spaced; ``None`` if there is none."""
    values: dict[str, str] = {}
    kind, last, gap = "", start - 1, 0
    for number in range(start, min(len(lines), start + 30)):
        line = lines[number][:MAX_WIDTH]
        match = _LABEL.match(line)
        found = _KIND_OF.get(match[1].strip().lower().replace("’", "'"), "") if match else ""
        if match and found:
            if found != "other" and found in values:
                break
            kind, last, gap = found, number, 0
            values.setdefault(found, match[2].strip(" *\xa0"))
        elif not values:
            return None
        elif not line.strip("> \t\xa0"):
            gap += 1
            if gap > 1:
                break
        elif gap == 0 and number - last <= 3 and kind in {"to", "other", "subject", "from"} and not _is_prose(line):
            values[kind] = f"{values[kind]} {line.strip('> ')}"
            last = number if _may_continue(values, line) else last
        else:
            break
    values.pop("other", None)
    block = HeaderBlock(values, last)
    return block if block.complete else None


def _is_prose(line: str) -> bool:
    return bool(
        re.match(
            r"^[>\s]*(?:beste|dag|geachte|bonjour|madame|monsieur|hallo|guten|sehr|dear|hi)\b", line, re.IGNORECASE
        )
    )


def _may_continue(values: dict[str, str], line: str) -> bool:
    """Say whether a line without a label belongs to the header above: further recipients, a wrapped subject."""
    return "@" in line or ";" in line or len(values) < 3
