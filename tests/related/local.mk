# tests of related
