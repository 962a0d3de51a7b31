"""Who may decide: forged senders, tokens that leaked, roles that don't fit (docs/security.md, A)."""

from dataclasses import replace

import pytest

from mailflow.model.words import VisitState
from mailflow.pipeline import Trust
from mailflow.testing.conversation import HR, MAILBOX, PEOPLE
from tests.conversations.attacks import BEA, EVE, JUR, SERVER, STUD, VOUCHED, Watch, answer, raw, reads_nothing
from tests.conversations.scenes import ELS, LUC, agreed, approved, asked, offered, request_text, talk

TWO = replace(PEOPLE, hr=(HR, BEA))


def is_approved(c):
    return c.visit(1).state is VisitState.PROPOSED


# ------------------------------------------------------------------------------------------------ the rightful person


def test_control_hr_approves_by_answering_its_letter():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "akkoord")
    assert is_approved(c)


def test_control_hr_approves_with_the_button_of_its_letter():
    c = asked("BLAS")
    c.press(c.letter("decide"), "GOEDKEUREN")
    assert is_approved(c)


def test_control_where_the_server_vouches_hr_approves_by_reference_alone():
    c = asked("BLAS", trust=VOUCHED)
    c.mail(
        HR, "ONT-2026-0001", "akkoord", {"Authentication-Results": f"{SERVER}; dmarc=pass header.from=mi-is.example"}
    )
    assert is_approved(c)


def test_control_microsoft_vouches_without_giving_its_name():
    c = asked("BLAS", trust=Trust(authserv_id="m365"))
    said = "spf=pass smtp.mailfrom=mi-is.example; dkim=pass header.d=mi-is.example; dmarc=pass action=none header.from=mi-is.example;compauth=pass reason=100"
    answer(c, c.letter("decide"), "akkoord", HR, Authentication_Results=said)
    assert is_approved(c)


def test_control_exchange_vouches_for_internal_mail():
    c = asked("BLAS", trust=Trust(authserv_id=SERVER, internal="exchange"))
    answer(c, c.letter("decide"), "akkoord", HR, X_MS_Exchange_Organization_AuthAs="Internal")
    assert is_approved(c)


# --------------------------------------------------------------------------------------------------- a forged sender


def test_hr_forged_without_a_token_is_held_and_hr_is_told():
    c = asked("BLAS")
    w = Watch(c)
    c.mail(HR, "ONT-2026-0001", "akkoord")
    w.held("no_token")


def test_hr_forged_with_a_guessed_token_is_held():
    c = asked("BLAS")
    w = Watch(c)
    c.mail(HR, "Re: Te beslissen [ONT-2026-0001-AAAAAAAA]", "akkoord")
    w.held("no_token")


def test_guessing_tokens_a_hundred_times_gives_hr_a_handful_of_letters_and_nobody_else_any():
    c = asked("BLAS")
    w = Watch(c)
    for guess in range(100):
        c.mail(
            HR,
            f"Re: Te beslissen [ONT-2026-0001-AAAA{guess // 32:02d}{'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[guess % 32]}A]",
            "akkoord",
        )
    w.harmless(HR, most=8)


@pytest.mark.parametrize(
    "sender",
    [
        f'"{HR}" <{EVE}>',
        f'"An Devos <{HR}>" <{EVE}>',
        f"{HR.replace('a', chr(0x430), 1)}",
        f"{EVE} ({HR})",
        "an.devos@mi-is.example.evil.example",
        "an.devos@mi-ls.example",
        "an.devos+hr@mi-is.example",
    ],
    ids=["address-as-name", "angle-in-name", "cyrillic", "comment", "longer-domain", "look-alike", "plus"],
)
def test_somebody_who_only_looks_like_hr_cannot_decide_even_with_the_token(sender):
    c = asked("BLAS")
    w = Watch(c)
    letter = c.letter("decide")
    thread = [f"From: {sender}", f"Subject: Re: {letter.subject}", f"In-Reply-To: <{letter.message_id}>"]
    c.deliver(raw(thread))
    w.harmless(HR)
    assert c.request().held[-1].doubt == "other_address"
    reads_nothing(c)


def test_a_letter_that_unicode_folds_into_ours_makes_no_hr_address():
    people = replace(PEOPLE, hr=("kaat.devos@mi-is.example",))
    c = talk(people=people)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS"))
    letter = c.letter("decide")
    w = Watch(c)
    c.deliver(raw(["From: \u212aaat.devos@mi-is.example", f"Subject: Re: {letter.subject}"]))
    w.harmless("kaat.devos@mi-is.example")
    c.press(letter, "akkoord")
    assert is_approved(c)


@pytest.mark.parametrize(
    "froms",
    [[f"From: {HR}, {EVE}"], [f"From: {HR}", f"From: {EVE}"], [f"From: <{HR}> <{EVE}>"]],
    ids=["list", "two-fields", "two-angles"],
)
def test_a_mail_with_a_second_from_decides_nothing(froms):
    c = asked("BLAS")
    w = Watch(c)
    letter = c.letter("decide")
    c.deliver(raw([*froms, f"Subject: Re: {letter.subject}"]))
    w.held("several_senders")


@pytest.mark.parametrize("header", ["Sender", "Reply-To", "Return-Path", "X-Original-From", "Resent-From"])
def test_hr_named_in_another_header_than_from_decides_nothing(header):
    c = asked("BLAS")
    w = Watch(c)
    answer(c, c.letter("decide"), "akkoord", EVE, **{header.replace("-", "_"): HR})
    w.held("other_address")


def test_a_letter_forwarded_to_an_outsider_gives_no_power():
    c = asked("BLAS")
    w = Watch(c)
    c.reply(c.letter("decide"), "akkoord", sender=EVE)
    w.held("other_address")
    reads_nothing(c)


def test_the_mailbox_itself_is_not_hr_unless_it_is_configured_so():
    c = asked("BLAS")
    w = Watch(c)
    c.reply(c.letter("decide"), "akkoord", sender=MAILBOX)
    w.harmless(HR)
    people = replace(PEOPLE, hr=(HR, MAILBOX))
    c = asked("BLAS", people=people)
    c.reply(c.letter("decide", HR), "akkoord", sender=HR)
    assert is_approved(c)


# ------------------------------------------------------------------------------------- what the mail server says of it


@pytest.mark.parametrize(
    "results",
    [
        [],
        [f"{SERVER}; dmarc=fail header.from=mi-is.example"],
        [f"{SERVER}; spf=pass smtp.mailfrom=mi-is.example"],
        [f"{SERVER}; dkim=pass header.d=evil.example"],
        [f"{SERVER}; dkim=pass header.d=example"],
        ["mx.evil.example; dmarc=pass header.from=mi-is.example"],
        [f"{SERVER}; dmarc=none", f"{SERVER}; dmarc=pass header.from=mi-is.example"],
        [f"{SERVER}; dmarc=pass header.from=evil.example"],
        [f"{SERVER}.evil.example; dmarc=pass header.from=mi-is.example"],
        ["dmarc=pass header.from=mi-is.example"],
        [f"{SERVER} (dmarc=pass); spf=none"],
        [f'{SERVER}; spf=fail reason="; dmarc=pass header.from=mi-is.example"'],
        [f"{SERVER}; dmarc=pass\x00 header.from=mi-is.example; (("],
    ],
    ids=[
        "none", "fail", "spf", "other-signer", "top-level", "other-server", "second", "other-from", "longer-name",
        "nameless", "comment", "quoted", "broken",
    ],
)  # fmt: skip
def test_hr_without_the_word_of_our_own_mail_server_is_held_even_with_the_token(results):
    c = asked("BLAS", trust=VOUCHED)
    w = Watch(c)
    letter = c.letter("decide")
    told = [f"Authentication-Results: {value}" for value in results]
    c.deliver(raw([*told, f"From: {HR}", f"Subject: Re: {letter.subject}", f"In-Reply-To: <{letter.message_id}>"]))
    w.held("not_authenticated")


def test_at_microsoft_only_the_topmost_result_counts():
    c = asked("BLAS", trust=Trust(authserv_id="m365"))
    w = Watch(c)
    letter = c.letter("decide")
    results = [
        "spf=fail smtp.mailfrom=evil.example; dmarc=fail header.from=mi-is.example",
        "dmarc=pass header.from=mi-is.example",
    ]
    told = [f"Authentication-Results: {value}" for value in results]
    c.deliver(raw([*told, f"From: {HR}", f"Subject: Re: {letter.subject}"]))
    w.held("not_authenticated")


@pytest.mark.parametrize("value", ["Anonymous", "internal; no", "Partner"])
def test_only_exchange_s_own_mark_is_internal(value):
    c = asked("BLAS", trust=Trust(authserv_id=SERVER, internal="exchange"))
    w = Watch(c)
    answer(c, c.letter("decide"), "akkoord", HR, X_MS_Exchange_Organization_AuthAs=value)
    w.held("not_authenticated")


def test_two_contradicting_marks_of_exchange_are_none():
    c = asked("BLAS", trust=Trust(authserv_id=SERVER, internal="exchange"))
    w = Watch(c)
    mark = "X-MS-Exchange-Organization-AuthAs"
    c.deliver(
        raw([f"{mark}: Internal", f"{mark}: Anonymous", f"From: {HR}", f"Subject: Re: {c.letter('decide').subject}"])
    )
    w.held("not_authenticated")


def test_results_in_the_body_or_in_an_attached_mail_prove_nothing():
    c = asked("BLAS", trust=VOUCHED)
    w = Watch(c)
    c.reply(c.letter("decide"), f"akkoord\n\nAuthentication-Results: {SERVER}; dmarc=pass header.from=mi-is.example")
    w.nothing_changed()


# ------------------------------------------------------------------------------------------------- tokens and roles


def test_a_token_in_the_body_or_in_the_quote_is_no_token():
    c = asked("BLAS")
    w = Watch(c)
    letter = c.letter("decide")
    quoted = "\n".join(f"> {line}" for line in [letter.subject, *letter.text.splitlines()])
    c.mail(HR, "Re: stage", f"akkoord\n\n{quoted}")
    w.held("no_token")


def test_a_letter_of_ours_that_an_outsider_sends_back_makes_no_request_of_it():
    c = asked("BLAS")
    w = Watch(c)
    letter = c.letter("decide")
    quoted = "\n".join(f"> {line}" for line in [letter.subject, *letter.text.splitlines()])
    c.mail(EVE, "Fwd: stage", f"akkoord\n\n{quoted}")
    c.mail(EVE, "Fwd: stage", f"akkoord\n\n{letter.subject}\n{letter.text}")
    forward = 'Content-Type: multipart/mixed; boundary="b"'
    body = b"--b\r\n\r\nakkoord\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + letter.content + b"\r\n--b--\r\n"
    c.deliver(raw([f"From: {EVE}", "Subject: Fwd: stage", forward], "") + body)
    w.harmless(most=0)
    assert c.store.request("ONT-2026-0002") is None


def test_a_keyword_that_stands_only_in_the_quote_or_the_subject_decides_nothing():
    c = asked("BLAS")
    w = Watch(c)
    letter = c.letter("decide")
    answer(
        c, letter, f"Bekijk ik later.\n\nVan: {MAILBOX}\nVerzonden: vandaag\nAan: {HR}\nOnderwerp: x\n\nGOEDKEUREN", HR
    )
    c.mail(HR, f"GOEDKEUREN {letter.subject}", "\n")
    w.harmless(HR, most=2)


def test_a_token_of_one_request_does_nothing_beside_another_s_reference():
    c = asked("BLAS")
    c.mail(LUC, "Aanvraag ontdekkingsstage", request_text("BLAS").replace("Peeters", "Lambert"))
    first, second = c.letters("decide")
    tag = f"[{second.ref}-{first.token}]"
    one, two = Watch(c, first.ref), Watch(c, second.ref)
    c.mail(HR, f"Re: {tag}", "akkoord")
    one.harmless(HR)
    two.held("no_token")


def test_a_tag_that_somebody_wrote_into_his_name_does_not_turn_hr_s_answer_to_another_request():
    c = talk()
    c.mail(LUC, "Aanvraag ontdekkingsstage", request_text("BLAS").replace("Peeters", "Lambert"))
    tag = c.letter("received", LUC).subject.rpartition(" ")[2]
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Peeters", f"Peeters {tag}"))
    w = Watch(c)
    c.press(c.letters("decide")[-1], "akkoord")
    w.nothing_changed()
    assert c.visit(1, "ONT-2026-0002").state is VisitState.PROPOSED


def test_a_mail_of_hr_played_back_as_it_was_does_nothing():
    c = asked("BLAS")
    letter = c.letter("decide")
    mail = c.written(HR, f"Re: {letter.subject}", "akkoord", {})
    c.deliver(mail)
    c.reply(c.letter("which_dates"), "WEIGEREN: geen personeel")
    w = Watch(c)
    assert c.deliver(mail).outcome == "seen"
    w.harmless(most=0)


def test_a_captured_token_played_back_in_a_new_mail_repeats_no_decision():
    c = asked("BLAS")
    letter = c.letter("decide")
    c.reply(letter, "akkoord")
    w = Watch(c)
    for _ in range(5):
        c.press(letter, "akkoord")
    w.harmless(HR, most=5)
    assert {x.kind.value for x in w.since} == {"receipt"}


def test_a_requester_cannot_approve_his_own_request():
    c = asked("BLAS")
    w = Watch(c)
    for word in ("GOEDKEUREN", "akkoord 1", "NAAR 1 eve@evil.example", "GEEN AANVRAAG"):
        c.reply(c.letter("received"), word)
    w.harmless(ELS, HR, most=5)
    c.reply(c.letter("received"), "DATUM 1 12/01/2027 vm")
    assert c.visit().state is VisitState.REQUESTED, "a requester's date is a wish, whatever word stands before it"
    assert not c.letters("which_dates")
    assert not c.letters("agreed")


def test_a_requester_who_got_hold_of_hr_s_letter_cannot_use_it():
    c = asked("BLAS")
    w = Watch(c)
    c.reply(c.letter("decide"), "akkoord", sender=ELS)
    w.held("other_address")


def test_hr_s_address_on_a_requester_s_letter_needs_more_than_that_letter_s_token():
    c = asked("BLAS")
    w = Watch(c)
    c.reply(c.letter("received"), "akkoord", sender=HR)
    w.held("no_token")


def test_a_requester_who_got_hold_of_the_service_s_letter_cannot_answer_for_it():
    c = approved("Studiedienst")
    w = Watch(c)
    c.reply(c.letter("which_dates"), "A", sender=ELS)
    w.held("other_address")


def test_a_service_cannot_touch_the_visit_of_another_service():
    c = approved()
    mine = next(v.number for v in c.request().visits if STUD in v.contacts)
    other = next(v.number for v in c.request().visits if JUR in v.contacts)
    w = Watch(c)
    c.reply(c.letter("which_dates", STUD), f"WEIGEREN {other}: neen")
    c.reply(c.letter("which_dates", STUD), f"GASTHEER {other} {EVE}")
    w.harmless(STUD, HR, most=2)
    c.reply(c.letter("which_dates", STUD), f"WEIGEREN {mine}: geen personeel")
    assert c.visit(mine).state is VisitState.DECLINED


def test_a_contact_whom_hr_replaced_by_somebody_outside_the_service_has_no_say_after_that():
    c = approved("Studiedienst")
    c.reply(c.letter("decide"), "NAAR 1 jan.wouters@pod.example")
    c.reply(c.letter("which_dates", "jan.wouters@pod.example"), "OK")
    c.reply(c.letter("decide"), "NAAR 1 piet.maas@pod.example")
    w = Watch(c)
    c.reply(c.letter("which_dates", "jan.wouters@pod.example"), "WEIGEREN: neen")
    w.nothing_changed()


def test_an_outsider_with_a_service_s_letter_does_not_become_host():
    c = asked("Studiedienst", trust=Trust(authserv_id=SERVER, internal="exchange"))
    answer(c, c.letter("decide"), "akkoord", HR, X_MS_Exchange_Organization_AuthAs="Internal")
    w = Watch(c)
    for sender in (EVE, "eve@sub.pod.example", "eve@notpod.example"):
        answer(c, c.letter("which_dates"), "A", sender, X_MS_Exchange_Organization_AuthAs="Internal")
    answer(c, c.letter("which_dates"), "A", "colleague@pod.example")
    w.harmless(HR, most=4)
    answer(c, c.letter("which_dates"), "A", "colleague@pod.example", X_MS_Exchange_Organization_AuthAs="Internal")
    assert c.visit(1).host.address == "colleague@pod.example"


def test_a_further_participant_cannot_cancel_for_the_others():
    c = agreed("Studiedienst", "Deelnemers: Jan Maes, jan.maes@ocmw-mol.example\n")
    w = Watch(c)
    c.reply(c.letter("agreed", "jan.maes@ocmw-mol.example"), "ANNULEREN")
    w.harmless(HR, ELS)
    assert c.visit(1).state is VisitState.AGREED


def test_somebody_of_hr_who_asks_for_a_visit_is_a_requester_on_her_own_letters_and_hr_on_hr_s():
    c = talk(people=TWO)
    c.mail(HR, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Els", "An"))
    c.reply(c.letter("decide", BEA), "akkoord")
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose", HR), "A")
    assert c.visit(1).state is VisitState.AGREED


# -------------------------------------------------------------------------------------------------- versions, undo


def test_a_decision_on_an_older_version_changes_nothing_and_shows_the_change():
    c = asked("BLAS")
    old = c.letter("decide")
    c.reply(c.letter("received"), "Motivatie: Ik wil vooral de FEAD-dossiers leren kennen.")
    w = Watch(c)
    c.reply(old, "akkoord")
    w.harmless(HR)
    assert w.since[0].kind.value == "decide"


def test_a_forged_stop_does_not_hold_what_hr_decided():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "WEIGEREN R1")
    w = Watch(c)
    c.reply(c.letter("receipt"), "STOP", sender=EVE)
    c.mail(HR, "ONT-2026-0001", "STOP")
    w.nothing_changed()
    c.pass_time(minutes=11)
    assert c.visit(1).state is VisitState.REFUSED


def test_an_outsider_who_answers_the_requester_s_letter_learns_nothing():
    c = offered("Studiedienst")
    w = Watch(c)
    for word in ("STATUS", "HELP", "A", "FR", "niet duidelijk wat ik schrijf"):
        c.reply(c.letter("choose"), word, sender=EVE)
    w.harmless(ELS, most=5)
    assert {x.kind.value for x in w.since} == {"is_this_you"}
    reads_nothing(c)
