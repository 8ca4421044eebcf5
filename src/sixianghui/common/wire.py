"""The names on which `front` and `app` agree.

`front` drops every header that starts with `PREFIX` from what a client sends, and strips them from what a
client is answered, so inside the house they can be trusted. Imports nothing: both sides may use it.
"""

PREFIX = "X-Sixianghui-"

#: app → front. Space-separated tags. Its presence says "this answer may be kept for everybody".
CACHE_TAGS = "X-Sixianghui-Cache"
#: app → front. The longest time in whole seconds that the answer may be kept (a backstop; purging is the rule).
CACHE_SECONDS = "X-Sixianghui-Cache-Seconds"
#: app → front. Absolute path of a file that `front` sends instead of the (empty) body, ranges included.
#: Percent-encoded (`urllib.parse.quote`), since a header holds no Chinese.
FILE = "X-Sixianghui-File"

#: Below this an answer that may be kept is the same for everybody, also for whoever is signed in: `front` asks `app` as
#: nobody first, and only what nobody may have is asked for again with the session.
STREAMS = "/streams/"

#: app → front, on an answer to `EVENTS`. "This session may listen": an opaque key of the account and one of the
#: session, with a space between; `-` where there is none.
STREAM = "X-Sixianghui-Stream"
#: app → front, with `STREAM`. The topics, with spaces between.
TOPICS = "X-Sixianghui-Topics"

#: front → app. The client's address, as `front` or its trusted proxies saw it.
CLIENT = "X-Sixianghui-Client"
#: front → app. `http` or `https`, as the client sees it.
SCHEME = "X-Sixianghui-Scheme"

#: Whether this node may be sent readers: `front` is there and an `app` answers. For load balancers and `serve`.
SERVING = "/servingz"
#: Whether all is as it should be, backups too. For monitoring: it may be red on a node that serves well.
READY = "/readyz"

#: Where event streams are asked for. `front` asks `app` whether this session may listen and holds the stream itself.
#: A request for it says nothing of a person being there: it must not count as use of a session.
EVENTS = "/events/"
#: How many topics one stream may listen to.
MAX_TOPICS = 8

#: Where a page reports that it was read, by its number. `front` answers a browser itself; what it counts it sends on
#: under the same address, with `READS_BATCH`, a batch at a time.
READS = "/reads/"
#: front → app. The name of a front since its start and the number of the batch; the same batch has the same number.
READS_BATCH = "X-Sixianghui-Reads"
#: How many reads one batch holds.
MAX_READS = 1000
#: How old a read may be when it is written, in seconds; `front` keeps it for so long while `app` is away.
READ_KEPT_SECONDS = 600

#: Kinds of topics that are watched, live and again. Who listens to one and says by `WATCH` who it is, is its viewer.
WATCHED = ("watch", "watch-again")
#: The kind of topic whose listeners are told how many watch `watch:` of the same id, without being viewers.
TOLD_OF_VIEWERS = "lecture"
#: The field of the query of `EVENTS` with a viewer's token: made at random by the page, kept for this lecture. `front`
#: makes a number of it (`front/readers.py`); neither `app` nor the database ever sees it.
WATCH = "watch"
WATCH_WORD = r"[A-Za-z0-9_-]{16,40}"
#: front → app, by `front` alone: how many watch, and how long somebody has watched. JSON:
#: `{"spans": [[number, topic, viewer, began_ago, ended_ago or null], …], "now": {topic: viewers at this front, …}}`.
#: Whole seconds before the moment of sending. A span has one number at its front; it is told of once when it has lasted
#: `SPAN_SECONDS`, and once when it is over; when both are news, only the end: no batch names a
#: span twice. The answer is `{topic: viewers at all fronts, …}`.
WATCHING = "/watching/"
#: front → app, with it. The name of a front since its start and the number of the batch, as with `READS_BATCH`.
WATCHING_BATCH = "X-Sixianghui-Watching"
#: How many spans one batch tells of.
MAX_SPANS = 1000
#: How old news of a span may be when it is written; `front` keeps it for so long while `app` is away.
SPAN_KEPT_SECONDS = 600
#: A span that lasts less is not told of. Who comes back within `SPAN_GAP_SECONDS` goes on with the same one.
SPAN_SECONDS = 10
SPAN_GAP_SECONDS = 30
#: While anybody watches or is told how many do, `app` hears of it at least so often. A front that is silent for much longer is gone.
WATCHING_SECONDS = 5

#: The session cookie. A request that carries it is never answered from the page cache.
SESSION_COOKIE = "sxh_session"

#: The tag that every cached page carries; purging it empties the cache.
EVERYTHING = "all"

#: ingest → app, over `app`'s own sockets: the name of an ingest process since its start. `front` drops it from what
#: clients send, so that nobody else comes in below `INGEST_ADDRESS`.
INGEST = "X-Sixianghui-Ingest"
INGEST_ADDRESS = "/ingest/"

#: The file beside the sockets in which `app` lays down figures for `/metrics`, and for how long `front` believes it.
GAUGES = "app.prom"
GAUGES_SECONDS = 300
