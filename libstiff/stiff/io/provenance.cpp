#include "stiff/io/provenance.h"

#include "stiff/core/error.h"
#include "stiff/core/version.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_writer.h"

#include <cstdint>
#include <optional>

namespace stiff {
namespace {

constexpr std::string_view kOptionJoin = " = ";
constexpr std::string_view kChecksumJoin = "  ";

/// Both sides of the first `join`; the whole as the first where it is not there.
std::pair<std::string, std::string> split(const std::string& text, std::string_view join) {
  const std::size_t at = text.find(join);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + join.size())};
}

}  // namespace

void write_provenance(hdf5::OutGroup& root, std::string_view format, const Provenance& provenance) {
  root.attribute("Conventions", "CF-1.8");
  root.attribute("format", format);
  root.attribute("format_version", std::int32_t{kFormatVersion});
  root.attribute("stiff_version", version());
  if (!provenance.history.empty()) root.attribute("history", provenance.history);
  std::vector<std::string> options;
  for (const auto& [name, value] : provenance.options) {
    options.push_back(name + std::string(kOptionJoin) + value);
  }
  std::vector<std::string> inputs;
  for (const auto& [path, sum] : provenance.input_sha256) {
    inputs.push_back(sum + std::string(kChecksumJoin) + path);
  }
  root.attribute("options", options);
  root.attribute("options_defaulted", provenance.defaulted);
  root.attribute("input_sha256", inputs);
  root.attribute("references", provenance.references);
}

int check_format(const hdf5::InGroup& root, std::string_view format) {
  const std::string file = "'" + root.file_name() + "'";
  const std::optional<std::string> found = root.text_attribute("format");
  if (found != format) {
    throw Error(ErrorKind::bad_data, file + " is not a file of " + std::string(format) +
                                         (found ? ": its attribute format is '" + *found + "'"
                                                : ": it has no attribute format"));
  }
  const std::optional<double> number = root.number_attribute("format_version");
  if (!number || !(*number >= 1)) {
    throw Error(ErrorKind::bad_data, file + " has no attribute format_version of 1 or more");
  }
  if (!(*number <= kFormatVersion)) {
    throw Error(ErrorKind::bad_data,
                file + " was written by a newer version: its format_version is above " +
                    std::to_string(kFormatVersion) + "; update stiff to read it");
  }
  return static_cast<int>(*number);
}

Provenance read_provenance(const hdf5::InGroup& root) {
  Provenance provenance;
  provenance.history = root.text_attribute("history").value_or("");
  for (const std::string& option : root.texts_attribute("options")) {
    provenance.options.push_back(split(option, kOptionJoin));
  }
  provenance.defaulted = root.texts_attribute("options_defaulted");
  for (const std::string& input : root.texts_attribute("input_sha256")) {
    const auto [sum, path] = split(input, kChecksumJoin);
    provenance.input_sha256.emplace_back(path, sum);
  }
  provenance.references = root.texts_attribute("references");
  return provenance;
}

}  // namespace stiff
