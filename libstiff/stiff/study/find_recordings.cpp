#include "stiff/study/find_recordings.h"

#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/vantage.h"
#include "stiff/study/output_folder.h"
#include "stiff/study/probe_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <system_error>

namespace stiff {
namespace {

namespace fs = std::filesystem;

fs::path absolute_of(const fs::path& path) {
  fs::path absolute = fs::absolute(path).lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();  // "study/" is "study"
}

// Extensions in which a modality's recordings come; a picture or a report beside them has another.
bool has_extension_of(std::string_view modality, const std::string& extension) {
  if (extension == ".mat" || extension == ".h5" || extension == ".hdf5") return true;
  return is_trace_modality(modality) &&
         (extension == ".csv" || extension == ".tsv" || extension == ".txt");
}

bool may_be_by_content(const std::string& extension) {
  return extension == ".mat" || extension == ".h5" || extension == ".hdf5";
}

// A file with the root that it is seen from.
struct Seen {
  fs::path file;
  fs::path root;
};

class Search {
 public:
  Search(const fs::path& output, const fs::path& root)
      : output_(output.empty() ? output : absolute_of(output)),
        root_(root.empty() ? root : absolute_of(root)) {}

  void add(const fs::path& input) {
    const fs::path path = absolute_of(input);
    std::error_code fault;
    const fs::file_status status = fs::status(path, fault);
    if (!fs::exists(status)) {
      throw Error(ErrorKind::no_input, "'" + input.string() + "' is not there");
    }
    const fs::path root = root_.empty() ? study_root_of(path) : root_;
    if (fs::is_directory(status)) {
      if (std::find(roots_.begin(), roots_.end(), root) == roots_.end()) roots_.push_back(root);
      walk(path, root);
    } else {
      classify({path, root}, true);
    }
  }

  FoundStudy take() {
    look_into_unknown();
    FoundStudy study{.recordings = {}, .roots = roots_, .notes = std::move(notes_)};
    for (auto& [file, recording] : found_) study.recordings.push_back(std::move(recording));
    std::sort(study.recordings.begin(), study.recordings.end(), [](const auto& a, const auto& b) {
      return a.identity.recording_id < b.identity.recording_id;
    });
    std::sort(study.notes.begin(), study.notes.end());
    return study;
  }

 private:
  void walk(const fs::path& folder, const fs::path& root) {
    std::error_code fault;
    const fs::path real = fs::canonical(folder, fault);
    if (fault || !entered_.insert(real).second) return;  // a link that leads back
    if (folder == output_ || OutputPaths{folder}.made_by_run()) return;
    std::vector<fs::path> entries;
    for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault)) {
      entries.push_back(at->path());
    }
    if (fault) {
      throw Error(ErrorKind::no_input,
                  "the folder '" + folder.string() + "' cannot be read: " + fault.message());
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
      const std::string name = entry.filename().string();
      if (name.front() == '.' || name == "derivatives") continue;
      if (fs::is_directory(entry, fault)) {
        walk(entry, root);
      } else if (fs::is_regular_file(entry, fault)) {
        classify({entry, root}, false);
      } else if (fs::is_symlink(entry, fault)) {
        notes_.push_back("'" + shown({entry, root}) + "' is left out: its link leads nowhere");
      }
    }
  }

  void classify(const Seen& seen, bool named_by_user) {
    const BidsName name = parse_bids_name(seen.file);
    const bool by_suffix = !name.suffix.empty() && has_extension_of(name.suffix, name.extension);
    if (is_vantage_name(seen.file) || by_suffix) {
      keep(seen);
    } else if (named_by_user) {
      named_.insert(seen.file);
      unknown_.push_back(seen);
    } else if (may_be_by_content(name.extension)) {
      unknown_.push_back(seen);
    } else if (!name.suffix.empty() && name.extension != ".json") {
      notes_.push_back("'" + shown(seen) + "' is left out: a recording is no " + name.extension);
    }
  }

  void look_into_unknown() {
    std::vector<fs::path> files;
    for (const Seen& seen : unknown_) files.push_back(seen.file);
    const std::vector<ProbedFile> contents = probe_files(files);
    for (std::size_t i = 0; i < files.size(); ++i) {
      // What a person names is wanted: where it is no recording, it is refused by name.
      if (contents[i].content != FileContent::something_else || named_.count(files[i]) > 0) {
        keep(unknown_[i], contents[i].modality);
      } else {
        notes_.push_back("'" + shown(unknown_[i]) +
                         "' is left out: no layout that is known, and no sidecar maps it");
      }
    }
  }

  void keep(const Seen& seen, const std::string& by_content = {}) {
    FoundRecording recording;
    recording.files = recording_files(seen.file);
    recording.study_root = seen.root;
    recording.folders = folders_;
    const fs::path& first = recording.files.front();
    recording.identity = identity_from_path(seen.root, first);
    std::string& modality = recording.identity.modality;
    if (modality.empty()) modality = by_content.empty() ? "swe" : by_content;
    if (found_.count(first) > 0) return;
    const auto [at, fresh] = ids_.emplace(recording.identity.recording_id, first);
    if (!fresh) {
      throw Error(ErrorKind::bad_data,
                  "two recordings have the id '" + recording.identity.recording_id + "': '" +
                      at->second.string() + "' and '" + first.string() + "'; rename one");
    }
    found_.emplace(first, std::move(recording));
  }

  static std::string shown(const Seen& seen) {
    return seen.file.lexically_relative(seen.root).string();
  }

  fs::path output_;
  fs::path root_;
  std::shared_ptr<SidecarFolders> folders_ = std::make_shared<SidecarFolders>();
  std::set<fs::path> entered_;
  std::vector<fs::path> roots_;
  std::vector<Seen> unknown_;
  std::set<fs::path> named_;
  std::map<fs::path, FoundRecording> found_;
  std::map<std::string, fs::path> ids_;
  std::vector<std::string> notes_;
};

}  // namespace

fs::path study_root_of(const fs::path& input) {
  fs::path folder = absolute_of(input);
  std::error_code fault;
  if (!fs::is_directory(folder, fault)) folder = folder.parent_path();
  while (folder.has_relative_path()) {
    const std::string name = folder.filename().string();
    if (!name.starts_with("sub-") && !name.starts_with("ses-")) break;
    folder = folder.parent_path();
  }
  return folder;
}

FoundStudy find_recordings(const std::vector<fs::path>& inputs, const fs::path& output,
                           const fs::path& study_root) {
  Search search(output, study_root);
  for (const fs::path& input : inputs) search.add(input);
  FoundStudy study = search.take();
  if (study.recordings.empty()) {
    std::string where = inputs.empty() ? "" : "'" + inputs.front().string() + "'";
    if (inputs.size() > 1) where += " and the others";
    const std::string more = study.notes.empty() ? "" : " (" + study.notes.front() + ")";
    throw Error(ErrorKind::no_input, "there is no recording in " + where + more);
  }
  return study;
}

}  // namespace stiff
