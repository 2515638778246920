# tests of refresh
