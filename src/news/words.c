#include "news/words.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

/* What an error's number is put into its sentence as. */
enum number_kind {
	NUMBER_NONE,
	NUMBER_PLAIN, /* %d */
	NUMBER_SIZE,  /* %s: bytes as KB or MB */
	NUMBER_TIME,  /* %s: a moment */
	NUMBER_ERRNO, /* behind the sentence: the system's own words */
};

struct sentence {
	enum error_code code;
	enum number_kind kind;
	const char *what; /* lowercase, no full stop */
	const char *todo; /* what helps, or NULL */
};

static const struct sentence sentences[] = {
	{ERROR_SYSTEM, NUMBER_ERRNO, N_("the system refused"), NULL},
	{ERROR_FILE_READ, NUMBER_ERRNO, N_("cannot be read"), NULL},
	{ERROR_FILE_WRITE, NUMBER_ERRNO, N_("cannot be written"), NULL},
	{ERROR_FILE_OUTSIDE, NUMBER_NONE, N_("lies outside its folder"),
	    N_("a file source reads only below its own folder")},
	{ERROR_FILE_TOO_LARGE, NUMBER_SIZE, N_("a file of over %s"), NULL},
	{ERROR_NET_HOST, NUMBER_NONE, N_("no such host"),
	    N_("check the address and the network")},
	{ERROR_NET_CONNECT, NUMBER_NONE, N_("no connection"),
	    N_("try again later")},
	{ERROR_NET_TIMEOUT, NUMBER_NONE, N_("timed out"),
	    N_("try again later")},
	{ERROR_NET_TLS, NUMBER_NONE, N_("certificate not valid"),
	    N_("the server's side must mend it")},
	{ERROR_NET_TLS_EXPIRED, NUMBER_NONE, N_("certificate expired"),
	    N_("the server's side must renew it")},
	{ERROR_NET_TLS_NAME, NUMBER_NONE, N_("another site's certificate"),
	    N_("the server's side must mend it")},
	{ERROR_NET_TLS_OLD, NUMBER_NONE, N_("the server's TLS is too old"),
	    N_("'tls = old' for this source lets it in")},
	{ERROR_NET_TLS_PINNED, NUMBER_NONE,
	    N_("not the certificate that is set for it"),
	    N_("check 'certificate' for this source")},
	{ERROR_NET_TOO_LARGE, NUMBER_SIZE, N_("an answer of over %s"), NULL},
	{ERROR_NET_REDIRECTS, NUMBER_PLAIN, N_("over %d redirects"),
	    N_("check the address")},
	{ERROR_NET_LOOP, NUMBER_NONE, N_("redirects in a circle"),
	    N_("check the address")},
	{ERROR_NET_COOKIES, NUMBER_NONE,
	    N_("redirects in a circle, for want of a cookie"),
	    N_("'cookies = yes' for this source may help")},
	{ERROR_NET_PROXY, NUMBER_NONE, N_("the proxy refused"),
	    N_("check 'proxy' and the environment")},
	{ERROR_NET_BROKEN, NUMBER_NONE, N_("the answer broke off"),
	    N_("try again later")},
	{ERROR_NET_FORBIDDEN, NUMBER_NONE, N_("an address not allowed"),
	    N_("http and https to public hosts are; 'private = yes' lets a "
	       "source inside")},
	{ERROR_NET_STOPPED, NUMBER_NONE, N_("stopped"), NULL},
	{ERROR_NET_WAIT, NUMBER_TIME, N_("server asks to wait until %s"), NULL},
	{ERROR_NET_OFFLINE, NUMBER_NONE, N_("offline"),
	    N_("what is stored can be read")},
	{ERROR_HTTP_STATUS, NUMBER_PLAIN, N_("the server answered %d"),
	    N_("try again later")},
	{ERROR_BOT_CHECK, NUMBER_NONE, N_("the server wants a browser"),
	    N_("open it in one")},
	{ERROR_FEED_IS_PAGE, NUMBER_PLAIN, N_("a web page, %d feeds found"),
	    N_("'bantin add --all' follows them")},
	{ERROR_FEED_EMPTY, NUMBER_NONE, N_("an empty answer"), NULL},
	{ERROR_FEED_UNKNOWN, NUMBER_NONE, N_("neither a feed nor a page"),
	    N_("check the address")},
	{ERROR_FEED_NO_ITEMS, NUMBER_NONE, N_("a feed without news"), NULL},
	{ERROR_FEED_CUT, NUMBER_PLAIN,
	    N_("the feed was cut short, %d articles read"), NULL},
	{ERROR_PAGE_NO_ARTICLE, NUMBER_NONE, N_("no article on this page"),
	    NULL},
	{ERROR_LIST_NO_LINKS, NUMBER_NONE, N_("no news links on this page"),
	    N_("check the address")},
	{ERROR_MARKUP_LIMIT, NUMBER_SIZE, N_("a document of over %s"), NULL},
	{ERROR_IMPORT_LINE, NUMBER_PLAIN, N_("line %d not understood"), NULL},
	{ERROR_IMPORT_UNKNOWN, NUMBER_NONE,
	    N_("neither OPML nor a list of addresses"), NULL},
	{ERROR_PICTURE_FORMAT, NUMBER_NONE,
	    N_("a picture of a kind that is not shown here"),
	    N_("o shows the page in the browser")},
	{ERROR_PICTURE_TOO_LARGE, NUMBER_NONE,
	    N_("a picture of too many dots"),
	    N_("o shows the page in the browser")},
	{ERROR_PICTURE_BROKEN, NUMBER_NONE, N_("the picture is damaged"),
	    NULL},
	{ERROR_STORE_OPEN, NUMBER_NONE, N_("the cache cannot be opened"),
	    N_("check its folder, or choose another with --store")},
	{ERROR_STORE_FOREIGN, NUMBER_NONE, N_("not a cache of bantin"),
	    N_("choose another with --store")},
	{ERROR_STORE_NEWER, NUMBER_PLAIN,
	    N_("the cache was written by a newer bantin (version %d)"),
	    N_("install that, or choose another with --store")},
	{ERROR_STORE_DAMAGED, NUMBER_NONE, N_("the cache is damaged"),
	    N_("'bantin verify' names what is lost")},
	{ERROR_STORE_BUSY, NUMBER_NONE, N_("the cache is in use"),
	    N_("try again when the other bantin is done")},
	{ERROR_STORE_FULL, NUMBER_NONE, N_("no room on the disk"),
	    N_("make some, then try again")},
	{ERROR_STORE_SQL, NUMBER_PLAIN, N_("the cache failed (SQLite %d)"),
	    N_("'bantin verify' tells more")},
	{ERROR_STORE_READ_ONLY, NUMBER_NONE, N_("the cache cannot be written"),
	    N_("check who owns it")},
	{ERROR_STORE_MIGRATED, NUMBER_PLAIN,
	    N_("a newer bantin has taken over the cache (version %d)"),
	    N_("only reading until bantin is started again")},
	{ERROR_CONFIG_SYNTAX, NUMBER_PLAIN,
	    N_("settings, line %d: not 'name = value'"), NULL},
	{ERROR_CONFIG_UNKNOWN, NUMBER_PLAIN,
	    N_("settings, line %d: no such setting"), NULL},
	{ERROR_CONFIG_VALUE, NUMBER_PLAIN,
	    N_("settings, line %d: a value that does not fit"), NULL},
	{ERROR_CONFIG_PLACE, NUMBER_PLAIN,
	    N_("settings, line %d: only for one source or host"), NULL},
	{ERROR_CONFIG_COMMAND, NUMBER_PLAIN,
	    N_("settings, line %d: no such command"), NULL},
	{ERROR_CONFIG_KEY, NUMBER_PLAIN,
	    N_("settings, line %d: one key for two commands"), NULL},
	{ERROR_CATALOGUE_LINE, NUMBER_PLAIN,
	    N_("catalogue, line %d not understood, skipped"),
	    N_("a line is province, outlet, kind, section, feed, site, "
	       "status, parted by tabs")},
	{ERROR_SOURCE_TAKEN, NUMBER_NONE,
	    N_("another source has that address"),
	    N_("each source has one of its own")},
	{ERROR_PROVINCE_UNKNOWN, NUMBER_NONE, N_("no such province"),
	    N_("'bantin portals' lists them")},
	{ERROR_FAMILY_SYNTAX, NUMBER_NONE,
	    N_("neither '[family]' nor 'part = selectors'"), NULL},
	{ERROR_FAMILY_PART, NUMBER_NONE, N_("no such part of a page"),
	    N_("'man bantin' lists them")},
	{ERROR_FAMILY_SELECTOR, NUMBER_NONE,
	    N_("a selector that is not understood"), NULL},
	{ERROR_FAMILY_BODY, NUMBER_NONE, N_("a family that names no body"),
	    NULL},
	{ERROR_USAGE, NUMBER_NONE, N_("wrong usage"),
	    N_("'bantin --help' shows how")},
	{ERROR_SOURCE_UNKNOWN, NUMBER_NONE, N_("no such source"),
	    N_("'bantin sources' lists them")},
	{ERROR_ARTICLE_UNKNOWN, NUMBER_NONE, N_("no such article"),
	    N_("'bantin list' shows their numbers")},
	{ERROR_NO_SOURCES, NUMBER_NONE, N_("no sources yet"),
	    N_("'bantin add' follows one")},
	{ERROR_SOURCE_URL, NUMBER_NONE, N_("not an address to follow"),
	    N_("https://… is one")},
	{ERROR_TERMINAL, NUMBER_NONE, N_("the terminal cannot paint"),
	    N_("set TERM, or use the commands of 'bantin --help'")},
};

/* What servers say so often that it has words of its own. */
static const struct {
	long status;
	const char *what, *todo;
} statuses[] = {
	{401, N_("login needed (401)"), NULL},
	{403, N_("refused (403)"), NULL},
	{404, N_("not found (404)"), N_("check the address")},
	{407, N_("the proxy wants a login (407)"), NULL},
	{410, N_("gone (410)"), NULL},
	{429, N_("too many requests (429)"), N_("try again later")},
};

/* What stands in no line: a setting of the command line, an OPML outline. */
static const struct {
	enum error_code code;
	const char *what;
} without_line[] = {
	{ERROR_IMPORT_LINE, N_("an entry not understood")},
	{ERROR_CONFIG_SYNTAX, N_("setting: not 'name=value'")},
	{ERROR_CONFIG_UNKNOWN, N_("no such setting")},
	{ERROR_CONFIG_VALUE, N_("setting: a value that does not fit")},
	{ERROR_CONFIG_PLACE, N_("setting: only for one source or host")},
};

static struct sentence find_sentence(const struct error *err)
{
	struct sentence found = {err->code, NUMBER_PLAIN, N_("error %d"),
	    NULL};

	for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
		if (sentences[i].code == err->code)
			found = sentences[i];
	for (size_t i = 0; err->number == 0 && i < ARRAY_LEN(without_line);
	     i++)
		if (without_line[i].code == err->code)
			return (struct sentence){err->code, NUMBER_NONE,
			    without_line[i].what, NULL};
	if (err->code != ERROR_HTTP_STATUS)
		return found;
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (statuses[i].status == err->number)
			return (struct sentence){err->code, NUMBER_NONE,
			    statuses[i].what, statuses[i].todo};
	return found;
}

static void add_size(struct str *out, long bytes)
{
	if (bytes >= 1024 * 1024)
		str_addf(out, "%ld MB", bytes / (1024 * 1024));
	else
		str_addf(out, "%ld KB", bytes / 1024);
}

/* A moment to wait for: its clock, with the day if that is another one. */
static void add_moment(struct str *out, int64_t when, int64_t now)
{
	struct date_parts day = date_local(when);

	date_add_clock(out, when);
	if (day.day_number != date_local(now).day_number)
		str_addf(out, " %02d/%02d", day.day, day.month);
}

static void add_errno(struct str *out, long number)
{
	char text[256];

	if (number == 0 || strerror_r((int)number, text, sizeof(text)) != 0)
		return;
	str_addf(out, " (%s)", text);
}

static void add_reason(struct str *out, const struct error *err, int64_t now,
    const char *what)
{
	struct sentence sentence = find_sentence(err);
	struct str number;

	str_init(&number);
	switch (sentence.kind) {
	case NUMBER_SIZE:
		add_size(&number, err->number);
		str_addf(out, what, number.data);
		break;
	case NUMBER_TIME:
		add_moment(&number, err->number, now);
		str_addf(out, what, number.data);
		break;
	case NUMBER_PLAIN:
		str_addf(out, what, (int)err->number);
		break;
	case NUMBER_ERRNO:
	case NUMBER_NONE:
		str_add(out, what);
		break;
	}
	str_release(&number);
}

void words_add_reason(struct str *out, const struct error *err, int64_t now)
{
	struct sentence sentence = find_sentence(err);

	add_reason(out, err, now, _(sentence.what));
	if (sentence.kind == NUMBER_ERRNO)
		add_errno(out, err->number);
}

void words_add_plain_reason(struct str *out, const struct error *err)
{
	add_reason(out, err, clock_now(), find_sentence(err).what);
}

/* What failed may be named by a file or a server; its secrets stay here. */
static void add_subject(struct str *out, const char *subject)
{
	struct str plain, shown;

	str_init(&plain);
	str_init(&shown);
	url_without_user(&plain, subject);
	text_add_shown(&shown, plain.data, plain.len);
	str_addf(out, _(": “%s”"), shown.data);
	str_release(&plain);
	str_release(&shown);
}

void words_add_error(struct str *out, const struct error *err)
{
	struct sentence sentence = find_sentence(err);

	words_add_reason(out, err, clock_now());
	if (err->subject[0] != '\0')
		add_subject(out, err->subject);
	if (sentence.todo != NULL)
		str_addf(out, " · %s", _(sentence.todo));
}

/*
 * Append repairs in the reader's language: "3 stray &, 1 bad date" is kept in
 * the feed room's English, of which each kind is marked for translation.
 */
static void add_repairs(struct str *out, const char *repairs)
{
	struct str kind;

	str_init(&kind);
	while (*repairs != '\0') {
		size_t digits = strspn(repairs, "0123456789 ");
		const char *end = strstr(repairs, ", ");
		size_t len = end == NULL ? strlen(repairs)
		                         : (size_t)(end - repairs);

		if (digits > len)
			digits = len;
		str_clear(&kind);
		str_add_len(&kind, repairs + digits, len - digits);
		str_add_len(out, repairs, digits);
		/* gettext of nothing is the catalogue's header */
		if (kind.len > 0)
			str_add(out, _(kind.data));
		repairs += len;
		if (*repairs != '\0') {
			str_add(out, ", ");
			repairs += 2;
		}
	}
	str_release(&kind);
}

static void add_repaired(struct str *out, const struct source *source)
{
	struct str repairs;

	str_init(&repairs);
	add_repairs(&repairs, source->repairs == NULL ? "" : source->repairs);
	if (repairs.len > 0)
		str_addf(out, _("fine, repaired %s"), repairs.data);
	else
		str_add(out, _("fine"));
	str_release(&repairs);
}

static void add_moment_in(struct str *out, const char *format, int64_t when,
    int64_t now)
{
	struct str moment;

	str_init(&moment);
	add_moment(&moment, when, now);
	str_addf(out, format, moment.data);
	str_release(&moment);
}

static void add_failed(struct str *out, const struct source *source,
    int64_t now)
{
	words_add_reason(out, &source->error, now);
	/* the feeds that the page names, see refresh/sources.c */
	if (source->error.code == ERROR_FEED_IS_PAGE &&
	    source->repairs != NULL && source->repairs[0] != '\0') {
		str_add(out, ": ");
		text_add_shown(out, source->repairs, strlen(source->repairs));
	}
	if (source->next_due <= now)
		return;
	str_add(out, " · ");
	add_moment_in(out, _("next try %s"), source->next_due, now);
}

/* Fine or unchanged; a site that grew a feed is better followed by it. */
static void add_fine(struct str *out, const struct source *source,
    const char *words)
{
	const char *feed = source_offered_feed(source);
	struct str url;

	if (feed == NULL) {
		str_add(out, words);
		return;
	}
	str_add(out, _("fine"));
	str_init(&url);
	url_without_user(&url, feed);
	str_add(out, " · ");
	str_addf(out, _("its site has a feed now: %s"), url.data);
	str_release(&url);
}

void words_add_health(struct str *out, const struct source *source,
    int64_t now)
{
	if (source->is_paused) {
		str_add(out, _("paused by you"));
		return;
	}
	switch (source->health) {
	case HEALTH_NEW:
		str_add(out, _("not asked yet"));
		break;
	case HEALTH_GOOD:
		add_fine(out, source, source->kind == SOURCE_LIST
		        ? _("fine, read from a list page")
		        : _("fine"));
		break;
	case HEALTH_UNCHANGED:
		add_fine(out, source, _("unchanged"));
		break;
	case HEALTH_EMPTY:
		str_add(out, _("fine, no news yet"));
		break;
	case HEALTH_REPAIRED:
		add_repaired(out, source);
		break;
	case HEALTH_MOVED:
		str_add(out, _("moved, new address kept"));
		break;
	case HEALTH_WAITING:
		add_moment_in(out, _("server asks to wait until %s"),
		    source->next_due, now);
		break;
	case HEALTH_FAILED:
		add_failed(out, source, now);
		break;
	case HEALTH_GONE:
		str_add(out, _("gone (410), paused"));
		break;
	}
}

static const char *name_status(long status)
{
	switch (status) {
	case 401:
	case 403:
		return _("refused");
	case 404:
		return _("not found");
	case 410:
		return _("closed");
	case 429:
		return _("waiting");
	default:
		return _("error");
	}
}

/* Short: translations of up to 10 columns leave the title its room. */
static const char *name_failure(const struct error *err)
{
	switch (err->code) {
	case ERROR_HTTP_STATUS:
		return name_status(err->number);
	case ERROR_NET_TLS:
	case ERROR_NET_TLS_EXPIRED:
		return _("cert");
	case ERROR_FEED_IS_PAGE:
		return _("web page");
	case ERROR_BOT_CHECK:
	case ERROR_NET_FORBIDDEN:
		return _("refused");
	case ERROR_NET_HOST:
	case ERROR_FILE_READ:
		return _("not found");
	case ERROR_NET_TIMEOUT:
		return _("too slow");
	case ERROR_FEED_EMPTY:
	case ERROR_FEED_NO_ITEMS:
	case ERROR_LIST_NO_LINKS:
		return _("empty");
	case ERROR_NET_WAIT:
		return _("waiting");
	case ERROR_NET_STOPPED:
		return _("paused");
	default:
		return _("error");
	}
}

const char *words_health_short(const struct source *source)
{
	if (source->is_paused)
		return _("paused");
	switch (source->health) {
	case HEALTH_EMPTY:
		return _("empty");
	case HEALTH_WAITING:
		return _("waiting");
	case HEALTH_FAILED:
		return name_failure(&source->error);
	case HEALTH_GONE:
		return _("closed");
	default:
		return "";
	}
}

void words_add_exception(struct str *out, const char *tls, bool is_pinned)
{
	static const struct {
		const char *tls, *words;
	} exceptions[] = {
	    {"renegotiation", N_("old renegotiation let in")},
	    {"weak", N_("weak keys let in")},
	    {"old", N_("old renegotiation and weak keys let in")},
	};
	size_t start = out->len;

	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++)
		if (str_equal(exceptions[i].tls, tls))
			str_add(out, _(exceptions[i].words));
	if (is_pinned)
		str_addf(out, "%s%s", out->len > start ? ", " : "",
		    _("one certificate alone taken"));
}

const char *words_health_name(enum source_health health)
{
	static const char *const names[] = {"new", "good", "unchanged",
	    "empty", "repaired", "moved", "waiting", "failed", "gone"};

	return (size_t)health < ARRAY_LEN(names) ? names[health] : "unknown";
}

const char *words_read_later(void)
{
	return _("read later");
}
