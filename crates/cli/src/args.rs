//! What may stand on the command line. Not for: doing it.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use hongtou::Ocr;

/// Chinese fiscal notices in, grant chains out.
#[derive(Debug, Parser)]
#[command(
    name = "hongtou",
    version,
    max_term_width = 110,
    after_help = "\
Exit status: 0 every input is accounted for and none failed; 1 finished, some inputs failed (they stand in files.ndjson with
their error); 2 the command could not start or finish."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read files and folders, follow the money, write records
    #[command(after_help = "\
Examples:
  hongtou ingest notices/ -o records
  hongtou ingest 2023/ 2024/ extra.docx -o records -j 4
  hongtou ingest notices/ -o records --keep-text -v 2> ingest.log
  hongtou ingest notices/ -o records --metadata crawl.csv
  hongtou ingest notices/ -o records --include '*.pdf' --exclude drafts
  find notices/ -type f -name '*.pdf' | hongtou ingest - -o records
  hongtou ingest notices/ -o records --retry-failed --timeout 3600

The tables hold what this run names: name all of an archive each time, what is known is not read again. `hongtou link --add`
joins records of other runs.
A run that is broken off goes on where it stopped when it is started again; a second run reads what is new or changed only.
`hongtou status records` tells how far it is, `hongtou failures records` what could not be read and what to do.
The records are one NDJSON file a table (notices.ndjson, links.ndjson, …) and manifest.json.
The same inputs always give the same tables, byte for byte.")]
    Ingest(IngestArgs),
    /// Parse one document and print its record as JSON
    #[command(after_help = "\
Examples:
  hongtou parse notice.docx
  hongtou parse notice.txt | jq '{number, title, issued_on}'
  curl -s https://… | hongtou parse -")]
    Parse {
        /// The document; `-` reads standard input
        file: PathBuf,
        #[command(flatten)]
        ocr: OcrArgs,
    },
    /// Print what is read of a document: its text, with tables drawn
    #[command(after_help = "\
Examples:
  hongtou text notice.docx | less -S
  hongtou text notice.pdf --page 2 --furniture
  hongtou text notice.docx --json | jq '.pages[0].tables[0].cells[].text'
  hongtou text notice.pdf --overlay page.png --page 2

The overlay is the page as a picture with what was found drawn on it: lines blue, cells green, what may be misread red,
page numbers and running heads grey.")]
    Text(TextArgs),
    /// Fill a database with the records of an out folder
    #[command(after_help = "\
Examples:
  hongtou export records --to sqlite:records.db
  hongtou export records --to csv:tables/
  hongtou export records --to postgresql://user@localhost/notices

All of it happens in one transaction or not at all. What an earlier export wrote is brought up to date: notices that
changed are replaced, notices that are gone are removed (table id_changes), everything else stays.")]
    Export {
        /// The folder that `hongtou ingest` wrote
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Where to: sqlite:FILE, csv:DIR, or the URL of a PostgreSQL database
        #[arg(long, value_name = "URL")]
        to: hongtou::export::relational::To,
    },
    /// Chain the records of a run again, without reading its documents
    #[command(after_help = "\
Examples:
  hongtou link records
  hongtou ingest 2025/ -o new && hongtou link records --add new

Adding gives the tables that one run over all the documents would have given. The added folders stay as they are.")]
    Link {
        /// The out folder of a run; its tables are written anew
        dir: PathBuf,
        /// Out folder of another run to take in
        #[arg(long, value_name = "DIR")]
        add: Vec<PathBuf>,
        /// Say nothing unless it cannot start or finish
        #[arg(short, long)]
        quiet: bool,
    },
    /// Print the chain of one document as a tree: sums, dates, days, gaps, findings
    #[command(after_help = "\
Examples:
  hongtou chain records 新财社〔2024〕210号
  hongtou chain records '新财社[2024]210号' --whole
  hongtou chain records 新财社〔2024〕210号 --mermaid > chain.mmd

The tree shows what lies above and below the document, which is marked with ◀. Sums are in yuan.")]
    Chain {
        /// The out folder of a run
        dir: PathBuf,
        /// The document number, or the id of a notice
        number: String,
        /// Print the whole chain, with its other branches
        #[arg(long)]
        whole: bool,
        /// Print a Mermaid flow chart
        #[arg(long)]
        mermaid: bool,
    },
    /// Print what reached a place: sums, by which notices, how many days later
    #[command(after_help = "\
Examples:
  hongtou trace records 伽师县
  hongtou trace records 653129 --fund 困难群众救助 --year 2024

Lines marked (…) tell a sum that is counted elsewhere; the total leaves them out.")]
    Trace {
        /// The out folder of a run
        dir: PathBuf,
        /// Name or six-digit code of the division
        division: String,
        /// Words of the fund's name
        #[arg(long)]
        fund: Option<String>,
        /// The budget year
        #[arg(long)]
        year: Option<i32>,
    },
    /// Check the records of an out folder against their schemas and each other
    #[command(after_help = "\
Examples:
  hongtou check records
  hongtou check records --coverage

Every row is held against its schema, every reference against what it points at, every evidence against its source (word for
word where --keep-text kept the texts), every path against its chain.
Exit status: 0 nothing is wrong; 1 something is; 2 there are no records.")]
    Check {
        /// The out folder of a run
        dir: PathBuf,
        /// Also tell how often each field says something
        #[arg(long)]
        coverage: bool,
    },
    /// Tell how far the run of an out folder is
    #[command(after_help = "\
Examples:
  hongtou status records
  watch -n 60 hongtou status records")]
    Status {
        /// The out folder, whether a run is writing to it or not
        dir: PathBuf,
    },
    /// Tell which inputs could not be read in full, why, and what to do
    #[command(after_help = "\
Examples:
  hongtou failures records
  hongtou failures records --paths > again.txt

To try just those again: hongtou ingest PATH… -o DIR --retry-failed, with the paths of the run.
Exit status: 0 there are none; 1 there are some.")]
    Failures {
        /// The out folder of a run
        dir: PathBuf,
        /// Print the paths only, one a line, as in files.ndjson
        #[arg(long)]
        paths: bool,
    },
    /// Read documents for a run in another process
    #[command(name = hongtou::WORKER, hide = true)]
    Worker,
    /// Print a JSON Schema of the records or the DDL of their tables, or list the names
    #[command(after_help = "\
Examples:
  hongtou schema
  hongtou schema allocations > allocations.schema.json
  hongtou schema postgresql | psql notices")]
    Schema {
        /// A table, `manifest`, `notice-nested` (what `hongtou parse` prints), `sqlite`, or `postgresql`
        name: Option<String>,
    },
    /// Print a completion script for a shell
    #[command(after_help = "\
Examples:
  hongtou completions bash > /etc/bash_completion.d/hongtou
  hongtou completions zsh > ~/.zfunc/_hongtou")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Recognition of pages that are pictures.
#[derive(Debug, clap::Args)]
pub(crate) struct OcrArgs {
    /// Whether pages that are pictures are recognised; `auto` uses tesseract if it is installed
    #[arg(long, value_name = "WHEN", value_parser = ["auto", "off"], default_value = "auto", conflicts_with = "ocr_command")]
    ocr: String,
    /// Recognise them with this program instead: it gets the path of a picture and prints its lines as JSON (docs/scans.md)
    #[arg(long, value_name = "CMD")]
    ocr_command: Option<String>,
}

impl OcrArgs {
    pub(crate) fn choice(&self) -> Ocr {
        match (&self.ocr_command, self.ocr.as_str()) {
            (Some(command), _) => Ocr::Command(command.clone()),
            (None, "off") => Ocr::Off,
            (None, _) => Ocr::Auto,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct TextArgs {
    /// The document; `-` reads standard input
    pub(crate) file: PathBuf,
    /// Print pages, lines, tables and cells with their boxes as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Only this page, from 1; with --overlay page 1 if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: Option<u32>,
    /// Also print what stands on a page but not in the text: page numbers, running heads, the writing on seals
    #[arg(long, conflicts_with = "json")]
    pub(crate) furniture: bool,
    /// Write a picture of the page with the lines and cells found drawn on it, and print nothing (PDFs and pictures)
    #[arg(long, value_name = "PAGE.png", conflicts_with_all = ["json", "furniture"])]
    pub(crate) overlay: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) ocr: OcrArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct IngestArgs {
    /// Files and folders; folders are read with all that lies in them; `-` reads a list of paths, one a line
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Folder for the records; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Number of workers and threads [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Keep the text that evidence points into, as texts/<source id>.txt
    #[arg(long)]
    pub(crate) keep_text: bool,
    /// What a crawler knows of the files: CSV or NDJSON with path, url, fetched_at, published_on
    ///
    /// Paths are written as in files.ndjson: relative to the named folder, members of archives as a.zip!/dir/b.doc. The
    /// first line of a CSV names its columns; further columns are passed over. Dates and times are ISO 8601.
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: Option<PathBuf>,
    /// Of the files in folders only those that meet this pattern; may be given several times
    ///
    /// A pattern without `/` is held against every name of a path, one with `/` against the whole path below the named folder. `*`
    /// passes over no `/`, `**` does.
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,
    /// None of the files and folders that meet this pattern; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Read again what failed, was read in part or awaited recognition in an earlier run
    #[arg(long)]
    pub(crate) retry_failed: bool,
    /// Seconds that one document, or one member of an archive, may take; one page a fifth of them, and 180 at least
    #[arg(long, value_name = "SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: u64,
    /// Memory that one worker may take, in bytes or with K, M, G
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = size)]
    pub(crate) max_memory: u64,
    /// Read documents in this process: a little faster, but one that takes all memory or never ends takes the run with it
    #[arg(long, conflicts_with_all = ["timeout", "max_memory"])]
    pub(crate) in_process: bool,
    /// How to tell of the run on standard error: `text`, or `json` for one object a line and file
    #[arg(long, value_name = "FORM", value_parser = ["text", "json"], default_value = "text", conflicts_with = "quiet")]
    pub(crate) log: String,
    #[command(flatten)]
    pub(crate) ocr: OcrArgs,
    /// Say nothing unless the run cannot start or finish
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say what became of each file
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// A size in bytes: `500M`, `2GB`.
fn size(text: &str) -> Result<u64, String> {
    let upper = text.to_ascii_uppercase();
    let sized = upper.strip_suffix('B').unwrap_or(&upper);
    let factors = [('K', 1 << 10), ('M', 1 << 20), ('G', 1 << 30)];
    let unit = factors.iter().find_map(|(unit, factor)| Some((sized.strip_suffix(*unit)?, *factor)));
    let (digits, factor) = unit.unwrap_or((sized, 1));
    let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    // A worker of less cannot even start.
    number.filter(|bytes| *bytes >= 256 << 20).ok_or_else(|| "give a size of at least 256M, as 2G or 800M".to_owned())
}
