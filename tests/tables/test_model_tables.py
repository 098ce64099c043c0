"""Tables of models name their breaks and choices."""

from padang_tables import exhibits, printed


def test_models_name_their_breaks():
    terms = [row["Term"] for row in printed(exhibits()["trend-models"])]
    assert "step after: Contribution relief (PP 49/2020)" in terms


def test_models_of_provinces_keep_the_choices_apart():
    rows = printed(exhibits()["cross-section-models"])
    assert len(rows) == 12
    assert {row["n"] for row in rows} == {"33", "34"}


def test_no_p_value_is_printed_as_nothing():
    values = {row["p-value"] for row in printed(exhibits()["trend-models"])}
    assert "< 0.001" in values
    assert "0.000" not in values
