//! The fund box of a form (资金情况): its sums as amounts. See `docs/amounts.md`, fund boxes.
//! A printed rate of execution is held against its figures. Not for: sums in running text (`body`).

use hongtou_notice::codes::{Absence, AmountRole, Confidence, Doubt, Origin};
use hongtou_notice::{Amount, Doubts, Money, MoneyUnit, Remark};

use super::figure::{self, Figure};
use super::grid::{Grid, Slot, filled};
use super::{Context, rates, words};

/// Words that open a fund box.
const OPENING: &[&str] =
    &["资金情况", "资金投入", "项目资金", "资金总额", "总金额", "年度金额", "年度资金", "预算执行情况", "预算资金", "资金来源", "预算情况"];
/// Words that close it.
const CLOSING: &[&str] = &["总体目标", "年度目标", "绩效目标", "中期目标", "资金管理情况", "情况说明", "一级指标"];

/// Reads the box in some rows of a form: its sums, and rates that do not follow from them.
pub(crate) fn read(
    context: &Context<'_>,
    grid: &Grid,
    rows: std::ops::Range<usize>,
    unit: Option<MoneyUnit>,
) -> (Vec<Amount>, Vec<Remark>) {
    let mut reader = Reader {
        context,
        unit: (unit.unwrap_or(MoneyUnit::TenThousand), unit.is_some()),
        columns: Vec::new(),
        rate: None,
        label: None,
        out: Vec::new(),
        remarks: Vec::new(),
    };
    let mut open = false;
    let all = grid.rows.get(rows).unwrap_or_default();
    for (at, row) in all.iter().enumerate() {
        let cells = filled(row);
        if cells.iter().any(|cell| CLOSING.iter().any(|word| cell.key.contains(word)) && cell.key.chars().count() <= 16) {
            open = false;
        }
        open |= cells.iter().any(|cell| OPENING.iter().any(|word| cell.key.contains(word)) && cell.key.chars().count() <= 20);
        if !open {
            continue;
        }
        if let Some(unit) = cells.iter().filter(|cell| is_label(cell)).find_map(|cell| figure::unit_of_header(&cell.key)) {
            reader.unit = (unit, true);
        }
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        reader.row(row, before);
    }
    (reader.out, reader.remarks)
}

struct Reader<'a, 'd> {
    context: &'a Context<'d>,
    /// The unit in force, and whether it is printed.
    unit: (MoneyUnit, bool),
    /// Columns headed 全年预算数, 全年执行数.
    columns: Vec<(usize, AmountRole)>,
    /// The column headed 执行率.
    rate: Option<usize>,
    /// The label in the row of those heads, for the row under it.
    label: Option<AmountRole>,
    out: Vec<Amount>,
    remarks: Vec<Remark>,
}

/// Whether a cell is words and short enough for a label.
fn is_label(slot: &Slot) -> bool {
    matches!(figure::read(&slot.key), Figure::Other) && slot.key.chars().count() <= 24
}

/// What a column of a self-evaluation's box holds.
fn column_role(key: &str) -> Option<AmountRole> {
    if key.contains('率') || key.contains("得分") || key.contains("分值") {
        None
    } else if key.contains("执行数") || key.contains("支出数") || key.contains("实际支出") {
        Some(AmountRole::Executed)
    } else if key.contains("年初预算") {
        Some(AmountRole::Other)
    } else if key.contains("预算数") || key.contains("预算金额") {
        Some(AmountRole::Budget)
    } else if key.contains("到位") {
        Some(AmountRole::Arrived)
    } else {
        None
    }
}

/// What a label says.
fn label_role(slot: &Slot) -> Option<AmountRole> {
    if !is_label(slot) {
        return None;
    }
    // A sum over several years is not this year's.
    if words::has("medium_term", &slot.key) { Some(AmountRole::Other) } else { words::fund_role(&slot.key) }
}

impl Reader<'_, '_> {
    fn row(&mut self, row: &[Slot], before: Option<&Vec<Slot>>) {
        let cells = cells(row);
        let heads: Vec<(usize, AmountRole)> = row
            .iter()
            .enumerate()
            .filter(|(_, slot)| is_label(slot))
            .filter_map(|(col, slot)| Some((col, column_role(&slot.key)?)))
            .collect();
        if heads.iter().any(|(_, role)| *role == AmountRole::Executed) {
            self.label = cells.iter().filter(|slot| column_role(&slot.key).is_none()).find_map(|slot| label_role(slot));
            self.columns = heads;
            self.rate = row.iter().position(|slot| is_label(slot) && rates::is_rate(&slot.key));
            return;
        }
        if !self.columns.is_empty() {
            self.by_columns(row, &cells);
            return;
        }
        let labels: Vec<(usize, AmountRole)> = cells.iter().enumerate().filter_map(|(at, slot)| Some((at, label_role(slot)?))).collect();
        let figures = |row: &[Slot]| filled(row).iter().filter(|slot| figure::number(&slot.key).is_some()).count();
        if let Some(before) = before.filter(|before| figures(row) == 0 && figures(before) > 0 && figures(before) == filled(before).len()) {
            self.by_order(&labels, before);
            return;
        }
        for (nth, (at, role)) in labels.iter().enumerate() {
            let end = labels.get(nth + 1).map_or(cells.len(), |(next, _)| *next);
            let values = cells.get(at + 1..end).unwrap_or_default();
            let value = values.iter().find(|slot| figure::number(&slot.key).is_some());
            // A label followed by words is no label of a sum (`地方主管部门 | 民政局`).
            if value.is_none() && (values.is_empty() || values.iter().any(|slot| is_label(slot) && !slot.is_empty())) {
                continue;
            }
            if let Some(label) = cells.get(*at) {
                self.push(*role, label, value.copied(), None);
            }
        }
    }

    /// A row under the heads 全年预算数 and 全年执行数: the column says what the sum is.
    fn by_columns(&mut self, row: &[Slot], cells: &[&Slot]) {
        let label = cells.iter().find(|slot| label_role(slot).is_some()).copied();
        let Some(label) = label.or_else(|| cells.first().copied().filter(|_| self.label.is_some())) else { return };
        let mut seen = Vec::new();
        for (col, role) in self.columns.clone() {
            let Some(slot) = row.get(col).filter(|slot| figure::number(&slot.key).is_some() && !seen.contains(&slot.cell)) else {
                continue;
            };
            seen.push(slot.cell);
            self.push(role, label, Some(slot), None);
        }
        self.rate(row);
    }

    /// The printed rate of a row against its budget and its spending.
    fn rate(&mut self, row: &[Slot]) {
        let of_role = |wanted: AmountRole| {
            let mut all = self.columns.iter().filter(|(_, role)| *role == wanted).map(|(col, _)| *col);
            all.next().filter(|_| all.next().is_none()).and_then(|col| figure::number(&row.get(col)?.key))
        };
        let (budget, spent) = (of_role(AmountRole::Budget), of_role(AmountRole::Executed));
        if let (Some(budget), Some(spent), Some(slot)) = (budget, spent, self.rate.and_then(|col| row.get(col))) {
            self.remarks.extend(rates::remark(self.context.document, slot, budget, spent, Origin::FundBox));
        }
    }

    /// Figures that slid into the row over their labels: the first is the total, the others follow in order.
    fn by_order(&mut self, labels: &[(usize, AmountRole)], figures: &[Slot]) {
        let part_first = labels.first().is_some_and(|(_, role)| *role != AmountRole::Total);
        let roles = part_first.then_some(AmountRole::Total).into_iter().chain(labels.iter().map(|(_, role)| *role));
        for (slot, role) in filled(figures).into_iter().zip(roles) {
            self.push(role, slot, Some(slot), Some((Confidence::Doubtful, Doubt::RepairedPairing)));
        }
    }

    fn push(&mut self, role: AmountRole, label: &Slot, value: Option<&Slot>, doubt: Option<(Confidence, Doubt)>) {
        let document = self.context.document;
        let figure = value.map(|slot| figure::read(&slot.key));
        let (unit, printed) = match &figure {
            Some(Figure::Number { unit: Some(unit), .. }) => (*unit, true),
            _ => self.unit,
        };
        let money =
            figure.as_ref().and_then(figure::value).and_then(|value| value.checked_mul(unit.yuan())).map(|value| Money(value.normalize()));
        let mut amount = Amount {
            origin: Origin::FundBox,
            money,
            text: value.map(|slot| document.slice(slot.span).into()).unwrap_or_default(),
            unit: money.map(|_| unit),
            role,
            absence: money.is_none().then_some(Absence::Blank),
            evidence: value.unwrap_or(label).evidence(document, Origin::FundBox),
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        };
        let assumed = (!printed && money.is_some()).then_some((Confidence::Likely, Doubt::UnitAssumed));
        for (confidence, doubt) in doubt.into_iter().chain(assumed) {
            amount.confidence = amount.confidence.max(confidence);
            amount.doubts.insert(doubt);
        }
        self.out.push(amount);
    }
}

/// The different cells of a row, empty ones included.
fn cells(row: &[Slot]) -> Vec<&Slot> {
    let mut seen = Vec::new();
    row.iter()
        .filter(|slot| {
            let new = slot.cell.is_none() || !seen.contains(&slot.cell);
            seen.push(slot.cell);
            new
        })
        .collect()
}
