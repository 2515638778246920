/*
 * Role: what a site's robots.txt says of an address. RFC 9309. Pure: bytes
 * in, a verdict out; who asks for the file, and keeps it, is others' work.
 * Thread: any.
 */
#ifndef NET_ROBOTS_H
#define NET_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

enum {
	ROBOTS_BYTES_MOST = 512 * 1024, /* what is behind is not read: 2.5 */
	ROBOTS_DAY = 86400,             /* seconds a copy may be used: 2.4 */
};

struct robots_verdict {
	bool is_allowed;
	/* Crawl-delay, which is no part of the RFC: an hour at most; or 0 */
	int pause_ms;
};

/*
 * May the crawler of that product token (letters, "_" and "-") ask for url?
 * Groups of its name count, together if there are several, else those of
 * "*"; of its rules the longest that fits, Allow before Disallow.
 */
struct robots_verdict robots_judge(const char *text, size_t len,
    const char *token, const char *url);

/*
 * What follows from how robots.txt itself was answered (2.3.1). After a
 * status of 0, it could not be reached.
 */
enum robots_answer {
	ROBOTS_READ,       /* 200 to 299: judge by its text */
	ROBOTS_FREE,       /* 400 to 499, or too many redirects: none */
	ROBOTS_UNREACHED,  /* 429, 500 to 599, 0: nothing is allowed, until a
	                    * copy is had or a longer time has passed */
};
enum robots_answer robots_answer(int status);

#endif
