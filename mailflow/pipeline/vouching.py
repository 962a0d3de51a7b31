"""Whether a sender is proven: by the word of the mail server, or where it says nothing, by our own check of DKIM."""

from __future__ import annotations

import logging

from mailflow.model.message import Message
from mailflow.pipeline.premises import Premises
from mailflow.understanding.sender import Authentication, aligned, authenticate, by_signature, domain_of

log = logging.getLogger("mailflow")


def vouch(message: Message, premises: Premises) -> Authentication:
    """Say whether the From address of a mail is proven (key (c), SPEC §10).

    Asks the DNS where ``[trust] dkim`` is on, so only about somebody whose address matters.
    """
    proof = authenticate(message, premises.trust.authserv_id, premises.trust.internal)
    domain = domain_of(message)
    if proof.passed or proof.judged or not domain or premises.verifier is None:
        return proof
    verdict = premises.verifier.verify(message.raw, lambda signer: aligned(signer, domain), message.received_at)
    own = by_signature(message, verdict)
    if not own.passed:
        log.info("unproven", extra={"facts": {"message_id": message.message_id, "why": own.detail}})
    return own
