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

#: app → front, on an answer to `EVENTS`. "This session may listen": an opaque key of the account and one of the
#: session, with a space between; `-` where there is none.
STREAM = "X-Sixianghui-Stream"
#: app → front, with `STREAM`. The topics, with spaces between.
TOPICS = "X-Sixianghui-Topics"

#: front → app. The client's address, as `front` or its trusted proxies saw it.
CLIENT = "X-Sixianghui-Client"
#: front → app. `http` or `https`, as the client sees it.
SCHEME = "X-Sixianghui-Scheme"

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

#: Kinds of topics whose listeners are counted as viewers: of what happens now, and of what is seen again.
WATCHED = ("watch", "watch-again")
#: Where `front` reports who is in which room, with `WATCHING_BATCH`; `app` answers how many watch over all fronts.
WATCHING = "/watching/"
#: front → app. The name of a front since its start and the number of the report; the same report has the same number.
WATCHING_BATCH = "X-Sixianghui-Watching"

#: The session cookie. A request that carries it is never answered from the page cache.
SESSION_COOKIE = "sxh_session"

#: The tag that every cached page carries; purging it empties the cache.
EVERYTHING = "all"
