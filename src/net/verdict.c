/* What an ended step of a transfer comes to. */
#include "net/transfer.h"

#include "base/clock.h"
#include "base/hash.h"
#include "net/reply.h"

#include <stdlib.h>
#include <string.h>

enum { VISITS_MOST = 2, HTTP_UNCHANGED = 304, HTTP_PARTIAL = 206 };

static bool is_success(int status)
{
	return status >= 200 && status <= 299;
}

/* A failure of the proxy's and not of the server's. */
static bool fail_by_proxy(struct transfer *transfer, CURLcode code)
{
	long status = 0;

	if (!transfer->is_proxied)
		return false;
	curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	if (status != 0 && !is_success((int)status)) {
		transfer_fail(transfer, ERROR_NET_PROXY, status);
		return true;
	}
	if (code != CURLE_PROXY && code != CURLE_COULDNT_RESOLVE_PROXY &&
	    code != CURLE_COULDNT_CONNECT)
		return false;
	transfer_fail(transfer, ERROR_NET_PROXY, 0);
	return true;
}

static void fail_by_code(struct transfer *transfer, CURLcode code)
{
	long seconds = (long)((transfer->spent_ms + 500) / 1000);

	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		transfer_fail(transfer, ERROR_NET_HOST, (long)code);
		return;
	case CURLE_COULDNT_CONNECT:
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
		transfer_fail(transfer, ERROR_NET_TOO_LARGE,
		    TRANSFER_HEADERS_MOST);
		return;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_USE_SSL_FAILED:
		transfer_fail(transfer,
		    tls_judge(&transfer->tls, code, transfer->easy),
		    (long)code);
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

/* All lines of a header that is a list, as one (RFC 9110, 5.3). */
static void join_headers(struct transfer *transfer, const char *name,
    struct str *out)
{
	struct curl_header *header;

	for (size_t i = 0; curl_easy_header(transfer->easy, name, i,
	         CURLH_HEADER, -1, &header) == CURLHE_OK; i++)
		str_addf(out, "%s%s", i > 0 ? ", " : "", header->value);
}

static void keep_headers(struct transfer *transfer)
{
	struct net_response *response = &transfer->response;
	int64_t now = clock_now();
	struct str control;

	str_init(&control);
	join_headers(transfer, "Cache-Control", &control);
	response->content_type = mem_dup(find_header(transfer,
	    "Content-Type"));
	response->etag = mem_dup(find_header(transfer, "ETag"));
	response->last_modified = mem_dup(find_header(transfer,
	    "Last-Modified"));
	response->retry_after = reply_retry_after(find_header(transfer,
	    "Retry-After"), now);
	response->fresh_until = reply_fresh_until(control.data,
	    find_header(transfer, "Expires"), find_header(transfer, "Date"),
	    find_header(transfer, "Age"), now);
	str_release(&control);
}

/* Known by its headers or by its body. */
static bool is_bot_check(struct transfer *transfer)
{
	const struct net_response *response = &transfer->response;
	const char *cloudflare = find_header(transfer, "cf-mitigated");
	const char *amazon = find_header(transfer, "x-amzn-waf-action");

	return str_equal(cloudflare, "challenge") ||
	    str_equal(amazon, "challenge") || str_equal(amazon, "captcha") ||
	    reply_is_bot_check(response->status, response->body.data,
	        response->body.len);
}

static void judge_answer(struct transfer *transfer)
{
	struct net_response *response = &transfer->response;
	bool was_asked = transfer->etag != NULL ||
	    transfer->last_modified != NULL;
	bool is_fine = response->status == HTTP_UNCHANGED
	    ? was_asked /* else there is nothing that has not changed */
	    : is_success(response->status) &&
	        response->status != HTTP_PARTIAL;

	keep_headers(transfer);
	/* a login or what nobody else can read is not given up for less */
	response->is_moved = transfer->redirects > 0 &&
	    transfer->is_permanent && !transfer->has_login &&
	    !(transfer->is_named_secure &&
	        str_equal(transfer->step.scheme, "http"));
	if (is_bot_check(transfer)) {
		transfer_fail(transfer, ERROR_BOT_CHECK, response->status);
	} else if (!is_fine) {
		transfer_fail(transfer, ERROR_HTTP_STATUS, response->status);
	} else {
		free(response->url);
		response->url = mem_dup(transfer->step.url);
		response->is_ok = true;
	}
}

/* Where it was twice already it will be a third time. */
static bool is_loop(const struct transfer *transfer)
{
	uint64_t hash = hash_text(HASH_START, transfer->step.url);
	int visits = 0;

	for (int i = 0; i <= transfer->redirects; i++)
		visits += transfer->visited[i] == hash;
	return visits >= VISITS_MOST;
}

/* True if the redirect can be followed; else the transfer has failed. */
static bool follow(struct transfer *transfer, const char *where)
{
	int status = transfer->response.status;
	enum error_code loop = transfer->was_offered_cookies
	    ? ERROR_NET_COOKIES
	    : ERROR_NET_LOOP;

	/* only from a private address to another one */
	if (transfer->manner.private != NET_PRIVATE_YES)
		transfer->may_be_private &= transfer->was_private;
	if (!transfer_go(transfer, where))
		return false;
	/* a jar may turn the third time into another one */
	if (transfer->jar == NULL && is_loop(transfer)) {
		transfer_fail(transfer, loop, transfer->redirects);
		return false;
	}
	if (transfer->redirects == TRANSFER_REDIRECTS_MOST) {
		transfer_fail(transfer, ERROR_NET_REDIRECTS,
		    TRANSFER_REDIRECTS_MOST);
		return false;
	}
	transfer->redirects++;
	if (status != 301 && status != 308)
		transfer->is_permanent = false;
	return true;
}

/* What each step may tell, whatever becomes of it. */
static void note_step(struct transfer *transfer, CURLcode code)
{
	if (find_header(transfer, "Set-Cookie") != NULL &&
	    transfer->jar == NULL)
		transfer->was_offered_cookies = true;
	/* only what came over verified TLS counts: RFC 6797, 8.1 */
	if (code == CURLE_OK && str_equal(transfer->step.scheme, "https") &&
	    !transfer->tls.is_pinned && transfer->tls.exceptions == 0)
		book_note_secure(transfer->setup->book, transfer->step.host,
		    find_header(transfer, "Strict-Transport-Security"),
		    clock_now());
}

bool transfer_judge(struct transfer *transfer, CURLcode code)
{
	char *where = NULL;
	bool is_error_page = transfer->is_body_too_large &&
	    !is_success(transfer->response.status);

	if (transfer->is_refused && code != CURLE_OK) {
		transfer_fail(transfer, ERROR_NET_FORBIDDEN, (long)code);
		return false;
	}
	if (transfer->is_header_too_large) {
		transfer_fail(transfer, ERROR_NET_TOO_LARGE,
		    TRANSFER_HEADERS_MOST);
		return false;
	}
	if (transfer->is_body_too_large && !is_error_page) {
		transfer_fail(transfer, ERROR_NET_TOO_LARGE,
		    (long)transfer->body_most);
		return false;
	}
	if (code == CURLE_BAD_CONTENT_ENCODING && !transfer->is_plain) {
		transfer->is_plain = true;
		return true; /* the same once more */
	}
	if (code != CURLE_OK && !is_error_page) {
		if (!fail_by_proxy(transfer, code))
			fail_by_code(transfer, code);
		if (transfer->response.status == 200)
			keep_headers(transfer);
		return false;
	}
	note_step(transfer, code);
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &where);
	if (where != NULL && transfer->response.status != HTTP_UNCHANGED)
		return follow(transfer, where);
	judge_answer(transfer);
	return false;
}
