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

#: front → app. The client's address, as `front` or its trusted proxies saw it.
CLIENT = "X-Sixianghui-Client"
#: front → app. `http` or `https`, as the client sees it.
SCHEME = "X-Sixianghui-Scheme"

#: The session cookie. A request that carries it is never answered from the page cache.
SESSION_COOKIE = "sxh_session"

#: The tag that every cached page carries; purging it empties the cache.
EVERYTHING = "all"
