#pragma once

#include "stiff/io/export_people.h"
#include "stiff/io/myoton_sites.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// The numbers of a tap that a Myoton exports, in the order of its columns, in the units that its
/// maker fixed, which are those of the quantities.
struct ExportQuantity {
  std::string_view column;
  std::string_view quantity;
  double lowest, highest;  ///< beyond which no tissue under a probe of this kind lies
  double step;             ///< of its last digit
  bool needed;
};
inline constexpr std::array<ExportQuantity, 5> kExportQuantities{{
    {"Frequency", "oscillation_frequency", 1, 200, 0.1, true},
    {"Stiffness", "dynamic_stiffness", 10, 10000, 1, true},
    {"Decrement", "log_decrement", 0.01, 10, 0.01, true},
    {"Relaxation", "myoton_relaxation_time", 0.5, 500, 0.1, false},
    {"Creep", "myoton_creep_ratio", 0.01, 20, 0.01, false},
}};

/// A row of an export as it is understood, or why it is not. No fault repeats a cell: any cell of a
/// damaged row may hold a name.
struct ExportRow {
  std::size_t file = 0;    ///< of those given, from 0
  std::size_t line = 0;    ///< in the file, from 1
  std::string fault;       ///< empty where the row is good
  bool is_header = false;  ///< the header once more, in a file that was put together
  std::string all;         ///< every cell but the measurement's number, for finding a row again
  ExportPerson person;
  std::string sex;    ///< `female`, `male` or empty
  int day = 0;        ///< days since 1970-01-01
  int birth_day = 0;  ///< likewise; only where has_birth_day
  bool has_birth_day = false;
  int iteration = 0;  ///< from 1; 0 where there is no such column
  ExportSite site;
  std::string state, posture;
  std::array<double, kExportQuantities.size()> values{};  ///< NaN where there is none
};

/// The rows of an export: one a line that is not empty, whatever is wrong with it.
struct ExportRows {
  std::vector<ExportRow> rows;
  std::vector<std::string> operators;  ///< with `rows`: the cell with the operator's name
};

/// \throws Error (bad_data) where a file is no export at all: columns that must be there are not.
/// The line names the columns that lack, and no cell.
ExportRows read_export_rows(const std::filesystem::path& file, std::size_t file_index,
                            const SiteMap& sites, const MuscleTable& muscles);

/// Days since 1970-01-01 of a date of the Gregorian calendar; nothing for one that there is not.
std::optional<int> day_number(int year, int month, int day);

}  // namespace stiff
