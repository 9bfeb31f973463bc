#pragma once

#include "stiff/io/trace_table.h"

#include <filesystem>
#include <string>

namespace stiff {

/// A table of numbers from CSV, semicolon- or tab-separated text, by the rules of
/// `read_delimited_table`: a byte order mark, UTF-16, Latin-1, decimal points or commas, quotes,
/// blank lines and `#` comments are in order. Units may stand in a line of their own below the
/// names. The numbers are never held as text. \param file what
/// to call it in errors. \throws Error (bad_data) for a file of another kind, an empty one, one
/// without a header or a row, and as `DelimitedRows` does. What is no number in a column is a fault
/// of that column, kept for whoever asks for it: a column of remarks harms no other.
TraceTable parse_trace_text(std::string bytes, const std::filesystem::path& file);

}  // namespace stiff
