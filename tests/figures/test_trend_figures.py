"""Pictures of growth show only what stands on the same base."""

from padang_figures import exhibits, words


def test_targets_on_another_base_never_share_the_picture():
    """The home ministry's 52.15 percent is a share of eligible workers."""
    drawn = words("national-growth")
    assert "43.92%" in drawn
    assert not any("52.1" in text for text in drawn)
    assert set(exhibits()["growth-needed"].data["base"]) == {"employed"}
