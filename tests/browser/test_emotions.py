"""A team rates in three browsers, reveals, and turns two blind spots into findings."""

from __future__ import annotations

import re

import pytest
from emotions.airport import airport, plain
from visiting import check_accessible, wait_ready, wait_saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: what the three believe of four places; customers feel about +1 everywhere
PLACES = ("q7roads", "q7park", "q7sign", "q9boarding")
MOUSE, KEYS, TOUCH = (-2, -1, 1, 2), (-1, -1, 0, 1), (-2, 0, 1, 2)


def opened(page, server, id, width=1280, **more):
    """Open the Emotions page as a new visitor."""
    visitor = page(width=width, height=900, **more)
    visitor.goto(server.link("04_emotions", workshop=id))
    wait_ready(visitor)
    return visitor


def face(place, valence):
    return f'[id="face-{place}-{valence}"]'


def fits(visitor):
    """Nothing of the page is wider than the screen."""
    return visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_three_browsers_rate_reveal_and_note_blind_spots(server, page, store):
    """By mouse, by keyboard and by touch on a phone; each sees only its own until the reveal."""
    id = airport(store)
    mouse = opened(page, server, id)
    mouse.click("#tab-team")
    mouse.click("#hide")
    mouse.wait_for_selector(".faces")
    keyboard = opened(page, server, id)
    phone = opened(page, server, id, 360, has_touch=True)
    for visitor in (keyboard, phone):
        visitor.click("#tab-rate")
        visitor.wait_for_selector(".faces")

    for place, valence in zip(PLACES, MOUSE, strict=True):
        mouse.click(face(place, valence))
        mouse.wait_for_selector(f'{face(place, valence)}[aria-pressed="true"]')
    for place, valence in zip(PLACES, KEYS, strict=True):
        keyboard.focus(f"#faces-{place}")
        keyboard.keyboard.press(str(valence + 2))  # one lower than meant …
        keyboard.keyboard.press("ArrowRight")  # … and one higher again
        keyboard.wait_for_selector(f'{face(place, valence)}[aria-pressed="true"]')
        assert keyboard.evaluate("document.activeElement.id") == f"faces-{place}"
    for place, valence in zip(PLACES, TOUCH, strict=True):
        phone.tap(face(place, valence))
        phone.wait_for_selector(f'{face(place, valence)}[aria-pressed="true"]')

    # words and excitement, by touch and by keyboard
    phone.locator(f"#q-{PLACES[0]} .chip").first.tap()
    phone.wait_for_selector(f'#q-{PLACES[0]} .chip[aria-pressed="true"]')
    keyboard.focus(f"#arousal-{PLACES[0]}")
    keyboard.keyboard.press("End")
    keyboard.wait_for_selector(f"#calm-{PLACES[0]}")
    for visitor in (mouse, keyboard, phone):
        wait_saved(visitor)
        assert visitor.locator('.faces [aria-pressed="true"]').count() == len(PLACES)
        assert fits(visitor)
    check_accessible(phone)

    # before the reveal nobody's page holds what the others gave
    phone.click("#tab-compare")
    phone.wait_for_selector("#overlay")
    assert "hidden until revealed" in phone.inner_text("#overlay")
    assert phone.locator(".tdot").count() == 0
    assert "team +" not in phone.content()
    phone.click("#tab-team")
    phone.wait_for_selector("#spread")
    assert phone.locator(".dots").count() == 0

    mouse.click("#tab-team")
    mouse.click("#reveal")
    mouse.wait_for_selector("#blind-words")
    phone.wait_for_selector("#spreads .dots")  # the others see it without a reload
    assert phone.locator("#spreads .dots").count() == len(PLACES)
    assert "Krippendorff's alpha" in phone.inner_text("#agreement")
    assert fits(phone)

    # both waves on one chart, and the guide
    mouse.select_option("#of", "waves")
    mouse.wait_for_selector("#overlay .odot.o0", state="attached")
    assert mouse.locator(".plot .cdot").count() == 13
    said = plain(2016)
    guide = mouse.text_content("#guide-sentences")  # some of it is folded
    best = max(said, key=lambda place: said[place][0])
    assert best == "q9boarding"
    assert re.search(rf"Highest at Boarding area at \+1\.4 \({said[best][1]:,} people", guide)
    assert "From 2015 to 2016 2 of 13 touchpoints changed" in guide
    assert mouse.get_attribute(".plot", "aria-label").startswith("Customers of 2016 spoke about")
    check_accessible(mouse)

    # the ranked blind spots are those of the numbers; two become findings
    believed = dict(zip(PLACES, (-2, -1, 1, 2), strict=True))  # medians of the three
    apart = sorted(PLACES, key=lambda place: -abs(believed[place] - said[place][0]))
    buttons = mouse.locator("#blind tbody button[id^=gap-]")
    assert [b.get_attribute("id")[4:] for b in buttons.all()] == apart
    mouse.click(f"#gap-{apart[0]}")
    mouse.locator("#blind .noted").first.wait_for()
    mouse.focus(f"#gap-{apart[1]}")
    mouse.keyboard.press("Enter")
    mouse.locator("#blind .noted").nth(1).wait_for()
    wait_saved(mouse)
    findings = store.open(id)[0].findings.values()
    assert {finding.touchpoint for finding in findings} == set(apart[:2])
    assert all(finding.sources for finding in findings)
