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
