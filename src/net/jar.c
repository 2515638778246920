#include "net/jar.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A file's name by its source, for nobody can be told by a hash. */
static char *name_file(const char *folder, const char *name)
{
	struct str path;

	str_init(&path);
	str_addf(&path, "%s/%016" PRIx64, folder, hash_text(HASH_START, name));
	return str_detach(&path);
}

struct jar *jar_find(struct jar **jars, const char *folder, const char *name)
{
	struct jar *jar = *jars;

	while (jar != NULL && strcmp(jar->name, name) != 0)
		jar = jar->next;
	if (jar != NULL)
		return jar;
	jar = mem_alloc_zero(1, sizeof(*jar));
	jar->name = mem_dup(name);
	jar->path = folder == NULL ? NULL : name_file(folder, name);
	jar->share = curl_share_init();
	if (jar->share == NULL)
		fatal("out of memory");
	curl_share_setopt(jar->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
	jar->next = *jars;
	*jars = jar;
	return jar;
}

void jar_free_all(struct jar **jars)
{
	while (*jars != NULL) {
		struct jar *jar = *jars;

		*jars = jar->next;
		curl_share_cleanup(jar->share);
		free(jar->name);
		free(jar->path);
		free(jar);
	}
}

/* libcurl keeps a file's mode, but makes one that all can read. */
static void prepare_file(struct jar *jar)
{
	struct error err = {0};

	if (file_make_folders(jar->path, &err) &&
	    (file_exists(jar->path) || file_write(jar->path, "", 0, &err)))
		return;
	log_add("net", "cookies are not kept: errno %ld", err.number);
	free(jar->path);
	jar->path = NULL;
}

void jar_set(struct jar *jar, CURL *easy)
{
	if (jar->path != NULL && !jar->is_loaded)
		prepare_file(jar);
	curl_easy_setopt(easy, CURLOPT_SHARE, jar->share);
	curl_easy_setopt(easy, CURLOPT_COOKIEFILE,
	    jar->path != NULL && !jar->is_loaded ? jar->path : "");
	if (jar->path != NULL)
		curl_easy_setopt(easy, CURLOPT_COOKIEJAR, jar->path);
	jar->is_loaded = true;
}
