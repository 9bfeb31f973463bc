#include "stiff/study/flag_study.h"

#include "stiff/baseline/healthy_field.h"
#include "stiff/candidates/flag_map.h"
#include "stiff/candidates/flag_sites.h"
#include "stiff/core/error.h"
#include "stiff/io/maps_reader.h"
#include "stiff/result/quantity.h"
#include "stiff/result/recorded_estimates.h"
#include "stiff/study/output_folder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

namespace fs = std::filesystem;

/// The number of a modality that says how stiff a site is, the first that there is.
constexpr std::array kSiteQuantities{
    "dynamic_stiffness", "indentation_modulus", "compression_stiffness_before",
    "shear_modulus",     "shear_wave_speed",    "young_modulus"};

/// What is held against one baseline entry on one grid, made when it is first asked for.
class References {
 public:
  References(const HealthyBaseline& baseline, const FlagStudyOptions& options)
      : baseline_(baseline), options_(options) {}

  const FlagReference& of(const FieldEntry& entry, const Maps& maps) {
    const std::scoped_lock lock(mutex_);
    for (const Known& known : known_) {
      if (known.entry == &entry && known.axial == maps.axial_m && known.lateral == maps.lateral_m) {
        return *known.reference;
      }
    }
    known_.push_back(
        {&entry, maps.axial_m, maps.lateral_m,
         std::make_unique<FlagReference>(entry, maps.axial_m, maps.lateral_m, options_.flag,
                                         baseline_.content, baseline_.confidence, options_.jobs)});
    return *known_.back().reference;
  }

 private:
  struct Known {
    const FieldEntry* entry;
    Axis axial, lateral;
    std::unique_ptr<FlagReference> reference;
  };
  const HealthyBaseline& baseline_;
  const FlagStudyOptions& options_;
  std::mutex mutex_;
  std::vector<Known> known_;
};

/// Recordings of one muscle of one person at one time: its sides.
using Sides = std::vector<std::size_t>;

std::vector<Sides> grouped(const std::vector<RecordingIdentity>& recordings,
                           const std::vector<std::size_t>& chosen) {
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>,
           std::size_t>
      place;
  std::vector<Sides> out;
  for (const std::size_t i : chosen) {
    const RecordingIdentity& r = recordings[i];
    const bool alone = r.participant.empty() || r.side.empty();
    const auto key = std::make_tuple(alone ? r.recording_id : r.participant, r.session, r.muscle,
                                     r.site, r.state, r.run);
    const auto [found, is_new] = place.emplace(key, out.size());
    if (is_new) out.emplace_back();
    out[found->second].push_back(i);
  }
  return out;
}

class MapFlagging {
 public:
  MapFlagging(const fs::path& folder, const std::vector<RecordingIdentity>& recordings,
              const HealthyBaseline& baseline, const MuscleTable& muscles,
              const FlagStudyOptions& options, const Provenance& provenance)
      : paths_{folder},
        recordings_(recordings),
        baseline_(baseline),
        muscles_(muscles),
        options_(options),
        provenance_(provenance),
        references_(baseline, options) {}

  /// The maps of one muscle's sides, each flagged.
  void flag(const Sides& sides, std::vector<std::optional<FlaggedMap>>& out) {
    std::vector<Read> read;
    for (const std::size_t i : sides) read.push_back(read_one(i));
    for (Read& one : read) {
      try {
        out[one.recording] = flag_one(one, read);
      } catch (const Error& error) {
        out[one.recording] = refused(one.recording, error.what());
      }
    }
  }

 private:
  struct Read {
    std::size_t recording = 0;
    std::optional<MapsFile> file;
    LogMap map;
    Index beyond_border = 0;  ///< pixels beyond fascia or bone
    FieldMatch match;
    std::string fault;
  };

  FlaggedMap refused(std::size_t recording, const std::string& why) const {
    FlaggedMap out;
    out.recording.identity = recordings_[recording];
    out.recording.status = Status::refused;
    out.recording.message = why;
    out.recording.quantity = options_.map_quantity;
    out.recording.units = std::string(quantity(options_.map_quantity).units);
    for (const Choice<ScoreKind>& choice : choices(options_.flag.score)) {
      if (choice.value == options_.flag.score) out.recording.score = std::string(choice.name);
    }
    return out;
  }

  Read read_one(std::size_t recording) {
    Read out;
    out.recording = recording;
    const RecordingIdentity& identity = recordings_[recording];
    try {
      {
        const std::scoped_lock lock(file_mutex_);
        out.file = read_maps(paths_.maps_file(identity.recording_id));
      }
      const Maps& maps = out.file->maps;
      out.map = log_map(maps, options_.map_quantity, options_.pixels);
      out.beyond_border = mask_border(
          out.map, find_muscle_border(maps.bmode, maps.axial_m, maps.lateral_m, options_.border),
          options_.border.margin_m);
      out.match = matching_field(baseline_, key_of(identity));
      if (!out.match.entry) out.fault = out.match.refusal + unknown_muscle(identity.muscle);
    } catch (const Error& error) {
      out.fault = error.what();
    }
    return out;
  }

  /// The nearest names, where the table of muscles does not know this one.
  std::string unknown_muscle(const std::string& muscle) const {
    if (muscle.empty() || muscles_.find(muscle)) return "";
    std::string near;
    for (const std::string& name : muscles_.nearest(muscle))
      near += (near.empty() ? "" : ", ") + name;
    return "; the muscle '" + muscle + "' is not known, near it are " + near;
  }

  BaselineKey key_of(const RecordingIdentity& identity) const {
    BaselineKey key;
    key.muscle = identity.muscle;
    key.quantity = options_.map_quantity;
    key.units = std::string(quantity(options_.map_quantity).units);
    key.device = identity.device;
    key.state = identity.state;
    key.posture = identity.posture;
    key.probe_direction = identity.probe_direction;
    return key;
  }

  FlaggedMap flag_one(const Read& one, const std::vector<Read>& sides) {
    if (!one.fault.empty()) return refused(one.recording, one.fault);
    const RecordingIdentity& identity = recordings_[one.recording];
    FlagInput input;
    input.maps = &one.file->maps;
    input.map = &one.map;
    input.identity = identity;
    input.units = std::string(quantity(options_.map_quantity).units);
    input.kind = options_.kind;
    // Across the fibres a band is cut, and looks compact.
    if (identity.probe_direction == "across") input.kind.fibre_angle_deg = kNaN;
    if (const Muscle* muscle = muscles_.find(identity.muscle)) input.referral = muscle->referral;
    for (const Read& other : sides) {
      if (&other == &one || !other.fault.empty() || other.match.entry != one.match.entry) continue;
      if (recordings_[other.recording].side == identity.side) continue;
      input.other.median = detrended_median(other.map, one.match.entry->model);
      input.other.known = input.other.median == input.other.median;
    }
    const FlagReference& reference = references_.of(*one.match.entry, one.file->maps);
    FlaggedMap out = flag_map(input, reference);
    if (one.beyond_border > 0 && out.recording.status == Status::ok) {
      out.recording.message = "left out beyond a bright line across the B-mode picture: " +
                              std::to_string(one.beyond_border) + " pixels";
    }
    if (out.recording.status == Status::ok) {
      const std::scoped_lock lock(file_mutex_);
      write_candidate_map(paths_.folder / "candidates" / (identity.recording_id + ".h5"), out.map,
                          provenance_);
    }
    out.map = {};  // written; not kept
    return out;
  }

  OutputPaths paths_;
  const std::vector<RecordingIdentity>& recordings_;
  const HealthyBaseline& baseline_;
  const MuscleTable& muscles_;
  const FlagStudyOptions& options_;
  const Provenance& provenance_;
  References references_;
  std::mutex file_mutex_;
};

std::vector<SiteValue> site_values(const RecordedEstimates& rows, const std::vector<bool>& has_map,
                                   const MuscleTable& muscles,
                                   const std::map<std::string, Person>& people,
                                   const FlagStudyOptions& options) {
  const auto rank = [&](const std::string& name) {
    if (!options.site_quantity.empty()) return name == options.site_quantity ? 0 : -1;
    for (std::size_t k = 0; k < kSiteQuantities.size(); ++k) {
      if (name == kSiteQuantities[k]) return static_cast<int>(k);
    }
    return -1;
  };
  std::map<std::size_t, std::size_t> best;  // recording to row
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t owner = rows.recording_number(i);
    if (has_map[owner] || rows.primary[i] != 1 || rank(rows.quantity[i]) < 0) continue;
    const auto [found, is_new] = best.emplace(owner, i);
    if (!is_new && rank(rows.quantity[i]) < rank(rows.quantity[found->second])) found->second = i;
  }
  std::vector<SiteValue> sites;
  for (const auto& [owner, row] : best) {
    SiteValue site;
    site.identity = rows.recordings()[owner];
    site.quantity = rows.quantity[row];
    site.units = rows.units[row];
    site.method = rows.method[row];
    site.estimate = make_estimate(rows.value[row], rows.std_error[row], rows.quality[row], 1);
    if (!site.estimate.has_value()) {
      site.estimate = no_estimate(reason_from_string(
          rows.reason[row] == "none" ? std::string("too_few") : rows.reason[row]));
    }
    const auto person = people.find(site.identity.participant);
    if (person != people.end()) {
      site.sex = person->second.sex;
      site.age = person->second.age;
    }
    if (const Muscle* muscle = muscles.find(site.identity.muscle)) site.referral = muscle->referral;
    sites.push_back(std::move(site));
  }
  return sites;
}

void flag_all(MapFlagging& flagging, const std::vector<Sides>& jobs, int workers,
              std::vector<std::optional<FlaggedMap>>& out, const Progress& progress) {
  std::atomic<std::size_t> next{0};
  std::mutex told;
  std::size_t done = 0;
  std::exception_ptr fault;
  const auto loop = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      try {
        flagging.flag(jobs[i], out);
      } catch (...) {
        const std::scoped_lock lock(told);
        fault = std::current_exception();
        next = jobs.size();
      }
      const std::scoped_lock lock(told);
      ++done;
      if (progress) progress(static_cast<double>(done), static_cast<double>(jobs.size()));
    }
  };
  std::vector<std::thread> others;
  for (int w = 1; w < workers; ++w) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace

CandidateFile flag_study(const fs::path& folder, const Table& recordings, const Table& estimates,
                         const HealthyBaseline& baseline, const MuscleTable& muscles,
                         const std::map<std::string, Person>& people,
                         const FlagStudyOptions& options, const Provenance& provenance,
                         const Progress& progress) {
  const RecordedEstimates rows(recordings, estimates);
  const std::vector<RecordingIdentity>& identities = rows.recordings();
  const OutputPaths paths{folder};
  std::vector<bool> has_map(identities.size());
  std::vector<std::size_t> with_maps;
  for (std::size_t i = 0; i < identities.size(); ++i) {
    const std::string& modality = identities[i].modality;
    has_map[i] = (modality == "swe" || modality == "mre") &&
                 fs::exists(paths.maps_file(identities[i].recording_id));
    if (has_map[i]) with_maps.push_back(i);
  }
  const std::vector<SiteValue> sites = site_values(rows, has_map, muscles, people, options);
  if (with_maps.empty() && sites.empty()) {
    throw Error(ErrorKind::bad_data,
                "nothing to flag: no map and no number that says how stiff a site is");
  }
  std::vector<std::optional<FlaggedMap>> flagged(identities.size());
  MapFlagging flagging(folder, identities, baseline, muscles, options, provenance);
  flag_all(flagging, grouped(identities, with_maps), options.jobs, flagged, progress);
  CandidateFile out;
  out.provenance = provenance;
  for (std::optional<FlaggedMap>& one : flagged) {
    if (!one) continue;
    out.recordings.push_back(std::move(one->recording));
    out.candidates.insert(out.candidates.end(), one->candidates.begin(), one->candidates.end());
    out.marks.insert(out.marks.end(), one->marks.begin(), one->marks.end());
  }
  FlaggedSites by_site = flag_sites(sites, baseline, options.flag.alpha);
  out.recordings.insert(out.recordings.end(), by_site.recordings.begin(), by_site.recordings.end());
  out.candidates.insert(out.candidates.end(), by_site.candidates.begin(), by_site.candidates.end());
  out.marks.insert(out.marks.end(), by_site.marks.begin(), by_site.marks.end());
  return out;
}

}  // namespace stiff
