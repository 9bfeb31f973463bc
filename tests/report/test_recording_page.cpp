#include "stiff/report/index_page.h"
#include "stiff/report/page_frame.h"
#include "stiff/report/recording_page.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr const char* kHostile = "\"><script>alert(1)</script><img src=x onerror='y'>\x01\xff";

Estimate number(double value, double error) {
  return make_estimate(value, error, 0.9, 100);
}

ReportedRecording map_recording() {
  ReportedRecording recording;
  RecordingIdentity& identity = recording.result.identity;
  identity.recording_id = "sub-01_muscle-soleus_swe";
  identity.muscle = "soleus";
  identity.side = "left";
  recording.result.estimates = {
      {"shear_modulus", "all", "wave_equation", 0, true, number(9, 0.1)},
      {"shear_wave_speed", "all", "radon", 0, false, no_estimate(Reason::no_wave)}};
  Maps maps;
  maps.axial_m = {5e-3, 1e-3, 20};
  maps.lateral_m = {-10e-3, 1e-3, 21};
  QuantityMap modulus{"shear_modulus", "rho c^2", Picture<float>::Constant(20, 21, 9),
                      Picture<float>::Constant(20, 21, 0.2F)};
  maps.reason = Picture<std::int8_t>::Zero(20, 21);
  for (Index row = 0; row < 5; ++row) {
    modulus.value.row(row).setConstant(std::nanf(""));
    maps.reason.row(row).setConstant(static_cast<std::int8_t>(Reason::under_push));
  }
  maps.quantities = {modulus};
  SpaceTime wave;
  wave.lateral_m = maps.lateral_m;
  wave.time_s = {0, 1e-4, 30};
  wave.quantity = "displacement";
  wave.value = Picture<float>::Constant(21, 30, 1);
  wave.arrival_s.assign(21, 1e-3);
  wave.fit_arrival_s.assign(21, 1e-3);
  maps.space_time = {wave};
  recording.maps = maps;
  return recording;
}

void add_candidate(ReportedRecording& recording) {
  FlaggedRecording flagged;
  flagged.quantity = "shear_modulus";
  flagged.units = "kPa";
  flagged.score = "own";
  flagged.found = 1;
  flagged.expected = 0.05;
  flagged.p_fwer = 0.002;
  flagged.z_max_own = 6.1;
  flagged.heterogeneity_index = 0.12;
  flagged.healthy_share = 0.02;
  flagged.median = 9.1;
  flagged.baseline = 8.8;
  flagged.upper_limit = 31.6;
  recording.flagged = {flagged};
  Candidate candidate;
  candidate.number = 1;
  candidate.kind = CandidateKind::nodule;
  candidate.quantity = "shear_modulus";
  candidate.units = "kPa";
  candidate.mean = number(15, 0.5);
  candidate.ratio = number(1.67, 0.05);
  candidate.score = "own";
  candidate.referral = "felt behind the eye";
  recording.candidates = {candidate};
  CandidateMap scores;
  scores.axial_m = recording.maps->axial_m;
  scores.lateral_m = recording.maps->lateral_m;
  scores.label = Picture<std::int32_t>::Zero(20, 21);
  scores.label.block(8, 8, 4, 5).setOnes();
  scores.z_own = Picture<float>::Constant(20, 21, 1);
  recording.scores = scores;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("A page of a map shows map, error, wave, numbers, and why pixels are grey") {
  const std::string page = recording_page(map_recording());
  CHECK(page.starts_with(kPageMark));
  CHECK(count(page, "data:image/png;base64,") == 5);  // map and error with their bars, wave
  CHECK(count(page, "75\u00A0% of the pixels have a value") == 1);
  CHECK(count(page, "25\u00A0%") == 1);
  CHECK(count(page, "under the push") >= 1);
  CHECK(count(page, "8.80 to 9.20") >= 1);
  CHECK(count(page, "no value: no wave") == 1);
  CHECK(count(page, "<code>stiff flag</code>") == 1);
  CHECK(count(page, "not a diagnosis") >= 1);
}

TEST_CASE("Candidates are outlined, numbered, and set beside what is expected") {
  ReportedRecording recording = map_recording();
  add_candidate(recording);
  const std::string page = recording_page(recording);
  CHECK(count(page, "1 candidate found") == 1);
  CHECK(count(page, "limit \u2191</text>") == 1);  // the bar ends below it
  CHECK(count(page, ">healthy</text>") == 1);
  CHECK(count(page, "healthy upper limit of a pixel 31.6\u00A0kPa") == 1);
  CHECK(count(page, "0.050 would be found on average") == 1);
  CHECK(count(page, "class=\"edge-dark\"") == 3);  // map, error, score
  CHECK(count(page, "class=\"badge-text\">1<") == 3);
  CHECK(count(page, "felt behind the eye") == 1);
  CHECK(count(page, "12\u00A0% of the muscle") == 1);
}

TEST_CASE("A refused recording's page says why") {
  ReportedRecording recording;
  recording.result.identity.recording_id = "sub-02_swe";
  recording.result.status = Status::refused;
  recording.result.message = "no push; CenterFrequency is missing";
  recording.result.estimates = {
      {"shear_modulus", "all", "wave_equation", 0, true, no_estimate(Reason::no_push)}};
  const std::string page = recording_page(recording);
  CHECK(count(page, "was refused") >= 1);
  CHECK(count(page, "<li>CenterFrequency is missing</li>") == 1);
  CHECK(count(page, "no value: no push") == 1);
  CHECK(count(page, "<svg") == 0);
}

TEST_CASE("What cannot be read is said on the page, the rest is there") {
  ReportedRecording recording = map_recording();
  recording.maps.reset();
  recording.faults = {"maps/x.h5 is damaged"};
  const std::string page = recording_page(recording);
  CHECK(count(page, "not whole") == 1);
  CHECK(count(page, "maps/x.h5 is damaged") == 1);
  CHECK(count(page, "8.80 to 9.20") >= 1);
}

TEST_CASE("No text of a file becomes markup") {
  ReportedRecording recording = map_recording();
  add_candidate(recording);
  RecordingIdentity& identity = recording.result.identity;
  for (std::string* text : {&identity.recording_id,
                            &identity.participant,
                            &identity.session,
                            &identity.muscle,
                            &identity.side,
                            &identity.site,
                            &identity.state,
                            &identity.posture,
                            &identity.probe_direction,
                            &identity.device,
                            &identity.run,
                            &identity.modality,
                            &identity.source,
                            &identity.source_sha256,
                            &recording.result.message,
                            &recording.result.estimates[0].roi,
                            &recording.result.estimates[0].method,
                            &recording.maps->quantities[0].attributes_note,
                            &recording.candidates[0].referral,
                            &recording.candidates[0].score,
                            &recording.candidates[0].site,
                            &recording.candidates[0].units,
                            &recording.flagged[0].message,
                            &recording.flagged[0].score,
                            &recording.flagged[0].quantity,
                            &recording.flagged[0].units}) {
    *text = kHostile;
  }
  recording.methods.version = recording.methods.history = kHostile;
  recording.methods.options = recording.methods.input_sha256 = {{kHostile, kHostile}};
  recording.methods.references = {kHostile};
  recording.flagging = recording.methods;
  recording.faults = {kHostile};
  recording.traces.resize(1);
  recording.traces[0].name = kHostile;
  recording.traces[0].at = {0, 1};
  recording.traces[0].signals = {{kHostile, kHostile, kHostile, {1, 2}}};
  ReportIndex index;
  index.rows = {{recording.result, "x.html", recording.flagged, false}};
  index.methods = recording.methods;
  index.notes = {kHostile};
  for (const std::string& page : {recording_page(recording), index_page(index)}) {
    CHECK(count(page, "<script") == 0);
    CHECK(count(page, "<img") == 0);
    CHECK(count(page, "onerror='") == 0);
    CHECK(page.find('\x01') == std::string::npos);
    CHECK(page.find('\xff') == std::string::npos);
    CHECK(count(page, "&lt;script&gt;") >= 5);
  }
}

TEST_CASE("Equal input gives equal bytes") {
  ReportedRecording recording = map_recording();
  add_candidate(recording);
  CHECK(recording_page(recording) == recording_page(recording));
}
