-- Campaigns find near copies, count by day and county, and keep their cases.
-- The shape under which the windows count a campaign's texts.
ALTER TABLE campaigns ADD COLUMN shape BLOB;

CREATE TABLE campaign_counts (
  campaign_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  county INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, day, county)
) STRICT, WITHOUT ROWID;

-- Of some texts of a campaign (core/sketch.h), and the keys by which they are found.
CREATE TABLE campaign_sketches (
  id INTEGER PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  sketch BLOB NOT NULL
) STRICT;
CREATE INDEX campaign_sketches_campaign ON campaign_sketches (campaign_id);
CREATE TABLE campaign_bands (
  band INTEGER NOT NULL,
  sketch_id INTEGER NOT NULL REFERENCES campaign_sketches (id) ON DELETE CASCADE,
  PRIMARY KEY (band, sketch_id)
) STRICT, WITHOUT ROWID;

-- Campaigns that one report fitted both; each pair stands once, lesser id first.
CREATE TABLE campaign_relations (
  campaign_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  other_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  PRIMARY KEY (campaign_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_relations_other ON campaign_relations (other_id);

-- The case that a campaign's reports of one bureau go to.
CREATE TABLE campaign_cases (
  campaign_id TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  bureau TEXT NOT NULL,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  PRIMARY KEY (campaign_id, bureau)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_cases_case ON campaign_cases (case_id);

-- Cases of reports (kind 1) that share a link with a campaign are its cases; of
-- several in one bureau the latest.
INSERT INTO campaign_cases (campaign_id, bureau, case_id)
  SELECT m.campaign_id, substr(c.region, 1, 4), max(c.id)
  FROM campaign_links m JOIN case_links l ON l.key = m.key AND l.kind = m.kind
  JOIN cases c ON c.id = l.case_id
  WHERE c.kind = 1 GROUP BY m.campaign_id, substr(c.region, 1, 4);
