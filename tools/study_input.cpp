#include "tools/study_input.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_text_check.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/provenance.h"
#include "stiff/io/table_group.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "tools/own_process.h"
#include "tools/page_methods.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code fault;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, fault)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".h5" && !name.starts_with('.')) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

StudyComparison read_comparison(const fs::path& file) {
  const hdf5::InGroup root = hdf5::open(file);
  check_format(root, "stiff comparison");
  hdf5::check_texts(root);
  StudyComparison comparison;
  comparison.name = file.stem().string();
  comparison.methods = page_methods(root);
  for (const std::string& name : root.names_in_order()) {
    if (root.has_group(name)) comparison.tables.push_back(read_table(root, name));
  }
  return comparison;
}

void name_muscles(StudyReport& study) {
  const MuscleTable muscles = MuscleTable::shipped();
  for (const StudyComparison& comparison : study.comparisons) {
    for (const Table& table : comparison.tables) {
      for (const Column& column : table.columns) {
        if (column.name != "muscle") continue;
        const auto* labels = std::get_if<std::vector<std::string>>(&column.values);
        if (labels == nullptr) continue;
        for (const std::string& label : *labels) {
          if (study.muscle_names.contains(label)) continue;
          const Muscle* muscle = muscles.find(label);
          study.muscle_names[label] = muscle != nullptr ? muscle->name : "";
        }
      }
    }
  }
  std::erase_if(study.muscle_names, [](const auto& one) { return one.second.empty(); });
}

}  // namespace

StudyReport read_study(const fs::path& results) {
  StudyReport study;
  for (const fs::path& file : files_in(results / "comparisons")) {
    try {
      // A damaged file may end the process that reads it: one that has been read whole does not.
      in_own_process(file.string(), [&] { read_comparison(file); });
      study.comparisons.push_back(read_comparison(file));
    } catch (const Error& error) {
      study.faults.push_back("comparisons/" + file.filename().string() +
                             " could not be read: " + error.what());
    }
  }
  name_muscles(study);
  return study;
}

}  // namespace stiff::tool
