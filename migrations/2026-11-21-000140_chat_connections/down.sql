DROP TABLE chat_connections;
