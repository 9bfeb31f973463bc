#include "stiff/io/myoton_export.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/device_readings.h"
#include "stiff/io/export_missing.h"
#include "stiff/io/export_people.h"
#include "stiff/io/export_sets.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>

namespace stiff {
namespace {

constexpr double kSuspectVariation = 0.03;  // of a set of taps, by the maker's manual
constexpr std::string_view kSource = "myoton-export";

// Texts of a row that may be anything: where one holds a word of somebody's name, it goes.
std::size_t drop_named_texts(std::vector<SettledRow>& rows, const ExportPeople& people) {
  std::size_t dropped = 0;
  for (SettledRow& row : rows) {
    for (std::string* text : {&row.row.site.site, &row.row.state, &row.row.posture}) {
      if (!text->empty() && people.holds_name(*text)) {
        text->clear();
        ++dropped;
      }
    }
  }
  return dropped;
}

std::vector<SettledRow> label_people(std::vector<ExportRows> files, ExportPeople& people) {
  std::vector<SettledRow> rows;
  for (const ExportRows& file : files) {
    for (std::size_t i = 0; i < file.rows.size(); ++i) {
      if (!file.rows[i].is_header) people.learn(file.rows[i].person, file.operators[i]);
    }
  }
  for (ExportRows& file : files) {
    for (ExportRow& row : file.rows) {
      SettledRow settled;
      if (!row.fault.empty()) {
        settled.fate = SettledRow::Fate::refused;
        settled.reason = row.fault;
      } else if (!row.is_header) {
        settled.participant = people.label(row.person);
      }
      settled.row = std::move(row);
      rows.push_back(std::move(settled));
    }
  }
  return rows;
}

std::string variation_note(const std::vector<double>& values, std::string_view quantity) {
  const Estimate mean = mean_of_repeats(values);
  const double variation =
      mean.std_error * std::sqrt(static_cast<double>(mean.n)) / std::abs(mean.value);
  if (!(variation > kSuspectVariation)) return {};
  const auto tenths = static_cast<long>(std::lround(variation * 1000));
  return std::string(quantity) + " varies by " + std::to_string(tenths / 10) + "." +
         std::to_string(tenths % 10) + " % over the taps";
}

RecordingResult result_of(const std::vector<SettledRow>& rows, const ExportSet& set,
                          const std::string& device) {
  const SettledRow& first = rows[set.rows.front()];
  RecordingResult result;
  RecordingIdentity& identity = result.identity;
  identity.participant = first.participant;
  identity.session = std::to_string(first.session);
  identity.muscle = first.row.site.muscle;
  identity.side = first.row.site.side;
  identity.site = first.row.site.site;
  identity.state = first.row.state;
  identity.posture = first.row.posture;
  identity.device = device;
  if (set.run > 0) identity.run = std::to_string(set.run);
  identity.modality = "myotonometry";
  identity.source = std::string(kSource);
  identity.recording_id = device_recording_id(identity, identity.modality, false);
  std::string suspect;
  for (std::size_t q = 0; q < kExportQuantities.size(); ++q) {
    const std::string name(kExportQuantities[q].quantity);
    std::vector<double> values;
    for (const std::size_t place : set.rows) values.push_back(rows[place].row.values[q]);
    result.estimates.push_back(
        {name, "all", "device", 0, true, mean_of_repeats(values, kExportQuantities[q].step)});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Estimate tap = std::isnan(values[i]) ? no_estimate(Reason::too_few)
                                                 : make_estimate(values[i], kNaN, kNaN, 1);
      result.estimates.push_back(
          {name, "all", "device", rows[set.rows[i]].row.iteration, false, tap});
    }
    if (name != "oscillation_frequency" && name != "dynamic_stiffness") continue;
    if (const std::string note = variation_note(values, name); !note.empty()) {
      suspect += (suspect.empty() ? "suspect: " : ", ") + note;
    }
  }
  result.message = suspect;
  return result;
}

Table account_of(const std::vector<SettledRow>& rows, const std::vector<RecordingResult>& results) {
  constexpr std::array<const char*, 3> kFates{"imported", "duplicate", "refused"};
  std::vector<std::int64_t> files, lines, repeats;
  std::vector<std::string> fates, reasons, ids;
  for (const SettledRow& row : rows) {
    const bool imported = row.fate == SettledRow::Fate::imported;
    files.push_back(static_cast<std::int64_t>(row.row.file) + 1);
    lines.push_back(static_cast<std::int64_t>(row.row.line));
    fates.emplace_back(kFates[static_cast<std::size_t>(row.fate)]);
    reasons.push_back(row.reason);
    ids.push_back(imported ? results[row.set].identity.recording_id : "");
    repeats.push_back(imported ? row.row.iteration : 0);
  }
  return {
      "account",
      {{"file", "1", "which of the files, from 1", std::move(files)},
       {"line", "1", "line in the file, from 1", std::move(lines)},
       {"fate", "", "imported, duplicate or refused", std::move(fates)},
       {"reason", "", "why it is not imported", std::move(reasons)},
       {"recording_id", "", "where it went", std::move(ids)},
       {"repeat", "1", "as which tap, from 1; 0 where it is not imported", std::move(repeats)}}};
}

Table participants_of(const std::vector<SettledRow>& rows) {
  struct Known {
    std::string sex;
    int first_day = 0;
    double age = kNaN;
  };
  std::map<std::string, Known> people;
  for (const SettledRow& row : rows) {
    if (row.fate != SettledRow::Fate::imported) continue;
    const auto [at, fresh] = people.try_emplace(row.participant);
    Known& known = at->second;
    if (known.sex.empty()) known.sex = row.row.sex;
    if (!row.row.has_birth_day || (!std::isnan(known.age) && known.first_day <= row.row.day)) {
      continue;
    }
    // 365.2425 days a year; within a day of a birthday the whole years may be one off.
    const double age = std::floor((row.row.day - row.row.birth_day) / 365.2425);
    known.first_day = row.row.day;
    known.age = age >= 0 && age <= 120 ? age : kNaN;
  }
  std::vector<std::string> ids, sexes;
  std::vector<double> ages;
  for (const auto& [id, known] : people) {
    ids.push_back(id);
    sexes.push_back(known.sex);
    ages.push_back(known.age);
  }
  return {"participants",
          {{"participant", "", "participant", std::move(ids)},
           {"sex", "", "female, male or empty", std::move(sexes)},
           {"age", "1", "whole years at the first session", std::move(ages)}}};
}

std::string checksum_of(const std::vector<RecordingResult>& results) {
  Sha256 sum;
  for (const RecordingResult& result : results) {
    sum.update_framed(result.identity.recording_id);
    for (const EstimateRow& row : result.estimates) {
      if (row.repeat == 0) continue;
      sum.update_framed(row.quantity);
      sum.update_framed(std::to_string(row.repeat));
      const double value = row.estimate.value;
      sum.update_framed(std::isnan(value) ? "none"
                                          : std::to_string(std::bit_cast<std::uint64_t>(value)));
    }
  }
  return sum.hex();
}

void count_fates(const std::vector<SettledRow>& rows, MyotonExport& out) {
  std::map<std::string, std::size_t> reasons;
  for (const SettledRow& row : rows) {
    ++out.rows;
    if (row.fate == SettledRow::Fate::imported) ++out.imported;
    if (row.fate == SettledRow::Fate::duplicate) ++out.duplicates;
    if (row.fate != SettledRow::Fate::refused) continue;
    ++out.refused;
    ++reasons[row.reason];
  }
  out.reasons.assign(reasons.begin(), reasons.end());
  std::stable_sort(out.reasons.begin(), out.reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (out.imported > 0) return;
  throw Error(ErrorKind::bad_data,
              out.rows == 0 ? "the export has no rows"
                            : "none of the export's " + std::to_string(out.rows) + " rows is good" +
                                  (out.reasons.empty() ? "" : ": " + out.reasons[0].first));
}

void add_notes(const ExportPeople& people, std::size_t dropped_texts, MyotonExport& out) {
  if (people.renamed() > 0) {
    out.notes.push_back(std::to_string(people.renamed()) +
                        " of the subjects got a number in place of an identifier that may be a "
                        "name or was spoilt by a spreadsheet");
  }
  if (people.doubtful() > 0) {
    out.notes.push_back(std::to_string(people.doubtful()) +
                        " of the identifiers stand with more than one name or birth date: are "
                        "they one person each?");
  }
  if (dropped_texts > 0) {
    out.notes.push_back(std::to_string(dropped_texts) +
                        " texts for place, state or position were dropped: they hold a word of "
                        "somebody's name");
  }
}

}  // namespace

MyotonExport read_myoton_exports(const std::vector<std::filesystem::path>& files,
                                 const MuscleTable& muscles, const SiteMap& sites,
                                 const std::string& device) {
  std::vector<ExportRows> read;
  for (std::size_t i = 0; i < files.size(); ++i) {
    read.push_back(read_export_rows(files[i], i, sites, muscles));
  }
  ExportPeople people;
  std::vector<SettledRow> rows = label_people(std::move(read), people);
  const std::size_t dropped = drop_named_texts(rows, people);
  const std::vector<ExportSet> sets = settle_rows(rows);

  MyotonExport out;
  count_fates(rows, out);
  for (const ExportSet& set : sets) out.results.push_back(result_of(rows, set, device));
  out.account = account_of(rows, out.results);
  out.sha256 = checksum_of(out.results);
  for (RecordingResult& result : out.results) result.identity.source_sha256 = out.sha256;
  MissingParts missing = find_missing(rows, sets);
  out.missing = std::move(missing.table);
  out.missing_lines = std::move(missing.lines);
  out.participants = participants_of(rows);
  add_notes(people, dropped, out);
  return out;
}

}  // namespace stiff
