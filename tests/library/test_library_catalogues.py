"""The catalogues hold what the sources name, and point only at what exists."""

from __future__ import annotations

import pytest

from journeykit import library
from journeykit.errors import Missing
from journeykit.library.entries import ENTRIES
from journeykit.model import LANES, PERSONA_REQUIRED, PERSONA_SENSITIVE, Persona

TOUCHPOINTS = (
    "Ad", "Online ad", "Search (SEO)", "Website visit", "Landing page", "Blog post", "Social post",
    "Social interaction", "Word of mouth", "Online review", "Customer review", "Testimonial",
    "Email", "Email campaign", "Checkout", "Purchase", "In-store visit", "Retail location",
    "In-person conversation", "Phone call", "Service call", "Service enquiry", "Live chat",
    "Chatbot", "SMS", "Mobile app", "FAQ", "Loyalty programme", "Referral programme", "Follow-up",
    "Return",
)  # fmt: skip
STUDENT_TOUCHPOINTS = (
    "Enquiry", "Enrolment", "Orientation", "Academic advising", "Campus event", "Graduation",
    "Student support", "Career service", "Alumni network", "Student app", "Online survey",
    "Video conference",
)  # fmt: skip
NAMED = {
    "pains": (
        "Confusing navigation", "Slow response", "Complicated checkout",
        "Inconsistent information", "Unclear return policy", "Difficulty accessing support",
        "Frustration in purchasing", "Poor product descriptions", "Confusion", "Obstacle",
        "Friction", "Gap in communication", "Gap in service", "Unmet need",
    ),
    "opportunities": (
        "Fewer steps", "Streamline checkout", "Better navigation", "Live chat", "AI chatbot",
        "Product recommendations", "Better product descriptions", "Clear return policy",
        "Upsell", "Cross-sell", "Targeted campaigns", "New feature", "Innovation",
    ),
    "strategies": (
        "Personalise the experience", "Make it easy", "Offer several ways to pay",
        "Give excellent service", "Automate routine", "Live chat", "FAQ", "Multichannel support",
        "Understand customers deeply", "Communicate without a break", "Build in feedback",
        "Research the market regularly", "Be consistent in all channels",
        "Ask for feedback and respond to it", "Let customers experience it",
        "Personalised communication", "Timely access to resources", "Responsive support",
        "Course recommendations",
    ),
    "goals": (
        "Better customer experience", "More loyal customers", "More sales",
        "Deeper insight into customers", "More engagement", "Targeted marketing",
        "Higher retention", "Higher conversion",
    ),
    "emotions": (
        "Curiosity", "Excitement", "Expectation", "Concern", "Joy", "Purchasing anxiety",
        "Choice anxiety", "Frustration", "Delight", "Satisfaction", "Belonging",
        "Guided and understood", "Confidence", "Trust", "Valued and understood", "Connection",
    ),
    "technologies": ("AI", "AR", "VR", "Chatbots", "Real-time"),
    "payments": ("Credit and debit cards", "PayPal", "Apple Pay"),
    "formats": ("Blog article", "Video", "Infographic"),
    "tactics": (
        "Educational content", "Engaging content", "Comparisons", "Testimonials", "Case studies",
        "Clear call to action", "Simple path", "Reassurance", "Follow-up", "Feedback request",
        "SEO", "Content marketing", "Social media", "Ads", "Discounts", "Promotions",
        "Recommendations", "Loyalty programme", "Exclusive offers", "Reviews",
        "Referral programme", "Community", "Name in emails",
        "Recommendations from past purchases", "Content per segment",
        "Targeted promotion by behaviour", "Personalised email", "Personalised offer",
    ),
}  # fmt: skip
KPIS = {
    "R190": ["conversion-rate"],
    "R191": ["retention-rate"],
    "R192": ["clv-revenue", "clv-margin"],
    "R193": ["nps"],
    "R194": ["csat"],
    "R195": ["review-rating"],
    "R196": ["repeat-purchase-rate", "referral-rate", "revenue", "brand-preference"],
    "R188": ["first-response-time", "first-contact-resolution"],
    "R200": ["student-satisfaction", "student-retention", "student-outcomes"],
    "R201": ["page-views", "engagement-rate", "email-open-rate"],
    "R67": ["page-views", "session-duration", "conversion-rate"],
}


def titles(name: str, **where: object) -> set[str]:
    return {
        entry.title
        for entry in library.catalogue(name).entries
        if all(getattr(entry, field) == value for field, value in where.items())
    }


def keys(name: str) -> set[str]:
    return {entry.key for entry in library.catalogue(name).entries}


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_catalogue_is_there_under_its_own_name(name: str) -> None:
    """A file's name and the name in it agree, and the entries are of the right class."""
    found = library.catalogue(name)
    assert found.name == name
    assert all(type(entry) is ENTRIES[name] for entry in found.entries)


def test_no_catalogue_is_of_an_unknown_kind() -> None:
    """Each file below catalogues has a class for its entries."""
    assert set(library.catalogues()) == set(ENTRIES)


def test_touchpoints_of_the_sources() -> None:
    """R42: all of the pick-list, each with channel, presence and phase."""
    assert set(TOUCHPOINTS) <= titles("touchpoints", audience="any")


def test_touchpoints_of_students() -> None:
    """R43: the students' pick-list stands apart."""
    assert set(STUDENT_TOUCHPOINTS) == titles("touchpoints", audience="students")


@pytest.mark.parametrize("name", sorted(NAMED))
def test_entries_of_the_sources(name: str) -> None:
    """Every entry that the sources name can be picked."""
    assert set(NAMED[name]) <= titles(name)


@pytest.mark.parametrize("requirement", sorted(KPIS))
def test_kpis_of_the_sources(requirement: str) -> None:
    """Each KPI comes with definition, formula, unit and direction."""
    catalogue = library.catalogue("kpis")
    for key in KPIS[requirement]:
        entry = catalogue.get(key)
        assert requirement in entry.requirements
        assert entry.definition
        assert entry.formula
        assert entry.unit
    assert catalogue.get("cart-abandonment").better == "lower"


def test_channels_of_touchpoints_are_in_the_list() -> None:
    """A picked touchpoint names a channel that can be picked, too."""
    entries = library.catalogue("touchpoints").entries
    assert {entry.channel for entry in entries} <= titles("channels")


def test_what_should_move_a_kpi_names_one_that_exists() -> None:
    """Opportunities, strategies and goals point at the KPI list."""
    for name in ("opportunities", "strategies", "goals"):
        assert {entry.kpi for entry in library.catalogue(name).entries} <= keys("kpis")


def test_opportunities_move_a_kpi_in_its_good_direction() -> None:
    """'Fewer abandoned carts' is down, 'more conversion' is up."""
    kpis = library.catalogue("kpis")
    for entry in library.catalogue("opportunities").entries:
        good = "up" if kpis.get(entry.kpi).better == "higher" else "down"
        assert entry.direction == good, entry.key


def test_pains_point_at_opportunities_that_exist() -> None:
    """From a pain one gets to what could be done about it."""
    linked = {key for entry in library.catalogue("pains").entries for key in entry.opportunities}
    assert linked <= keys("opportunities")


def test_rules_answer_emotions_that_exist() -> None:
    """R93: the rule table speaks of emotions of the list."""
    rules = library.catalogue("emotion-rules").entries
    assert {rule.emotion for rule in rules} <= keys("emotions")
    assert {"curiosity", "concern"} <= {rule.emotion for rule in rules}


def test_strategies_carry_benefit_and_hypothesis() -> None:
    """R181: the benefit is a promise, the hypothesis can be measured."""
    chat = library.catalogue("strategies").get("live-chat")
    assert chat.benefit == "Instant solutions, higher satisfaction"
    assert all(
        entry.hypothesis.startswith("If ") for entry in library.catalogue("strategies").entries
    )


def test_personalisation_rules_say_which_data_they_need() -> None:
    """R164 to R167: no rule without its data."""
    for entry in library.catalogue("tactics").entries:
        assert entry.data_needed or entry.group != "personalisation", entry.key


def test_teaching_cards_are_marked_as_unverified() -> None:
    """R243: the claim is the source's, and the card says so."""
    cards = library.catalogue("cards").entries
    assert {card.company for card in cards} == {"Amazon", "Starbucks", "Netflix"}
    assert {card.status for card in cards} == {"as stated by the source, unverified"}


def test_every_lane_is_explained() -> None:
    """A person who opens a lane is told what belongs there, under the lane's own label."""
    assert {entry.key: entry.title for entry in library.catalogue("lanes").entries} == LANES


def test_persona_fields_are_those_of_the_model() -> None:
    """R2, R4: one line for each field; required and sensitive agree with the model."""
    entries = library.catalogue("persona-fields").entries
    assert {entry.key for entry in entries} <= set(Persona.model_fields)
    assert {entry.key for entry in entries if entry.required} == set(PERSONA_REQUIRED)
    assert {entry.key for entry in entries if entry.sensitive} == set(PERSONA_SENSITIVE)
    assert all(entry.detail for entry in entries)


def test_an_unknown_catalogue_gets_a_hint() -> None:
    """The closest name is offered."""
    with pytest.raises(Missing) as caught:
        library.catalogue("pain")
    assert str(caught.value) == "There is no catalogue 'pain': did you mean pains?"
