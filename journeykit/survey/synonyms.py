"""Words that customers, surveys and maps use for the same moment, in a few languages.

A line is one moment; each entry is a word or two. The list is short on purpose: a synonym only
proposes a link, and a person confirms it.
"""

from __future__ import annotations

import re
from functools import cache

_MOMENTS = """
checkout, check out, till, cash register, cash desk, cashier, payment, paying, pay, pays, paid,
    bill, kasse, bezahlung, bezahlen, caisse, paiement, caja, pago, pagamento, cassa, оплата,
    касса, 结账, 付款
cart, basket, shopping bag, warenkorb, panier, carrito, carrello, корзина
delivery, delivered, shipping, shipment, parcel, package, courier, postman, lieferung, versand,
    zustellung, livraison, entrega, envío, consegna, доставка, bezorging, 配送
return, returns, refund, exchange, send back, sent back, rückgabe, umtausch, rücksendung, retour,
    devolución, reso, возврат, 退货
tracking, track, order status, where my order, sendungsverfolgung, suivi, seguimiento
order confirmation, confirmation, bestätigung, bestellbestätigung
website, web site, site, homepage, home page, web page, webshop, online shop, webseite, site web,
    sitio web, sito, сайт, 网站
app, mobile app, application, applicazione, aplicación, приложение
store, shop, branch, showroom, outlet, in store, filiale, laden, geschäft, magasin, tienda,
    negozio, магазин, winkel
staff, employee, employees, personnel, crew, clerk, assistant, sales person, salesperson, waiter,
    waitress, mitarbeiter, personal, personnel, empleados, personale, персонал, служащие, 员工
support, help desk, helpdesk, customer service, customer care, service call, hotline, call center,
    call centre, kundendienst, kundenservice, service client, atención al cliente, assistenza,
    поддержка, klantenservice, 客服
phone, phone call, telephone, call, hotline, telefon, anruf, téléphone, teléfono, telefono
chat, live chat, chatbot, bot
email, mail, newsletter, e mail
sms, text message, messenger, whatsapp
search, search engine, search results, google, suche, recherche, búsqueda
ad, ads, advert, advertisement, advertising, commercial, poster, banner, werbung, anzeige,
    publicité, anuncio, pubblicità, реклама
social media, social post, instagram, facebook, twitter, tiktok
review, reviews, testimonial, bewertung, bewertungen, avis, reseña, recensione, отзыв
word of mouth, recommendation, referral, refer, friend, empfehlung, recommandation
product page, product information, description, produktseite
price, prices, pricing, cost, costs, fee, fees, preis, preise, prix, precio, prezzo, цена
wifi, wi fi, wireless, wlan, internet
restroom, restrooms, toilet, toilets, bathroom, washroom, wc, lavatory, toilette, toiletten, baños
sign, signs, signage, wayfinding, directions, beschilderung, wegweiser, signalisation
parking, car park, garage, parking lot, parkplatz, parkhaus, aparcamiento
security, security check, screening, checkpoint, tsa, sicherheitskontrolle, sécurité, seguridad
food, restaurant, restaurants, meal, meals, dining, catering, dish, dishes, menu, essen, speisen,
    repas, comida, cibo, еда
check in, checkin, registration, reception, front desk, arrival, empfang, anmeldung, accueil,
    recepción
booking, reservation, book, reserve, buchung, réservation, reserva, prenotazione, бронирование
order, ordering, bestellung, bestellen, commande, pedido, ordine, заказ
onboarding, setup, set up, installation, install, getting started, first use, einrichtung,
    einführung
unboxing, packaging, unpacking, unpack, box, verpackung, auspacken, emballage
waiting, wait, queue, queues, line, waiting time, warten, wartezeit, schlange, attente, espera,
    coda, очередь
luggage, baggage, bags, baggage claim, gepäck, bagages, equipaje
boarding, boarding area, gate, gates, gate area
screens, monitors, displays, information screens, bildschirme
walkways, escalators, elevators, moving walkways
people mover, airtrain, air train, shuttle
rental, rental car, car rental, car hire, mietwagen
art, artwork, exhibition, exhibitions, art exhibits, kunst
loyalty, loyalty programme, loyalty program, rewards, reward, bonus, points, membership,
    treueprogramm
training, course, courses, lesson, lessons, class, classes, lecture, workshop, kurs, schulung
enrolment, enrollment, admission, admissions, einschreibung, inscription
faq, help pages, documentation, docs, manual, instructions, anleitung, handbuch
complaint, complaints, problem handling, beschwerde, réclamation, queja
invoice, billing, rechnung, facture, factura
follow up, followup, survey, feedback
renewal, renew, cancellation, cancel, kündigung
demo, trial, sample, tasting, test drive, probe
event, events, fair, webinar, veranstaltung
catalogue, catalog, brochure, leaflet, flyer, print, katalog, prospekt
"""


@cache
def _index() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for at, line in enumerate(re.split(r"\n(?! )", _MOMENTS.strip())):
        for phrase in line.split(","):
            found.setdefault(root(phrase.strip()), set()).add(at)
    return {phrase: frozenset(moments) for phrase, moments in found.items()}


def root(phrase: str) -> str:
    """Return a word or two without their endings; equal roots mean the same.

    >>> root("Deliveries"), root("paying"), root("the Tills"), root("phone calls")
    ('deliver', 'pay', 'the till', 'phon call')
    """
    return " ".join(
        re.sub(r"(?<=\w{3})(ies|ied|ing|ed|es|y|s|e)$", "", word)
        for word in phrase.casefold().split()
    )


def moments(words: list[str]) -> dict[int, str]:
    """Return the moments that words in a row speak about, each with the words that say so.

    >>> sorted(moments(["paid", "at", "till"]).values())
    ['paid']
    """
    found: dict[int, str] = {}
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            phrase = " ".join(words[at : at + length])
            for moment in _index().get(root(phrase), ()):
                found.setdefault(moment, phrase)
    return found
