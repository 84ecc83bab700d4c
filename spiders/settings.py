"""Every Scrapy setting that differs from its default, with the default and the reason.

Pace and robots belong to each platform's declaration; nothing here loosens them.
"""

from crawler.capture.plan import DEFAULT_USER_AGENT

BOT_NAME = "goodswatch"
SPIDER_MODULES = ["spiders.sweep"]
NEWSPIDER_MODULE = "spiders"

# Default "Scrapy/VERSION (+https://scrapy.org)": sites must be able to see who visits and to name us in robots.txt.
USER_AGENT = DEFAULT_USER_AGENT
# Default None (the whole user agent): robots.txt names a product, not a browser's line.
ROBOTSTXT_USER_AGENT = "goodswatch"

# Default "en": shops in China would show an English page where they have one.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# Default False.
ROBOTSTXT_OBEY = True
# Default True: a server on loopback that runs Python it is sent.
REMOTE_CONTROL_ENABLED = False
# Default True: an open port that runs Python.
TELNETCONSOLE_ENABLED = False
# Default False: evidence must come from whom it claims.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Default 1 GiB: a page is never that large; above it the page has failed, and says so.
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 4 * 2**20
# Default 180 seconds: one dead page would hold its host's slot for three minutes, three times.
DOWNLOAD_TIMEOUT = 45
# Default True (an error): a body shorter than announced is kept and marked incomplete.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Default 0.5 (±50 %): half of a Crawl-delay is not that delay. PoliteDownloader uses none anyway.
DOWNLOAD_DELAY_JITTER = 0.0
# Default 16; 0 is no bound: hosts are held back one by one (PoliteDownloader), and a paused one must not hold others.
CONCURRENT_REQUESTS = 0
# Default 8; used only for a host without declared manners.
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOADER = "crawler.fetch.politeness.PoliteDownloader"
# Default "scrapy.core.scheduler.Scheduler" over JOBDIR when set: the sweep's own ledger says what is left to fetch.
JOBDIR = None

# Default False: every answer is an observation, 404 too.
HTTPERROR_ALLOW_ALL = True
# Default True: the first visitor's cookies must not shape what the next page shows.
COOKIES_ENABLED = False
# Default True: referrers tell a site how we came; none is needed.
REFERER_ENABLED = False
# Default True: a page's meta refresh is part of what it shows, and the gate check must see it.
METAREFRESH_ENABLED = False
# Default 20.
REDIRECT_MAX_TIMES = 6
# Default 2 tries more, on more codes: a missing page is an answer, not a fault.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
# Default -1: a page tried again keeps its turn.
RETRY_PRIORITY_ADJUST = 0
RETRY_EXCEPTIONS = [
    "twisted.internet.defer.TimeoutError",
    "twisted.internet.error.TimeoutError",
    "twisted.internet.error.ConnectionRefusedError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
    "twisted.internet.error.TCPTimedOutError",
    "twisted.web.client.ResponseFailed",
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "playwright.async_api.Error",
    OSError,
]

# Ours: how often a host that says 429 or 503 is asked again, how long we wait without Retry-After (doubling), and the
# longest Retry-After that one sweep waits for.
BUSY_RETRY_TIMES = 3
BUSY_BACKOFF_SECONDS = 5.0
BUSY_LONGEST_WAIT_SECONDS = 300.0

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetch.robots.StrictRobots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.fetch.politeness.PoliteRetry": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.fetch.redirects.SiteRedirects": 600,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}

# One handler for both, or two browsers are started; it hands plain requests to Scrapy's own.
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.browser.SharedBrowserHandler",
    "https": "crawler.fetch.browser.SharedBrowserHandler",
    "ftp": None,
    "file": None,
    "s3": None,
    "data": None,
}
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# Default None: with no own user agent header, the browser's context says who we are, in scripts as well.
PLAYWRIGHT_PROCESS_REQUEST_HEADERS = None
PLAYWRIGHT_BROWSER_TYPE = "chromium"
PLAYWRIGHT_ABORT_REQUEST = "crawler.fetch.browser.refuse_request"
# Default 16 (CONCURRENT_REQUESTS): on two cores more than four pages at once are slower.
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 4
# Default 30000 ms by playwright; said here because the wait for a quiet page comes on top.
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 30_000

# Default "INFO" with a line for every page in DEBUG; run.py sets the handler.
LOG_LEVEL = "WARNING"
# Default True: run.py writes JSON lines.
LOG_INSTALL_ROOT_HANDLER = False
# Default 60 seconds, in words; run.py writes progress for machines.
LOGSTATS_INTERVAL = 0
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
}
# Default True: fingerprints would drop pages that the plan asks for twice (second look).
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
