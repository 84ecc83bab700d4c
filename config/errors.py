"""The one tree of errors that people are told about.

MonitorError
├── SettingsError          a setting is unknown or has a wrong value
├── DeclarationError       a platform, list, law, sweep or product declaration is wrong (names the file and field)
├── PageError              a page cannot be read or imported at all (names the file or URL)
│   └── FieldNotRead       the place of a field is gone on this page
├── CaptureError           a sweep folder is missing, sealed, damaged or in use
├── ListRejected           an official list cannot be taken over (names the file, row and reason)
├── InputRejected          a row handed to a command is wrong (names the row)
├── StoreUnavailable       the index store is away or refuses
├── OfficeError            the office database is away or refuses
├── DrawError              a candidate list cannot be drawn as asked
└── SetupError             something the machine needs is missing (Chromium, a package)

The command line turns each into one line on standard error and exit code 2; everything else keeps its traceback.
"""


class MonitorError(Exception):
    """Something a person can act on; the message names the file, row, field or URL."""


class SettingsError(MonitorError):
    """A setting is unknown or has a wrong value."""


class DeclarationError(MonitorError):
    """A declaration (platform, list, law, sweep, product) is wrong."""


class PageError(MonitorError):
    """A page cannot be read or imported."""


class FieldNotRead(PageError):
    """The place a field stands in is gone: not observable, never "not shown"."""


class CaptureError(MonitorError):
    """A sweep folder is missing, sealed, damaged or in use."""


class ListRejected(MonitorError):
    """An official list cannot be taken over."""


class InputRejected(MonitorError):
    """A row handed to a command is wrong."""


class StoreUnavailable(MonitorError):
    """The index store is away or refuses."""


class OfficeError(MonitorError):
    """The office database is away or refuses."""


class DrawError(MonitorError):
    """A candidate list cannot be drawn as asked."""


class SetupError(MonitorError):
    """Something the machine needs is missing."""
