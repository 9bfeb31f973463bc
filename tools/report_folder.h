#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stiff::tool {

/// Where a report's pages go. Pages of a report before are replaced; nothing else is touched.
class ReportFolder {
 public:
  /// Makes the folder where needed. \throws Error (cannot_create) where it cannot be made, or holds
  /// a page that `stiff report` did not write.
  explicit ReportFolder(std::filesystem::path folder);

  const std::filesystem::path& path() const { return folder_; }
  void write(const std::string& name, const std::string& page) const;
  /// Removes the pages of a report before that are not among these.
  void remove_others(const std::vector<std::string>& kept) const;

 private:
  std::vector<std::filesystem::path> pages() const;

  std::filesystem::path folder_;
};

}  // namespace stiff::tool
