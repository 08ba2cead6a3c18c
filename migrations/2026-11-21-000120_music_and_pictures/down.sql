DROP TABLE pictures;
DROP TABLE music;
