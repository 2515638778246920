#include "news/source.h"

double source_share_unchanged(const struct source *source)
{
	if (source->asked <= 0)
		return 0;
	return (double)source->unchanged / (double)source->asked;
}

bool source_needs_look(const struct source *source)
{
	return source->health == HEALTH_FAILED ||
	    source->health == HEALTH_GONE;
}
