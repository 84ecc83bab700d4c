"""Invented numbers in real forms: credit codes with right check characters, certificates, licences."""

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_code(serial: int) -> str:
    """Return a nine-character organisation code (GB 11714) with its check character."""
    body = f"MQ{serial:06d}"
    total = sum(weight * _ORGANISATION.index(char) for weight, char in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def credit_code(division: str, serial: int, *, kind: str = "91") -> str:
    """Return an 18-character credit code (GB 32100) of a division; kind 91 is a company, 92 an individual business."""
    body = kind + division + organisation_code(serial)
    total = sum(weight * _CREDIT.index(char) for weight, char in zip(_CREDIT_WEIGHTS, body, strict=True))
    return body + _CREDIT[(31 - total % 31) % 31]


def wrong_credit_code(code: str) -> str:
    """Return `code` with its check character replaced by the next one."""
    return code[:-1] + _CREDIT[(_CREDIT.index(code[-1]) + 1) % 31]


def registration_number(division: str, serial: int) -> str:
    """Return an old 15-digit registration number with its check digit (ISO 7064 Mod 11,10)."""
    body = f"{division}{serial:08d}"
    product = 10
    for digit in body:
        step = (int(digit) + product) % 10 or 10
        product = 2 * step % 11
    return body + str((11 - product) % 10)


def ccc_number(year: int, category: str, serial: int) -> str:
    """Return a 16-digit certificate number of a certification body that does not exist (96)."""
    return f"{year}96{category}{serial:06d}"


def licence_number(product: str, serial: int) -> str:
    """Return a production-licence number of `product`, e.g. 16-204."""
    return f"XK{product}-{90000 + serial:05d}"


def mask(number: str) -> str:
    """Return the number with its middle hidden, as pages print it."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
