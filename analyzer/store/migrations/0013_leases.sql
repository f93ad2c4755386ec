-- What only one server at a time may do (lists fetched, webhooks delivered, looking back):
-- who does it, and until when by the database's clock if it says nothing more.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
