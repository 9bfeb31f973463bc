#include "stiff/core/error.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/hdf5_file.h"
#include "stiff/io/json_text.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/trace_hdf5.h"
#include "stiff/io/trace_table.h"
#include "stiff/io/trace_text.h"
#include "stiff/io/unit_spelling.h"

#include <cstddef>
#include <span>
#include <string>

namespace stiff {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const Sidecar& sidecar, const std::string& what) {
  throw Error(ErrorKind::bad_data, sidecar.place("Variables") + ": " + what);
}

std::string text_of(const Sidecar& sidecar, const Json& column, const std::string& of,
                    const char* key) {
  if (!column.contains(key)) return {};
  if (!column.at(key).is_string()) {
    refuse(sidecar, "'" + std::string(key) + "' of '" + of + "' must be a text");
  }
  return column.at(key).get<std::string>();
}

// A column by the whole of its heading or by its name.
std::optional<std::size_t> named(const TraceTable& table, const std::string& name) {
  if (const std::optional<std::size_t> column = table.find({name})) return column;
  return table.find({split_heading(name).name});
}

void name_column(const Sidecar& sidecar, const std::string& key, const Json& said,
                 TraceTable& table) {
  if (!said.is_object()) refuse(sidecar, "'" + key + "' must be an object, { ... }");
  for (const auto& [part, unused] : said.items()) {
    if (part != "Name" && part != "Units") {
      refuse(sidecar, "'" + part + "' is not known in '" + key + "' (known: Name, Units)");
    }
  }
  const std::string name = text_of(sidecar, said, key, "Name");
  const std::string units = text_of(sidecar, said, key, "Units");
  const std::optional<std::size_t> found = named(table, name.empty() ? key : name);
  if (!found) {
    if (name.empty()) return;  // a folder's sidecar may speak of a column that not all have
    refuse(sidecar, "'" + name + "' is no column of " + table.path.filename().string() +
                        ", which has " + table.column_list());
  }
  TraceColumn& column = table.columns[*found];
  column.name = key;
  if (!units.empty() && (column.units.empty() || sidecar.is_own("Variables"))) {
    const std::string usual = usual_unit(units);
    column.units = usual.empty() ? units : usual;
  }
}

void name_columns(const Sidecar& sidecar, TraceTable& table) {
  if (!sidecar.has("Variables")) return;
  const Json said = parse_json(sidecar.raw("Variables"), sidecar.place("Variables"));
  if (!said.is_object()) refuse(sidecar, "it must be an object, { ... }");
  for (const auto& [key, column] : said.items()) name_column(sidecar, key, column, table);
}

// MATLAB 7.3 files are HDF5 behind a text of their own.
bool is_matlab(const std::filesystem::path& file) {
  const ByteFile bytes(file);
  std::string start(6, '\0');
  if (bytes.size() < start.size()) return false;
  bytes.read(0, std::as_writable_bytes(std::span<char>(start)));
  return start == "MATLAB" || !hdf5::is_hdf5(file);
}

TraceTable read_by_content(const std::filesystem::path& file) {
  if (!is_mat_or_hdf5(file)) return parse_trace_text(read_text(file), file);
  return is_matlab(file) ? read_trace_mat(file) : read_trace_hdf5(file);
}

}  // namespace

TraceTable read_trace_table(const std::filesystem::path& file, const Sidecar& sidecar) {
  TraceTable table = read_by_content(file);
  name_columns(sidecar, table);
  return table;
}

}  // namespace stiff
