"""The committed picture of a visit's life is what the table draws now."""

from pathlib import Path

from mailflow.cli.graph import svg


def test_the_picture_in_the_docs_is_the_one_that_the_table_draws_now() -> None:
    # After a change of the table: mailflow check --graph docs/pictures/life.svg
    assert Path("docs/pictures/life.svg").read_text(encoding="utf-8") == svg()
