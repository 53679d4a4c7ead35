-- How much of a grant reached a place, by which notices, how many days later: one row a movement that counts.
DROP VIEW IF EXISTS grant_reach;
CREATE VIEW grant_reach AS
SELECT
  f.fund_key,
  funds.name AS fund_name,
  f.budget_year,
  f.from_division,
  giver.name AS from_name,
  f.to_division,
  taker.name AS to_name,
  f.recipient,
  f.yuan,
  f.status,
  f.parent_number,
  f.child_number,
  f.issued_on,
  child.issued_on AS received_on,
  f.days,
  f.deadline_days,
  f.confidence,
  f.parent_notice_id,
  f.child_notice_id
FROM flows AS f
LEFT JOIN funds ON funds.key = f.fund_key
LEFT JOIN divisions AS giver ON giver.code = f.from_division
LEFT JOIN divisions AS taker ON taker.code = f.to_division
LEFT JOIN notices AS child ON child.id = f.child_notice_id
WHERE f.counts;
