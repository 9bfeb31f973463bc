#include "tools/result_file_info.h"

#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"
#include "stiff/io/comparison_file.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/results_file.h"
#include "stiff/io/table_group.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace stiff::tool {
namespace {

const std::vector<std::string>& texts(const Table& table, const std::string& name) {
  for (const Column& column : table.columns) {
    if (column.name == name) return std::get<std::vector<std::string>>(column.values);
  }
  throw Error(ErrorKind::bad_data, "the table '" + table.name + "' has no column '" + name + "'");
}

/// "12 ok, 1 refused".
std::string counted(const std::vector<std::string>& words) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& word : words) ++counts[word];
  std::string text;
  for (const auto& [word, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + word;
  }
  return text;
}

void print_tables(std::ostream& out, const std::filesystem::path& file) {
  const Table recordings = read_table(file, "recordings");
  const Table estimates = read_table(file, "estimates");
  const auto& status = texts(recordings, "status");
  const auto& reasons = texts(estimates, "reason");
  out << "  recordings  " << status.size() << (status.empty() ? "" : ": " + counted(status))
      << "\n";
  const auto values = std::count(reasons.begin(), reasons.end(), "none");
  out << "  estimates   " << reasons.size() << ", of which " << values << " have a value\n";
  const auto& quantities = texts(estimates, "quantity");
  if (!quantities.empty()) out << "  quantities  " << counted(quantities) << "\n";
}

void print_members(std::ostream& out, const hdf5::InGroup& root) {
  for (const std::string& name : root.names_in_order()) {
    if (!root.has_dataset(name)) continue;
    const hdf5::InDataset dataset = root.dataset(name);
    std::string shape;
    for (const std::size_t size : dataset.shape()) {
      shape += (shape.empty() ? "" : " x ") + std::to_string(size);
    }
    const std::string units = dataset.text_attribute("units").value_or("");
    out << "  " << name << "  " << shape << (units.empty() ? "" : ", " + units) << "\n";
  }
}

/// How many rows each table has.
void print_rows(std::ostream& out, const hdf5::InGroup& root) {
  for (const std::string& name : root.names_in_order()) {
    if (!root.has_group(name)) continue;
    const Table table = read_table(root, name);
    const std::size_t rows = table.columns.empty() ? 0 : table.columns.front().size();
    out << "  " << name << "  " << rows << (rows == 1 ? " row" : " rows") << "\n";
  }
  const std::string comment = root.text_attribute("comment").value_or("");
  if (!comment.empty()) out << "  comment     " << comment << "\n";
}

void print_baseline(std::ostream& out, const std::filesystem::path& file) {
  const HealthyBaseline baseline = read_baseline_file(file).baseline;
  std::set<std::string> muscles;
  for (const BaselineEntry& entry : baseline.entries) muscles.insert(entry.key.muscle);
  std::string names;
  for (const std::string& muscle : muscles) names += (names.empty() ? "" : ", ") + muscle;
  out << "  entries     " << baseline.entries.size() << ", as `stiff baseline show` prints them\n";
  out << "  muscles     " << (names.empty() ? "none" : names) << "\n";
}

}  // namespace

bool print_result_file(std::ostream& out, const std::filesystem::path& file) {
  if (!hdf5::is_hdf5(file)) return false;
  const hdf5::InGroup root = hdf5::open(file);
  const std::string format = root.text_attribute("format").value_or("");
  const bool tables =
      format == "stiff candidates" || format == "stiff evaluation" || format == kComparisonFormat;
  const bool pictures = format == "stiff maps" || format == "stiff candidate map";
  if (!tables && !pictures && format != "stiff results" && format != "stiff baseline") {
    return false;
  }
  out << file.string() << "\n  format      " << format << "\n";
  out << "  made by     " << root.text_attribute("history").value_or("unknown") << "\n";
  if (format == "stiff results") {
    print_tables(out, file);
  } else if (format == "stiff baseline") {
    print_baseline(out, file);
  } else if (tables) {
    print_rows(out, root);
  } else {
    print_members(out, root);
  }
  return true;
}

}  // namespace stiff::tool
