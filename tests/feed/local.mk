# tests of feed
