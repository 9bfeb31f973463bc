#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

class SidecarFolders;

/// A key's value as the sidecars give it.
struct SidecarValue {
  std::string key;
  std::string json;      ///< the value, as JSON text
  std::string origin;    ///< the sidecar that says it, within the study
  std::size_t line = 0;  ///< of the key in it, from 1
  bool own = false;  ///< `<stem>.json` beside the recording says it: stands above the file itself
};

/// What the sidecars say of one recording, nearer ones over farther ones. Every accessor throws
/// Error (bad_data) with the file, the line and the key where the value is of another type.
class Sidecar {
 public:
  bool has(std::string_view key) const { return find(key) != nullptr; }
  /// Whether `<stem>.json` says it: such a value stands above what the recording's own file says.
  bool is_own(std::string_view key) const;
  /// Nothing where the key is not given. A number is finite.
  std::optional<double> number(std::string_view key) const;
  /// A list of numbers, or a single one as a list of one; empty where the key is not given.
  std::vector<double> numbers(std::string_view key) const;
  /// Empty where the key is not given.
  std::string text(std::string_view key) const;
  std::optional<bool> flag(std::string_view key) const;
  /// The value as JSON text, for readers of structured keys; empty where the key is not given.
  std::string raw(std::string_view key) const;
  /// "study/swe.json, line 4: 'Regions'", for an error about a key's value.
  std::string place(std::string_view key) const;

  const std::vector<SidecarValue>& values() const { return values_; }  ///< by key
  /// Keys that nothing reads (misspelt, or somebody else's).
  std::vector<std::string> unknown_keys() const;
  /// The sidecar files that apply, from the farthest to the nearest.
  const std::vector<std::filesystem::path>& files() const { return files_; }
  const std::filesystem::path& study_root() const { return study_root_; }

  /// For a caller without files: sets a key, as `<stem>.json` would. \throws Error (bad_data) for
  /// text that is not JSON.
  void set(const std::string& key, const std::string& json);

 private:
  friend Sidecar resolve_sidecars(const std::filesystem::path&, const std::filesystem::path&,
                                  SidecarFolders*);
  const SidecarValue* find(std::string_view key) const;
  void merge(const std::filesystem::path& file, bool own);
  void put(SidecarValue value);

  std::filesystem::path study_root_;
  std::vector<std::filesystem::path> files_;
  std::vector<SidecarValue> values_;
};

/// The `.json` files of folders, each folder listed once: of a study's folder with a thousand
/// participants, for ten thousand recordings. Not for several threads.
class SidecarFolders {
 public:
  /// Of a folder that cannot be read, none.
  const std::vector<std::filesystem::path>& in(const std::filesystem::path& folder);

 private:
  std::map<std::filesystem::path, std::vector<std::filesystem::path>> files_;
};

/// The sidecars of a recording, after the inheritance of BIDS: in each folder from the study's root
/// down to the recording's, the `.json` files whose suffix is the recording's (`swe` where its name
/// has none) and whose entities are all among the recording's, those with fewer entities first; at
/// last
/// `<stem>.json` beside the recording. A nearer value replaces a farther one; `null` takes it away.
/// \throws Error (bad_data) with file and line for a sidecar that is no JSON object.
/// \param folders what was listed before, or null
Sidecar resolve_sidecars(const std::filesystem::path& study_root, const std::filesystem::path& file,
                         SidecarFolders* folders = nullptr);

}  // namespace stiff
