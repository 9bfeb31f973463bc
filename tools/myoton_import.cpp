#include "tools/myoton_import.h"

#include "stiff/io/checksum.h"
#include "stiff/io/myoton_export.h"
#include "stiff/io/results_file.h"

#include <algorithm>
#include <ostream>

#include "tools/muscle_info.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

constexpr std::size_t kMostLines = 10;

std::string counted(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

void print_account(std::ostream& out, const MyotonExport& imported) {
  out << "stiff: " << counted(imported.rows, "row") << ": " << imported.imported << " imported, "
      << counted(imported.duplicates, "duplicate") << ", " << imported.refused << " refused\n";
  for (std::size_t i = 0; i < std::min(kMostLines, imported.reasons.size()); ++i) {
    const auto& [reason, count] = imported.reasons[i];
    out << "stiff: refused " << count << ": " << reason << "\n";
  }
  out << "stiff: " << counted(imported.results.size(), "set") << " of taps; names, birth dates, "
      << "operators, dates and measurement numbers were dropped\n";
  for (const std::string& note : imported.notes) out << "stiff: " << note << "\n";
  const std::size_t shown = std::min(kMostLines, imported.missing_lines.size());
  for (std::size_t i = 0; i < shown; ++i) {
    out << "stiff: missing: " << imported.missing_lines[i] << "\n";
  }
  if (shown < imported.missing_lines.size()) {
    out << "stiff: missing: " << imported.missing_lines.size() - shown
        << " more, in the table 'missing' of the file\n";
  }
}

}  // namespace

int import_myoton(const MyotonImport& job, Provenance provenance, std::ostream& messages) {
  const MuscleTable muscles = known_muscles(job.muscles);
  SiteMap sites(muscles);
  if (!job.sites.empty()) sites.extend(job.sites);
  const MyotonExport imported =
      read_myoton_exports(job.files, muscles, sites, job.device.empty() ? "Myoton" : job.device);
  provenance.input_sha256.emplace_back("myoton-export (what is kept of it)", imported.sha256);
  for (const auto* table : {&job.muscles, &job.sites}) {
    if (table->empty()) continue;
    provenance.input_sha256.emplace_back(table->filename().string(), sha256_of_file(*table));
  }
  make_folder(job.out.parent_path());
  write_tables(job.out,
               {recordings_table(imported.results), estimates_table(imported.results),
                imported.account, imported.missing, imported.participants},
               provenance);
  print_account(messages, imported);
  return imported.refused > 0 ? 1 : 0;
}

}  // namespace stiff::tool
