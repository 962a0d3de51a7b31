"""Growing delays, and the watch that notices silence."""

from datetime import UTC, datetime, timedelta

from mailflow.backoff import Backoff, RoundTrip, SilenceWatch

MINUTE = timedelta(minutes=1)
NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


def test_delays_double_up_to_the_most() -> None:
    backoff = Backoff(MINUTE, 10 * MINUTE, spread=0.0)
    assert [backoff.after(tries) / MINUTE for tries in range(1, 8)] == [1, 2, 4, 8, 10, 10, 10]


def test_no_number_of_tries_is_too_large_or_too_small() -> None:
    backoff = Backoff(MINUTE, timedelta(hours=4))
    assert backoff.after(10_000, "a") == timedelta(hours=4)
    assert MINUTE * 0.8 <= backoff.after(0, "a") <= MINUTE * 1.2


def test_delays_are_spread_but_the_same_in_every_replay() -> None:
    backoff = Backoff(MINUTE, timedelta(hours=4))
    delays = {backoff.after(1, f"{number}@mi-is.example") for number in range(50)}
    assert len(delays) > 40
    assert all(MINUTE * 0.8 <= delay <= MINUTE * 1.2 for delay in delays)
    assert backoff.after(3, "a") == backoff.after(3, "a")


def watch() -> SilenceWatch:
    return SilenceWatch(30 * MINUTE, NOW)


def test_a_short_silence_raises_no_alarm() -> None:
    assert not watch().alarm(NOW + 29 * MINUTE)


def test_a_long_silence_raises_one_alarm() -> None:
    silence = watch()
    assert silence.alarm(NOW + 30 * MINUTE)
    assert not silence.alarm(NOW + 31 * MINUTE)
    assert not silence.alarm(NOW + timedelta(days=9))


def test_the_end_of_a_reported_silence_is_told_once() -> None:
    silence = watch()
    assert not silence.heard(NOW + 10 * MINUTE)
    assert silence.alarm(NOW + 40 * MINUTE)
    assert silence.heard(NOW + 41 * MINUTE)
    assert not silence.heard(NOW + 42 * MINUTE)
    assert silence.alarm(NOW + 72 * MINUTE)


def test_a_clock_set_back_does_not_make_it_deaf() -> None:
    silence = watch()
    earlier = NOW - timedelta(days=300)
    assert not silence.alarm(earlier)
    assert silence.silent_for(earlier + 5 * MINUTE) == 5 * MINUTE
    assert silence.alarm(earlier + 30 * MINUTE)


def test_a_letter_to_ourselves_is_late_only_for_who_looked_after_its_time_was_up() -> None:
    trip = RoundTrip(made_at=NOW)
    assert trip.under_way
    assert not trip.late(15 * MINUTE, None)
    assert not trip.late(15 * MINUTE, NOW + 14 * MINUTE)
    assert trip.late(15 * MINUTE, NOW + 15 * MINUTE)
    assert not RoundTrip(made_at=NOW, back_at=NOW).late(15 * MINUTE, NOW + 60 * MINUTE)
    assert not RoundTrip().late(15 * MINUTE, NOW)


def test_a_letter_that_is_back_mends_only_the_loss_of_itself_or_of_an_earlier_one() -> None:
    lost = RoundTrip(made_at=NOW + 60 * MINUTE, back_at=NOW - 60 * MINUTE, missed_at=NOW)
    assert lost.broken
    assert lost.mended_by(NOW)
    assert lost.mended_by(NOW + 60 * MINUTE)
    assert not lost.mended_by(NOW - 60 * MINUTE)
    assert not RoundTrip(made_at=NOW, back_at=NOW, missed_at=NOW).broken
    assert not RoundTrip(made_at=NOW).mended_by(NOW)
