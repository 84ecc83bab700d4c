"""Number forms for planted goods: certificates, licences, bar codes; all invented, check digits right."""

import random


def ccc_number(chance: random.Random, category: str) -> str:
    """Return a CCC certificate number of the category."""
    return f"{chance.randint(2019, 2026)}{chance.choice(('01', '18', '10'))}{category}{chance.randint(0, 999999):06d}"


def licence_number(chance: random.Random, product: str, provinces: tuple[str, ...]) -> str:
    """Return a production licence number in one of the ways it is printed."""
    core = f"XK{product}-{chance.randint(100, 29999):05d}"
    form = chance.choice(("{core}", "{province}{core}", "({province}){core}"))
    return form.format(core=core, province=chance.choice(provinces))


def bar_code(chance: random.Random) -> str:
    """Return an EAN-13 with its right check digit."""
    digits = f"69{chance.randint(20, 39)}{chance.randint(0, 99999999):08d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def report_number(chance: random.Random) -> str:
    """Return a test report number as laboratories write them."""
    return f"{chance.choice(('WT', 'DLJC', 'QZ'))}{chance.randint(2023, 2026)}-{chance.randint(1000, 99999):05d}"


def order_number(chance: random.Random) -> str:
    """Return an order number that looks like a CCC number."""
    return f"2026{chance.randint(1, 11):02d}{chance.randint(10, 28)}{chance.randint(0, 99999999):08d}"
