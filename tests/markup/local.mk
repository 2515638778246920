# tests of markup
