DROP TABLE narrations;
