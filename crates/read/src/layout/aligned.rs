//! Tables without rules: lines whose parts stand in columns. Not for: ruled tables (`cells`).

use super::Piece;

/// Replaces lines that make a table by that table.
pub(super) fn tables(pieces: Vec<Piece>, _cells_left: &mut usize) -> Vec<Piece> {
    pieces
}
