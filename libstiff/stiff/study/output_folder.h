#pragma once

#include "stiff/study/shard.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// Where things lie in the folder that a study's results go to.
///
///     DIR/results.h5                     the whole study
///     DIR/maps/<recording_id>.h5         one recording's maps
///     DIR/parts/<recording_id>.part      one recording's numbers: what a stopped batch goes on from
///     DIR/parts/plan.json                which recordings and options the results are of
///     DIR/parts/stiff-run.lock           marks the folder as ours, and is what a process locks
struct OutputPaths {
  std::filesystem::path folder;

  std::filesystem::path results_file() const { return folder / "results.h5"; }
  std::filesystem::path parts_folder() const { return folder / "parts"; }
  std::filesystem::path maps_folder() const { return folder / "maps"; }
  std::filesystem::path plan_file() const { return parts_folder() / "plan.json"; }
  std::filesystem::path lock_file() const { return parts_folder() / "stiff-run.lock"; }
  std::filesystem::path part_file(const std::string& recording_id) const;
  std::filesystem::path maps_file(const std::string& recording_id) const;

  /// Whether a run made this folder.
  bool made_by_run() const;
  /// \throws Error (cannot_create) where the folder is neither absent, empty nor made by a run
  /// before. Changes nothing.
  void check() const;
};

/// The output folder, held for this process. A whole run and `collect` lock it for themselves;
/// shards lock it together, and each its own share. The locks are flock(2): they end with the
/// process and its workers, however these end.
class OutputFolder {
 public:
  /// Makes the folder where needed, and locks it. \throws Error (cannot_create) as
  /// `OutputPaths::check`, where it cannot be written, and where another process holds it.
  OutputFolder(const std::filesystem::path& folder, Shard shard);
  /// Locks a folder that a run has made. \throws Error (no_input) where none has, (cannot_create)
  /// where another process holds it.
  static OutputFolder existing(const std::filesystem::path& folder);
  ~OutputFolder();
  OutputFolder(OutputFolder&& other) noexcept;
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  const OutputPaths& paths() const { return paths_; }

  /// Removes what dead processes of this host left half written.
  void sweep() const;

 private:
  void lock(const std::filesystem::path& file, bool shared);

  OutputPaths paths_;
  std::vector<int> locks_;
};

}  // namespace stiff
