# tests of page
