# The sample portal is read in place as a file: source, a folder of pages
# whose names hold '@' and '=': it is copied whole, never listed file by file.
EXTRA_DIST += \
	%D%/sample/articles \
	%D%/sample/build.py \
	%D%/sample/feeds.py \
	%D%/sample/pages.py \
	%D%/sample/site \
	%D%/sample/templates

# The catalogue; BANTIN_CATALOGUE names another folder of it.
cataloguedir = $(pkgdatadir)/catalogue
dist_catalogue_DATA = %D%/portals.tsv %D%/provinces.tsv

# Refreshing by a timer: a unit for each user who enables it, or a cron line.
timerdir = $(prefix)/lib/systemd/user
dist_timer_DATA = %D%/timer/bantin-refresh.timer
nodist_timer_DATA = %D%/timer/bantin-refresh.service
EXTRA_DIST += %D%/timer/bantin-refresh.service.in
CLEANFILES = %D%/timer/bantin-refresh.service
%D%/timer/bantin-refresh.service: %D%/timer/bantin-refresh.service.in
	$(AM_V_GEN)$(MKDIR_P) %D%/timer && \
	$(SED) 's|@bindir[@]|$(bindir)|' \
	    "$(srcdir)/%D%/timer/bantin-refresh.service.in" >$@
examplesdir = $(docdir)/examples
dist_examples_DATA = %D%/timer/crontab

sampledir = $(pkgdatadir)/sample

# The source may be read-only (distcheck), what is installed must not be.
install-data-local: install-sample
install-sample:
	$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)"
	rm -rf "$(DESTDIR)$(sampledir)"
	cp -R "$(srcdir)/%D%/sample/site" "$(DESTDIR)$(sampledir)"
	find "$(DESTDIR)$(sampledir)" -type d -exec chmod 755 {} +
	find "$(DESTDIR)$(sampledir)" -type f -exec chmod 644 {} +

uninstall-local: uninstall-sample
uninstall-sample:
	rm -rf "$(DESTDIR)$(sampledir)"

.PHONY: install-sample uninstall-sample
