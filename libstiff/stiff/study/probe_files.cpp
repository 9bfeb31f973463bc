#include "stiff/study/probe_files.h"

#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/trace_recording_file.h"
#include "stiff/study/worker_pool.h"

#include <algorithm>
#include <string>

namespace stiff {
namespace {

constexpr std::size_t kFilesAProcess = 64;
constexpr WorkerLimits kLimits{.memory_gib = 4, .time_s = 120};

// One letter a file, for the way back from the worker: a recording's modality by its place in the
// list of them, from 'A' on.
constexpr char kFirstModality = 'A';
constexpr char kDamaged = 'd';
constexpr char kSomethingElse = 'e';

char letter_of(std::string_view modality) {
  const auto known = modalities();
  return static_cast<char>(kFirstModality +
                           (std::find(known.begin(), known.end(), modality) - known.begin()));
}

char look_into(const std::filesystem::path& file) {
  if (!recording_format(file).empty()) return letter_of("swe");
  if (const std::string modality = trace_modality(file); !modality.empty()) {
    return letter_of(modality);
  }
  try {
    if (!is_mat_or_hdf5(file)) return kSomethingElse;
    const MatFile readable(file);
    return kSomethingElse;
  } catch (const Error&) {
    return kDamaged;
  }
}

ProbedFile probed(char letter) {
  if (letter == kDamaged) return {FileContent::damaged, {}};
  if (letter == kSomethingElse) return {FileContent::something_else, {}};
  return {FileContent::recording,
          std::string(modalities()[static_cast<std::size_t>(letter - kFirstModality)])};
}

}  // namespace

std::vector<ProbedFile> probe_files(const std::vector<std::filesystem::path>& files) {
  std::vector<ProbedFile> contents(files.size());
  std::vector<std::size_t> alone;  // of a group in which one crashed
  const auto probe = [&](std::size_t begin, std::size_t end) {
    std::string letters;
    for (std::size_t i = begin; i < end; ++i) letters += look_into(files[i]);
    return letters;
  };
  const std::size_t groups = (files.size() + kFilesAProcess - 1) / kFilesAProcess;
  const auto end_of = [&](std::size_t group) {
    return std::min(files.size(), (group + 1) * kFilesAProcess);
  };
  run_workers(groups, 1, kLimits,
              {.job = [&](std::size_t g) { return probe(g * kFilesAProcess, end_of(g)); },
               .ended =
                   [&](std::size_t g, const WorkerEnd& end) {
                     for (std::size_t i = g * kFilesAProcess; i < end_of(g); ++i) {
                       if (end.kind == WorkerEnd::Kind::finished) {
                         contents[i] = probed(end.text[i - g * kFilesAProcess]);
                       } else {
                         alone.push_back(i);
                       }
                     }
                   },
               .stop = {},
               .started = {},
               .may_share = {}});
  run_workers(alone.size(), 1, kLimits,
              {.job = [&](std::size_t k) { return probe(alone[k], alone[k] + 1); },
               .ended =
                   [&](std::size_t k, const WorkerEnd& end) {
                     if (end.kind == WorkerEnd::Kind::finished) {
                       contents[alone[k]] = probed(end.text.front());
                     }
                   },
               .stop = {},
               .started = {},
               .may_share = {}});
  return contents;
}

}  // namespace stiff
