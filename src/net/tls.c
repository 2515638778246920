#include "net/tls.h"

#include "base/str.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

bool tls_read_digest(const char *hex, unsigned char *digest)
{
	for (int i = 0; i < TLS_DIGEST_SIZE; i++) {
		if (i > 0 && *hex == ':')
			hex++;
		if (str_hex_value(hex[0]) < 0 || str_hex_value(hex[1]) < 0)
			return false;
		digest[i] = (unsigned char)(str_hex_value(hex[0]) * 16 +
		    str_hex_value(hex[1]));
		hex += 2;
	}
	return *hex == '\0';
}

/* In place of the usual verification: this one certificate, or none. */
static int verify_pinned(X509_STORE_CTX *context, void *ctx)
{
	struct tls *tls = ctx;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	X509 *certificate = X509_STORE_CTX_get0_cert(context);

	if (certificate != NULL &&
	    X509_digest(certificate, EVP_sha256(), digest, &size) == 1 &&
	    size == TLS_DIGEST_SIZE &&
	    memcmp(digest, tls->digest, TLS_DIGEST_SIZE) == 0) {
		X509_STORE_CTX_set_error(context, X509_V_OK);
		return 1;
	}
	tls->is_other = true;
	X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_REJECTED);
	return 0;
}

void tls_store_release(struct tls_store *store)
{
	X509_STORE_free(store->certificates);
	store->certificates = NULL;
}

/* Held, so that no other can come to lie where it lay. */
static void count_load(struct tls_store *store, X509_STORE *certificates)
{
	if (certificates == store->certificates)
		return;
	X509_STORE_free(store->certificates);
	X509_STORE_up_ref(certificates);
	store->certificates = certificates;
	store->loads++;
}

/*
 * As without a callback, and counted: only here is it sure that libcurl has
 * given the connection its certificates. ctx outlives all connections, for a
 * server may ask to begin anew on one that was kept.
 */
static int verify_usual(X509_STORE_CTX *context, void *ctx)
{
	count_load(ctx, X509_STORE_CTX_get0_store(context));
	return X509_verify_cert(context);
}

static CURLcode on_context(CURL *easy, void *context, void *ctx)
{
	struct tls *tls = ctx;

	(void)easy;
	if (tls->exceptions & NET_TLS_RENEGOTIATION)
		SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
	if (tls->is_pinned)
		SSL_CTX_set_cert_verify_callback(context, verify_pinned, tls);
	else
		SSL_CTX_set_cert_verify_callback(context, verify_usual,
		    tls->store);
	return CURLE_OK;
}

/*
 * Connections are used again only by handles of the same cipher list and the
 * like, so one that was opened under an exception serves no other source;
 * libcurl does not compare what on_context does.
 */
static void set_exceptions(struct tls *tls, CURL *easy)
{
	if (tls->exceptions & NET_TLS_WEAK) {
		curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST,
		    "ALL:@SECLEVEL=0");
		curl_easy_setopt(easy, CURLOPT_SSLVERSION,
		    (long)CURL_SSLVERSION_TLSv1_0);
	} else if (tls->exceptions & NET_TLS_RENEGOTIATION) {
		curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT");
	}
	/* both at once are a pool of their own as well */
	if (tls->exceptions == (NET_TLS_WEAK | NET_TLS_RENEGOTIATION))
		curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST,
		    "DEFAULT:ALL:@SECLEVEL=0");
	if (tls->is_pinned) {
		/* the certificate itself is known: its name matters not */
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
}

void tls_set(struct tls *tls, struct tls_store *store,
    const struct net_manner *manner, const char *ca_file, CURL *easy)
{
	*tls = (struct tls){.store = store};
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, tls->message);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	/* libcurl keeps the parsed certificates only without a CAPATH */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	/* a libcurl without OpenSSL knows no exceptions */
	if (curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context) !=
	    CURLE_OK)
		return;
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, tls);
	if (manner == NULL)
		return;
	tls->exceptions = manner->tls;
	/* a pin that cannot be read fits no certificate */
	tls->is_pinned = manner->certificate != NULL;
	if (tls->is_pinned)
		tls_read_digest(manner->certificate, tls->digest);
	if (tls->is_pinned || tls->exceptions != 0)
		set_exceptions(tls, easy);
}

/* OpenSSL's own words for servers that stayed behind. */
static bool is_old(const char *message)
{
	static const char *const words[] = {"legacy renegotiation",
	    "dh key too small", "key too small", "md too weak",
	    "unsupported protocol", "wrong signature type",
	    "alert protocol version", "modulus too small",
	    "unsupported ssl version", "bad key share"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strstr(message, words[i]) != NULL)
			return true;
	return false;
}

enum error_code tls_judge(const struct tls *tls, CURLcode code, CURL *easy)
{
	long reason = X509_V_OK;

	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &reason);
	if (tls->is_other)
		return ERROR_NET_TLS_PINNED;
	switch (reason) {
	case X509_V_OK:
	case X509_V_ERR_UNSPECIFIED: /* so it is until it was verified */
		break;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return ERROR_NET_TLS_EXPIRED;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return ERROR_NET_TLS_NAME;
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		return ERROR_NET_TLS_OLD;
	default:
		return ERROR_NET_TLS;
	}
	if (is_old(tls->message))
		return ERROR_NET_TLS_OLD;
	return code == CURLE_PEER_FAILED_VERIFICATION ? ERROR_NET_TLS_NAME
	                                              : ERROR_NET_TLS;
}
