"""How fast letters may leave."""

from datetime import UTC, datetime, timedelta

from mailflow.backoff import Backoff
from mailflow.outbox.pace import Pace

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


def pace(per_minute: int) -> Pace:
    return Pace(per_minute, Backoff(MINUTE, 15 * MINUTE, spread=0.0))


def test_the_minute_slides() -> None:
    kept = pace(2)
    kept.handed_over(NOW)
    assert kept.free_at(NOW) == NOW
    kept.handed_over(NOW + 20 * SECOND)
    assert kept.free_at(NOW + 30 * SECOND) == NOW + MINUTE
    assert kept.free_at(NOW + MINUTE) == NOW + MINUTE
    kept.handed_over(NOW + MINUTE)
    assert kept.free_at(NOW + MINUTE) == NOW + 80 * SECOND


def test_zero_means_no_limit() -> None:
    kept = pace(0)
    for _ in range(100):
        kept.handed_over(NOW)
    assert kept.free_at(NOW) == NOW


def test_a_server_that_is_down_is_left_in_peace_longer_each_time() -> None:
    kept = pace(0)
    assert [(kept.server_down(NOW) - NOW) / MINUTE for _ in range(6)] == [1, 2, 4, 8, 15, 15]
    assert kept.free_at(NOW) == NOW + 15 * MINUTE
    kept.handed_over(NOW + 15 * MINUTE)
    assert kept.free_at(NOW + 15 * MINUTE) == NOW + 15 * MINUTE
    assert kept.server_down(NOW) == NOW + MINUTE


def test_a_clock_set_back_stops_nothing() -> None:
    kept = pace(1)
    kept.handed_over(NOW)
    kept.server_down(NOW)
    earlier = NOW - timedelta(hours=3)
    assert kept.free_at(earlier) == earlier
