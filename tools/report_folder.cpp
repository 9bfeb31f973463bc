#include "tools/report_folder.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/report/page_frame.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

bool is_ours(const fs::path& page) {
  std::string begin(kPageMark.size(), '\0');
  std::ifstream file(page, std::ios::binary);
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file && begin == kPageMark;
}

}  // namespace

ReportFolder::ReportFolder(fs::path folder) : folder_(std::move(folder)) {
  make_folder(folder_);
  for (const fs::path& page : pages()) {
    if (is_ours(page)) continue;
    throw Error(ErrorKind::cannot_create, page.string() +
                                              ": was not written by `stiff report`; give another "
                                              "folder with --out");
  }
  sweep_partial_files(folder_);
}

std::vector<fs::path> ReportFolder::pages() const {
  std::vector<fs::path> found;
  std::error_code fault;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, fault)) {
    if (entry.path().extension() == ".html") found.push_back(entry.path());
  }
  if (fault) {
    throw Error(ErrorKind::cannot_create, folder_.string() + ": " + fault.message());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void ReportFolder::write(const std::string& name, const std::string& page) const {
  write_file_atomically(folder_ / name, page);
}

void ReportFolder::remove_others(const std::vector<std::string>& kept) const {
  for (const fs::path& page : pages()) {
    const bool stays = std::find(kept.begin(), kept.end(), page.filename().string()) != kept.end();
    std::error_code fault;
    if (!stays && is_ours(page)) fs::remove(page, fault);
  }
}

}  // namespace stiff::tool
