# tests of news
