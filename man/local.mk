dist_man_MANS = %D%/bantin.1
vimandir = $(mandir)/vi/man1
dist_viman_DATA = %D%/vi/bantin.1
EXTRA_DIST += %D%/picture.py %D%/screen.svg
