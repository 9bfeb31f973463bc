#pragma once

#include "stiff/result/healthy_baseline.h"
#include "stiff/result/table.h"

#include <string>
#include <vector>

namespace stiff {

/// The tables of a `healthy.h5` that hold maps of healthy muscle:
///
///     fields          one row a key: people, level, unevenness, lengths, trend, note
///     field_people    one row a person of a key: what is kept of their maps; no label
///     field_lags      sums of products and pairs at each lag of a key, over all people
///     field_profile   mean deviation from the map's own mean by depth and along the probe, with
///     its
///                     standard error over people
std::vector<Table> field_tables(const HealthyBaseline& baseline);

/// Keys, people, lags and profiles; `summarise` makes the rest. A file of before, without these
/// tables, has none. \throws Error (bad_data) where a row belongs to no key or cannot be.
std::vector<FieldEntry> fields_of_tables(const std::vector<Table>& tables,
                                         const std::string& file_name);

/// The tables' names, in the order of `field_tables`.
std::vector<std::string> field_table_names();

}  // namespace stiff
