/* A base and a reference (parted by a line's end): no controls come out. */
#include "fuzz/fuzz.h"
#include "text/url.h"

static void promise_plain(const struct str *url, const char *what)
{
	for (size_t i = 0; i < url->len; i++)
		fuzz_promise((unsigned char)url->data[i] > 0x20 &&
		        url->data[i] != 0x7F,
		    what);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *base = mem_dup_len((const char *)data, len), *reference;
	struct str out, canonical;

	reference = strchr(base, '\n');
	if (reference != NULL)
		*reference++ = '\0';
	else
		reference = base;
	str_init(&out);
	str_init(&canonical);
	url_resolve(&out, "https://trammay.example/tin/1.html", reference);
	promise_plain(&out, "a resolved address has no controls or blanks");
	url_canonical(&canonical, out.data);
	promise_plain(&canonical, "nor has a canonical one");
	str_clear(&out);
	url_resolve(&out, base, reference);
	url_is_web(out.data);
	url_host(&out, reference);
	url_without_user(&out, reference);
	url_decode(&out, reference, strlen(reference));
	str_release(&canonical);
	str_release(&out);
	free(base);
	return 0;
}
