/*
 * Role: what a setting's text may be: one function a kind, named by rows of
 * settings.c. Thread: any.
 */
#ifndef CONFIG_CHECKS_H
#define CONFIG_CHECKS_H

#include <stdbool.h>

bool check_value(const char *text);       /* no control characters */
bool check_token(const char *text);       /* letters, digits, "-_.:+" */
bool check_certificate(const char *text); /* 64 hex digits; ":" between */
bool check_headers(const char *text);     /* "Name: value | Name: value" */
bool check_login(const char *text);       /* "name:password" */
bool check_proxy(const char *text);       /* an address, or "none" */

#endif
