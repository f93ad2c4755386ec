-- What is still to be done about an observation that was answered.
CREATE TABLE follow_ups (
  observation INTEGER NOT NULL REFERENCES observations (seq) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  PRIMARY KEY (observation, kind)
) STRICT, WITHOUT ROWID;

-- What each column gave to the model's score; JSON.
CREATE TABLE explanations (
  observation INTEGER PRIMARY KEY REFERENCES observations (seq) ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT;
