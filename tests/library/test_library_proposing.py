"""What is proposed for a finding, and why."""

from __future__ import annotations

from journeykit.library.proposing import proposals, proposed
from journeykit.model import Finding, Info, Stage, Touchpoint, Workshop


def workshop(**about) -> Workshop:
    return Workshop(
        id="w",
        info={"info": Info(**about)},
        stages={"s": Stage(id="s", journey="j", name="Purchase", emotions=("Purchasing anxiety",))},
        touchpoints={
            "t": Touchpoint(id="t", stage="s", name="Checkout", channel="Website", phase="purchase")
        },
    )


def keys(*args, **more) -> list[str]:
    return [each.key for each in proposals(*args, **more)]


def test_a_pain_of_the_catalogue_brings_its_opportunities_first():
    """The reason names the pain, and each says which KPI it should move, and which way."""
    pain = Finding(catalogue="complicated-checkout", touchpoint="t")
    first = proposals(workshop(), pain)[0]
    assert first.reasons[0] == "answers the pain 'Complicated checkout'"
    found = {each.key: each for each in proposals(workshop(), pain)}
    assert found["opportunities/streamline-checkout"].moves == "should move cart abandonment down"


def test_own_words_find_the_pain_that_they_are_near():
    """A pain in own words gets what the catalogue knows, and is told so."""
    pain = Finding(title="The return policy is unclear, nobody knows who pays to send it back")
    found = {each.key: each for each in proposals(workshop(), pain)}
    assert found["opportunities/clear-return-policy"].reasons == (
        "your words are near the pain 'Unclear return policy'",
    )


def test_stage_and_channel_are_reasons():
    """A tactic that suits the stage and uses the channel says both."""
    found = {each.key: each for each in proposals(workshop(), Finding(touchpoint="t"), limit=40)}
    assert found["tactics/promotions"].reasons == (
        "suits the stage Purchase", "uses the channel Website",
    )  # fmt: skip


def test_a_low_feeling_asks_for_a_repair_first():
    """What customers feel is said with n; content does not replace a repair."""
    found = {each.key: each for each in proposals(workshop(), Finding(touchpoint="t"), -1.3, 188)}
    assert found["emotion-rules/frustration-repair"].reasons[0] == (
        "customers feel −1.3 here, n 188"
    )
    assert "emotion-rules/anxiety-reassure" in keys(workshop(), Finding(touchpoint="t"), limit=40)


def test_a_delight_is_amplified():
    """Not repaired: proposals for a delight are to amplify and let it travel."""
    found = proposals(workshop(), Finding(kind="delight", touchpoint="t"), 1.2, 46, limit=30)
    assert {each.kind for each in found} == {"amplify"}
    names = [each.key for each in found]
    assert "tactics/reviews" in names and "opportunities/cross-sell" in names
    assert "emotion-rules/frustration-repair" not in names


def test_student_tactics_are_for_students():
    """They are proposed where the customers are students, and nowhere else."""
    finding = Finding(touchpoint="t")
    assert not any("student" in key for key in keys(workshop(), finding, limit=60))
    assert "strategies/student-timely-resources" in keys(
        workshop(actor="Students"), finding, limit=60
    )


def test_nothing_known_means_nothing_proposed():
    """A finding with no words and no place gets no idea out of thin air."""
    assert proposals(workshop(), Finding(title="Hm")) == []
    assert proposed(workshop(), Finding(), "opportunities/no-such-thing") is None
    assert proposed(workshop(), Finding(), "secrets/x") is None
