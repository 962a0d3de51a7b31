"""Signs mails as mail servers do (RFC 6376, relaxed/relaxed), and as none should: any fields, any tags, any key."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

USUAL = "from:to:subject:date:message-id:in-reply-to:references:content-type:content-transfer-encoding"
OURS = "mi-is.example"


@cache
def key(name: str, bits: int) -> Any:
    """Return a key of its own for each name."""
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def record(name: str = "ours", bits: int = 2048, *, tags: str = "") -> bytes:
    """Return what the DNS says of a key."""
    public = key(name, bits).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    return f"v=DKIM1; k=rsa; {tags}p={base64.b64encode(public).decode()}".encode()


def relaxed(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    flat = re.sub(rb"[\t ]+", b" ", value.replace(b"\r\n", b"")).strip()
    return name.lower().strip() + b":" + flat


def fields_of(head: bytes) -> list[bytes]:
    return re.split(rb"\r\n(?![\t ])", head)


def body_hash(body: bytes, length: int | None, method: str) -> str:
    lines = re.sub(rb"[\t ]+", b" ", re.sub(rb"[\t ]+\r\n", b"\r\n", body))
    plain = re.sub(rb"(?:\r\n)+\Z", b"", lines) + b"\r\n"
    return base64.b64encode(hashlib.new(method, plain[:length]).digest()).decode()


def signed(
    raw: bytes, domain: str = OURS, covers: str = USUAL, *, by: str = "ours", bits: int = 2048, **tags: str
) -> bytes:
    """Return a mail with a signature on top; ``tags`` are added to it (``l``, ``x``) or stand instead (``a``)."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = fields_of(head)
    length = int(tags["l"]) if "l" in tags else None
    told = {"v": "1", "a": "rsa-sha256", "c": "relaxed/relaxed", "d": domain, "s": "k1", "h": covers}
    told |= {"bh": body_hash(body, length, "sha1" if tags.get("a") == "rsa-sha1" else "sha256"), **tags, "b": ""}
    signature = "DKIM-Signature: " + "; ".join(f"{name}={value}" for name, value in told.items())
    left = list(fields)
    chosen = []
    for name in covers.split(":"):
        places = [place for place, field in enumerate(left) if field.lower().startswith(f"{name}:".encode())]
        if places:
            chosen.append(left.pop(places[-1]))
    text = b"\r\n".join([*map(relaxed, chosen), relaxed(signature.encode())])
    method = hashes.SHA1() if told["a"] == "rsa-sha1" else hashes.SHA256()
    proof = base64.b64encode(key(by, bits).sign(text, padding.PKCS1v15(), method)).decode()
    folded = "\r\n ".join(proof[at : at + 70] for at in range(0, len(proof), 70))
    return f"{signature}{folded}\r\n".encode() + raw
