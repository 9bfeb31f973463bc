#include "stiff/io/regions_table.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/number_text.h"

#include <algorithm>

namespace stiff {
namespace {

struct Columns {
  std::size_t recording_id, name, shape, numbers;
};

std::size_t required(const DelimitedTable& table, std::string_view name) {
  const auto column = table.find({name});
  if (!column) {
    throw Error(ErrorKind::bad_data, table.path.filename().string() + ": the column '" +
                                         std::string(name) + "' is missing");
  }
  return *column;
}

std::vector<double> numbers_m(const DelimitedTable& table, std::size_t row, std::size_t column) {
  std::vector<double> numbers;
  std::string_view rest = table.rows[row][column];
  while (!(rest = trimmed(rest)).empty()) {
    const std::size_t stop = std::min(rest.find_first_of(" \t"), rest.size());
    const auto value = parse_number(rest.substr(0, stop));
    if (!value)
      table.refuse(row, column, "'" + std::string(rest.substr(0, stop)) + "' is no number");
    numbers.push_back(*value * 1e-3);
    rest.remove_prefix(stop);
  }
  return numbers;
}

decltype(Region::shape) shape_of(const DelimitedTable& table, std::size_t row,
                                 const Columns& columns) {
  const std::string& shape = table.rows[row][columns.shape];
  const std::vector<double> n = numbers_m(table, row, columns.numbers);
  if (shape == "circle") {
    if (n.size() != 3) table.refuse(row, columns.numbers, "a circle is: lateral axial radius");
    if (!(n[2] > 0)) table.refuse(row, columns.numbers, "its radius is not positive");
    return Circle{{n[0], n[1]}, n[2]};
  }
  if (shape == "box") {
    if (n.size() != 4) table.refuse(row, columns.numbers, "a box is: lateral axial lateral axial");
    if (n[0] == n[2] || n[1] == n[3]) table.refuse(row, columns.numbers, "the box has no inside");
    return Box{{std::min(n[0], n[2]), std::min(n[1], n[3])},
               {std::max(n[0], n[2]), std::max(n[1], n[3])}};
  }
  if (shape == "polygon") {
    if (n.size() < 6 || n.size() % 2 != 0) {
      table.refuse(row, columns.numbers,
                   "a polygon is: lateral axial lateral axial lateral axial ...");
    }
    Polygon polygon;
    for (std::size_t i = 0; i < n.size(); i += 2) polygon.corners.push_back({n[i], n[i + 1]});
    return polygon;
  }
  table.refuse(row, columns.shape, "'" + shape + "' is not circle, box or polygon");
}

}  // namespace

std::vector<RegionRow> read_regions_table(const std::filesystem::path& path) {
  const DelimitedTable table = read_delimited_table(path);
  const Columns columns{required(table, "recording_id"), required(table, "name"),
                        required(table, "shape"), required(table, "numbers_mm")};
  std::vector<RegionRow> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RegionRow row;
    row.recording_id = table.rows[i][columns.recording_id];
    if (row.recording_id.empty())
      table.refuse(i, columns.recording_id, "it is empty (* means all recordings)");
    if (row.recording_id == "*") row.recording_id.clear();
    row.region.name = table.rows[i][columns.name];
    if (row.region.name.empty() || row.region.name == "all") {
      table.refuse(i, columns.name, "a region needs a name other than 'all'");
    }
    row.region.shape = shape_of(table, i, columns);
    const bool twice = std::any_of(rows.begin(), rows.end(), [&](const RegionRow& other) {
      return other.recording_id == row.recording_id && other.region.name == row.region.name;
    });
    if (twice)
      table.refuse(i, columns.name,
                   "the recording has the region '" + row.region.name + "' already");
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Region> regions_of(const std::vector<RegionRow>& table, const std::string& recording_id,
                               std::vector<Region> stated) {
  // What is said for all recordings first, so that a row for this one replaces it.
  for (const bool own : {false, true}) {
    for (const RegionRow& row : table) {
      if (own ? row.recording_id != recording_id : !row.recording_id.empty()) continue;
      const auto same = std::find_if(stated.begin(), stated.end(),
                                     [&](const Region& r) { return r.name == row.region.name; });
      if (same != stated.end()) {
        *same = row.region;
      } else {
        stated.push_back(row.region);
      }
    }
  }
  return stated;
}

}  // namespace stiff
