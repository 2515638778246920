#include "net/transfer.h"

#include "base/clock.h"
#include "net/address.h"
#include "net/reply.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	HEADERS_MOST = 64 * 1024,    /* bytes; servers themselves take 8 K */
	ERROR_BODY_MOST = 64 * 1024, /* enough to know a challenge by */
	STALL_BYTES = 100,           /* a second */
	REASON_EXPIRED = 10,         /* X509_V_ERR_CERT_HAS_EXPIRED */
};

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
 * one server: a limit that the one told holds for the other.
 */
static char *name_server(CURLU *parts, const char *host)
{
	char *port = url_part(parts, CURLUPART_PORT);
	bool is_usual = *port == '\0' || str_equal(port, "80") ||
	    str_equal(port, "443");
	struct str name;

	str_init(&name);
	str_add(&name, host);
	if (!is_usual)
		str_addf(&name, ":%s", port);
	free(port);
	return str_detach(&name);
}

/* Take an address apart; false if it is none that can be asked. */
static bool set_url(struct transfer *transfer, const char *url)
{
	CURLU *parts = curl_url();
	bool is_good;

	if (parts == NULL)
		fatal("out of memory");
	/* blanks and raw UTF-8 in addresses are usual: encoded */
	is_good = curl_url_set(parts, CURLUPART_URL, url,
	    CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
	free(transfer->url);
	free(transfer->scheme);
	free(transfer->host);
	free(transfer->server);
	free(transfer->shown);
	curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0);
	transfer->url = is_good ? url_part(parts, CURLUPART_URL) : mem_dup(url);
	transfer->scheme = url_part(parts, CURLUPART_SCHEME);
	transfer->host = url_part(parts, CURLUPART_HOST);
	for (char *c = transfer->host; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	transfer->server = name_server(parts, transfer->host);
	curl_url_set(parts, CURLUPART_USER, NULL, 0);
	curl_url_set(parts, CURLUPART_PASSWORD, NULL, 0);
	transfer->shown = is_good ? url_part(parts, CURLUPART_URL) : mem_dup("");
	transfer->origin_len = strlen(transfer->scheme) + 3;
	if (transfer->origin_len > strlen(transfer->shown))
		transfer->origin_len = 0;
	transfer->origin_len += strcspn(transfer->shown +
	    transfer->origin_len, "/?#");
	curl_url_cleanup(parts);
	return is_good;
}

/* May this step be taken? Else the transfer has failed. */
static bool check_step(struct transfer *transfer, bool is_good)
{
	const char *proxy;

	if (!is_good) {
		transfer_fail(transfer, ERROR_SOURCE_URL, 0);
		return false;
	}
	if (!str_equal(transfer->scheme, "http") &&
	    !str_equal(transfer->scheme, "https")) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, 0);
		return false;
	}
	proxy = proxy_find(&transfer->setup->proxies, transfer->scheme,
	    transfer->host);
	transfer->is_proxied = *proxy != '\0';
	transfer->was_private = address_host_is_private(transfer->host);
	if (transfer->was_private && !transfer->may_be_private) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, 0);
		return false;
	}
	return true;
}

struct transfer *transfer_new(const struct transfer_setup *setup,
    const struct net_request *request, bool *is_done)
{
	struct transfer *transfer = mem_alloc_zero(1, sizeof(*transfer));

	transfer->setup = setup;
	transfer->etag = mem_dup(request->etag);
	transfer->last_modified = mem_dup(request->last_modified);
	transfer->accept = mem_dup(request->accept);
	transfer->user_agent = mem_dup(request->user_agent);
	transfer->connect_seconds = request->connect_seconds;
	transfer->total_seconds = request->total_seconds;
	transfer->body_most = request->body_most;
	transfer->is_page = request->is_page;
	transfer->is_urgent = request->is_urgent;
	transfer->may_be_private = request->may_be_private;
	transfer->is_permanent = true;
	transfer->response.id = request->id;
	str_init(&transfer->response.body);
	*is_done = !check_step(transfer, set_url(transfer, request->url));
	return transfer;
}

void transfer_free(struct transfer *transfer)
{
	free(transfer->url);
	free(transfer->scheme);
	free(transfer->host);
	free(transfer->server);
	free(transfer->shown);
	free(transfer->etag);
	free(transfer->last_modified);
	free(transfer->accept);
	free(transfer->user_agent);
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
	if (transfer->header_bytes <= HEADERS_MOST)
		return len;
	transfer->is_header_too_large = true;
	return 0;
}

/*
 * Decoded bytes are counted here: CURLOPT_MAXFILESIZE stops neither a body
 * without a length nor a compression bomb.
 */
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
	if (transfer->is_proxied)
		return CURL_PREREQFUNC_OK;
	transfer->was_private = address_host_is_private(remote);
	if (!transfer->was_private || transfer->may_be_private)
		return CURL_PREREQFUNC_OK;
	transfer->is_refused = true;
	return CURL_PREREQFUNC_ABORT;
}

static void add_header(struct transfer *transfer, const char *name,
    const char *value)
{
	struct str line;
	struct curl_slist *list;

	if (value == NULL || *value == '\0' ||
	    strpbrk(value, "\r\n") != NULL) /* from a cache: not trusted */
		return;
	str_init(&line);
	str_addf(&line, "%s: %s", name, value);
	list = curl_slist_append(transfer->headers, line.data);
	if (list == NULL)
		fatal("out of memory");
	transfer->headers = list;
	str_release(&line);
}

static void set_limits(struct transfer *transfer, CURL *easy)
{
	const struct transfer_setup *setup = transfer->setup;
	int connect = transfer->connect_seconds > 0
	    ? transfer->connect_seconds
	    : setup->connect_seconds;
	int total = transfer->total_seconds > 0 ? transfer->total_seconds
	                                        : setup->total_seconds;
	int64_t left = (int64_t)total * 1000 - transfer->spent_ms;
	/* one that is given long may also be silent for long */
	int stall = total / 3 > setup->stall_seconds ? total / 3
	                                             : setup->stall_seconds;

	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)connect);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)stall);
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

void transfer_begin(struct transfer *transfer, CURL *easy)
{
	const struct transfer_setup *setup = transfer->setup;

	transfer->easy = easy;
	transfer->begun = clock_ticks();
	transfer->header_bytes = 0;
	transfer->is_connected = false;
	str_clear(&transfer->response.body);
	curl_slist_free_all(transfer->headers);
	transfer->headers = NULL;
	add_header(transfer, "Accept",
	    transfer->accept != NULL ? transfer->accept : "*/*");
	add_header(transfer, "Accept-Language", "vi");
	add_header(transfer, "If-None-Match", transfer->etag);
	add_header(transfer, "If-Modified-Since", transfer->last_modified);
	curl_easy_setopt(easy, CURLOPT_URL, transfer->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
	curl_easy_setopt(easy, CURLOPT_USERAGENT,
	    transfer->user_agent != NULL ? transfer->user_agent
	                                 : setup->user_agent);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* a name server that does not answer must not hold up a reader's q */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	/* libcurl keeps the parsed certificates only without a CAPATH */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (setup->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, setup->ca_file);
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY,
	    proxy_find(&setup->proxies, transfer->scheme, transfer->host));
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	set_limits(transfer, easy);
	set_callbacks(transfer, easy);
}

/* --- how it ended ------------------------------------------------------ */

void transfer_fail(struct transfer *transfer, enum error_code code,
    long number)
{
	transfer->response.is_ok = false;
	error_set(&transfer->response.error, code, transfer->shown, number);
	free(transfer->response.url);
	transfer->response.url = mem_dup(transfer->url);
}

static void fail_by_tls(struct transfer *transfer, CURLcode code)
{
	long reason = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &reason);
	if (reason == REASON_EXPIRED)
		transfer_fail(transfer, ERROR_NET_TLS_EXPIRED, (long)code);
	else
		transfer_fail(transfer, ERROR_NET_TLS, (long)code);
}

static void fail_by_code(struct transfer *transfer, CURLcode code)
{
	long seconds = (long)((transfer->spent_ms + 500) / 1000);

	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		transfer_fail(transfer, ERROR_NET_HOST, (long)code);
		return;
	case CURLE_COULDNT_CONNECT:
	case CURLE_PROXY:
		transfer_fail(transfer, ERROR_NET_CONNECT, (long)code);
		return;
	case CURLE_OPERATION_TIMEDOUT:
		transfer_fail(transfer, ERROR_NET_TIMEOUT,
		    seconds > 0 ? seconds : 1);
		return;
	case CURLE_FILESIZE_EXCEEDED:
		transfer_fail(transfer, ERROR_NET_TOO_LARGE,
		    (long)transfer->body_most);
		return;
	case CURLE_OUT_OF_MEMORY: /* so it calls one header line over 100 KB */
		transfer_fail(transfer, ERROR_NET_TOO_LARGE, HEADERS_MOST);
		return;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_USE_SSL_FAILED:
		fail_by_tls(transfer, code);
		return;
	case CURLE_URL_MALFORMAT:
		transfer_fail(transfer, ERROR_SOURCE_URL, (long)code);
		return;
	default:
		transfer_fail(transfer, ERROR_NET_BROKEN, (long)code);
	}
}

/* A header of the last answer, borrowed from the handle, or NULL. */
static const char *find_header(struct transfer *transfer, const char *name)
{
	struct curl_header *header;

	if (curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1,
	        &header) != CURLHE_OK)
		return NULL;
	return header->value;
}

static void keep_headers(struct transfer *transfer)
{
	struct net_response *response = &transfer->response;
	int64_t now = clock_now();

	response->content_type = mem_dup(find_header(transfer,
	    "Content-Type"));
	response->etag = mem_dup(find_header(transfer, "ETag"));
	response->last_modified = mem_dup(find_header(transfer,
	    "Last-Modified"));
	response->retry_after = reply_retry_after(find_header(transfer,
	    "Retry-After"), now);
	response->fresh_until = reply_fresh_until(
	    find_header(transfer, "Cache-Control"),
	    find_header(transfer, "Expires"), find_header(transfer, "Date"),
	    find_header(transfer, "Age"), now);
}

static void judge_answer(struct transfer *transfer)
{
	struct net_response *response = &transfer->response;
	const char *challenge = find_header(transfer, "cf-mitigated");

	keep_headers(transfer);
	if (reply_is_bot_check(response->status, response->body.data,
	        response->body.len) ||
	    str_equal(challenge, "challenge")) {
		transfer_fail(transfer, ERROR_BOT_CHECK, response->status);
	} else if ((response->status < 200 || response->status > 299 ||
	               response->status == 206) &&
	    response->status != 304) {
		transfer_fail(transfer, ERROR_HTTP_STATUS, response->status);
	} else {
		free(response->url);
		response->url = mem_dup(transfer->url);
		response->is_ok = true;
	}
	response->is_moved = transfer->redirects > 0 && transfer->is_permanent;
}

/* True if the redirect can be followed; else the transfer has failed. */
static bool follow(struct transfer *transfer, const char *where)
{
	int status = transfer->response.status;

	if (transfer->redirects == TRANSFER_REDIRECTS_MOST) {
		transfer_fail(transfer, ERROR_NET_REDIRECTS,
		    TRANSFER_REDIRECTS_MOST);
		return false;
	}
	transfer->redirects++;
	if (status != 301 && status != 308)
		transfer->is_permanent = false;
	/* only from a private address to another one */
	transfer->may_be_private &= transfer->was_private;
	return check_step(transfer, set_url(transfer, where));
}

/* The step's end is judged; true if there is another step. */
static bool judge(struct transfer *transfer, CURLcode code)
{
	char *where = NULL;
	bool is_error_page = transfer->is_body_too_large &&
	    (transfer->response.status < 200 ||
	        transfer->response.status > 299);

	if (transfer->is_refused && code != CURLE_OK) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, (long)code);
		return false;
	}
	if (transfer->is_header_too_large) {
		transfer_fail(transfer, ERROR_NET_TOO_LARGE, HEADERS_MOST);
		return false;
	}
	if (transfer->is_body_too_large && !is_error_page) {
		transfer_fail(transfer, ERROR_NET_TOO_LARGE,
		    (long)transfer->body_most);
		return false;
	}
	if (code != CURLE_OK && !is_error_page) {
		fail_by_code(transfer, code);
		if (transfer->response.status == 200)
			keep_headers(transfer);
		return false;
	}
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &where);
	if (where != NULL && transfer->response.status != 304)
		return follow(transfer, where);
	judge_answer(transfer);
	return false;
}

bool transfer_end(struct transfer *transfer, CURLcode code)
{
	struct net_response *response = &transfer->response;
	long status = 0;
	bool has_next;

	transfer->spent_ms += clock_ticks() - transfer->begun;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	transfer->is_unreached = !transfer->is_connected &&
	    (code == CURLE_COULDNT_RESOLVE_HOST ||
	        code == CURLE_COULDNT_CONNECT ||
	        code == CURLE_OPERATION_TIMEDOUT);
	response->status = (int)status;
	has_next = judge(transfer, code);
	response->seconds = (double)transfer->spent_ms / 1000;
	if (!response->is_ok && response->error.code != ERROR_NET_BROKEN)
		str_clear(&response->body);
	transfer->is_refused = transfer->is_body_too_large = false;
	transfer->easy = NULL;
	return !has_next;
}
