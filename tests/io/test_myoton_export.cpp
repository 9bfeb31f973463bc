#include "stiff/core/error.h"
#include "stiff/io/myoton_export.h"

#include <cmath>

#include "io/export_text.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using Catch::Contains;
using stiff_test::export_text;
using stiff_test::ExportTap;
using stiff_test::Scratch;

namespace {

using Texts = std::vector<std::string>;

const Texts& texts(const stiff::Table& table, std::string_view name) {
  for (const stiff::Column& column : table.columns) {
    if (column.name == name) return std::get<Texts>(column.values);
  }
  throw std::runtime_error("no such column");
}

/// What a text gives with the shipped muscles.
class Import {
 public:
  explicit Import(const std::string& text) : Import(Texts{text}, "") {}
  explicit Import(const Texts& files, std::string_view sites = {}) {
    std::vector<std::filesystem::path> paths;
    for (const std::string& text : files) {
      paths.push_back(folder_.write("export" + std::to_string(paths.size()) + ".csv", text));
    }
    const stiff::MuscleTable muscles = stiff::MuscleTable::shipped();
    stiff::SiteMap map(muscles);
    if (!sites.empty()) map.extend(folder_.write("sites.tsv", sites));
    out = stiff::read_myoton_exports(paths, muscles, map, "Myoton");
  }
  const Texts& fates() const { return texts(out.account, "fate"); }
  const Texts& reasons() const { return texts(out.account, "reason"); }
  Texts ids() const {
    Texts all;
    for (const auto& result : out.results) all.push_back(result.identity.recording_id);
    return all;
  }
  double value(std::size_t set, const std::string& quantity, int repeat) const {
    for (const stiff::EstimateRow& row : out.results.at(set).estimates) {
      if (row.quantity == quantity && row.repeat == repeat) return row.estimate.value;
    }
    return stiff::kNaN;
  }
  stiff::MyotonExport out;

 private:
  Scratch folder_;
};

std::vector<ExportTap> set_of(int taps, ExportTap like = {}) {
  std::vector<ExportTap> all;
  for (int i = 1; i <= taps; ++i) {
    like.iteration = std::to_string(i);
    like.s = std::to_string(260 + 2 * i);
    all.push_back(like);
  }
  return all;
}

std::vector<ExportTap> operator+(std::vector<ExportTap> a, const std::vector<ExportTap>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string reason_of(const ExportTap& bad) {
  // A good tap beside it, so that the file is an export.
  const Import import(export_text(set_of(1) + std::vector{bad}));
  REQUIRE(import.fates().size() == 2);
  CHECK(import.fates()[0] == "imported");
  return import.fates()[1] == "refused" ? import.reasons()[1] : import.fates()[1];
}

ExportTap with(std::string ExportTap::*field, const std::string& text) {
  ExportTap tap;
  tap.iteration = "2";
  tap.*field = text;
  return tap;
}

}  // namespace

TEST_CASE("A set of taps becomes a recording with its taps and their mean") {
  const Import import(export_text(set_of(5)));
  CHECK(import.out.imported == 5);
  REQUIRE(import.ids() ==
          Texts{"sub-S01_ses-1_muscle-soleus_side-left_state-relaxed_posture-prone_myotonometry"});
  const stiff::RecordingIdentity& identity = import.out.results[0].identity;
  CHECK(identity.device == "Myoton");
  CHECK(identity.modality == "myotonometry");
  CHECK(identity.source_sha256 == import.out.sha256);
  CHECK(import.value(0, "dynamic_stiffness", 3) == 266);
  CHECK(import.value(0, "oscillation_frequency", 1) == 15.2);
  CHECK(import.value(0, "log_decrement", 1) == 1.05);
  CHECK(import.value(0, "myoton_relaxation_time", 5) == 20.1);
  CHECK(import.value(0, "myoton_creep_ratio", 5) == 1.20);
  int primary = 0;
  for (const stiff::EstimateRow& row : import.out.results[0].estimates) {
    CHECK(row.method == "device");
    primary += row.primary ? 1 : 0;
    if (!row.primary) continue;
    CHECK(row.repeat == 0);
    CHECK(row.estimate.n == 5);
    // 262, 264, ... 270: mean 266, SD sqrt(10), SE sqrt(2). Numbers that the device rounds to one
    // have the rounding's: 0.1 / sqrt(12) Hz.
    if (row.quantity == "dynamic_stiffness") {
      CHECK(row.estimate.value == Approx(266));
      CHECK(row.estimate.std_error == Approx(std::sqrt(2.0)));
    }
    if (row.quantity == "oscillation_frequency") {
      CHECK(row.estimate.std_error == Approx(0.1 / std::sqrt(12.0)));
    }
  }
  CHECK(primary == 5);
  CHECK(texts(import.out.participants, "sex") == Texts{"male"});
}

TEST_CASE("Separators, decimal signs, dates and marks of order give the same numbers") {
  const std::string sum = Import(export_text(set_of(3))).out.sha256;
  std::vector<ExportTap> points = set_of(3);
  for (ExportTap& tap : points) {
    tap.f = "15.2";
    tap.d = "1.05";
    tap.r = "20.1";
    tap.c = "1.20";
    tap.number = "7.62E+18";
  }
  CHECK(Import(export_text(points, ',')).out.sha256 == sum);
  CHECK(Import(export_text(points, '\t')).out.sha256 == sum);
  CHECK(Import("\xEF\xBB\xBF" + export_text(set_of(3))).out.sha256 == sum);
  CHECK(Import("sep=;\r\n" + export_text(set_of(3)) + "\r\n\r\n;;;\r\n").out.sha256 == sum);
  std::vector<ExportTap> quoted = set_of(3);
  for (ExportTap& tap : quoted) {
    for (std::string* cell : {&tap.f, &tap.d, &tap.r, &tap.c, &tap.number}) {
      *cell = std::string("\"").append(*cell).append("\"");
    }
    tap.name = "\"Quandt, Xaverius \"\"Xaver\"\"\"";
  }
  CHECK(Import(export_text(quoted, ',')).out.sha256 == sum);
  for (const char* date :
       {"2026-03-09", "2026-03-09T10:12:33", "09.03.2026", "9/3/2026 10:12", "09/03/26"}) {
    std::vector<ExportTap> taps = set_of(3);
    for (ExportTap& tap : taps) tap.date = date;
    CHECK(Import(export_text(taps)).out.sha256 == sum);
  }
}

TEST_CASE("Sessions are numbered by date within a subject, in whichever order the dates stand") {
  const auto on = [](const char* id, const char* date, const char* month) {
    ExportTap tap;
    tap.id = id;
    tap.date = date;
    tap.month = month;
    return set_of(2, tap);
  };
  const Import import(export_text(on("S01", "01/04/2026", "4") + on("S01", "09/03/2026", "3") +
                                  on("S02", "02/04/2026", "4")));
  REQUIRE(import.out.results.size() == 3);
  CHECK(import.out.results[0].identity.session == "1");
  CHECK(import.out.results[1].identity.session == "2");
  CHECK(import.out.results[2].identity.session == "1");
  CHECK(texts(import.out.account, "recording_id")[0] == import.ids()[1]);
  // Saved by a spreadsheet that writes the month first; the column with the month tells.
  const Import american(export_text(on("S01", "04/01/2026", "4") + on("S01", "03/09/2026", "3")));
  REQUIRE(american.out.results.size() == 2);
  CHECK(texts(american.out.account, "recording_id")[0] == american.ids()[1]);
}

TEST_CASE("A row that stands twice counts once, within a file and between two") {
  std::vector<ExportTap> taps = set_of(3);
  taps.push_back(taps[1]);
  taps.back().number = "1,00E+18";  // a number that a spreadsheet has spoilt says nothing
  const Import import(export_text(taps));
  CHECK(import.fates() == Texts{"imported", "imported", "imported", "duplicate"});
  CHECK(import.reasons()[3] == "the same as line 3 of file 1");
  const Import two(Texts{export_text(set_of(3)), export_text(set_of(4))});
  CHECK(two.out.duplicates == 3);
  CHECK(two.out.imported == 4);
  REQUIRE(two.out.results.size() == 1);
  CHECK(two.out.results[0].estimates[0].estimate.n == 4);
  const Import joined(export_text(set_of(2)) + export_text({with(&ExportTap::s, "251")}));
  CHECK(joined.fates()[2] == "duplicate");
  CHECK(joined.reasons()[2] == "the header once more");
}

TEST_CASE("A set taken twice on a day is two runs, and taps that nothing tells apart are refused") {
  ExportTap other;
  other.f = "16,0";
  const Import import(export_text(set_of(3) + set_of(3, other)));
  REQUIRE(import.out.results.size() == 2);
  CHECK(import.out.results[0].identity.run == "1");
  CHECK(import.out.results[1].identity.run == "2");
  CHECK(import.value(1, "oscillation_frequency", 2) == 16.0);

  std::vector<ExportTap> backwards = set_of(3) + set_of(3, other);
  std::reverse(backwards.begin(), backwards.end());
  CHECK(Import(export_text(backwards)).out.sha256 == import.out.sha256);

  const auto a = set_of(3);
  const auto b = set_of(3, other);
  const Import mixed(export_text({a[0], b[0], a[1], b[1], a[2], b[2]}));
  CHECK(mixed.out.refused == 3);
  CHECK_THAT(mixed.reasons()[1], Contains("nothing tells the two sets apart"));
}

TEST_CASE("A bad row is refused with its reason, and the others are imported") {
  CHECK(reason_of(with(&ExportTap::object, "")) == "Object is missing");
  CHECK_THAT(reason_of(with(&ExportTap::object, "Gastrocnemus medial")),
             Contains("no muscle that is known") && Contains("'gastrocnemius medial'"));
  CHECK(reason_of(with(&ExportTap::side, "both")) == "Side is neither left nor right");
  CHECK_THAT(reason_of(with(&ExportTap::object, "Soleus right")), Contains("the other"));
  CHECK(reason_of(with(&ExportTap::date, "########")) == "Measurement time is no date");
  CHECK(reason_of(with(&ExportTap::date, "31/02/2026")) == "Measurement time is no date");
  CHECK(reason_of(with(&ExportTap::iteration, "0")) == "Iteration is no number of a tap");
  CHECK(reason_of(with(&ExportTap::iteration, "1,5")) == "Iteration is no number of a tap");
  CHECK(reason_of(with(&ExportTap::f, "n/a")) == "Frequency is missing");
  CHECK(reason_of(with(&ExportTap::s, "1.270,5")) == "Stiffness is no number");
  CHECK(reason_of(with(&ExportTap::s, "-270")) == "Stiffness is out of the range of any tissue");
  CHECK(reason_of(with(&ExportTap::s, "0")) == "Stiffness is out of the range of any tissue");
  CHECK(reason_of(with(&ExportTap::d, "105")) == "Decrement is out of the range of any tissue");
  CHECK(reason_of(with(&ExportTap::r, "20;1")) ==
        "more cells than the header has: a separator within a number or a text");
  CHECK(reason_of(with(&ExportTap::name, "\"Xaverius")) == "a quote is left open");
  // Older software exports no relaxation: the tap is good without.
  CHECK(reason_of(with(&ExportTap::r, "")) == "imported");
}

TEST_CASE("Texts for a place become muscles, by their names and by the user's table") {
  const auto muscle_of = [](const char* object, const char* location) {
    ExportTap tap;
    tap.object = object;
    tap.location = location;
    const Import import(export_text({tap}));
    const stiff::RecordingIdentity& id = import.out.results[0].identity;
    return id.muscle + "," + id.site + "," + id.side;
  };
  CHECK(muscle_of("Upper trapezius", "Central") == "uppertrapezius,central,left");
  CHECK(muscle_of("Trapezius", "Upper") == "uppertrapezius,,left");
  CHECK(muscle_of("Gastrocnemius", "medial head") == "gastrocnemiusmedialis,,left");
  CHECK(muscle_of("M. soleus (L)", "") == "soleus,,left");
  CHECK(muscle_of("Muscle", "Soleus") == "soleus,,left");
  CHECK(muscle_of("Diaphragm", "") == "diaphragm,,");

  ExportTap own;
  own.object = "Point 7";
  own.side = "";
  const Import import({export_text({own})}, "text\tmuscle\tsite\tside\npoint 7\tUT\tP7\tR\n");
  CHECK(import.out.results[0].identity.muscle == "uppertrapezius");
  CHECK(import.out.results[0].identity.site == "p7");
  CHECK(import.out.results[0].identity.side == "right");
  CHECK_THROWS_WITH(Import({export_text({own})}, "text\tmuscle\nP\tuper trapezius\n"),
                    Contains("sites.tsv") && Contains("'upper trapezius'"));
}

TEST_CASE("What is missing is said: taps, sides and sessions") {
  const auto tap_of = [](const char* id, const char* date, const char* side) {
    ExportTap tap;
    tap.id = id;
    tap.date = date;
    tap.side = side;
    return tap;
  };
  std::vector<ExportTap> taps;
  for (const char* id : {"S01", "S02", "S03"}) {
    for (const char* date : {"09/03/2026", "16/03/2026"}) {
      if (id == std::string("S03") && date == std::string("16/03/2026")) continue;
      for (const char* side : {"Left", "Right"}) {
        if (id == std::string("S02") && side == std::string("Right")) continue;
        taps = taps + set_of(5, tap_of(id, date, side));
      }
    }
  }
  taps.erase(taps.begin() + 2);  // the third tap of the first set
  const Import import(export_text(taps));
  const Texts& lines = import.out.missing_lines;
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "sub-S03: 1 of 2 sessions");
  CHECK(lines[1] == "sub-S02 ses-1 soleus right relaxed prone: no taps here");
  CHECK(lines[2] == "sub-S02 ses-2 soleus right relaxed prone: no taps here");
  CHECK(lines[3] == "sub-S01 ses-1 soleus left relaxed prone: tap 3");
  CHECK(texts(import.out.missing, "what").size() == 4);
}

TEST_CASE("A set whose taps vary by more than three percent is called suspect") {
  std::vector<ExportTap> taps = set_of(3);
  CHECK(Import(export_text(taps)).out.results[0].message.empty());
  taps[2].s = "300";
  // 262, 264, 300: SD 21.39 over 275.33 is 7.8 %.
  CHECK(Import(export_text(taps)).out.results[0].message ==
        "suspect: dynamic_stiffness varies by 7.8 % over the taps");
}

TEST_CASE("A file that is no export is refused as a whole, and no cell of it is repeated") {
  CHECK_THROWS_WITH(Import("time,tap\n0,1\n"), Contains("no export of a Myoton"));
  CHECK_THROWS_WITH(Import(""), Contains("empty"));
  CHECK_THROWS_WITH(Import(export_text({})), Contains("no rows"));
  const std::string headless = stiff_test::export_line(ExportTap().cells());
  CHECK_THROWS_WITH(Import(headless + headless), Contains("no export") && !Contains("Quandt"));
  CHECK_THROWS_WITH(Import("Subject ID;Object;Frequency\nQuandt;Soleus;1\n"),
                    Contains("'Measurement time', 'Stiffness', 'Decrement', 'Side'"));
  CHECK_THROWS_WITH(Import(export_text({with(&ExportTap::s, "0")})),
                    Contains("none of the export's 1 rows is good: Stiffness"));
}
