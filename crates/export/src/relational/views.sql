-- What reached a place: one row a movement that counts; `days` are those from the giver's notice to the recipient's own.
{new_view grant_reach}
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

-- The same movements under each grant that they come from: one row a movement and root. A root is a notice with nothing above it in this archive. Where
-- `roots` is above 1 the sum stands under each of them.
{new_view grant_walks}
WITH RECURSIVE ties AS (
  SELECT
    {parent_key} AS parent,
    {child_key} AS child,
    coalesce(parent_number, {parent_key}) AS parent_name,
    coalesce(child_number, {child_key}) AS child_name,
    parent_notice_id,
    fund_key
  FROM links
  WHERE relation = 'grants'
), downward (root, root_name, root_notice_id, notice, fund_key, walk, steps) AS (
  SELECT DISTINCT parent, parent_name, parent_notice_id, parent, CAST(NULL AS text), parent_name, 0
  FROM ties
  WHERE NOT EXISTS (SELECT 1 FROM ties AS above WHERE above.child = ties.parent)
  UNION ALL
  SELECT
    downward.root, downward.root_name, downward.root_notice_id, ties.child,
    coalesce(ties.fund_key, downward.fund_key), downward.walk || ' > ' || ties.child_name, downward.steps + 1
  FROM downward
  JOIN ties ON ties.parent = downward.notice
  -- Links go down the levels of government, of which there are five; circles are refused before they are links.
  WHERE downward.steps < 12 AND (downward.fund_key IS NULL OR ties.fund_key IS NULL OR downward.fund_key = ties.fund_key)
), above AS (
  SELECT f.id AS flow_id, downward.root, downward.root_name, downward.root_notice_id, min(downward.walk) AS walk
  FROM flows AS f
  JOIN downward ON downward.notice = coalesce(f.parent_notice_id, f.parent_number)
    AND (downward.fund_key IS NULL OR f.fund_key IS NULL OR downward.fund_key = f.fund_key)
  WHERE f.counts
  GROUP BY f.id, downward.root, downward.root_name, downward.root_notice_id
), counted AS (
  SELECT flow_id, count(*) AS roots FROM above GROUP BY flow_id
)
SELECT
  coalesce(above.root_name, f.parent_number, f.parent_notice_id) AS root_number,
  root.issued_on AS root_issued_on,
  f.fund_key,
  funds.name AS fund_name,
  f.budget_year,
  f.to_division,
  taker.name AS to_name,
  f.recipient,
  f.yuan,
  coalesce(above.walk, f.parent_number, f.parent_notice_id)
    || CASE WHEN f.child_notice_id IS NULL AND f.child_number IS NULL THEN '' ELSE ' > ' || coalesce(f.child_number, f.child_notice_id) END AS walk,
  f.issued_on,
  child.issued_on AS received_on,
  {days} AS days,
  coalesce(counted.roots, 1) AS roots,
  f.status,
  f.confidence,
  f.id AS flow_id
FROM flows AS f
LEFT JOIN above ON above.flow_id = f.id
LEFT JOIN counted ON counted.flow_id = f.id
LEFT JOIN notices AS root ON root.id = coalesce(above.root_notice_id, CASE WHEN above.root IS NULL THEN f.parent_notice_id END)
LEFT JOIN notices AS child ON child.id = f.child_notice_id
LEFT JOIN funds ON funds.key = f.fund_key
LEFT JOIN divisions AS taker ON taker.code = f.to_division
WHERE f.counts;
