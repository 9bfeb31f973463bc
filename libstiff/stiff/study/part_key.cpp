#include "stiff/study/part_key.h"

#include "stiff/io/checksum.h"

#include <algorithm>

namespace stiff {
namespace {

namespace fs = std::filesystem;

// The word behind `name=`, or nothing.
std::string value_of(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + name.size();
  return std::string(text.substr(begin, text.find(' ', begin) - begin));
}

}  // namespace

std::string PartKey::text() const {
  return "input=" + input + " metadata=" + metadata + " options=" + options;
}

PartKey PartKey::parse(std::string_view text) {
  return {value_of(text, "input="), value_of(text, "metadata="), value_of(text, "options=")};
}

std::string StoredKey::text() const {
  return key.text() + " maps=" + (maps ? "1" : "0");
}

StoredKey StoredKey::parse(std::string_view text) {
  return {PartKey::parse(text), value_of(text, "maps=") == "1"};
}

std::vector<FileChecksum> file_checksums(const std::vector<fs::path>& files, const fs::path& root) {
  std::vector<FileChecksum> checksums;
  for (const fs::path& file : files) {
    checksums.emplace_back(file.lexically_relative(root).generic_string(), sha256_of_file(file));
  }
  return checksums;
}

std::string input_checksum(std::vector<FileChecksum> files) {
  if (files.size() == 1) return files.front().second;
  for (FileChecksum& file : files) file.first = fs::path(file.first).filename().native();
  std::sort(files.begin(), files.end());
  Sha256 all;
  for (const auto& [name, checksum] : files) {
    all.update_framed(name);
    all.update_framed(checksum);
  }
  return all.hex();
}

}  // namespace stiff
