#include "net/transfer.h"

#include "base/clock.h"
#include "base/hash.h"
#include "net/address.h"
#include "net/manner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BODY_RESERVED_MOST = 1 << 20,
	ERROR_BODY_MOST = 64 * 1024, /* enough to know a challenge by */
	STALL_BYTES = 100,           /* a second */
};

/* --- addresses --------------------------------------------------------- */

static char *url_part(CURLU *parts, CURLUPart part)
{
	char *text = NULL, *copy;

	if (curl_url_get(parts, part, &text, 0) != CURLUE_OK)
		return mem_dup("");
	copy = mem_dup(text);
	curl_free(text);
	return copy;
}

/*
 * Whose queue, pause and wishes a step is under. http and https of a site are
 * one server: a limit that the one told holds for the other. So is a name
 * with the root's dot.
 */
static char *name_server(CURLU *parts, const char *host)
{
	char *port = url_part(parts, CURLUPART_PORT);
	bool is_usual = *port == '\0' || str_equal(port, "80") ||
	    str_equal(port, "443");
	size_t len = strlen(host);
	struct str name;

	str_init(&name);
	str_add_len(&name, host, len - (len > 1 && host[len - 1] == '.'));
	if (!is_usual)
		str_addf(&name, ":%s", port);
	free(port);
	return str_detach(&name);
}

static void step_release(struct step *step)
{
	free(step->url);
	free(step->host);
	free(step->scheme);
	free(step->server);
}

/* A host that wants https gets it before anything is sent: RFC 6797, 8.3. */
static void make_secure(CURLU *parts)
{
	char *port = url_part(parts, CURLUPART_PORT);

	curl_url_set(parts, CURLUPART_SCHEME, "https", 0);
	if (str_equal(port, "80"))
		curl_url_set(parts, CURLUPART_PORT, NULL, 0);
	free(port);
}

/*
 * As it is asked for: digits and dots of other scripts make an address as
 * well, once they are mapped, and a proxy would be asked for that.
 */
static char *map_host(CURLU *parts)
{
	char *host = url_part(parts, CURLUPART_HOST);
#ifdef CURLU_PUNYCODE
	char *mapped = NULL;

	if (curl_url_get(parts, CURLUPART_HOST, &mapped, CURLU_PUNYCODE) ==
	    CURLUE_OK) {
		free(host);
		host = mem_dup(mapped);
		curl_free(mapped);
	}
#endif
	return host;
}

static void read_host(struct step *step, CURLU *parts)
{
	free(step->host);
	free(step->scheme);
	step->scheme = url_part(parts, CURLUPART_SCHEME);
	step->host = map_host(parts);
	for (char *c = step->host; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
}

/* "name:password" of an address, decoded; NULL: it has none. */
static char *read_login(CURLU *parts)
{
	char *user = NULL, *password = NULL;
	struct str login;

	if (curl_url_get(parts, CURLUPART_USER, &user, CURLU_URLDECODE) !=
	    CURLUE_OK)
		return NULL;
	str_init(&login);
	str_add(&login, user);
	str_add_char(&login, ':');
	if (curl_url_get(parts, CURLUPART_PASSWORD, &password,
	        CURLU_URLDECODE) == CURLUE_OK)
		str_add(&login, password);
	curl_free(user);
	curl_free(password);
	return str_detach(&login);
}

/*
 * Take an address apart; false if it is none that can be asked. login (may
 * be NULL) is what it says of a user. book NULL: http stays http.
 */
static bool read_step(struct step *step, const char *url,
    const struct book *book, char **login)
{
	CURLU *parts = curl_url();
	bool is_good;

	if (parts == NULL)
		fatal("out of memory");
	*step = (struct step){0};
	/* blanks and raw UTF-8 in addresses are usual: encoded */
	is_good = curl_url_set(parts, CURLUPART_URL, url,
	    CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
	curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0);
	if (login != NULL)
		*login = read_login(parts);
	curl_url_set(parts, CURLUPART_USER, NULL, 0);
	curl_url_set(parts, CURLUPART_PASSWORD, NULL, 0);
	read_host(step, parts);
	if (book != NULL && str_equal(step->scheme, "http") &&
	    book_is_secure(book, step->host, clock_now())) {
		make_secure(parts);
		read_host(step, parts);
	}
	step->server = name_server(parts, step->host);
	step->url = is_good ? url_part(parts, CURLUPART_URL) : mem_dup("");
	step->origin_len = strlen(step->scheme) + 3;
	if (step->origin_len > strlen(step->url))
		step->origin_len = 0;
	step->origin_len += strcspn(step->url + step->origin_len, "/?#");
	curl_url_cleanup(parts);
	return is_good;
}

/* Is the step for the server that the reader named, and no less safe? */
static bool is_at_home(const struct transfer *transfer)
{
	return transfer->named_server != NULL &&
	    str_equal(transfer->named_server, transfer->step.server) &&
	    (!transfer->is_named_secure ||
	        str_equal(transfer->step.scheme, "https"));
}

/* May this step be taken? Else the transfer has failed. */
static bool check_step(struct transfer *transfer, bool is_good)
{
	const struct step *step = &transfer->step;
	const char *proxy = transfer->manner.proxy;

	if (!is_good) {
		transfer_fail(transfer, ERROR_SOURCE_URL, 0);
		return false;
	}
	if (!str_equal(step->scheme, "http") &&
	    !str_equal(step->scheme, "https")) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, 0);
		return false;
	}
	if (proxy == NULL)
		proxy = proxy_find(&transfer->setup->proxies, step->scheme,
		    step->host);
	transfer->is_proxied = *proxy != '\0' && !str_equal(proxy, "none");
	transfer->was_private = address_host_is_private(step->host);
	if (transfer->was_private && !transfer->may_be_private) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, 0);
		return false;
	}
	return true;
}

bool transfer_go(struct transfer *transfer, const char *url)
{
	struct step step;
	bool is_good = read_step(&step, url, transfer->setup->book, NULL);

	step_release(&transfer->step);
	transfer->step = step;
	transfer->is_named = false;
	return check_step(transfer, is_good);
}

/* --- beginning --------------------------------------------------------- */

/* What the reader's own word allows at the first step. */
static bool may_be_private(const struct transfer *transfer,
    const struct step *named)
{
	switch (transfer->manner.private) {
	case NET_PRIVATE_NO:
		return false;
	case NET_PRIVATE_YES:
		return true;
	case NET_PRIVATE_AUTO:
		break;
	}
	if (address_host_is_private(named->host))
		return true;
	switch (book_find_place(transfer->setup->book, named->server)) {
	case BOOK_PUBLIC:
		return false;
	case BOOK_PRIVATE:
		return true;
	case BOOK_UNKNOWN:
		break;
	}
	return transfer->is_named;
}

/* Read what the reader named: it says how far this one may go. */
static void set_named(struct transfer *transfer,
    const struct net_request *request)
{
	struct step named;
	char *login = NULL;

	if (request->named_url == NULL ||
	    !read_step(&named, request->named_url, NULL, &login)) {
		transfer->may_be_private =
		    transfer->manner.private == NET_PRIVATE_YES;
		if (request->named_url != NULL)
			step_release(&named);
		free(login);
		return;
	}
	transfer->is_named = strcmp(request->named_url, request->url) == 0;
	transfer->may_be_private = may_be_private(transfer, &named);
	transfer->named_server = mem_dup(named.server);
	transfer->is_named_secure = str_equal(named.scheme, "https");
	transfer->has_login = login != NULL;
	if (transfer->manner.login == NULL)
		transfer->manner.login = login;
	else
		free(login);
	if (transfer->manner.has_cookies)
		transfer->jar = jar_find(&transfer->setup->jars,
		    transfer->setup->cookie_folder, named.url);
	step_release(&named);
}

/* NULL for an empty text, which says as little. */
static char *dup_filled(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : mem_dup(text);
}

struct transfer *transfer_new(struct transfer_setup *setup,
    const struct net_request *request, bool *is_done)
{
	struct transfer *transfer = mem_alloc_zero(1, sizeof(*transfer));
	bool is_good;

	transfer->setup = setup;
	manner_copy(&transfer->manner, request->manner);
	transfer->etag = dup_filled(request->etag);
	transfer->last_modified = dup_filled(request->last_modified);
	transfer->accept = mem_dup(request->accept);
	transfer->body_most = request->body_most;
	transfer->is_page = request->is_page;
	transfer->is_urgent = request->is_urgent;
	transfer->is_permanent = true;
	transfer->response.id = request->id;
	str_init(&transfer->response.body);
	set_named(transfer, request);
	is_good = read_step(&transfer->step, request->url, setup->book, NULL);
	*is_done = !check_step(transfer, is_good);
	return transfer;
}

void transfer_free(struct transfer *transfer)
{
	room_leave(&transfer->setup->room, transfer);
	step_release(&transfer->step);
	free(transfer->named_server);
	free(transfer->etag);
	free(transfer->last_modified);
	free(transfer->accept);
	manner_release(&transfer->manner);
	curl_slist_free_all(transfer->headers);
	net_response_release(&transfer->response);
	free(transfer);
}

/* --- while it runs ----------------------------------------------------- */

static size_t on_header(char *data, size_t size, size_t count, void *ctx)
{
	struct transfer *transfer = ctx;
	size_t len = size * count;

	(void)data;
	transfer->header_bytes += len;
	if (transfer->header_bytes <= TRANSFER_HEADERS_MOST)
		return len;
	transfer->is_header_too_large = true;
	return 0;
}

/*
 * Decoded bytes are counted here: CURLOPT_MAXFILESIZE stops neither a body
 * without a length nor a compression bomb.
 */
/* Room for what the server announces, as far as it is to be believed. */
static void reserve_body(struct transfer *transfer, size_t most)
{
	curl_off_t announced = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
	    &announced);
	if (announced > 0 && announced <= BODY_RESERVED_MOST &&
	    (size_t)announced <= most)
		str_reserve(&transfer->response.body, (size_t)announced);
}

static size_t on_body(char *data, size_t size, size_t count, void *ctx)
{
	struct transfer *transfer = ctx;
	size_t len = size * count, most = transfer->body_most;
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	if ((status < 200 || status > 299) && most > ERROR_BODY_MOST)
		most = ERROR_BODY_MOST;
	if (len > most || transfer->response.body.len > most - len) {
		transfer->is_body_too_large = true;
		return 0;
	}
	if (!room_take(&transfer->setup->room, transfer, len))
		return 0;
	if (transfer->response.body.len == 0)
		reserve_body(transfer, most);
	str_add_len(&transfer->response.body, data, len);
	return len;
}

/* Before a connection: no byte is sent to an address that is refused. */
static curl_socket_t on_open_socket(void *ctx, curlsocktype purpose,
    struct curl_sockaddr *address)
{
	struct transfer *transfer = ctx;

	(void)purpose;
	if (!transfer->may_be_private && !transfer->is_proxied &&
	    address_is_private(&address->addr)) {
		transfer->is_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

/* Before the request: also on a connection that another one had opened. */
static int on_request(void *ctx, char *remote, char *local, int remote_port,
    int local_port)
{
	struct transfer *transfer = ctx;

	(void)local;
	(void)remote_port;
	(void)local_port;
	transfer->is_connected = true;
	transfer->connected_at = transfer->window_at = clock_ticks();
	if (transfer->is_proxied)
		return CURL_PREREQFUNC_OK;
	transfer->was_private = address_host_is_private(remote);
	if (transfer->was_private && !transfer->may_be_private) {
		transfer->is_refused = true;
		return CURL_PREREQFUNC_ABORT;
	}
	/* a name server may tell otherwise tomorrow: the first word stands */
	if (transfer->is_named && transfer->redirects == 0)
		book_note_place(transfer->setup->book, transfer->step.server,
		    transfer->was_private);
	return CURL_PREREQFUNC_OK;
}

static void set_limits(struct transfer *transfer, CURL *easy)
{
	const struct transfer_setup *setup = transfer->setup;
	int connect = transfer->manner.connect_ms > 0
	    ? transfer->manner.connect_ms
	    : setup->connect_ms;
	int total = transfer->manner.total_ms > 0 ? transfer->manner.total_ms
	                                          : setup->total_ms;
	int64_t left = total - transfer->spent_ms;

	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
	    (curl_off_t)transfer->body_most);
}

static void set_callbacks(struct transfer *transfer, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

static void set_headers(struct transfer *transfer, CURL *easy)
{
	const struct net_manner *manner = &transfer->manner;
	struct curl_slist *list = NULL;

	list = manner_add_header(list, "Accept",
	    transfer->accept != NULL ? transfer->accept : "*/*");
	list = manner_add_header(list, "Accept-Language", "vi");
	list = manner_add_header(list, "If-None-Match", transfer->etag);
	list = manner_add_header(list, "If-Modified-Since",
	    transfer->last_modified);
	if (is_at_home(transfer)) {
		list = manner_add_headers(list, manner);
		manner_set_login(manner, easy);
	}
	curl_slist_free_all(transfer->headers);
	transfer->headers = list;
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, manner->user_agent != NULL
	        ? manner->user_agent
	        : transfer->setup->user_agent);
	/* a server whose compression is broken is asked again without it */
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
	    transfer->is_plain ? "identity" : "");
	curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING,
	    transfer->is_plain ? 0L : 1L);
}

static void set_route(struct transfer *transfer, CURL *easy)
{
	const char *proxy = transfer->manner.proxy;

	if (proxy == NULL)
		proxy = proxy_find(&transfer->setup->proxies,
		    transfer->step.scheme, transfer->step.host);
	curl_easy_setopt(easy, CURLOPT_PROXY,
	    str_equal(proxy, "none") ? "" : proxy);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	if (transfer->setup->resolve != NULL)
		curl_easy_setopt(easy, CURLOPT_RESOLVE,
		    transfer->setup->resolve);
}

void transfer_begin(struct transfer *transfer, CURL *easy)
{
	transfer->easy = easy;
	transfer->begun = clock_ticks();
	transfer->header_bytes = 0;
	transfer->is_connected = false;
	transfer->window_bytes = 0;
	transfer->visited[transfer->redirects] = hash_text(HASH_START,
	    transfer->step.url);
	str_clear(&transfer->response.body);
	room_clear(&transfer->setup->room, transfer);
	curl_easy_setopt(easy, CURLOPT_URL, transfer->step.url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* a name server that does not answer must not hold up a reader's q */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	/* where HTTP/2 may be spoken, rather wait for it than shake hands */
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT,
	    str_equal(transfer->step.scheme, "https") ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
	manner_set_http(&transfer->manner, easy);
	tls_set(&transfer->tls, &transfer->setup->store,
	    is_at_home(transfer) ? &transfer->manner : NULL,
	    transfer->setup->ca_file, easy);
	if (transfer->jar != NULL)
		jar_set(transfer->jar, easy);
	set_headers(transfer, easy);
	set_route(transfer, easy);
	set_limits(transfer, easy);
	set_callbacks(transfer, easy);
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/*
 * libcurl's own low speed is in whole seconds, and knows no first byte. Here
 * a stall is a window of that length with less than is to be expected of it.
 */
bool transfer_watch(struct transfer *transfer, int64_t now, int64_t *left)
{
	const struct transfer_setup *setup = transfer->setup;
	const struct net_manner *manner = &transfer->manner;
	int64_t first = manner->first_byte_ms > 0 ? manner->first_byte_ms
	                                          : setup->first_byte_ms;
	int64_t stall = manner->stall_ms > 0 ? manner->stall_ms
	                                     : setup->stall_ms;
	curl_off_t bytes = 0;

	if (!transfer->is_connected)
		return true;
	if (transfer->header_bytes == 0) {
		transfer->window_at = now;
		*left = smaller(*left, transfer->connected_at + first - now);
		return now - transfer->connected_at < first;
	}
	*left = smaller(*left, transfer->window_at + stall - now);
	if (now - transfer->window_at < stall)
		return true;
	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	bytes += (curl_off_t)transfer->header_bytes;
	if ((bytes - transfer->window_bytes) * 1000 <
	    STALL_BYTES * (now - transfer->window_at))
		return false;
	transfer->window_at = now;
	transfer->window_bytes = bytes;
	*left = smaller(*left, stall);
	return true;
}

/* --- ending ------------------------------------------------------------ */

void transfer_rest(struct transfer *transfer)
{
	transfer->is_put_back = transfer->is_body_too_large = false;
	transfer->is_refused = false;
	transfer->easy = NULL;
}

void transfer_fail(struct transfer *transfer, enum error_code code,
    long number)
{
	transfer->response.is_ok = false;
	error_set(&transfer->response.error, code, transfer->step.url, number);
	free(transfer->response.url);
	transfer->response.url = mem_dup(transfer->step.url);
}

bool transfer_end(struct transfer *transfer, CURLcode code)
{
	struct net_response *response = &transfer->response;
	curl_off_t bytes = 0;
	long status = 0;
	bool has_next;

	transfer->spent_ms += clock_ticks() - transfer->begun;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	transfer->is_unreached = !transfer->is_connected &&
	    !transfer->is_refused &&
	    (code == CURLE_COULDNT_RESOLVE_HOST ||
	        code == CURLE_COULDNT_CONNECT ||
	        code == CURLE_OPERATION_TIMEDOUT);
	response->status = (int)status;
	response->wire_bytes = bytes;
	has_next = transfer_judge(transfer, code);
	response->seconds = (double)transfer->spent_ms / 1000;
	if (!response->is_ok && response->error.code != ERROR_NET_BROKEN) {
		str_release(&response->body);
		str_init(&response->body);
		room_clear(&transfer->setup->room, transfer);
	}
	transfer->is_refused = transfer->is_body_too_large = false;
	transfer->easy = NULL;
	return !has_next;
}
