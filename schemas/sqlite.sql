-- Made from the record types by `cargo xtask schemas`.

-- Every division that a row names, and those above it.
CREATE TABLE IF NOT EXISTS "divisions" (
  "code" text NOT NULL, -- Six digits of GB/T 2260; a zone has Z behind them; 000000 is the centre.
  "name" text, -- Its name; null where the code is not in the list of this version.
  "level" text, -- Its level.
  "parent" text, -- The division above it.
  PRIMARY KEY ("code"),
  FOREIGN KEY ("parent") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "divisions_parent" ON "divisions" ("parent");

-- Every fund that a row names.
CREATE TABLE IF NOT EXISTS "funds" (
  "key" text NOT NULL, -- Key of the fund.
  "name" text, -- The stem of its name; null where no grant tells it.
  PRIMARY KEY ("key")
);

-- Notices that an earlier export knew by another id, or that are gone.
CREATE TABLE IF NOT EXISTS "id_changes" (
  "old_id" text NOT NULL, -- The id that the earlier export had.
  "new_id" text -- The notice that is read from the same source now; null where there is none.
);

-- What the rows of each notice were when it was exported; an export replaces what differs.
CREATE TABLE IF NOT EXISTS "notice_digests" (
  "notice_id" text NOT NULL, -- The notice.
  "digest" text NOT NULL, -- SHA-256 of its records.
  PRIMARY KEY ("notice_id")
);

-- What made the database.
CREATE TABLE IF NOT EXISTS "export_state" (
  "name" text NOT NULL, -- What is told.
  "value" text NOT NULL, -- What it is.
  PRIMARY KEY ("name")
);

-- One input path or archive member, whatever became of it.
CREATE TABLE IF NOT EXISTS "files" (
  "path" text NOT NULL, -- The key: the path relative to the named folder (the file name for a file named directly), parted by `/`; members as `a.zip!/dir/b.doc`; a byte that is not UTF-8 as `\xNN`.
  "source_id" text, -- The content; null if it was never read.
  "bytes" integer, -- Size in bytes; null if unknown.
  "status" text NOT NULL CHECK ("status" IN ('parsed', 'attachment', 'duplicate', 'archive', 'needs_ocr', 'encrypted', 'unsupported', 'partial', 'failed')), -- What became of it.
  "error_code" text, -- A stable code: `empty`, `damaged`, `encrypted`, `unsupported`, `too_large`, `unreadable`, `not_a_file`, `panic`, …
  "error_message" text, -- What is wrong and what to do, in words.
  "url" text, -- Where it was fetched from; null if not told by `--metadata`.
  "fetched_at" text, -- When it was fetched (ISO 8601); null if not told.
  "published_on" text, -- When it was published there (ISO 8601); null if not told.
  PRIMARY KEY ("path"),
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "files_source_id" ON "files" ("source_id");

-- The notices that were read from it; a duplicate lists those of the same bytes.
CREATE TABLE IF NOT EXISTS "file_notices" (
  "file_path" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "notice_id" text NOT NULL, -- The notices that were read from it; a duplicate lists those of the same bytes.
  PRIMARY KEY ("file_path", "position"),
  FOREIGN KEY ("file_path") REFERENCES "files" ("path") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "file_notices_notice_id" ON "file_notices" ("notice_id");

-- One distinct content.
CREATE TABLE IF NOT EXISTS "sources" (
  "id" text NOT NULL, -- The key: SHA-256 of the bytes, in lower-case hex.
  "bytes" integer NOT NULL, -- Size in bytes.
  "format" text NOT NULL CHECK ("format" IN ('text', 'docx', 'pdf', 'doc', 'wps', 'rtf', 'xls', 'xlsx', 'et', 'ofd', 'html', 'image', 'archive', 'unknown')), -- What kind of file it is, by its content.
  "pages" integer, -- Number of pages; null where the format has no pages or nothing could be read.
  "text_from" text CHECK ("text_from" IN ('text', 'ocr', 'mixed')), -- Where the characters came from; null where nothing could be read.
  "engine" text, -- What read it; null where nothing could be read.
  "text_sha256" text, -- SHA-256 of the text in UTF-8, in lower-case hex; null where nothing could be read.
  PRIMARY KEY ("id")
);

-- What a page's box or the file's properties say, in their order.
CREATE TABLE IF NOT EXISTS "source_metadata" (
  "source_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "name" text NOT NULL, -- Its name as printed.
  "value" text NOT NULL, -- Its value as printed.
  PRIMARY KEY ("source_id", "position"),
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- One document, its attachments joined, its copies merged.
CREATE TABLE IF NOT EXISTS "notices" (
  "id" text NOT NULL, -- The key: `number@division` of its own issuer (`新财社〔2024〕210号@650000`; `@?` where the document does not tell), without a number `~` and 16 hex digits. A document that claims another's id and disagrees has `!` and 8 hex digits more.
  "number" text, -- 发文字号 in normal form (`财社〔2024〕179号`); null where none is printed.
  "number_kind" text CHECK ("number_kind" IN ('document', 'order', 'announcement', 'letter', 'telegram', 'quota', 'minutes', 'series')), -- Family of the number; null without a number.
  "kind" text NOT NULL CHECK ("kind" IN ('issue', 'advance', 'adjust', 'recover', 'settle', 'self_evaluation', 'announcement', 'other')), -- What the notice does.
  "title" text, -- 标题, its printed lines joined.
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')), -- Level of the lead issuer.
  "division" text, -- Division of the lead issuer.
  "signatory" text, -- 签发人.
  "issued_on" text, -- 成文日期.
  "printed_on" text, -- 印发日期.
  "printed_by" text, -- 印发机关.
  "budget_year" integer, -- The budget year of the money.
  "fund_name" text, -- The fund's name without year and level.
  "resolved_division" text, -- The division as the rest of the archive shows it; null where the document's own word stands.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("resolved_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notices_number" ON "notices" ("number");
CREATE INDEX IF NOT EXISTS "notices_division" ON "notices" ("division");
CREATE INDEX IF NOT EXISTS "notices_issued_on" ON "notices" ("issued_on");
CREATE INDEX IF NOT EXISTS "notices_budget_year" ON "notices" ("budget_year");
CREATE INDEX IF NOT EXISTS "notices_fund_name" ON "notices" ("fund_name");
CREATE INDEX IF NOT EXISTS "notices_resolved_division" ON "notices" ("resolved_division");

-- 发文机关, the lead body first.
CREATE TABLE IF NOT EXISTS "notice_issuers" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "name" text NOT NULL, -- Its name; a relative name (地区财政局) is completed where the document tells of what.
  "division" text, -- Its division; null where it is not known.
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')), -- Its level; null where it is not known.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notice_issuers_division" ON "notice_issuers" ("division");

-- 主送机关, the printed groups in their order.
CREATE TABLE IF NOT EXISTS "notice_recipients" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "name" text NOT NULL, -- As printed, blanks removed.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- The divisions it names; empty for classes such as 有关县（市）.
CREATE TABLE IF NOT EXISTS "notice_recipient_divisions" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "recipient_position" integer NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "division" text NOT NULL, -- The divisions it names; empty for classes such as 有关县（市）.
  PRIMARY KEY ("notice_id", "recipient_position", "position"),
  FOREIGN KEY ("notice_id", "recipient_position") REFERENCES "notice_recipients" ("notice_id", "position") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notice_recipient_divisions_division" ON "notice_recipient_divisions" ("division");

-- 抄送机关, names as printed.
CREATE TABLE IF NOT EXISTS "notice_cc" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "cc" text NOT NULL, -- 抄送机关, names as printed.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- 直达资金标识: what the notice names as such.
CREATE TABLE IF NOT EXISTS "notice_direct_fund_tags" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "code" text, -- The code, such as `01`; null where only words are printed.
  "label" text NOT NULL, -- The words, such as `中央直达资金`.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- 预算科目.
CREATE TABLE IF NOT EXISTS "notice_budget_subjects" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "code" text NOT NULL, -- The code, 3, 5 or 7 digits.
  "name" text, -- The name as printed with it; null where only the code stands.
  "side" text CHECK ("side" IN ('revenue', 'expenditure', 'department_economic', 'government_economic')), -- Which classification it belongs to; null where that cannot be told.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- 项目代码.
CREATE TABLE IF NOT EXISTS "notice_project_codes" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "project_code" text NOT NULL, -- 项目代码.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- 附件说明.
CREATE TABLE IF NOT EXISTS "notice_attachments" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "ordinal" integer NOT NULL, -- Its number in the list, from 1.
  "title" text NOT NULL, -- Its title as announced.
  "source_id" text, -- The source that holds it; null where it is not known.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notice_attachments_source_id" ON "notice_attachments" ("source_id");

-- Numbers of the cited notices that gave the issuer the money passed on here.
CREATE TABLE IF NOT EXISTS "notice_upstream_numbers" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "upstream_number" text NOT NULL, -- Numbers of the cited notices that gave the issuer the money passed on here.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Every content that the notice was read from, the leading copy first.
CREATE TABLE IF NOT EXISTS "notice_sources" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "source_id" text NOT NULL, -- Every content that the notice was read from, the leading copy first.
  PRIMARY KEY ("notice_id", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notice_sources_source_id" ON "notice_sources" ("source_id");

-- For every field of a notice the readings behind it, with the places where they are printed. Empty where the document does not say.
CREATE TABLE IF NOT EXISTS "notice_facts" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "field" text NOT NULL, -- The field of the notice.
  "position" integer NOT NULL, -- Which of its values, from 1.
  "value" text, -- The value in normal form, as in the field of the same name.
  "printed" text NOT NULL, -- The printed form.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("notice_id", "field", "position"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Where it is printed; never empty.
CREATE TABLE IF NOT EXISTS "notice_fact_evidence" (
  "notice_id" text NOT NULL, -- The row that it belongs to.
  "fact_field" text NOT NULL, -- The row that it belongs to.
  "fact_position" integer NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "page" integer, -- Page, from 1; null where the format has no pages.
  "bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "text" text NOT NULL, -- The text as printed there.
  PRIMARY KEY ("notice_id", "fact_field", "fact_position", "position"),
  FOREIGN KEY ("notice_id", "fact_field", "fact_position") REFERENCES "notice_facts" ("notice_id", "field", "position") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "notice_fact_evidence_source_id" ON "notice_fact_evidence" ("source_id");

-- One item of money that a notice deals with: per level of origin, fund, direction, year, batch, tag.
CREATE TABLE IF NOT EXISTS "grants" (
  "id" text NOT NULL, -- The key: `<notice>/g1`.
  "notice_id" text NOT NULL, -- The notice.
  "fund_key" text NOT NULL, -- Key of the fund, the same in every notice of it.
  "fund_name" text NOT NULL, -- The stem of the fund's name, without year, level and batch: 困难群众救助补助资金.
  "fund_level" text CHECK ("fund_level" IN ('central', 'province', 'prefecture', 'county', 'mixed')), -- Whose money it is at its origin.
  "fund_direction" text, -- The direction (方向).
  "budget_year" integer, -- The budget year.
  "batch" integer, -- The batch: 2 for 第二批.
  "tag_code" text, -- The code, such as `01`; null where only words are printed.
  "tag_label" text, -- The words, such as `中央直达资金`.
  "project_code" text, -- The project code.
  "yuan" numeric, -- The sum in yuan, as printed and without a sign of ours; null where the figure is missing.
  "effect" text NOT NULL CHECK ("effect" IN ('add', 'subtract', 'restate', 'none')), -- What the item does to the recipients' money.
  "evidence_source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "evidence_page" integer, -- Page, from 1; null where the format has no pages.
  "evidence_bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "evidence_end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "evidence_text" text NOT NULL, -- The text as printed there.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "grants_notice_id" ON "grants" ("notice_id");
CREATE INDEX IF NOT EXISTS "grants_fund_key" ON "grants" ("fund_key");
CREATE INDEX IF NOT EXISTS "grants_fund_name" ON "grants" ("fund_name");
CREATE INDEX IF NOT EXISTS "grants_budget_year" ON "grants" ("budget_year");
CREATE INDEX IF NOT EXISTS "grants_evidence_source_id" ON "grants" ("evidence_source_id");

-- The budget subjects.
CREATE TABLE IF NOT EXISTS "grant_subjects" (
  "grant_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "code" text NOT NULL, -- The code, 3, 5 or 7 digits.
  "name" text, -- The name as printed with it; null where only the code stands.
  "side" text CHECK ("side" IN ('revenue', 'expenditure', 'department_economic', 'government_economic')), -- Which classification it belongs to; null where that cannot be told.
  PRIMARY KEY ("grant_id", "position"),
  FOREIGN KEY ("grant_id") REFERENCES "grants" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- One other document cited, at its first mention.
CREATE TABLE IF NOT EXISTS "citations" (
  "id" text NOT NULL, -- The key: `<notice>/c1`.
  "notice_id" text NOT NULL, -- The notice that cites.
  "ordinal" integer NOT NULL, -- Order of first mention, from 1.
  "number" text, -- The cited number in normal form; null where only a title is cited.
  "title" text, -- The cited title without the outer 《》; null where only a number is cited.
  "role" text NOT NULL CHECK ("role" IN ('upstream', 'prior', 'issued', 'basis', 'forwarded', 'amended', 'other')), -- Why it is cited.
  "evidence_source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "evidence_page" integer, -- Page, from 1; null where the format has no pages.
  "evidence_bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "evidence_end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "evidence_text" text NOT NULL, -- The text as printed there.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far reading and role can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "citations_notice_id" ON "citations" ("notice_id");
CREATE INDEX IF NOT EXISTS "citations_number" ON "citations" ("number");
CREATE INDEX IF NOT EXISTS "citations_evidence_source_id" ON "citations" ("evidence_source_id");

-- The bodies named before the title, as printed.
CREATE TABLE IF NOT EXISTS "citation_issuers" (
  "citation_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "issuer" text NOT NULL, -- The bodies named before the title, as printed.
  PRIMARY KEY ("citation_id", "position"),
  FOREIGN KEY ("citation_id") REFERENCES "citations" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- One sum in running text, or in the fund box of an indicator or evaluation form.
CREATE TABLE IF NOT EXISTS "amounts" (
  "id" text NOT NULL, -- The key: `<notice>/a1`.
  "notice_id" text NOT NULL, -- The notice.
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- Running text (`body`) or `fund_box`.
  "yuan" numeric, -- The sum in yuan, as printed; null where the figure is missing (see `absence`).
  "text" text NOT NULL, -- Figure and unit as printed.
  "unit" text CHECK ("unit" IN ('元', '千元', '万元', '百万元', '亿元')), -- The unit of the figure; null where none is printed or known.
  "role" text NOT NULL CHECK ("role" IN ('total', 'central', 'provincial', 'prefectural', 'county', 'local', 'other_funds', 'fiscal', 'advance', 'adjust_up', 'adjust_down', 'adjust_net', 'recovered', 'settled', 'budget', 'arrived', 'executed', 'carried_over', 'standard', 'other')), -- What the sum is.
  "absence" text CHECK ("absence" IN ('blank', 'illegible')), -- Why the figure is missing; null where it is not.
  "evidence_source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "evidence_page" integer, -- Page, from 1; null where the format has no pages.
  "evidence_bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "evidence_end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "evidence_text" text NOT NULL, -- The text as printed there.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "amounts_notice_id" ON "amounts" ("notice_id");
CREATE INDEX IF NOT EXISTS "amounts_evidence_source_id" ON "amounts" ("evidence_source_id");

-- One money cell of a table of recipients: allocation, adjustment or execution.
CREATE TABLE IF NOT EXISTS "allocations" (
  "id" text NOT NULL, -- The key: `<notice>/t1r3c2`; `<notice>/t0r1` for a sum told in prose.
  "notice_id" text NOT NULL, -- The notice.
  "table" text NOT NULL, -- The table in the document, from `t1`; `t0` for prose.
  "row" integer NOT NULL, -- Row of the grid, from 1, header rows counted; in prose the order of mention.
  "recipient" text NOT NULL, -- The most particular name of the row, as printed without blanks.
  "division" text, -- The division that the recipient is or belongs to; null where that is not known.
  "row_kind" text NOT NULL CHECK ("row_kind" IN ('child', 'own_level', 'total', 'subtotal', 'unit')), -- What the row stands for.
  "column" text, -- Header path of the column from the outermost cell down, joined by `/`; null without a header.
  "column_role" text NOT NULL CHECK ("column_role" IN ('allocated', 'of_which', 'original', 'cut', 'raise', 'net', 'after', 'advance', 'budget', 'executed', 'other')), -- What the column says.
  "cited_number" text, -- The number that stands in the column's header: the money of that notice; null where none does.
  "text" text NOT NULL, -- The cell as printed.
  "unit" text CHECK ("unit" IN ('元', '千元', '万元', '百万元', '亿元')), -- The unit of the figure; null where none is printed or known.
  "yuan" numeric, -- The sum in yuan, as printed; null where the figure is missing (see `absence`).
  "absence" text CHECK ("absence" IN ('blank', 'illegible')), -- Why the figure is missing; null where it is not.
  "counts" boolean NOT NULL, -- True on the one cell that is this notice's money for that recipient.
  "evidence_source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "evidence_page" integer, -- Page, from 1; null where the format has no pages.
  "evidence_bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "evidence_end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "evidence_text" text NOT NULL, -- The text as printed there.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "allocations_notice_id" ON "allocations" ("notice_id");
CREATE INDEX IF NOT EXISTS "allocations_division" ON "allocations" ("division");
CREATE INDEX IF NOT EXISTS "allocations_evidence_source_id" ON "allocations" ("evidence_source_id");

-- One performance indicator; prose only where the notice has no form.
CREATE TABLE IF NOT EXISTS "indicators" (
  "id" text NOT NULL, -- The key: `<notice>/i2r5`, table and row; where two stand in one row, the second has `b`.
  "notice_id" text NOT NULL, -- The notice.
  "table" text NOT NULL, -- The table in the document, from `t1`; `t0` for prose.
  "row" integer NOT NULL, -- Row of the grid, from 1, header rows counted; in prose the order of mention.
  "project" text, -- The project that the form is for, as printed without blanks.
  "scope" text, -- The place that the form is for, where its title names one.
  "period" text NOT NULL CHECK ("period" IN ('annual', 'medium_term')), -- Annual or medium-term.
  "level1" text, -- 一级指标 in normal form (`产出指标`).
  "level2" text, -- 二级指标 in normal form (`数量指标`).
  "level3" text NOT NULL, -- 三级指标 as printed, blanks removed.
  "target_text" text, -- As printed, blanks removed.
  "target_kind" text CHECK ("target_kind" IN ('number', 'range', 'deadline', 'qualitative', 'text')), -- Its form.
  "target_comparator" text CHECK ("target_comparator" IN ('ge', 'gt', 'le', 'lt', 'eq', 'none')), -- How it is compared.
  "target_value" numeric, -- The number in its printed unit (the lower one of a range); null where there is none.
  "target_upper" numeric, -- The upper number of a range; null where there is none.
  "target_unit" text, -- The unit as printed (`%`, `人次`, `元/人·月`); null where there is none.
  "target_per" text, -- What the unit is per (`人·月`); null where it is not.
  "target_deadline" text, -- The date of a deadline; null where there is none.
  "achieved_text" text, -- As printed, blanks removed.
  "achieved_kind" text CHECK ("achieved_kind" IN ('number', 'range', 'deadline', 'qualitative', 'text')), -- Its form.
  "achieved_comparator" text CHECK ("achieved_comparator" IN ('ge', 'gt', 'le', 'lt', 'eq', 'none')), -- How it is compared.
  "achieved_value" numeric, -- The number in its printed unit (the lower one of a range); null where there is none.
  "achieved_upper" numeric, -- The upper number of a range; null where there is none.
  "achieved_unit" text, -- The unit as printed (`%`, `人次`, `元/人·月`); null where there is none.
  "achieved_per" text, -- What the unit is per (`人·月`); null where it is not.
  "achieved_deadline" text, -- The date of a deadline; null where there is none.
  "score" text, -- The score as printed.
  "reason" text, -- The reason given for a miss, as printed.
  "indicator_key" text NOT NULL, -- The same for the same 三级指标 in every notice: its letters and digits, signs and a unit in parentheses left out.
  "evidence_source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "evidence_origin" text NOT NULL CHECK ("evidence_origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "evidence_page" integer, -- Page, from 1; null where the format has no pages.
  "evidence_bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "evidence_start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "evidence_end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "evidence_text" text NOT NULL, -- The text as printed there.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("evidence_source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "indicators_notice_id" ON "indicators" ("notice_id");
CREATE INDEX IF NOT EXISTS "indicators_evidence_source_id" ON "indicators" ("evidence_source_id");

-- A tie between two documents, one row for each relation, parent and child.
CREATE TABLE IF NOT EXISTS "links" (
  "id" text NOT NULL, -- The key, built from relation and ends.
  "relation" text NOT NULL CHECK ("relation" IN ('grants', 'amends', 'recovers', 'settles', 'reissues', 'announces', 'reports_on')), -- How they are tied.
  "parent_number" text, -- The parent's number in normal form; null where it is not known.
  "child_number" text, -- The child's number in normal form; null where it is not known.
  "parent_notice_id" text, -- The parent; null where its document is not held.
  "child_notice_id" text, -- The child; null where its document is not held.
  "fund_key" text, -- The fund; null where the ends differ.
  "budget_year" integer, -- The budget year.
  "yuan" numeric, -- What the parent gives this child, in yuan; null where it does not say.
  "basis" text NOT NULL CHECK ("basis" IN ('cited', 'reported', 'allocated', 'inferred')), -- What the link rests on.
  "days" integer, -- Days from the parent's date to the child's; null where a date is missing.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("parent_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("child_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "links_parent_number" ON "links" ("parent_number");
CREATE INDEX IF NOT EXISTS "links_child_number" ON "links" ("child_number");
CREATE INDEX IF NOT EXISTS "links_parent_notice_id" ON "links" ("parent_notice_id");
CREATE INDEX IF NOT EXISTS "links_child_notice_id" ON "links" ("child_notice_id");
CREATE INDEX IF NOT EXISTS "links_fund_key" ON "links" ("fund_key");
CREATE INDEX IF NOT EXISTS "links_budget_year" ON "links" ("budget_year");

-- Where it is printed, the child's side first.
CREATE TABLE IF NOT EXISTS "link_evidence" (
  "link_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "page" integer, -- Page, from 1; null where the format has no pages.
  "bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "text" text NOT NULL, -- The text as printed there.
  PRIMARY KEY ("link_id", "position"),
  FOREIGN KEY ("link_id") REFERENCES "links" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "link_evidence_source_id" ON "link_evidence" ("source_id");

-- One movement of money to one recipient. For one `to_division`, the sum of `yuan` over the rows that count counts no yuan twice.
CREATE TABLE IF NOT EXISTS "flows" (
  "id" text NOT NULL, -- The key, built from the giver, the place in its table, and the recipient.
  "grant_id" text, -- The giver's grant item; null where its notice is not held.
  "child_grant_id" text, -- The recipient's grant item; null where its notice is not held.
  "fund_key" text, -- The fund.
  "budget_year" integer, -- The budget year.
  "from_division" text, -- The giver's division.
  "to_division" text, -- The recipient's division.
  "recipient" text NOT NULL, -- The recipient as printed.
  "yuan" numeric, -- The sum in yuan, negative for what is taken; null where the figure is missing.
  "status" text NOT NULL CHECK ("status" IN ('allocated', 'confirmed', 'reported')), -- What is known of it.
  "counts" boolean NOT NULL, -- Whether to add it up.
  "reason_not_counted" text CHECK ("reason_not_counted" IN ('of_which', 'adjustment', 'total', 'report', 'announcement', 'reissue', 'blank', 'doubtful', 'counted_elsewhere')), -- Why not; null where it counts.
  "parent_notice_id" text, -- The giver's notice; null where it is not held.
  "parent_number" text, -- The giver's number.
  "child_notice_id" text, -- The recipient's notice; null where it is not held.
  "child_number" text, -- The recipient's number.
  "issued_on" text, -- Date of the giver's notice.
  "days" integer, -- Days from the giver's date to the recipient's notice.
  "deadline_days" integer, -- Days that the rule allows (30 by 预算法, art. 52); null where none applies.
  "confidence" text NOT NULL CHECK ("confidence" IN ('certain', 'likely', 'doubtful')), -- How far it can be relied on.
  "doubts" text NOT NULL, -- Why it is not certain.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("grant_id") REFERENCES "grants" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("child_grant_id") REFERENCES "grants" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("from_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("to_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("parent_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("child_notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED
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

-- Where it is printed.
CREATE TABLE IF NOT EXISTS "flow_evidence" (
  "flow_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "page" integer, -- Page, from 1; null where the format has no pages.
  "bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "text" text NOT NULL, -- The text as printed there.
  PRIMARY KEY ("flow_id", "position"),
  FOREIGN KEY ("flow_id") REFERENCES "flows" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "flow_evidence_source_id" ON "flow_evidence" ("source_id");

-- One fund of one year from its root down, a directed acyclic graph.
CREATE TABLE IF NOT EXISTS "chains" (
  "id" text NOT NULL, -- The key, built from fund, year and roots.
  "fund_key" text, -- The fund.
  "fund_name" text, -- The stem of its name.
  "budget_year" integer, -- The budget year.
  "complete" boolean NOT NULL, -- Whether central, province, prefecture and county follow one another without a gap, every node held.
  "levels" text NOT NULL, -- The levels it touches, highest first.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("fund_key") REFERENCES "funds" ("key") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "chains_fund_key" ON "chains" ("fund_key");
CREATE INDEX IF NOT EXISTS "chains_fund_name" ON "chains" ("fund_name");
CREATE INDEX IF NOT EXISTS "chains_budget_year" ON "chains" ("budget_year");

-- Keys of the nodes without a parent.
CREATE TABLE IF NOT EXISTS "chain_roots" (
  "chain_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "root" text NOT NULL, -- Keys of the nodes without a parent.
  PRIMARY KEY ("chain_id", "position"),
  FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Its documents.
CREATE TABLE IF NOT EXISTS "chain_nodes" (
  "chain_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "key" text NOT NULL, -- The notice id, or the number of a document that is not held.
  "number" text, -- The number.
  "notice_id" text, -- The notice; null where it is not held.
  "status" text NOT NULL CHECK ("status" IN ('held', 'cited', 'missing')), -- What is known of it.
  "level" text CHECK ("level" IN ('central', 'province', 'prefecture', 'county', 'township')), -- Its level.
  "division" text, -- Its division.
  "name" text, -- Its issuer.
  "issued_on" text, -- Its date.
  "received_yuan" numeric, -- What it received, in yuan; null where that is not known.
  "passed_yuan" numeric, -- What it passed on, in yuan; null where that is not known.
  PRIMARY KEY ("chain_id", "position"),
  FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "chain_nodes_number" ON "chain_nodes" ("number");
CREATE INDEX IF NOT EXISTS "chain_nodes_notice_id" ON "chain_nodes" ("notice_id");
CREATE INDEX IF NOT EXISTS "chain_nodes_division" ON "chain_nodes" ("division");
CREATE INDEX IF NOT EXISTS "chain_nodes_issued_on" ON "chain_nodes" ("issued_on");

-- Ids of its links.
CREATE TABLE IF NOT EXISTS "chain_edges" (
  "chain_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "edge" text NOT NULL, -- Ids of its links.
  PRIMARY KEY ("chain_id", "position"),
  FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("edge") REFERENCES "links" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "chain_edges_edge" ON "chain_edges" ("edge");

-- One root-to-leaf walk, flat for reading. Upper amounts repeat per leaf: sum `flows`, not this.
CREATE TABLE IF NOT EXISTS "paths" (
  "id" text NOT NULL, -- The key, built from the chain and the leaf.
  "chain_id" text NOT NULL, -- The chain.
  "fund_name" text, -- The fund's stem.
  "budget_year" integer, -- The budget year.
  "central_number" text, -- Number of the central notice.
  "central_division" text, -- Division of the central notice.
  "central_issued_on" text, -- Date of the central notice.
  "central_yuan" numeric, -- What the centre handed to the next level on this walk, in yuan.
  "province_number" text, -- Number of the provincial notice.
  "province_division" text, -- Division of the provincial notice.
  "province_issued_on" text, -- Date of the provincial notice.
  "province_yuan" numeric, -- What the province handed on on this walk, in yuan; what arrived, where the walk ends here.
  "prefecture_number" text, -- Number of the prefecture's notice.
  "prefecture_division" text, -- Division of the prefecture's notice.
  "prefecture_issued_on" text, -- Date of the prefecture's notice.
  "prefecture_yuan" numeric, -- What the prefecture handed on on this walk, in yuan; what arrived, where the walk ends here.
  "county_number" text, -- Number of the county's notice.
  "county_division" text, -- Division of the county's notice.
  "county_issued_on" text, -- Date of the county's notice.
  "county_yuan" numeric, -- What arrived at the county, in yuan.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("central_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("province_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("prefecture_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("county_division") REFERENCES "divisions" ("code") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "paths_chain_id" ON "paths" ("chain_id");
CREATE INDEX IF NOT EXISTS "paths_fund_name" ON "paths" ("fund_name");
CREATE INDEX IF NOT EXISTS "paths_budget_year" ON "paths" ("budget_year");
CREATE INDEX IF NOT EXISTS "paths_central_division" ON "paths" ("central_division");
CREATE INDEX IF NOT EXISTS "paths_province_division" ON "paths" ("province_division");
CREATE INDEX IF NOT EXISTS "paths_prefecture_division" ON "paths" ("prefecture_division");
CREATE INDEX IF NOT EXISTS "paths_county_division" ON "paths" ("county_division");

-- One thing a reader ought to look at.
CREATE TABLE IF NOT EXISTS "findings" (
  "id" text NOT NULL, -- The key, built from code and place.
  "code" text NOT NULL CHECK ("code" IN ('allocation_total_mismatch', 'column_formula_mismatch', 'parts_total_mismatch', 'text_table_mismatch', 'words_amount_differs', 'child_above_parent', 'allocation_not_passed_on', 'late_beyond_30_days', 'tag_changed', 'tag_lost', 'tag_added', 'subject_changed', 'fund_renamed', 'blank_amount', 'blank_recipient', 'upstream_not_cited', 'middle_notice_missing', 'copies_disagree', 'number_collision', 'date_conflict', 'issuer_conflict', 'indicator_dropped', 'indicator_weakened', 'rate_mismatch', 'target_missed', 'cycle_refused', 'attachment_missing', 'notice_missing')), -- What it is about.
  "severity" text NOT NULL CHECK ("severity" IN ('info', 'warning', 'error')), -- How much it matters.
  "notice_id" text, -- The notice it is found in; null where it concerns several alike.
  "chain_id" text, -- The chain; null where it concerns none.
  "message" text NOT NULL, -- What is the matter, in one sentence.
  "expected" text, -- What was expected; null where nothing definite was.
  "actual" text, -- What is there; null where nothing is.
  PRIMARY KEY ("id"),
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("chain_id") REFERENCES "chains" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "findings_notice_id" ON "findings" ("notice_id");
CREATE INDEX IF NOT EXISTS "findings_chain_id" ON "findings" ("chain_id");

-- Every notice concerned.
CREATE TABLE IF NOT EXISTS "finding_notices" (
  "finding_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "notice_id" text NOT NULL, -- Every notice concerned.
  PRIMARY KEY ("finding_id", "position"),
  FOREIGN KEY ("finding_id") REFERENCES "findings" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("notice_id") REFERENCES "notices" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "finding_notices_notice_id" ON "finding_notices" ("notice_id");

-- Both ends, as printed.
CREATE TABLE IF NOT EXISTS "finding_evidence" (
  "finding_id" text NOT NULL, -- The row that it belongs to.
  "position" integer NOT NULL, -- Its place in the list, from 1.
  "source_id" text NOT NULL, -- The source: SHA-256 of its bytes, in lower-case hex.
  "origin" text NOT NULL CHECK ("origin" IN ('body', 'table', 'fund_box', 'metadata', 'file_name')), -- What kind of place it is.
  "page" integer, -- Page, from 1; null where the format has no pages.
  "bbox_x0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y0" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_x1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "bbox_y1" double precision, -- Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
  "start" integer, -- First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
  "end" integer, -- Code point after the last one; null for file names, metadata and cells that a short row lacks.
  "text" text NOT NULL, -- The text as printed there.
  PRIMARY KEY ("finding_id", "position"),
  FOREIGN KEY ("finding_id") REFERENCES "findings" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("source_id") REFERENCES "sources" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX IF NOT EXISTS "finding_evidence_source_id" ON "finding_evidence" ("source_id");

-- What reached a place: one row a movement that counts; `days` are those from the giver's notice to the recipient's own.
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

-- The same movements under each grant that they come from: one row a movement and root. A root is a notice with nothing above it in this archive. Where
-- `roots` is above 1 the sum stands under each of them.
DROP VIEW IF EXISTS grant_walks;
CREATE VIEW grant_walks AS
WITH RECURSIVE ties AS (
  SELECT
    substr(id, instr(id, ':') + 1, instr(id, '>') - instr(id, ':') - 1) AS parent,
    substr(id, instr(id, '>') + 1) AS child,
    coalesce(parent_number, substr(id, instr(id, ':') + 1, instr(id, '>') - instr(id, ':') - 1)) AS parent_name,
    coalesce(child_number, substr(id, instr(id, '>') + 1)) AS child_name,
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
  CAST(julianday(coalesce(child.issued_on, f.issued_on)) - julianday(root.issued_on) AS integer) AS days,
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
