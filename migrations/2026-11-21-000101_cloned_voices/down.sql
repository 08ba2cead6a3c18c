DROP TABLE cloned_voices;
