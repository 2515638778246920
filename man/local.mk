dist_man_MANS = %D%/bantin.1
EXTRA_DIST += %D%/picture.py
