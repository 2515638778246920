/*
 * Role: tells that some process wrote to the cache, so that rows of a second
 * refresh show without a clock that asks. Linux's inotify(7); elsewhere
 * there is none, and the minute's look finds them. Thread: main.
 */
#ifndef UI_WATCH_H
#define UI_WATCH_H

/* A descriptor that is readable after writes to the file; -1: none. */
int watch_open(const char *path);

/* Forget what was seen. */
void watch_drain(int fd);
void watch_close(int fd);

#endif
