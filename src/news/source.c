#include "news/source.h"

double source_share_unchanged(const struct source *source)
{
	if (source->asked <= 0)
		return 0;
	return (double)source->unchanged / (double)source->asked;
}

const char *source_offered_feed(const struct source *source)
{
	if (source->kind != SOURCE_LIST || source->repairs == NULL ||
	    source->repairs[0] == '\0')
		return NULL;
	return source->repairs;
}

bool source_needs_look(const struct source *source)
{
	return source->health == HEALTH_FAILED ||
	    source->health == HEALTH_GONE;
}
