-- Made from the record types by `cargo xtask schemas`.

CREATE TABLE "divisions" (
  "code" text NOT NULL,
  "name" text,
  "level" text,
  "parent" text,
  PRIMARY KEY ("code")
);
CREATE INDEX IF NOT EXISTS "divisions_parent" ON "divisions" ("parent");
COMMENT ON TABLE "divisions" IS 'Every division that a row names, and those above it.';
COMMENT ON COLUMN "divisions"."code" IS 'Six digits of GB/T 2260; a zone has Z behind them; 000000 is the centre.';
COMMENT ON COLUMN "divisions"."name" IS 'Its name; null where the code is not in the list of this version.';
COMMENT ON COLUMN "divisions"."level" IS 'Its level.';
COMMENT ON COLUMN "divisions"."parent" IS 'The division above it.';

CREATE TABLE "funds" (
  "key" text NOT NULL,
  "name" text,
  PRIMARY KEY ("key")
);
COMMENT ON TABLE "funds" IS 'Every fund that a row names.';
COMMENT ON COLUMN "funds"."key" IS 'Key of the fund.';
COMMENT ON COLUMN "funds"."name" IS 'The stem of its name; null where no grant tells it.';

CREATE TABLE "id_changes" (
  "old_id" text NOT NULL,
  "new_id" text
);
COMMENT ON TABLE "id_changes" IS 'Notices that an earlier export knew by another id, or that are gone.';
COMMENT ON COLUMN "id_changes"."old_id" IS 'The id that the earlier export had.';
COMMENT ON COLUMN "id_changes"."new_id" IS 'The notice that is read from the same source now; null where there is none.';

CREATE TABLE "notice_digests" (
  "notice_id" text NOT NULL,
  "digest" text NOT NULL,
  PRIMARY KEY ("notice_id")
);
COMMENT ON TABLE "notice_digests" IS 'What the rows of each notice were when it was exported; an export replaces what differs.';
COMMENT ON COLUMN "notice_digests"."notice_id" IS 'The notice.';
COMMENT ON COLUMN "notice_digests"."digest" IS 'SHA-256 of its records.';

CREATE TABLE "export_state" (
  "name" text NOT NULL,
  "value" text NOT NULL,
  PRIMARY KEY ("name")
);
COMMENT ON TABLE "export_state" IS 'What made the database.';
COMMENT ON COLUMN "export_state"."name" IS 'What is told.';
COMMENT ON COLUMN "export_state"."value" IS 'What it is.';

CREATE TABLE "files" (
  "path" text NOT NULL,
  "source_id" text,
  "bytes" bigint,
  "status" text NOT NULL CHECK ("status" IN ('parsed', 'attachment', 'duplicate', 'archive', 'needs_ocr', 'encrypted', 'unsupported', 'partial', 'failed')),
  "error_code" text,
  "error_message" text,
  "url" text,
  "fetched_at" text,
  "published_on" text,
  PRIMARY KEY ("path")
);
CREATE INDEX IF NOT EXISTS "files_source_id" ON "files" ("source_id");
COMMENT ON TABLE "files" IS 'One input path or archive member, whatever became of it.';
COMMENT ON COLUMN "files"."path" IS 'The key: the path relative to the named folder (the file name for a file named directly), parted by `/`; members as `a.zip!/dir/b.doc`; a byte that is not UTF-8 as `\xNN`.';
COMMENT ON COLUMN "files"."source_id" IS 'The content; null if it was never read.';
COMMENT ON COLUMN "files"."bytes" IS 'Size in bytes; null if unknown.';
COMMENT ON COLUMN "files"."status" IS 'What became of it.';
COMMENT ON COLUMN "files"."error_code" IS 'A stable code: `empty`, `damaged`, `encrypted`, `unsupported`, `too_large`, `unreadable`, `not_a_file`, `panic`, …';
COMMENT ON COLUMN "files"."error_message" IS 'What is wrong and what to do, in words.';
COMMENT ON COLUMN "files"."url" IS 'Where it was fetched from; null if not told by `--metadata`.';
COMMENT ON COLUMN "files"."fetched_at" IS 'When it was fetched (ISO 8601); null if not told.';
COMMENT ON COLUMN "files"."published_on" IS 'When it was published there (ISO 8601); null if not told.';

CREATE TABLE "file_notices" (
  "file_path" text NOT NULL,
  "position" bigint NOT NULL,
  "notice_id" text NOT NULL,
  PRIMARY KEY ("file_path", "position")
);
CREATE INDEX IF NOT EXISTS "file_notices_notice_id" ON "file_notices" ("notice_id");
COMMENT ON TABLE "file_notices" IS 'The notices that were read from it; a duplicate lists those of the same bytes.';
COMMENT ON COLUMN "file_notices"."file_path" IS 'The row that it belongs to.';
COMMENT ON COLUMN "file_notices"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "file_notices"."notice_id" IS 'The notices that were read from it; a duplicate lists those of the same bytes.';

CREATE TABLE "sources" (
  "id" text NOT NULL,
  "bytes" bigint NOT NULL,
  "format" text NOT NULL CHECK ("format" IN ('text', 'docx', 'pdf', 'doc', 'wps', 'rtf', 'xls', 'xlsx', 'et', 'ofd', 'html', 'image', 'archive', 'unknown')),
  "pages" bigint,
  "text_from" text CHECK ("text_from" IN ('text', 'ocr', 'mixed')),
  "engine" text,
  "text_sha256" text,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "sources" IS 'One distinct content.';
COMMENT ON COLUMN "sources"."id" IS 'The key: SHA-256 of the bytes, in lower-case hex.';
COMMENT ON COLUMN "sources"."bytes" IS 'Size in bytes.';
COMMENT ON COLUMN "sources"."format" IS 'What kind of file it is, by its content.';
COMMENT ON COLUMN "sources"."pages" IS 'Number of pages; null where the format has no pages or nothing could be read.';
COMMENT ON COLUMN "sources"."text_from" IS 'Where the characters came from; null where nothing could be read.';
COMMENT ON COLUMN "sources"."engine" IS 'What read it; null where nothing could be read.';
COMMENT ON COLUMN "sources"."text_sha256" IS 'SHA-256 of the text in UTF-8, in lower-case hex; null where nothing could be read.';

CREATE TABLE "source_metadata" (
  "source_id" text NOT NULL,
  "position" bigint NOT NULL,
  "name" text NOT NULL,
  "value" text NOT NULL,
  PRIMARY KEY ("source_id", "position")
);
COMMENT ON TABLE "source_metadata" IS 'What a page''s box or the file''s properties say, in their order.';
COMMENT ON COLUMN "source_metadata"."source_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "source_metadata"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "source_metadata"."name" IS 'Its name as printed.';
COMMENT ON COLUMN "source_metadata"."value" IS 'Its value as printed.';

CREATE TABLE "notices" (
  "id" text NOT NULL,
  "number" text,
  "number_kind" text CHECK ("number_kind" IN ('document', 'order', 'announcement', 'letter', 'telegram', 'quota', 'minutes', 'series')),
  "kind" text NOT NULL CHECK ("kind" IN ('issue', 'advance', 'adjust', 'recover', 'settle', 'self_evaluation', 'announcement', 'other')),
  "title" text,
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')),
  "division" text,
  "signatory" text,
  "issued_on" date,
  "printed_on" date,
  "printed_by" text,
  "budget_year" bigint,
  "fund_name" text,
  "resolved_division" text,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "notices_number" ON "notices" ("number");
CREATE INDEX IF NOT EXISTS "notices_division" ON "notices" ("division");
CREATE INDEX IF NOT EXISTS "notices_issued_on" ON "notices" ("issued_on");
CREATE INDEX IF NOT EXISTS "notices_budget_year" ON "notices" ("budget_year");
CREATE INDEX IF NOT EXISTS "notices_fund_name" ON "notices" ("fund_name");
CREATE INDEX IF NOT EXISTS "notices_resolved_division" ON "notices" ("resolved_division");
COMMENT ON TABLE "notices" IS 'One document, its attachments joined, its copies merged.';
COMMENT ON COLUMN "notices"."id" IS 'The key: `number@division` of its own issuer (`新财社〔2024〕210号@650000`; `@?` where the document does not tell), without a number `~` and 16 hex digits. A document that claims another''s id and disagrees has `!` and 8 hex digits more.';
COMMENT ON COLUMN "notices"."number" IS '发文字号 in normal form (`财社〔2024〕179号`); null where none is printed.';
COMMENT ON COLUMN "notices"."number_kind" IS 'Family of the number; null without a number.';
COMMENT ON COLUMN "notices"."kind" IS 'What the notice does.';
COMMENT ON COLUMN "notices"."title" IS '标题, its printed lines joined.';
COMMENT ON COLUMN "notices"."level" IS 'Level of the lead issuer.';
COMMENT ON COLUMN "notices"."division" IS 'Division of the lead issuer.';
COMMENT ON COLUMN "notices"."signatory" IS '签发人.';
COMMENT ON COLUMN "notices"."issued_on" IS '成文日期.';
COMMENT ON COLUMN "notices"."printed_on" IS '印发日期.';
COMMENT ON COLUMN "notices"."printed_by" IS '印发机关.';
COMMENT ON COLUMN "notices"."budget_year" IS 'The budget year of the money.';
COMMENT ON COLUMN "notices"."fund_name" IS 'The fund''s name without year and level.';
COMMENT ON COLUMN "notices"."resolved_division" IS 'The division as the rest of the archive shows it; null where the document''s own word stands.';

CREATE TABLE "notice_issuers" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "name" text NOT NULL,
  "division" text,
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')),
  PRIMARY KEY ("notice_id", "position")
);
CREATE INDEX IF NOT EXISTS "notice_issuers_division" ON "notice_issuers" ("division");
COMMENT ON TABLE "notice_issuers" IS '发文机关, the lead body first.';
COMMENT ON COLUMN "notice_issuers"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_issuers"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_issuers"."name" IS 'Its name; a relative name (地区财政局) is completed where the document tells of what.';
COMMENT ON COLUMN "notice_issuers"."division" IS 'Its division; null where it is not known.';
COMMENT ON COLUMN "notice_issuers"."level" IS 'Its level; null where it is not known.';

CREATE TABLE "notice_recipients" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "name" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_recipients" IS '主送机关, the printed groups in their order.';
COMMENT ON COLUMN "notice_recipients"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_recipients"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_recipients"."name" IS 'As printed, blanks removed.';

CREATE TABLE "notice_recipient_divisions" (
  "notice_id" text NOT NULL,
  "recipient_position" bigint NOT NULL,
  "position" bigint NOT NULL,
  "division" text NOT NULL,
  PRIMARY KEY ("notice_id", "recipient_position", "position")
);
CREATE INDEX IF NOT EXISTS "notice_recipient_divisions_division" ON "notice_recipient_divisions" ("division");
COMMENT ON TABLE "notice_recipient_divisions" IS 'The divisions it names; empty for classes such as 有关县（市）.';
COMMENT ON COLUMN "notice_recipient_divisions"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_recipient_divisions"."recipient_position" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_recipient_divisions"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_recipient_divisions"."division" IS 'The divisions it names; empty for classes such as 有关县（市）.';

CREATE TABLE "notice_cc" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "cc" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_cc" IS '抄送机关, names as printed.';
COMMENT ON COLUMN "notice_cc"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_cc"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_cc"."cc" IS '抄送机关, names as printed.';

CREATE TABLE "notice_direct_fund_tags" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "code" text,
  "label" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_direct_fund_tags" IS '直达资金标识: what the notice names as such.';
COMMENT ON COLUMN "notice_direct_fund_tags"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_direct_fund_tags"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_direct_fund_tags"."code" IS 'The code, such as `01`; null where only words are printed.';
COMMENT ON COLUMN "notice_direct_fund_tags"."label" IS 'The words, such as `中央直达资金`.';

CREATE TABLE "notice_budget_subjects" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "code" text NOT NULL,
  "name" text,
  "side" text CHECK ("side" IN ('revenue', 'expenditure', 'department_economic', 'government_economic')),
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_budget_subjects" IS '预算科目.';
COMMENT ON COLUMN "notice_budget_subjects"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_budget_subjects"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_budget_subjects"."code" IS 'The code, 3, 5 or 7 digits.';
COMMENT ON COLUMN "notice_budget_subjects"."name" IS 'The name as printed with it; null where only the code stands.';
COMMENT ON COLUMN "notice_budget_subjects"."side" IS 'Which classification it belongs to; null where that cannot be told.';

CREATE TABLE "notice_project_codes" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "project_code" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_project_codes" IS '项目代码.';
COMMENT ON COLUMN "notice_project_codes"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_project_codes"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_project_codes"."project_code" IS '项目代码.';

CREATE TABLE "notice_attachments" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "title" text NOT NULL,
  "source_id" text,
  PRIMARY KEY ("notice_id", "position")
);
CREATE INDEX IF NOT EXISTS "notice_attachments_source_id" ON "notice_attachments" ("source_id");
COMMENT ON TABLE "notice_attachments" IS '附件说明.';
COMMENT ON COLUMN "notice_attachments"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_attachments"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_attachments"."ordinal" IS 'Its number in the list, from 1.';
COMMENT ON COLUMN "notice_attachments"."title" IS 'Its title as announced.';
COMMENT ON COLUMN "notice_attachments"."source_id" IS 'The source that holds it; null where it is not known.';

CREATE TABLE "notice_upstream_numbers" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "upstream_number" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
COMMENT ON TABLE "notice_upstream_numbers" IS 'Numbers of the cited notices that gave the issuer the money passed on here.';
COMMENT ON COLUMN "notice_upstream_numbers"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_upstream_numbers"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_upstream_numbers"."upstream_number" IS 'Numbers of the cited notices that gave the issuer the money passed on here.';

CREATE TABLE "notice_sources" (
  "notice_id" text NOT NULL,
  "position" bigint NOT NULL,
  "source_id" text NOT NULL,
  PRIMARY KEY ("notice_id", "position")
);
CREATE INDEX IF NOT EXISTS "notice_sources_source_id" ON "notice_sources" ("source_id");
COMMENT ON TABLE "notice_sources" IS 'Every content that the notice was read from, the leading copy first.';
COMMENT ON COLUMN "notice_sources"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_sources"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_sources"."source_id" IS 'Every content that the notice was read from, the leading copy first.';

CREATE TABLE "notice_facts" (
  "notice_id" text NOT NULL,
  "field" text NOT NULL,
  "position" bigint NOT NULL,
  "value" text,
  "printed" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("notice_id", "field", "position")
);
COMMENT ON TABLE "notice_facts" IS 'For every field of a notice the readings behind it, with the places where they are printed. Empty where the document does not say.';
COMMENT ON COLUMN "notice_facts"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_facts"."field" IS 'The field of the notice.';
COMMENT ON COLUMN "notice_facts"."position" IS 'Which of its values, from 1.';
COMMENT ON COLUMN "notice_facts"."value" IS 'The value in normal form, as in the field of the same name.';
COMMENT ON COLUMN "notice_facts"."printed" IS 'The printed form.';
COMMENT ON COLUMN "notice_facts"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "notice_facts"."doubts" IS 'Why it is not certain.';

CREATE TABLE "notice_fact_evidence" (
  "notice_id" text NOT NULL,
  "fact_field" text NOT NULL,
  "fact_position" bigint NOT NULL,
  "position" bigint NOT NULL,
  "source_id" text NOT NULL,
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "page" bigint,
  "bbox_x0" double precision,
  "bbox_y0" double precision,
  "bbox_x1" double precision,
  "bbox_y1" double precision,
  "start" bigint,
  "end" bigint,
  "text" text NOT NULL,
  PRIMARY KEY ("notice_id", "fact_field", "fact_position", "position")
);
CREATE INDEX IF NOT EXISTS "notice_fact_evidence_source_id" ON "notice_fact_evidence" ("source_id");
COMMENT ON TABLE "notice_fact_evidence" IS 'Where it is printed; never empty.';
COMMENT ON COLUMN "notice_fact_evidence"."notice_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_fact_evidence"."fact_field" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_fact_evidence"."fact_position" IS 'The row that it belongs to.';
COMMENT ON COLUMN "notice_fact_evidence"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "notice_fact_evidence"."source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "notice_fact_evidence"."origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "notice_fact_evidence"."page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "notice_fact_evidence"."bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "notice_fact_evidence"."bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "notice_fact_evidence"."bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "notice_fact_evidence"."bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "notice_fact_evidence"."start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "notice_fact_evidence"."end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "notice_fact_evidence"."text" IS 'The text as printed there.';

CREATE TABLE "grants" (
  "id" text NOT NULL,
  "notice_id" text NOT NULL,
  "fund_key" text NOT NULL,
  "fund_name" text NOT NULL,
  "fund_level" text CHECK ("fund_level" IN ('central', 'province', 'prefecture', 'county', 'mixed')),
  "fund_direction" text,
  "budget_year" bigint,
  "batch" bigint,
  "tag_code" text,
  "tag_label" text,
  "project_code" text,
  "yuan" numeric,
  "effect" text NOT NULL CHECK ("effect" IN ('add', 'subtract', 'restate', 'none')),
  "evidence_source_id" text NOT NULL,
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "evidence_page" bigint,
  "evidence_bbox_x0" double precision,
  "evidence_bbox_y0" double precision,
  "evidence_bbox_x1" double precision,
  "evidence_bbox_y1" double precision,
  "evidence_start" bigint,
  "evidence_end" bigint,
  "evidence_text" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "grants_notice_id" ON "grants" ("notice_id");
CREATE INDEX IF NOT EXISTS "grants_fund_key" ON "grants" ("fund_key");
CREATE INDEX IF NOT EXISTS "grants_fund_name" ON "grants" ("fund_name");
CREATE INDEX IF NOT EXISTS "grants_budget_year" ON "grants" ("budget_year");
CREATE INDEX IF NOT EXISTS "grants_evidence_source_id" ON "grants" ("evidence_source_id");
COMMENT ON TABLE "grants" IS 'One item of money that a notice deals with: per level of origin, fund, direction, year, batch, tag.';
COMMENT ON COLUMN "grants"."id" IS 'The key: `<notice>/g1`.';
COMMENT ON COLUMN "grants"."notice_id" IS 'The notice.';
COMMENT ON COLUMN "grants"."fund_key" IS 'Key of the fund, the same in every notice of it.';
COMMENT ON COLUMN "grants"."fund_name" IS 'The stem of the fund''s name, without year, level and batch: 困难群众救助补助资金.';
COMMENT ON COLUMN "grants"."fund_level" IS 'Whose money it is at its origin.';
COMMENT ON COLUMN "grants"."fund_direction" IS 'The direction (方向).';
COMMENT ON COLUMN "grants"."budget_year" IS 'The budget year.';
COMMENT ON COLUMN "grants"."batch" IS 'The batch: 2 for 第二批.';
COMMENT ON COLUMN "grants"."tag_code" IS 'The code, such as `01`; null where only words are printed.';
COMMENT ON COLUMN "grants"."tag_label" IS 'The words, such as `中央直达资金`.';
COMMENT ON COLUMN "grants"."project_code" IS 'The project code.';
COMMENT ON COLUMN "grants"."yuan" IS 'The sum in yuan, as printed and without a sign of ours; null where the figure is missing.';
COMMENT ON COLUMN "grants"."effect" IS 'What the item does to the recipients'' money.';
COMMENT ON COLUMN "grants"."evidence_source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "grants"."evidence_origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "grants"."evidence_page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "grants"."evidence_bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "grants"."evidence_bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "grants"."evidence_bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "grants"."evidence_bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "grants"."evidence_start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "grants"."evidence_end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "grants"."evidence_text" IS 'The text as printed there.';
COMMENT ON COLUMN "grants"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "grants"."doubts" IS 'Why it is not certain.';

CREATE TABLE "grant_subjects" (
  "grant_id" text NOT NULL,
  "position" bigint NOT NULL,
  "code" text NOT NULL,
  "name" text,
  "side" text CHECK ("side" IN ('revenue', 'expenditure', 'department_economic', 'government_economic')),
  PRIMARY KEY ("grant_id", "position")
);
COMMENT ON TABLE "grant_subjects" IS 'The budget subjects.';
COMMENT ON COLUMN "grant_subjects"."grant_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "grant_subjects"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "grant_subjects"."code" IS 'The code, 3, 5 or 7 digits.';
COMMENT ON COLUMN "grant_subjects"."name" IS 'The name as printed with it; null where only the code stands.';
COMMENT ON COLUMN "grant_subjects"."side" IS 'Which classification it belongs to; null where that cannot be told.';

CREATE TABLE "citations" (
  "id" text NOT NULL,
  "notice_id" text NOT NULL,
  "ordinal" bigint NOT NULL,
  "number" text,
  "title" text,
  "role" text NOT NULL CHECK ("role" IN ('upstream', 'prior', 'issued', 'basis', 'forwarded', 'amended', 'other')),
  "evidence_source_id" text NOT NULL,
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "evidence_page" bigint,
  "evidence_bbox_x0" double precision,
  "evidence_bbox_y0" double precision,
  "evidence_bbox_x1" double precision,
  "evidence_bbox_y1" double precision,
  "evidence_start" bigint,
  "evidence_end" bigint,
  "evidence_text" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "citations_notice_id" ON "citations" ("notice_id");
CREATE INDEX IF NOT EXISTS "citations_number" ON "citations" ("number");
CREATE INDEX IF NOT EXISTS "citations_evidence_source_id" ON "citations" ("evidence_source_id");
COMMENT ON TABLE "citations" IS 'One other document cited, at its first mention.';
COMMENT ON COLUMN "citations"."id" IS 'The key: `<notice>/c1`.';
COMMENT ON COLUMN "citations"."notice_id" IS 'The notice that cites.';
COMMENT ON COLUMN "citations"."ordinal" IS 'Order of first mention, from 1.';
COMMENT ON COLUMN "citations"."number" IS 'The cited number in normal form; null where only a title is cited.';
COMMENT ON COLUMN "citations"."title" IS 'The cited title without the outer 《》; null where only a number is cited.';
COMMENT ON COLUMN "citations"."role" IS 'Why it is cited.';
COMMENT ON COLUMN "citations"."evidence_source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "citations"."evidence_origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "citations"."evidence_page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "citations"."evidence_bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "citations"."evidence_bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "citations"."evidence_bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "citations"."evidence_bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "citations"."evidence_start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "citations"."evidence_end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "citations"."evidence_text" IS 'The text as printed there.';
COMMENT ON COLUMN "citations"."confidence" IS 'How far reading and role can be relied on.';
COMMENT ON COLUMN "citations"."doubts" IS 'Why it is not certain.';

CREATE TABLE "citation_issuers" (
  "citation_id" text NOT NULL,
  "position" bigint NOT NULL,
  "issuer" text NOT NULL,
  PRIMARY KEY ("citation_id", "position")
);
COMMENT ON TABLE "citation_issuers" IS 'The bodies named before the title, as printed.';
COMMENT ON COLUMN "citation_issuers"."citation_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "citation_issuers"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "citation_issuers"."issuer" IS 'The bodies named before the title, as printed.';

CREATE TABLE "amounts" (
  "id" text NOT NULL,
  "notice_id" text NOT NULL,
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "yuan" numeric,
  "text" text NOT NULL,
  "unit" text CHECK ("unit" IN ('元', '千元', '万元', '百万元', '亿元')),
  "role" text NOT NULL CHECK ("role" IN ('total', 'central', 'provincial', 'prefectural', 'county', 'local', 'other_funds', 'fiscal', 'advance', 'adjust_up', 'adjust_down', 'adjust_net', 'recovered', 'settled', 'budget', 'arrived', 'executed', 'carried_over', 'standard', 'other')),
  "absence" text CHECK ("absence" IN ('blank', 'illegible')),
  "evidence_source_id" text NOT NULL,
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "evidence_page" bigint,
  "evidence_bbox_x0" double precision,
  "evidence_bbox_y0" double precision,
  "evidence_bbox_x1" double precision,
  "evidence_bbox_y1" double precision,
  "evidence_start" bigint,
  "evidence_end" bigint,
  "evidence_text" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "amounts_notice_id" ON "amounts" ("notice_id");
CREATE INDEX IF NOT EXISTS "amounts_evidence_source_id" ON "amounts" ("evidence_source_id");
COMMENT ON TABLE "amounts" IS 'One sum in running text, or in the fund box of an indicator or evaluation form.';
COMMENT ON COLUMN "amounts"."id" IS 'The key: `<notice>/a1`.';
COMMENT ON COLUMN "amounts"."notice_id" IS 'The notice.';
COMMENT ON COLUMN "amounts"."origin" IS 'Running text (`body`) or `fund_box`.';
COMMENT ON COLUMN "amounts"."yuan" IS 'The sum in yuan, as printed; null where the figure is missing (see `absence`).';
COMMENT ON COLUMN "amounts"."text" IS 'Figure and unit as printed.';
COMMENT ON COLUMN "amounts"."unit" IS 'The unit of the figure; null where none is printed or known.';
COMMENT ON COLUMN "amounts"."role" IS 'What the sum is.';
COMMENT ON COLUMN "amounts"."absence" IS 'Why the figure is missing; null where it is not.';
COMMENT ON COLUMN "amounts"."evidence_source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "amounts"."evidence_origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "amounts"."evidence_page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "amounts"."evidence_bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "amounts"."evidence_bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "amounts"."evidence_bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "amounts"."evidence_bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "amounts"."evidence_start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "amounts"."evidence_end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "amounts"."evidence_text" IS 'The text as printed there.';
COMMENT ON COLUMN "amounts"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "amounts"."doubts" IS 'Why it is not certain.';

CREATE TABLE "allocations" (
  "id" text NOT NULL,
  "notice_id" text NOT NULL,
  "table" text NOT NULL,
  "row" bigint NOT NULL,
  "recipient" text NOT NULL,
  "division" text,
  "row_kind" text NOT NULL CHECK ("row_kind" IN ('child', 'own_level', 'total', 'subtotal', 'unit')),
  "column" text,
  "column_role" text NOT NULL CHECK ("column_role" IN ('allocated', 'of_which', 'original', 'cut', 'raise', 'net', 'after', 'advance', 'budget', 'executed', 'other')),
  "cited_number" text,
  "text" text NOT NULL,
  "unit" text CHECK ("unit" IN ('元', '千元', '万元', '百万元', '亿元')),
  "yuan" numeric,
  "absence" text CHECK ("absence" IN ('blank', 'illegible')),
  "counts" boolean NOT NULL,
  "evidence_source_id" text NOT NULL,
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "evidence_page" bigint,
  "evidence_bbox_x0" double precision,
  "evidence_bbox_y0" double precision,
  "evidence_bbox_x1" double precision,
  "evidence_bbox_y1" double precision,
  "evidence_start" bigint,
  "evidence_end" bigint,
  "evidence_text" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "allocations_notice_id" ON "allocations" ("notice_id");
CREATE INDEX IF NOT EXISTS "allocations_division" ON "allocations" ("division");
CREATE INDEX IF NOT EXISTS "allocations_evidence_source_id" ON "allocations" ("evidence_source_id");
COMMENT ON TABLE "allocations" IS 'One money cell of a table of recipients: allocation, adjustment or execution.';
COMMENT ON COLUMN "allocations"."id" IS 'The key: `<notice>/t1r3c2`; `<notice>/t0r1` for a sum told in prose.';
COMMENT ON COLUMN "allocations"."notice_id" IS 'The notice.';
COMMENT ON COLUMN "allocations"."table" IS 'The table in the document, from `t1`; `t0` for prose.';
COMMENT ON COLUMN "allocations"."row" IS 'Row of the grid, from 1, header rows counted; in prose the order of mention.';
COMMENT ON COLUMN "allocations"."recipient" IS 'The most particular name of the row, as printed without blanks.';
COMMENT ON COLUMN "allocations"."division" IS 'The division that the recipient is or belongs to; null where that is not known.';
COMMENT ON COLUMN "allocations"."row_kind" IS 'What the row stands for.';
COMMENT ON COLUMN "allocations"."column" IS 'Header path of the column from the outermost cell down, joined by `/`; null without a header.';
COMMENT ON COLUMN "allocations"."column_role" IS 'What the column says.';
COMMENT ON COLUMN "allocations"."cited_number" IS 'The number that stands in the column''s header: the money of that notice; null where none does.';
COMMENT ON COLUMN "allocations"."text" IS 'The cell as printed.';
COMMENT ON COLUMN "allocations"."unit" IS 'The unit of the figure; null where none is printed or known.';
COMMENT ON COLUMN "allocations"."yuan" IS 'The sum in yuan, as printed; null where the figure is missing (see `absence`).';
COMMENT ON COLUMN "allocations"."absence" IS 'Why the figure is missing; null where it is not.';
COMMENT ON COLUMN "allocations"."counts" IS 'True on the one cell that is this notice''s money for that recipient.';
COMMENT ON COLUMN "allocations"."evidence_source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "allocations"."evidence_origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "allocations"."evidence_page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "allocations"."evidence_bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "allocations"."evidence_bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "allocations"."evidence_bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "allocations"."evidence_bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "allocations"."evidence_start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "allocations"."evidence_end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "allocations"."evidence_text" IS 'The text as printed there.';
COMMENT ON COLUMN "allocations"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "allocations"."doubts" IS 'Why it is not certain.';

CREATE TABLE "indicators" (
  "id" text NOT NULL,
  "notice_id" text NOT NULL,
  "table" text NOT NULL,
  "row" bigint NOT NULL,
  "project" text,
  "scope" text,
  "period" text NOT NULL CHECK ("period" IN ('annual', 'medium_term')),
  "level1" text,
  "level2" text,
  "level3" text NOT NULL,
  "target_text" text,
  "target_kind" text CHECK ("target_kind" IN ('number', 'range', 'deadline', 'qualitative', 'text')),
  "target_comparator" text CHECK ("target_comparator" IN ('ge', 'gt', 'le', 'lt', 'eq', 'none')),
  "target_value" numeric,
  "target_upper" numeric,
  "target_unit" text,
  "target_per" text,
  "target_deadline" date,
  "achieved_text" text,
  "achieved_kind" text CHECK ("achieved_kind" IN ('number', 'range', 'deadline', 'qualitative', 'text')),
  "achieved_comparator" text CHECK ("achieved_comparator" IN ('ge', 'gt', 'le', 'lt', 'eq', 'none')),
  "achieved_value" numeric,
  "achieved_upper" numeric,
  "achieved_unit" text,
  "achieved_per" text,
  "achieved_deadline" date,
  "score" text,
  "reason" text,
  "indicator_key" text NOT NULL,
  "evidence_source_id" text NOT NULL,
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "evidence_page" bigint,
  "evidence_bbox_x0" double precision,
  "evidence_bbox_y0" double precision,
  "evidence_bbox_x1" double precision,
  "evidence_bbox_y1" double precision,
  "evidence_start" bigint,
  "evidence_end" bigint,
  "evidence_text" text NOT NULL,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "indicators_notice_id" ON "indicators" ("notice_id");
CREATE INDEX IF NOT EXISTS "indicators_evidence_source_id" ON "indicators" ("evidence_source_id");
COMMENT ON TABLE "indicators" IS 'One performance indicator; prose only where the notice has no form.';
COMMENT ON COLUMN "indicators"."id" IS 'The key: `<notice>/i2r5`, table and row; where two stand in one row, the second has `b`.';
COMMENT ON COLUMN "indicators"."notice_id" IS 'The notice.';
COMMENT ON COLUMN "indicators"."table" IS 'The table in the document, from `t1`; `t0` for prose.';
COMMENT ON COLUMN "indicators"."row" IS 'Row of the grid, from 1, header rows counted; in prose the order of mention.';
COMMENT ON COLUMN "indicators"."project" IS 'The project that the form is for, as printed without blanks.';
COMMENT ON COLUMN "indicators"."scope" IS 'The place that the form is for, where its title names one.';
COMMENT ON COLUMN "indicators"."period" IS 'Annual or medium-term.';
COMMENT ON COLUMN "indicators"."level1" IS '一级指标 in normal form (`产出指标`).';
COMMENT ON COLUMN "indicators"."level2" IS '二级指标 in normal form (`数量指标`).';
COMMENT ON COLUMN "indicators"."level3" IS '三级指标 as printed, blanks removed.';
COMMENT ON COLUMN "indicators"."target_text" IS 'As printed, blanks removed.';
COMMENT ON COLUMN "indicators"."target_kind" IS 'Its form.';
COMMENT ON COLUMN "indicators"."target_comparator" IS 'How it is compared.';
COMMENT ON COLUMN "indicators"."target_value" IS 'The number in its printed unit (the lower one of a range); null where there is none.';
COMMENT ON COLUMN "indicators"."target_upper" IS 'The upper number of a range; null where there is none.';
COMMENT ON COLUMN "indicators"."target_unit" IS 'The unit as printed (`%`, `人次`, `元/人·月`); null where there is none.';
COMMENT ON COLUMN "indicators"."target_per" IS 'What the unit is per (`人·月`); null where it is not.';
COMMENT ON COLUMN "indicators"."target_deadline" IS 'The date of a deadline; null where there is none.';
COMMENT ON COLUMN "indicators"."achieved_text" IS 'As printed, blanks removed.';
COMMENT ON COLUMN "indicators"."achieved_kind" IS 'Its form.';
COMMENT ON COLUMN "indicators"."achieved_comparator" IS 'How it is compared.';
COMMENT ON COLUMN "indicators"."achieved_value" IS 'The number in its printed unit (the lower one of a range); null where there is none.';
COMMENT ON COLUMN "indicators"."achieved_upper" IS 'The upper number of a range; null where there is none.';
COMMENT ON COLUMN "indicators"."achieved_unit" IS 'The unit as printed (`%`, `人次`, `元/人·月`); null where there is none.';
COMMENT ON COLUMN "indicators"."achieved_per" IS 'What the unit is per (`人·月`); null where it is not.';
COMMENT ON COLUMN "indicators"."achieved_deadline" IS 'The date of a deadline; null where there is none.';
COMMENT ON COLUMN "indicators"."score" IS 'The score as printed.';
COMMENT ON COLUMN "indicators"."reason" IS 'The reason given for a miss, as printed.';
COMMENT ON COLUMN "indicators"."indicator_key" IS 'The same for the same 三级指标 in every notice: its letters and digits, signs and a unit in parentheses left out.';
COMMENT ON COLUMN "indicators"."evidence_source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "indicators"."evidence_origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "indicators"."evidence_page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "indicators"."evidence_bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "indicators"."evidence_bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "indicators"."evidence_bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "indicators"."evidence_bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "indicators"."evidence_start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "indicators"."evidence_end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "indicators"."evidence_text" IS 'The text as printed there.';
COMMENT ON COLUMN "indicators"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "indicators"."doubts" IS 'Why it is not certain.';

CREATE TABLE "links" (
  "id" text NOT NULL,
  "relation" text NOT NULL CHECK ("relation" IN ('grants', 'amends', 'recovers', 'settles', 'reissues', 'announces', 'reports_on')),
  "parent_number" text,
  "child_number" text,
  "parent_notice_id" text,
  "child_notice_id" text,
  "fund_key" text,
  "budget_year" bigint,
  "yuan" numeric,
  "basis" text NOT NULL CHECK ("basis" IN ('cited', 'reported', 'allocated', 'inferred')),
  "days" bigint,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "links_parent_number" ON "links" ("parent_number");
CREATE INDEX IF NOT EXISTS "links_child_number" ON "links" ("child_number");
CREATE INDEX IF NOT EXISTS "links_parent_notice_id" ON "links" ("parent_notice_id");
CREATE INDEX IF NOT EXISTS "links_child_notice_id" ON "links" ("child_notice_id");
CREATE INDEX IF NOT EXISTS "links_fund_key" ON "links" ("fund_key");
CREATE INDEX IF NOT EXISTS "links_budget_year" ON "links" ("budget_year");
COMMENT ON TABLE "links" IS 'A tie between two documents, one row for each relation, parent and child.';
COMMENT ON COLUMN "links"."id" IS 'The key, built from relation and ends.';
COMMENT ON COLUMN "links"."relation" IS 'How they are tied.';
COMMENT ON COLUMN "links"."parent_number" IS 'The parent''s number in normal form; null where it is not known.';
COMMENT ON COLUMN "links"."child_number" IS 'The child''s number in normal form; null where it is not known.';
COMMENT ON COLUMN "links"."parent_notice_id" IS 'The parent; null where its document is not held.';
COMMENT ON COLUMN "links"."child_notice_id" IS 'The child; null where its document is not held.';
COMMENT ON COLUMN "links"."fund_key" IS 'The fund; null where the ends differ.';
COMMENT ON COLUMN "links"."budget_year" IS 'The budget year.';
COMMENT ON COLUMN "links"."yuan" IS 'What the parent gives this child, in yuan; null where it does not say.';
COMMENT ON COLUMN "links"."basis" IS 'What the link rests on.';
COMMENT ON COLUMN "links"."days" IS 'Days from the parent''s date to the child''s; null where a date is missing.';
COMMENT ON COLUMN "links"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "links"."doubts" IS 'Why it is not certain.';

CREATE TABLE "link_evidence" (
  "link_id" text NOT NULL,
  "position" bigint NOT NULL,
  "source_id" text NOT NULL,
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "page" bigint,
  "bbox_x0" double precision,
  "bbox_y0" double precision,
  "bbox_x1" double precision,
  "bbox_y1" double precision,
  "start" bigint,
  "end" bigint,
  "text" text NOT NULL,
  PRIMARY KEY ("link_id", "position")
);
CREATE INDEX IF NOT EXISTS "link_evidence_source_id" ON "link_evidence" ("source_id");
COMMENT ON TABLE "link_evidence" IS 'Where it is printed, the child''s side first.';
COMMENT ON COLUMN "link_evidence"."link_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "link_evidence"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "link_evidence"."source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "link_evidence"."origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "link_evidence"."page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "link_evidence"."bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "link_evidence"."bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "link_evidence"."bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "link_evidence"."bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "link_evidence"."start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "link_evidence"."end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "link_evidence"."text" IS 'The text as printed there.';

CREATE TABLE "flows" (
  "id" text NOT NULL,
  "grant_id" text,
  "child_grant_id" text,
  "fund_key" text,
  "budget_year" bigint,
  "from_division" text,
  "to_division" text,
  "recipient" text NOT NULL,
  "yuan" numeric,
  "status" text NOT NULL CHECK ("status" IN ('allocated', 'confirmed', 'reported')),
  "counts" boolean NOT NULL,
  "reason_not_counted" text CHECK ("reason_not_counted" IN ('of_which', 'adjustment', 'total', 'report', 'announcement', 'reissue', 'blank', 'doubtful', 'counted_elsewhere')),
  "parent_notice_id" text,
  "parent_number" text,
  "child_notice_id" text,
  "child_number" text,
  "issued_on" date,
  "days" bigint,
  "deadline_days" bigint,
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')),
  "doubts" text[] NOT NULL CHECK ("doubts" <@ ARRAY['ocr', 'repaired_number', 'repaired_pairing', 'repaired_amount', 'ambiguous_issuer', 'issuer_from_code', 'issuer_conflict', 'ambiguous_division', 'ambiguous_date', 'unit_assumed', 'sum_mismatch', 'dirty_copy', 'role_inferred', 'truncated', 'copies_disagree', 'unit_clash', 'table_inferred', 'total_differs', 'unit_conflict', 'unknown_recipient', 'row_shape', 'out_of_scale', 'damaged_text', 'date_conflict', 'source_conflict', 'unplaced']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "flows_grant_id" ON "flows" ("grant_id");
CREATE INDEX IF NOT EXISTS "flows_child_grant_id" ON "flows" ("child_grant_id");
CREATE INDEX IF NOT EXISTS "flows_fund_key" ON "flows" ("fund_key");
CREATE INDEX IF NOT EXISTS "flows_budget_year" ON "flows" ("budget_year");
CREATE INDEX IF NOT EXISTS "flows_from_division" ON "flows" ("from_division");
CREATE INDEX IF NOT EXISTS "flows_to_division" ON "flows" ("to_division");
CREATE INDEX IF NOT EXISTS "flows_parent_notice_id" ON "flows" ("parent_notice_id");
CREATE INDEX IF NOT EXISTS "flows_parent_number" ON "flows" ("parent_number");
CREATE INDEX IF NOT EXISTS "flows_child_notice_id" ON "flows" ("child_notice_id");
CREATE INDEX IF NOT EXISTS "flows_child_number" ON "flows" ("child_number");
CREATE INDEX IF NOT EXISTS "flows_issued_on" ON "flows" ("issued_on");
COMMENT ON TABLE "flows" IS 'One movement of money to one recipient. For one `to_division`, the sum of `yuan` over the rows that count counts no yuan twice.';
COMMENT ON COLUMN "flows"."id" IS 'The key, built from the giver, the place in its table, and the recipient.';
COMMENT ON COLUMN "flows"."grant_id" IS 'The giver''s grant item; null where its notice is not held.';
COMMENT ON COLUMN "flows"."child_grant_id" IS 'The recipient''s grant item; null where its notice is not held.';
COMMENT ON COLUMN "flows"."fund_key" IS 'The fund.';
COMMENT ON COLUMN "flows"."budget_year" IS 'The budget year.';
COMMENT ON COLUMN "flows"."from_division" IS 'The giver''s division.';
COMMENT ON COLUMN "flows"."to_division" IS 'The recipient''s division.';
COMMENT ON COLUMN "flows"."recipient" IS 'The recipient as printed.';
COMMENT ON COLUMN "flows"."yuan" IS 'The sum in yuan, negative for what is taken; null where the figure is missing.';
COMMENT ON COLUMN "flows"."status" IS 'What is known of it.';
COMMENT ON COLUMN "flows"."counts" IS 'Whether to add it up.';
COMMENT ON COLUMN "flows"."reason_not_counted" IS 'Why not; null where it counts.';
COMMENT ON COLUMN "flows"."parent_notice_id" IS 'The giver''s notice; null where it is not held.';
COMMENT ON COLUMN "flows"."parent_number" IS 'The giver''s number.';
COMMENT ON COLUMN "flows"."child_notice_id" IS 'The recipient''s notice; null where it is not held.';
COMMENT ON COLUMN "flows"."child_number" IS 'The recipient''s number.';
COMMENT ON COLUMN "flows"."issued_on" IS 'Date of the giver''s notice.';
COMMENT ON COLUMN "flows"."days" IS 'Days from the giver''s date to the recipient''s notice.';
COMMENT ON COLUMN "flows"."deadline_days" IS 'Days that the rule allows (30 by 预算法, art. 52); null where none applies.';
COMMENT ON COLUMN "flows"."confidence" IS 'How far it can be relied on.';
COMMENT ON COLUMN "flows"."doubts" IS 'Why it is not certain.';

CREATE TABLE "flow_evidence" (
  "flow_id" text NOT NULL,
  "position" bigint NOT NULL,
  "source_id" text NOT NULL,
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "page" bigint,
  "bbox_x0" double precision,
  "bbox_y0" double precision,
  "bbox_x1" double precision,
  "bbox_y1" double precision,
  "start" bigint,
  "end" bigint,
  "text" text NOT NULL,
  PRIMARY KEY ("flow_id", "position")
);
CREATE INDEX IF NOT EXISTS "flow_evidence_source_id" ON "flow_evidence" ("source_id");
COMMENT ON TABLE "flow_evidence" IS 'Where it is printed.';
COMMENT ON COLUMN "flow_evidence"."flow_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "flow_evidence"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "flow_evidence"."source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "flow_evidence"."origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "flow_evidence"."page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "flow_evidence"."bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "flow_evidence"."bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "flow_evidence"."bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "flow_evidence"."bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "flow_evidence"."start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "flow_evidence"."end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "flow_evidence"."text" IS 'The text as printed there.';

CREATE TABLE "chains" (
  "id" text NOT NULL,
  "fund_key" text,
  "fund_name" text,
  "budget_year" bigint,
  "complete" boolean NOT NULL,
  "levels" text[] NOT NULL CHECK ("levels" <@ ARRAY['central', 'province', 'prefecture', 'county', 'township']),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "chains_fund_key" ON "chains" ("fund_key");
CREATE INDEX IF NOT EXISTS "chains_fund_name" ON "chains" ("fund_name");
CREATE INDEX IF NOT EXISTS "chains_budget_year" ON "chains" ("budget_year");
COMMENT ON TABLE "chains" IS 'One fund of one year from its root down, a directed acyclic graph.';
COMMENT ON COLUMN "chains"."id" IS 'The key, built from fund, year and roots.';
COMMENT ON COLUMN "chains"."fund_key" IS 'The fund.';
COMMENT ON COLUMN "chains"."fund_name" IS 'The stem of its name.';
COMMENT ON COLUMN "chains"."budget_year" IS 'The budget year.';
COMMENT ON COLUMN "chains"."complete" IS 'Whether central, province, prefecture and county follow one another without a gap, every node held.';
COMMENT ON COLUMN "chains"."levels" IS 'The levels it touches, highest first.';

CREATE TABLE "chain_roots" (
  "chain_id" text NOT NULL,
  "position" bigint NOT NULL,
  "root" text NOT NULL,
  PRIMARY KEY ("chain_id", "position")
);
COMMENT ON TABLE "chain_roots" IS 'Keys of the nodes without a parent.';
COMMENT ON COLUMN "chain_roots"."chain_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "chain_roots"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "chain_roots"."root" IS 'Keys of the nodes without a parent.';

CREATE TABLE "chain_nodes" (
  "chain_id" text NOT NULL,
  "position" bigint NOT NULL,
  "key" text NOT NULL,
  "number" text,
  "notice_id" text,
  "status" text NOT NULL CHECK ("status" IN ('held', 'cited', 'missing')),
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')),
  "division" text,
  "name" text,
  "issued_on" date,
  "received_yuan" numeric,
  "passed_yuan" numeric,
  PRIMARY KEY ("chain_id", "position")
);
CREATE INDEX IF NOT EXISTS "chain_nodes_number" ON "chain_nodes" ("number");
CREATE INDEX IF NOT EXISTS "chain_nodes_notice_id" ON "chain_nodes" ("notice_id");
CREATE INDEX IF NOT EXISTS "chain_nodes_division" ON "chain_nodes" ("division");
CREATE INDEX IF NOT EXISTS "chain_nodes_issued_on" ON "chain_nodes" ("issued_on");
COMMENT ON TABLE "chain_nodes" IS 'Its documents.';
COMMENT ON COLUMN "chain_nodes"."chain_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "chain_nodes"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "chain_nodes"."key" IS 'The notice id, or the number of a document that is not held.';
COMMENT ON COLUMN "chain_nodes"."number" IS 'The number.';
COMMENT ON COLUMN "chain_nodes"."notice_id" IS 'The notice; null where it is not held.';
COMMENT ON COLUMN "chain_nodes"."status" IS 'What is known of it.';
COMMENT ON COLUMN "chain_nodes"."level" IS 'Its level.';
COMMENT ON COLUMN "chain_nodes"."division" IS 'Its division.';
COMMENT ON COLUMN "chain_nodes"."name" IS 'Its issuer.';
COMMENT ON COLUMN "chain_nodes"."issued_on" IS 'Its date.';
COMMENT ON COLUMN "chain_nodes"."received_yuan" IS 'What it received, in yuan; null where that is not known.';
COMMENT ON COLUMN "chain_nodes"."passed_yuan" IS 'What it passed on, in yuan; null where that is not known.';

CREATE TABLE "chain_edges" (
  "chain_id" text NOT NULL,
  "position" bigint NOT NULL,
  "edge" text NOT NULL,
  PRIMARY KEY ("chain_id", "position")
);
CREATE INDEX IF NOT EXISTS "chain_edges_edge" ON "chain_edges" ("edge");
COMMENT ON TABLE "chain_edges" IS 'Ids of its links.';
COMMENT ON COLUMN "chain_edges"."chain_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "chain_edges"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "chain_edges"."edge" IS 'Ids of its links.';

CREATE TABLE "paths" (
  "id" text NOT NULL,
  "chain_id" text NOT NULL,
  "fund_name" text,
  "budget_year" bigint,
  "central_number" text,
  "central_division" text,
  "central_issued_on" date,
  "central_yuan" numeric,
  "province_number" text,
  "province_division" text,
  "province_issued_on" date,
  "province_yuan" numeric,
  "prefecture_number" text,
  "prefecture_division" text,
  "prefecture_issued_on" date,
  "prefecture_yuan" numeric,
  "county_number" text,
  "county_division" text,
  "county_issued_on" date,
  "county_yuan" numeric,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "paths_chain_id" ON "paths" ("chain_id");
CREATE INDEX IF NOT EXISTS "paths_fund_name" ON "paths" ("fund_name");
CREATE INDEX IF NOT EXISTS "paths_budget_year" ON "paths" ("budget_year");
CREATE INDEX IF NOT EXISTS "paths_central_division" ON "paths" ("central_division");
CREATE INDEX IF NOT EXISTS "paths_province_division" ON "paths" ("province_division");
CREATE INDEX IF NOT EXISTS "paths_prefecture_division" ON "paths" ("prefecture_division");
CREATE INDEX IF NOT EXISTS "paths_county_division" ON "paths" ("county_division");
COMMENT ON TABLE "paths" IS 'One root-to-leaf walk, flat for reading. Upper amounts repeat per leaf: sum `flows`, not this.';
COMMENT ON COLUMN "paths"."id" IS 'The key, built from the chain and the leaf.';
COMMENT ON COLUMN "paths"."chain_id" IS 'The chain.';
COMMENT ON COLUMN "paths"."fund_name" IS 'The fund''s stem.';
COMMENT ON COLUMN "paths"."budget_year" IS 'The budget year.';
COMMENT ON COLUMN "paths"."central_number" IS 'Number of the central notice.';
COMMENT ON COLUMN "paths"."central_division" IS 'Division of the central notice.';
COMMENT ON COLUMN "paths"."central_issued_on" IS 'Date of the central notice.';
COMMENT ON COLUMN "paths"."central_yuan" IS 'What the centre handed to the next level on this walk, in yuan.';
COMMENT ON COLUMN "paths"."province_number" IS 'Number of the provincial notice.';
COMMENT ON COLUMN "paths"."province_division" IS 'Division of the provincial notice.';
COMMENT ON COLUMN "paths"."province_issued_on" IS 'Date of the provincial notice.';
COMMENT ON COLUMN "paths"."province_yuan" IS 'What the province handed on on this walk, in yuan; what arrived, where the walk ends here.';
COMMENT ON COLUMN "paths"."prefecture_number" IS 'Number of the prefecture''s notice.';
COMMENT ON COLUMN "paths"."prefecture_division" IS 'Division of the prefecture''s notice.';
COMMENT ON COLUMN "paths"."prefecture_issued_on" IS 'Date of the prefecture''s notice.';
COMMENT ON COLUMN "paths"."prefecture_yuan" IS 'What the prefecture handed on on this walk, in yuan; what arrived, where the walk ends here.';
COMMENT ON COLUMN "paths"."county_number" IS 'Number of the county''s notice.';
COMMENT ON COLUMN "paths"."county_division" IS 'Division of the county''s notice.';
COMMENT ON COLUMN "paths"."county_issued_on" IS 'Date of the county''s notice.';
COMMENT ON COLUMN "paths"."county_yuan" IS 'What arrived at the county, in yuan.';

CREATE TABLE "findings" (
  "id" text NOT NULL,
  "code" text NOT NULL CHECK ("code" IN ('allocation_total_mismatch', 'column_formula_mismatch', 'parts_total_mismatch', 'text_table_mismatch', 'words_amount_differs', 'child_above_parent', 'allocation_not_passed_on', 'late_beyond_30_days', 'tag_changed', 'tag_lost', 'tag_added', 'subject_changed', 'fund_renamed', 'blank_amount', 'blank_recipient', 'upstream_not_cited', 'middle_notice_missing', 'copies_disagree', 'number_collision', 'date_conflict', 'issuer_conflict', 'indicator_dropped', 'indicator_weakened', 'rate_mismatch', 'target_missed', 'cycle_refused', 'attachment_missing', 'notice_missing')),
  "severity" text NOT NULL CHECK ("severity" IN ('info', 'warning', 'error')),
  "notice_id" text,
  "chain_id" text,
  "message" text NOT NULL,
  "expected" text,
  "actual" text,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS "findings_notice_id" ON "findings" ("notice_id");
CREATE INDEX IF NOT EXISTS "findings_chain_id" ON "findings" ("chain_id");
COMMENT ON TABLE "findings" IS 'One thing a reader ought to look at.';
COMMENT ON COLUMN "findings"."id" IS 'The key, built from code and place.';
COMMENT ON COLUMN "findings"."code" IS 'What it is about.';
COMMENT ON COLUMN "findings"."severity" IS 'How much it matters.';
COMMENT ON COLUMN "findings"."notice_id" IS 'The notice it is found in; null where it concerns several alike.';
COMMENT ON COLUMN "findings"."chain_id" IS 'The chain; null where it concerns none.';
COMMENT ON COLUMN "findings"."message" IS 'What is the matter, in one sentence.';
COMMENT ON COLUMN "findings"."expected" IS 'What was expected; null where nothing definite was.';
COMMENT ON COLUMN "findings"."actual" IS 'What is there; null where nothing is.';

CREATE TABLE "finding_notices" (
  "finding_id" text NOT NULL,
  "position" bigint NOT NULL,
  "notice_id" text NOT NULL,
  PRIMARY KEY ("finding_id", "position")
);
CREATE INDEX IF NOT EXISTS "finding_notices_notice_id" ON "finding_notices" ("notice_id");
COMMENT ON TABLE "finding_notices" IS 'Every notice concerned.';
COMMENT ON COLUMN "finding_notices"."finding_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "finding_notices"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "finding_notices"."notice_id" IS 'Every notice concerned.';

CREATE TABLE "finding_evidence" (
  "finding_id" text NOT NULL,
  "position" bigint NOT NULL,
  "source_id" text NOT NULL,
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')),
  "page" bigint,
  "bbox_x0" double precision,
  "bbox_y0" double precision,
  "bbox_x1" double precision,
  "bbox_y1" double precision,
  "start" bigint,
  "end" bigint,
  "text" text NOT NULL,
  PRIMARY KEY ("finding_id", "position")
);
CREATE INDEX IF NOT EXISTS "finding_evidence_source_id" ON "finding_evidence" ("source_id");
COMMENT ON TABLE "finding_evidence" IS 'Both ends, as printed.';
COMMENT ON COLUMN "finding_evidence"."finding_id" IS 'The row that it belongs to.';
COMMENT ON COLUMN "finding_evidence"."position" IS 'Its place in the list, from 1.';
COMMENT ON COLUMN "finding_evidence"."source_id" IS 'The source: SHA-256 of its bytes, in lower-case hex.';
COMMENT ON COLUMN "finding_evidence"."origin" IS 'What kind of place it is.';
COMMENT ON COLUMN "finding_evidence"."page" IS 'Page, from 1; null where the format has no pages.';
COMMENT ON COLUMN "finding_evidence"."bbox_x0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "finding_evidence"."bbox_y0" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "finding_evidence"."bbox_x1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "finding_evidence"."bbox_y1" IS 'Box [x0, y0, x1, y1] in points from the page''s top-left corner; null where the format has no geometry.';
COMMENT ON COLUMN "finding_evidence"."start" IS 'First Unicode code point in the source''s text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "finding_evidence"."end" IS 'Code point after the last one; null for file names, metadata and cells that a short row lacks.';
COMMENT ON COLUMN "finding_evidence"."text" IS 'The text as printed there.';

ALTER TABLE "divisions" ADD FOREIGN KEY ("parent") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "files" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "file_notices" ADD FOREIGN KEY ("file_path") REFERENCES "files" ("path") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "file_notices" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "source_metadata" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notices" ADD FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notices" ADD FOREIGN KEY ("resolved_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_issuers" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_issuers" ADD FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_recipients" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_recipient_divisions" ADD FOREIGN KEY ("notice_id", "recipient_position") REFERENCES "notice_recipients" ("notice_id", "position") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_recipient_divisions" ADD FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_cc" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_direct_fund_tags" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_budget_subjects" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_project_codes" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_attachments" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_attachments" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_upstream_numbers" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_sources" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_sources" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_facts" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_fact_evidence" ADD FOREIGN KEY ("notice_id", "fact_field", "fact_position") REFERENCES "notice_facts" ("notice_id", "field", "position") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notice_fact_evidence" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "grants" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "grants" ADD FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "grants" ADD FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "grant_subjects" ADD FOREIGN KEY ("grant_id") REFERENCES "grants" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "citations" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "citations" ADD FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "citation_issuers" ADD FOREIGN KEY ("citation_id") REFERENCES "citations" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "amounts" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "amounts" ADD FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "allocations" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "allocations" ADD FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "allocations" ADD FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "indicators" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "indicators" ADD FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "links" ADD FOREIGN KEY ("parent_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "links" ADD FOREIGN KEY ("child_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "links" ADD FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "link_evidence" ADD FOREIGN KEY ("link_id") REFERENCES "links" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "link_evidence" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("grant_id") REFERENCES "grants" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("child_grant_id") REFERENCES "grants" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("from_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("to_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("parent_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flows" ADD FOREIGN KEY ("child_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flow_evidence" ADD FOREIGN KEY ("flow_id") REFERENCES "flows" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "flow_evidence" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chains" ADD FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_roots" ADD FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_nodes" ADD FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_nodes" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_nodes" ADD FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_edges" ADD FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "chain_edges" ADD FOREIGN KEY ("edge") REFERENCES "links" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "paths" ADD FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "paths" ADD FOREIGN KEY ("central_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "paths" ADD FOREIGN KEY ("province_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "paths" ADD FOREIGN KEY ("prefecture_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "paths" ADD FOREIGN KEY ("county_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "findings" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "findings" ADD FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "finding_notices" ADD FOREIGN KEY ("finding_id") REFERENCES "findings" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "finding_notices" ADD FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "finding_evidence" ADD FOREIGN KEY ("finding_id") REFERENCES "findings" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "finding_evidence" ADD FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED;

-- What reached a place: one row a movement that counts; `days` are those from the giver's notice to the recipient's own.
CREATE OR REPLACE VIEW grant_reach AS
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
CREATE OR REPLACE VIEW grant_walks AS
WITH RECURSIVE ties AS (
  SELECT
    split_part(substr(id, strpos(id, ':') + 1), '>', 1) AS parent,
    split_part(id, '>', 2) AS child,
    coalesce(parent_number, split_part(substr(id, strpos(id, ':') + 1), '>', 1)) AS parent_name,
    coalesce(child_number, split_part(id, '>', 2)) AS child_name,
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
  coalesce(child.issued_on, f.issued_on) - root.issued_on AS days,
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
