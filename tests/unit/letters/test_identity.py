from __future__ import annotations

import re
import uuid

import pytest

from mailflow.letters.identity import message_id, new_token, new_uid, tag, tags_in, token_in, tokens_in_ids


def test_a_token_is_eight_base32_characters_and_follows_from_salt_and_index():
    tokens = {new_token("salt", index) for index in range(2000)}
    assert all(re.fullmatch(r"[A-Z2-7]{8}", token) for token in tokens)
    assert len(tokens) == 2000
    assert new_token("salt", 7) == new_token("salt", 7) != new_token("pepper", 7)


def test_a_uid_is_a_random_uuid_that_names_nobody():
    uid = new_uid("salt", 1)
    assert uuid.UUID(uid).version == 4
    assert uid == new_uid("salt", 1) != new_uid("salt", 2)


def test_a_message_id_carries_the_token_and_the_mailbox_domain():
    assert message_id("K7Q4M2XD", "ONT-2026-0001", "pod.example") == "ONT-2026-0001.K7Q4M2XD@pod.example"
    assert tokens_in_ids([message_id("K7Q4M2XD", "", "pod.example")]) == ("K7Q4M2XD",)


@pytest.mark.parametrize(
    "subject",
    [
        "Kies uw datum [ONT-2026-0001-K7Q4M2XD]",
        "Re: Kies uw datum [ONT-2026-0001-K7Q4M2XD]",
        "RE: AW: kies uw datum [ont-2026-0001-k7q4m2xd]",
        "Re: Kies uw datum [ONT-2026-\r\n 0001-K7Q4M2XD]",
        "Re: Kies uw datum [ONT-2026-0001- K7Q4M2XD ]",
        "Re: Kies uw datum ONT-2026-0001-K7Q4M2XD",
        "[EXTERN] Re: Kies uw datum [ONT-2026-0001-K7Q4M2XD] (was: iets)",
    ],
)
def test_a_tag_is_found_however_a_client_writes_it(subject):
    assert token_in(subject) == ("K7Q4M2XD",)
    assert tags_in(subject, "ONT") == (("ONT-2026-0001", "K7Q4M2XD"),)


@pytest.mark.parametrize(
    "subject",
    ["", "Re: ONT-2026-0001", "[ONT-2026-0001-K7Q4M2X]", "[ONT-2026-0001-K7Q4M2XD9]", "[ONT-2026-0001-10189]"],
)
def test_what_is_no_tag_is_not_found(subject):
    assert token_in(subject) == ()


def test_another_houses_prefix_is_not_ours():
    assert token_in("[ABC-2026-0001-K7Q4M2XD]", "ONT") == ()


def test_two_tags_are_found_in_order_and_once():
    subject = (
        f"{tag('ONT-2026-0002', 'AAAABBBB')} {tag('ONT-2026-0001', 'K7Q4M2XD')} {tag('ONT-2026-0002', 'AAAABBBB')}"
    )
    assert token_in(subject) == ("AAAABBBB", "K7Q4M2XD")


def test_only_our_own_message_ids_give_tokens():
    ids = ["<abc@mail.example>", " <ONT-2026-0001.K7Q4M2XD@pod.example> ", "ont-2026-0002.aaaabbbb@pod.example", "x"]
    assert tokens_in_ids(ids) == ("K7Q4M2XD", "AAAABBBB")
