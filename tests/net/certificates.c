#include "net/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static EVP_PKEY *make_key(bool is_short)
{
	EVP_PKEY *key = is_short ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA",
	                               (size_t)1024)
	                         : EVP_PKEY_Q_keygen(NULL, NULL, "EC",
	                               "P-256");

	if (key == NULL)
		fatal("no key");
	return key;
}

static void add_extension(X509 *certificate, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	if (extension == NULL)
		fatal("no extension");
	X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

/* Valid from a day ago until day_count days from now; issuer NULL: itself. */
static X509 *make_certificate(const char *name, EVP_PKEY *key, int day_count,
    const char *names, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *certificate = X509_new();
	X509_NAME *subject;
	static long serial = 1;

	if (certificate == NULL)
		fatal("no certificate");
	X509_set_version(certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * 86400);
	X509_gmtime_adj(X509_getm_notAfter(certificate),
	    day_count * 86400L);
	X509_set_pubkey(certificate, key);
	subject = X509_get_subject_name(certificate);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
	    (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, issuer == NULL
	        ? subject
	        : X509_get_subject_name(issuer));
	add_extension(certificate, NID_basic_constraints,
	    names == NULL ? "critical,CA:TRUE" : "CA:FALSE");
	if (names != NULL)
		add_extension(certificate, NID_subject_alt_name, names);
	if (X509_sign(certificate, issuer_key, EVP_sha256()) == 0)
		fatal("not signed");
	return certificate;
}

static FILE *open_file(const char *folder, const char *name, const char *mode)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, mode);
	if (file == NULL)
		fatal("no %s", path);
	return file;
}

void certificates_make(const char *folder)
{
	EVP_PKEY *key = make_key(false);
	X509 *authority = make_certificate("Trằm Mây", key, 10, NULL, NULL,
	    key);
	FILE *file = open_file(folder, "ca.pem", "w");

	PEM_write_X509(file, authority);
	fclose(file);
	file = open_file(folder, "ca.key", "w");
	PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	X509_free(authority);
	EVP_PKEY_free(key);
}

SSL_CTX *certificates_context(enum stage_tls tls, const char *folder)
{
	const char *names = tls == STAGE_OTHER_NAME
	    ? "DNS:khac.example"
	    : "DNS:localhost,DNS:tin.localhost,IP:127.0.0.1,IP:::1";
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = make_key(tls == STAGE_SHORT_KEY), *authority_key;
	FILE *file = open_file(folder, "ca.pem", "r");
	X509 *authority = PEM_read_X509(file, NULL, NULL, NULL), *certificate;

	fclose(file);
	file = open_file(folder, "ca.key", "r");
	authority_key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	fclose(file);
	if (context == NULL || authority == NULL || authority_key == NULL)
		fatal("no authority");
	certificate = make_certificate("Cổng xã", key,
	    tls == STAGE_EXPIRED ? -1 : 10, names,
	    tls == STAGE_SELF_SIGNED ? NULL : authority,
	    tls == STAGE_SELF_SIGNED ? key : authority_key);
	if (tls == STAGE_SHORT_KEY)
		SSL_CTX_set_security_level(context, 0);
	if (SSL_CTX_use_certificate(context, certificate) != 1 ||
	    SSL_CTX_use_PrivateKey(context, key) != 1)
		fatal("no certificate");
	X509_free(certificate);
	X509_free(authority);
	EVP_PKEY_free(key);
	EVP_PKEY_free(authority_key);
	return context;
}

void certificates_digest(SSL_CTX *context, char *buffer)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	X509_digest(SSL_CTX_get0_certificate(context), EVP_sha256(), digest,
	    &size);
	for (unsigned i = 0; i < size && i < 32; i++)
		snprintf(buffer + 2 * i, 3, "%02x", digest[i]);
}
