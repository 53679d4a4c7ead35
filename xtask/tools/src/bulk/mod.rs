//! A folder of many small notices in several formats, to measure bulk runs on: no two of them alike. Not for: known chains
//! (`archive`).

mod files;

use std::fs;
use std::path::Path;

use hongtou_notice::codes::Level;
use hongtou_notice::{Division, Divisions};

/// Files in one folder.
const FOLDER: usize = 1_000;

/// Writes so many notices into a folder: of ten four in plain text, four as web pages, one for Word, one as PDF.
pub(crate) fn run(count: usize, out: &Path) -> Result<String, String> {
    let divisions = Divisions::get();
    let mut provinces: Vec<&Division> = divisions.children("000000").collect();
    provinces.sort_by(|a, b| a.code.cmp(&b.code));
    let mut bytes = 0;
    for at in 0..count {
        let notice = Told::new(at, &provinces, divisions);
        let (ending, file) = match at % 10 {
            0..4 => ("txt", notice.plain().into_bytes()),
            4..8 => ("html", files::html(&notice)),
            8 => ("docx", files::docx(&notice)?),
            _ => ("pdf", files::pdf(&notice)?),
        };
        let folder = out.join(format!("{:04}", at / FOLDER));
        let path = folder.join(format!("{at:07}.{ending}"));
        bytes += file.len();
        fs::create_dir_all(&folder).and_then(|()| fs::write(&path, file)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(format!("{count} notices, {bytes} bytes, in {}\n", out.display()))
}

/// What a notice says.
pub(crate) struct Told {
    pub(crate) body: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
    /// The first row is the head.
    pub(crate) table: Vec<[String; 2]>,
}

impl Told {
    fn new(at: usize, provinces: &[&Division], divisions: &Divisions) -> Self {
        let province = provinces[at % provinces.len()];
        let year = 2016 + (at / 7) % 9;
        let body = format!("{}财政厅", province.name);
        let fund = ["困难群众救助补助资金", "林业改革发展资金", "水利发展资金", "就业补助资金"][at % 4];
        let title = format!("{body}关于下达{year}年{fund}的通知");
        let receivers: Vec<&Division> =
            divisions.children(province.code.as_str()).filter(|division| division.level != Level::Province).take(14).collect();
        // Sums that differ from notice to notice and from place to place.
        let yuan = |place: usize| (at * 37 + place * 1_013) % 90_000 + 10;
        let mut table = vec![["地区".to_owned(), "金额".to_owned()]];
        table.extend(receivers.iter().enumerate().map(|(place, division)| [division.name.to_string(), yuan(place).to_string()]));
        let total: usize = (0..receivers.len()).map(yuan).sum();
        table.push(["合计".to_owned(), total.to_string()]);
        let number = format!("{}财社〔{year}〕{}号", province.name.chars().next().unwrap_or('某'), at / provinces.len() + 1);
        let paragraphs = vec![
            "各市（州）财政局：".to_owned(),
            format!(
                "现下达你市（州）{year}年{fund}{total}万元（详见附件），专项用于相关支出。列{year}年“2081902农村最低生活保障金支出”科目。"
            ),
            "请按照预算管理有关规定，在30日内分解下达，加快预算执行，并做好绩效监控。".to_owned(),
            format!("{body}"),
            format!("{year}年{}月{}日", at % 12 + 1, at % 28 + 1),
        ];
        Self { body, number, title, paragraphs, table }
    }

    fn plain(&self) -> String {
        let mut text = format!(
            "{}文件\n{}\n\n{}\n\n{}\n\n附件\n资金分配表\n单位：万元\n",
            self.body,
            self.number,
            self.title,
            self.paragraphs.join("\n")
        );
        for row in &self.table {
            text += &format!("{}\n", row.join("\t"));
        }
        text
    }
}
