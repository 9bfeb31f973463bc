#include "tools/output_path.h"

#include "stiff/core/error.h"

#include <system_error>

namespace stiff::tool {

namespace fs = std::filesystem;

bool names_a_file(const fs::path& out) {
  return out.extension() == ".h5";
}

void make_folder(const fs::path& folder) {
  if (folder.empty()) return;
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault || !fs::is_directory(folder, fault)) {
    throw Error(ErrorKind::cannot_create, folder.string() + ": the folder cannot be made");
  }
}

void refuse_existing(const fs::path& out) {
  std::error_code fault;
  const bool taken =
      fs::is_directory(out, fault) ? !fs::is_empty(out, fault) : fs::exists(out, fault);
  if (fault) throw Error(ErrorKind::cannot_create, out.string() + ": cannot be looked at");
  if (taken) {
    throw Error(
        ErrorKind::cannot_create,
        out.string() + (names_a_file(out) ? ": is there already" : ": the folder is not empty"));
  }
}

}  // namespace stiff::tool
