#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/report/index_page.h"
#include "stiff/report/page_names.h"
#include "stiff/report/recording_page.h"
#include "stiff/report/study_page.h"
#include "stiff/study/worker_pool.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tools/command.h"
#include "tools/output_path.h"
#include "tools/progress_line.h"
#include "tools/report_folder.h"
#include "tools/report_input.h"
#include "tools/study_input.h"
#include <unistd.h>

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIndexPage = "index.html";
constexpr const char* kStudyPage = "study.html";

struct ReportSettings {
  fs::path out;
  int jobs = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"out", "DIR", "Where the pages go; else RESULTS/report"}, self.out);
    visit(Option{"jobs", "1", "Pages at a time; 0: one for each processor", 0, 4096}, self.jobs);
  }
};

fs::path folder_of(const ReportSettings& settings, const fs::path& results) {
  if (!settings.out.empty()) return settings.out;
  if (fs::is_directory(results)) return results / "report";
  throw Error(ErrorKind::usage, results.string() +
                                    ": is one file; say with --out where the pages "
                                    "go");
}

int jobs_of(const ReportSettings& settings) {
  if (settings.jobs > 0) return settings.jobs;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Writes every recording's page, each in a process that may die of a damaged file.
/// \return for each whether its page is whole.
std::vector<bool> write_pages(const ReportInput& input, const fs::path& folder,
                              const std::vector<std::string>& pages, int jobs) {
  std::vector<bool> whole(pages.size(), true);
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  ProgressLine line(std::cerr, terminal);
  std::size_t done = 0;
  WorkerPoolCalls calls;
  calls.may_share = [](std::size_t) { return true; };
  calls.job = [&](std::size_t i) {
    const ReportedRecording recording = input.recording(i);
    write_file_atomically(folder / pages[i], recording_page(recording));
    return recording.faults.empty() ? std::string() : recording.faults.front();
  };
  calls.ended = [&](std::size_t i, const WorkerEnd& end) {
    std::string fault = end.text;
    if (end.kind == WorkerEnd::Kind::error) throw Error(end.error, end.text);
    if (end.kind != WorkerEnd::Kind::finished) {
      fault = "its files could not be read: " + end.text;
      write_file_atomically(folder / pages[i], recording_page(input.without_files(i, fault)));
    }
    whole[i] = fault.empty();
    ++done;
    // A page takes milliseconds: a log is told only of those that are not whole.
    if (!terminal && fault.empty()) return;
    line.item(done, pages.size(), input.id(i) + (fault.empty() ? "" : ": " + fault),
              !fault.empty());
  };
  run_workers(pages.size(), jobs, {}, calls);
  return whole;
}

/// Writes the page of a study's comparisons where there are any. \return what could not be shown.
std::optional<std::vector<std::string>> write_study(const ReportInput& input,
                                                    const ReportFolder& folder) {
  if (input.folder().empty()) return std::nullopt;
  const StudyReport study = read_study(input.folder());
  if (study.comparisons.empty() && study.faults.empty()) return std::nullopt;
  StudyPage page = study_page(study);
  folder.write(kStudyPage, page.html);
  page.faults.insert(page.faults.begin(), study.faults.begin(), study.faults.end());
  return std::move(page.faults);
}

int report(const ReportSettings& settings, const Call& call) {
  const fs::path results = call.arguments.front();
  const ReportInput input(results);
  const ReportFolder folder(folder_of(settings, results));
  const std::vector<std::string> pages = page_names(input.ids());
  const std::vector<bool> whole = write_pages(input, folder.path(), pages, jobs_of(settings));
  const auto study_faults = write_study(input, folder);
  folder.write(kIndexPage, index_page(input.index(pages, whole, study_faults.has_value())));
  std::vector<std::string> kept = pages;
  kept.push_back(kIndexPage);
  if (study_faults) kept.push_back(kStudyPage);
  folder.remove_others(kept);

  std::vector<std::string> notes = input.notes();
  if (study_faults) notes.insert(notes.end(), study_faults->begin(), study_faults->end());
  for (const std::string& note : notes) std::cerr << "stiff: " << note << "\n";
  const auto broken = std::count(whole.begin(), whole.end(), false);
  std::cerr << "stiff: " << pages.size() << (pages.size() == 1 ? " page" : " pages");
  if (broken > 0) std::cerr << ", " << broken << " of them not whole";
  if (study_faults) std::cerr << ", and one of the comparisons";
  std::cerr << "; open " << (folder.path() / kIndexPage).string() << "\n";
  return broken > 0 || !notes.empty() ? 1 : 0;
}

}  // namespace

extern const Command kReport;
const Command kReport{
    .name = "report",
    .summary = "Writes a page a recording and an index, to be read in a browser",
    .description =
        "Makes RESULTS/report/index.html and a page for each recording: the map with its error and "
        "the candidates outlined and numbered, or the trace with its fit; the numbers to quote "
        "with "
        "their intervals; why pixels or numbers are missing; how all was computed, with "
        "references. Where `stiff compare` has been run, study.html shows what changed: forest "
        "plots, "
        "each person before and after, responders, time course, agreement, and a paragraph of "
        "methods.\n\n"
        "Each page is one file without scripts that fetches nothing and can be printed. Candidates "
        "are shown where `stiff flag` has been run. Pages of a report before are replaced; a file "
        "that `stiff report` did not write is never touched.\n\n"
        "Ends with 1 where something could not be read; the page says what.",
    .arguments = {{"RESULTS", "A results folder of `stiff run`, or a results.h5", 1, 1}},
    .examples = {{"stiff report results", "A study's pages, in results/report"},
                 {"stiff report device.h5 --out pages",
                  "Of one file, as `stiff import` writes it"}},
    .job = job<ReportSettings, report>};

}  // namespace stiff::tool
