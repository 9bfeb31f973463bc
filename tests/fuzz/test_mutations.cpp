#include "stiff/core/error.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/outcomes_table.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/readings.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/regions_table.h"
#include "stiff/io/sessions_table.h"
#include "stiff/io/sidecar_regions.h"
#include "stiff/io/treatments_table.h"

#include <string>
#include <vector>

#include "fuzz/mutations.h"
#include "io/mat5_writer.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Mat5Writer;
using stiff_test::Scratch;
using stiff_test::survive;

namespace {

void touch(const MatValue& value) {
  double sum = 0;
  for (Index i = 0; i < value.real.count; ++i) sum += value.real[i];
  for (Index i = 0; i < value.imaginary.count; ++i) sum += value.imaginary[i];
  for (const MatValue& element : value.elements) touch(element);
  (void)sum;
}

std::string amem_file(bool compressed) {
  const Mat5Writer w;
  std::vector<float> re, im;
  for (int i = 0; i < 4 * 5 * 6; ++i) {
    re.push_back(static_cast<float>((i * 37) % 101) - 50.F);
    im.push_back(static_cast<float>((i * 53) % 97) - 48.F);
  }
  const std::string cells = w.cell("IQ_Data", {w.array<float>("", {4, 5, 6}, 7, 7, re, im),
                                               w.array<float>("", {4, 5, 6}, 7, 7, im, re)});
  std::vector<std::string> arrays{cells,
                                  w.doubles("frame_rate", {1, 1}, {8000}),
                                  w.doubles("X_IQ", {1, 5}, {-2, -1, 0, 1, 2}),
                                  w.doubles("Z_IQ", {1, 4}, {3, 4, 5, 6}),
                                  w.doubles("X_push", {1, 2}, {-12, 12}),
                                  w.structure("S", {"a", "b"}, 2,
                                              {w.doubles("", {1, 1}, {1}), w.text("", u"x"),
                                               w.doubles("", {0, 0}, {}), w.text("", u"yz")})};
  if (compressed) {
    for (std::string& array : arrays) array = w.compressed(array);
  }
  return w.file(arrays);
}

}  // namespace

TEST_CASE("thousands of damaged .mat files crash nothing") {
  const bool compressed = GENERATE(false, true);
  const Scratch scratch;
  Sidecar sidecar;
  sidecar.set("CenterFrequency", "5e6");
  sidecar.set("SoundSpeed", "1540");
  survive(amem_file(compressed), 124, 4000, [&](const std::string& bytes) {
    const auto path = scratch.write("m.mat", bytes);
    recording_format(path, sidecar);
    const MatFile file(path);
    for (const MatEntry& entry : file.entries()) {
      try {
        touch(file.read(entry.name));
      } catch (const Error&) {
      }
    }
    read_shear_wave_recording(path, sidecar);
  });
}

TEST_CASE("damage within what was compressed crashes nothing") {
  // The checksum stops most damage; a file that was made wrong has a right one.
  const Scratch scratch;
  const Mat5Writer w;
  const std::string inner = amem_file(false).substr(128);
  survive(inner, 0, 4000, [&](const std::string& bytes) {
    const MatFile file(scratch.write("m.mat", w.file({w.compressed(bytes)})));
    for (const MatEntry& entry : file.entries()) touch(file.read(entry.name));
  });
}

TEST_CASE("thousands of damaged sidecars crash nothing") {
  const Scratch scratch;
  const auto file = scratch.write("m.mat", amem_file(false));
  const std::string json =
      R"({"CenterFrequency": 5e6, "SoundSpeed": 1540, "PushLateral": [-0.012, 0.012], "Isotropic": true,
    "Device": "A", "SampleKind": "iq", "Regions": [{"Name": "a", "Circle": {"Lateral": 0, "Axial": 0.004, "Radius": 0.001}},
    {"Name": "b", "Polygon": [[0, 0], [1, 0], [0, 1]]}, {"Name": "c", "LabelMask": {"Variable": "X_IQ", "Label": 1}}],
    "Variables": {"Samples": {"Name": "IQ_Data", "Order": ["axial", "lateral", "time"]},
    "Lateral": {"Name": "X_IQ", "Units": "mm"}, "Axial": {"First": 3, "Step": 1, "Units": "mm"},
    "PulseRepetitionFrequency": {"Name": "frame_rate", "Units": "Hz"}}})";
  survive(json, 0, 4000, [&](const std::string& bytes) {
    scratch.write("m.json", bytes);
    read_shear_wave_recording(file, resolve_sidecars(scratch.path(), file));
  });
}

TEST_CASE("thousands of damaged tables crash nothing") {
  const Scratch scratch;
  const std::string readings =
      "participant;session;muscle;side;region;repeat;quantity;units;value;std_error;n\r\n"
      "01;pre;\"trap\xc3\xa8ze "
      "\"\"x\"\"\";L;all;1;young_modulus;kPa;10,5;0,5;10\r\n01;pre;soleus;R;belly;2;speed;m/"
      "s;2,5;n/a;\r\n";
  survive(readings, 0, 3000,
          [&](const std::string& bytes) { read_readings(scratch.write("r.csv", bytes)); });
  const std::string rois =
      "recording_id\tname\tshape\tnumbers_mm\n*\tcentre\tcircle\t0 15 5\na\tleft\tbox\t-8 20 -15 "
      "10\nb\tbelly\tpolygon\t-10 10 10 10 0 20.5\n";
  survive(rois, 0, 3000,
          [&](const std::string& bytes) { read_regions_table(scratch.write("rois.tsv", bytes)); });
  const std::string participants =
      "participant_id\tname\tsex\tage\nsub-01\tA\tF\t46\nsub-02\tB\tM\t40\n";
  survive(participants, 0, 4000, [&](const std::string& bytes) {
    read_participants_table(scratch.write("participants.tsv", bytes));
  });
}

TEST_CASE("thousands of damaged tables of a study crash nothing") {
  const Scratch scratch;
  const std::string sessions =
      "participant_id;session_id;time_point;day;date;rater\r\nsub-01;ses-pre;\"base;line\";0;2024-"
      "03-"
      "05T10:30;A\r\n01;post;n/a;7,5;12.03.2024;B\r\n;late;;;20240401;\r\n";
  survive(sessions, 0, 3000, [&](const std::string& bytes) {
    read_sessions_table(scratch.write("sessions.tsv", bytes));
  });
  const TechniqueTable techniques = TechniqueTable::shipped();
  const std::string treatments =
      "participant_id\tsession_id\tmuscle\tside\ttechnique\thold_time_s\tneedles\n01\tpre\tupper "
      "trapezius\tR\tdry needling\t60\t4\n02\tpre\t\tboth\tnone\tn/a\t\n";
  survive(treatments, 0, 3000, [&](const std::string& bytes) {
    read_treatments_table(scratch.write("treatments.tsv", bytes), techniques);
  });
  const std::string outcomes =
      "participant_id\tsession_id\tdate\toutcome\tvalue\tunits\tscale_min\tscale_"
      "max\tdirection\tside"
      "\n01\tpre\t\tpain\t6,5\t1\t0\t10\thigher is "
      "worse\tL\n01\t\t2024-03-07\tPPT\t210\tkPa\t\t\t\t\n";
  survive(outcomes, 0, 4000, [&](const std::string& bytes) {
    read_outcomes_table(scratch.write("outcomes.tsv", bytes), DayOrigins());
  });
  const std::string own = "technique\tname\tsynonyms\nmoxibustion\tmoxa\tmoxa stick|moxa cone\n";
  survive(own, 0, 2000, [&](const std::string& bytes) {
    TechniqueTable table = TechniqueTable::shipped();
    table.extend(scratch.write("techniques.tsv", bytes));
  });
}
