#pragma once

#include "stiff/io/provenance.h"
#include "stiff/result/healthy_baseline.h"

#include <filesystem>

namespace stiff {

/// A `healthy.h5`, as the FORMAT's tables are:
///
///     entries     one row an entry: its key, scale, content and confidence, and all that was made
///                 of its people (numbers of the reader's interest; this library makes them anew)
///     people      one row a person of an entry: `entry` (its row), n, mean, sum_squares,
///                 error_variance, sex, age; no label, and in an order that says nothing
///     centiles    one row a centile of an entry
///
/// and the tables of healthy maps (`field_tables.h`). A reader leaves groups that it does not know.
/// xarray.open_dataset(path, group="entries").to_dataframe() opens one. Equal baselines give equal
/// bytes. \throws Error (cannot_create, io) as `write_file_atomically` does.
void write_baseline_file(const std::filesystem::path& path, const HealthyBaseline& baseline,
                         const Provenance& provenance);

struct BaselineFile {
  HealthyBaseline baseline;  ///< keys, scales and people; `summarise` makes the rest
  Provenance provenance;
};

/// \throws Error (bad_data) where the file is none, damaged, edited, or of a newer format; a person
/// belongs to no entry; a number of people, a variance or a level cannot be. (no_input) where there
/// is no file.
BaselineFile read_baseline_file(const std::filesystem::path& path);

}  // namespace stiff
