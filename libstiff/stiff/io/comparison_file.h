#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/table.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// `format` of a file of comparisons.
inline constexpr std::string_view kComparisonFormat = "stiff comparison";

/// A table as CSV (RFC 4180): a header of the columns' names, commas, decimal points, quotes where
/// a text needs them, numbers with the digits that give the same double back, an empty cell for
/// NaN. \throws Error (usage) where the columns have not one length.
std::string csv_text(const Table& table);

/// Writes `<path>` (x.h5) with the tables as groups, as `write_tables` does, and beside it
/// `x_<group>.csv` of each. Equal input gives equal bytes. \throws Error as `write_tables` does.
void write_comparison(const std::filesystem::path& path, const std::vector<Table>& tables,
                      const Provenance& provenance);

}  // namespace stiff
