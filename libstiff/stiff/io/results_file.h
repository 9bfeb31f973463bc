#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/estimates.h"
#include "stiff/result/table.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// Writes a file of tables, each a group of 1-D variables on the dimension `row`, whole and
/// atomically. xarray.open_dataset(path, group=name).to_dataframe() opens one. A table without rows
/// is written like any other. Equal input gives equal bytes.
/// \throws Error (cannot_create, io) as write_file_atomically does; (usage) where a table's columns
/// have not one length.
void write_tables(const std::filesystem::path& path, const std::vector<Table>& tables,
                  const Provenance& provenance, std::string_view format = "stiff results");

/// A `results.h5`: the tables `recordings` and `estimates`.
void write_results(const std::filesystem::path& path, const std::vector<RecordingResult>& results,
                   const Provenance& provenance);

/// Reads one table, columns in the order in which they were written: integers as integers, other
/// numbers as doubles. \throws Error (bad_data) where the file is of another or a newer format, is
/// damaged, or its texts are not those that were written.
Table read_table(const std::filesystem::path& path, const std::string& group,
                 std::string_view format = "stiff results");

}  // namespace stiff
