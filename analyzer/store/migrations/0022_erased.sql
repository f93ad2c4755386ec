-- What was erased: ranges of the log's numbers in which observations went or lost their
-- capture, for servers that count them in memory. 0 to 0: anything. `number` is what
-- 'erasures' (numbers) was counted up to.
CREATE TABLE erased (
  number INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
