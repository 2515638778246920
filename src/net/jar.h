/*
 * Role: cookies of sources that want them, each in a jar of its own, which
 * no other source sees. Thread: the net's.
 */
#ifndef NET_JAR_H
#define NET_JAR_H

#include <curl/curl.h>
#include <stdbool.h>

struct jar {
	struct jar *next;
	char *name;
	char *path; /* NULL: in memory alone */
	CURLSH *share;
	bool is_loaded;
};

/* The jar of that name in a list, a new one if there is none. */
struct jar *jar_find(struct jar **jars, const char *folder,
    const char *name);
void jar_free_all(struct jar **jars); /* after all handles */

/*
 * Give the jar to a handle. Such a handle is cleaned up when it is done,
 * which saves the jar, and never used for another source.
 */
void jar_set(struct jar *jar, CURL *easy);

#endif
