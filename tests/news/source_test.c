#include "news/source.h"
#include "support/tap.h"

int main(void)
{
	struct source source = {.health = HEALTH_NEW};

	tap_ok(source_share_unchanged(&source) == 0, "never asked: none");
	source.asked = 8;
	source.unchanged = 6;
	tap_ok(source_share_unchanged(&source) == 0.75, "six of eight");
	for (int health = HEALTH_NEW; health <= HEALTH_GONE; health++) {
		source.health = (enum source_health)health;
		tap_ok(source_needs_look(&source) ==
		        (health == HEALTH_FAILED || health == HEALTH_GONE),
		    "health %d", health);
	}
	return tap_end();
}
