#include "base/error.h"

#include <string.h>

bool error_set(struct error *err, enum error_code code, const char *subject,
    long number)
{
	size_t len = subject == NULL ? 0 : strlen(subject);

	if (err == NULL)
		return false;
	if (len >= sizeof(err->subject)) {
		len = sizeof(err->subject) - 1;
		while (len > 0 && ((unsigned char)subject[len] & 0xC0) == 0x80)
			len--;
	}
	/* subject may lie in err itself when an error is passed on */
	if (len > 0)
		memmove(err->subject, subject, len);
	err->subject[len] = '\0';
	err->code = code;
	err->number = number;
	return false;
}

void error_clear(struct error *err)
{
	if (err == NULL)
		return;
	err->code = ERROR_NONE;
	err->number = 0;
	err->subject[0] = '\0';
}
