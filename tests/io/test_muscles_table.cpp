#include "stiff/core/error.h"
#include "stiff/io/muscles_table.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "io/scratch.h"
#include <catch2/catch.hpp>

using Catch::Contains;
using stiff::MuscleTable;
using stiff_test::Scratch;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string label_of(const MuscleTable& table, std::string_view name) {
  const stiff::Muscle* muscle = table.find(name);
  return muscle == nullptr ? "" : muscle->label;
}

}  // namespace

TEST_CASE(
    "The shipped muscles have every cell, references that are listed, and names of their own") {
  const MuscleTable table = MuscleTable::shipped();  // two muscles of one name would throw
  CHECK(table.all().size() >= 40);
  const std::string listed =
      text_of(std::filesystem::path(STIFF_SOURCE_DIR) / "libstiff/REFERENCES.md");
  for (const stiff::Muscle& muscle : table.all()) {
    CAPTURE(muscle.label);
    CHECK(std::regex_match(muscle.label, std::regex("[a-z]+")));
    CHECK_FALSE(muscle.name.empty());
    CHECK_FALSE(muscle.synonyms.empty());
    CHECK_FALSE(muscle.region.empty());
    CHECK_FALSE(muscle.fibre_direction.empty());
    CHECK_FALSE(muscle.referral.empty());
    CHECK_FALSE(muscle.complaint.empty());
    CHECK_FALSE(muscle.references.empty());
    for (const std::string& key : muscle.references) {
      CHECK_THAT(listed, Contains("- **" + key + "**: "));
    }
  }
}

TEST_CASE("A muscle is found by its label, its names and what labs and devices write") {
  const MuscleTable table = MuscleTable::shipped();
  for (const char* name :
       {"uppertrapezius", "Upper trapezius", "UPPER TRAPEZIUS", "upper_trapezius",
        "Upper-Trapezius", "Trapezius descendens", "M. trapezius, pars descendens",
        "Musculus trapezius pars descendens", "trapezius (upper part)", "Upper trapezius muscle",
        "oberer Trapezius", "Trap\xC3\xA8ze sup\xC3\xA9rieur", "TRAP\xC3\x88ZE SUP\xC3\x89RIEUR",
        "trapeze superieur", "trapecio\xC2\xA0superior"}) {
    CAPTURE(name);
    CHECK(label_of(table, name) == "uppertrapezius");
  }
  CHECK(label_of(table, "SCM") == "sternocleidomastoid");
  CHECK(label_of(table, "Gemelo interno") == "gastrocnemiusmedialis");
  CHECK(label_of(table, "d\xC5\xBAwigacz \xC5\x82opatki") == "levatorscapulae");
  CHECK(label_of(table, "mittlerer Ges\xC3\xA4\xC3\x9Fmuskel") == "gluteusmedius");
  CHECK(label_of(table, "") == "");
  CHECK(label_of(table, "muscle") == "");
  CHECK(label_of(table, "trapezoid bone") == "");
}

TEST_CASE("Every muscle of the published values is known") {
  const auto csv = std::filesystem::path(STIFF_SHARED_DATA) / "published_muscle_stiffness.csv";
  if (!std::filesystem::exists(csv)) {
    WARN("the shared data are not there");
    return;
  }
  // What the table holds beside muscles.
  const std::set<std::string> others{"adipose tissue (thigh)", "gluteal subcutaneous tissue",
                                     "7-muscle global score"};
  const MuscleTable table = MuscleTable::shipped();
  std::istringstream lines(text_of(csv));
  std::string line;
  std::getline(lines, line);
  int known = 0;
  while (std::getline(lines, line)) {
    const std::string name = line.substr(0, line.find(','));
    if (others.count(name) > 0) continue;
    CAPTURE(name);
    CHECK(table.find(name) != nullptr);
    ++known;
  }
  CHECK(known > 80);
}

TEST_CASE("The muscles that the evidence names refer where it says") {
  const MuscleTable table = MuscleTable::shipped();
  const stiff::Muscle& trapezius = table.at("upper trapezius");
  CHECK_THAT(trapezius.referral, Contains("temple") && Contains("behind the eye"));
  CHECK_THAT(trapezius.complaint, Contains("tension headache"));
  const stiff::Muscle& gluteus = table.at("gluteus medius");
  CHECK_THAT(gluteus.referral, Contains("low back") && Contains("leg"));
  CHECK_THAT(gluteus.complaint, Contains("sciatica"));
  CHECK_THAT(table.at("masseter").referral, Contains("jaw"));
  CHECK_THAT(table.at("levator scapulae").referral, Contains("neck"));
  CHECK_THAT(table.at("suboccipitals").complaint, Contains("headache"));
  CHECK_THAT(table.at("sternocleidomastoid").complaint, Contains("face"));
  CHECK_THAT(table.at("quadratus lumborum").complaint, Contains("low back"));
  CHECK_THAT(table.at("erector spinae").complaint, Contains("low back"));
  CHECK_THAT(table.at("infraspinatus").referral, Contains("shoulder"));
  CHECK_THAT(table.at("piriformis").referral, Contains("buttock") && Contains("thigh"));
  CHECK(table.at("diaphragm").side == "midline");
  CHECK_FALSE(table.at("diaphragm").paired());
}

TEST_CASE("An unknown muscle is refused with the names that are nearest") {
  const MuscleTable table = MuscleTable::shipped();
  CHECK(table.nearest("gastrocnemus lateral", 1) ==
        std::vector<std::string>{"gastrocnemius lateral"});
  CHECK(table.nearest("infraspinatous", 2).size() == 2);
  CHECK(table.nearest("infraspinatous", 1) == std::vector<std::string>{"infraspinatus"});
  CHECK_THROWS_WITH(table.at("uper trapezius"),
                    Contains("no muscle called 'uper trapezius'") && Contains("'upper trapezius'"));
}

TEST_CASE("Sides as people write them") {
  using stiff::side_of_word;
  for (const char* word :
       {"Left", "L", "l.", "links", "LI", "sin", "sin.", "gauche", "izquierda"}) {
    CHECK(side_of_word(word) == "left");
  }
  for (const char* word : {"Right", "R", "rechts", "dex",
                           "dext"
                           "ra",
                           "droite", "derecho"}) {
    CHECK(side_of_word(word) == "right");
  }
  CHECK(side_of_word(" ") == "");
  CHECK_FALSE(side_of_word("both"));
  CHECK_FALSE(side_of_word("leftish"));

  CHECK(stiff::split_side("Upper trapezius (L)").name == "Upper trapezius");
  CHECK(stiff::split_side("Upper trapezius (L)").side == "left");
  CHECK(stiff::split_side("RIGHT-soleus").side == "right");
  CHECK(stiff::split_side("left and right soleus").side == "");
  CHECK(stiff::split_side("soleus").side == "");
  // Words of names that are sides elsewhere.
  CHECK(stiff::split_side("droit f\xC3\xA9moral").name == "droit f\xC3\xA9moral");
  CHECK(stiff::split_side("Riemenmuskel der Kopfes").side == "");
}

TEST_CASE("A user's table adds muscles and names, and has the last word") {
  const Scratch folder;
  MuscleTable table = MuscleTable::shipped();
  table.extend(folder.write("my.tsv",
                            "label\tname\tsynonyms\treferral\n"
                            "uppertrapezius\t\tpoint A|UT 7\t\n"
                            "popliteus\tpopliteus\tknee point\tback of the knee\n"));
  CHECK(label_of(table, "Point A") == "uppertrapezius");
  CHECK(table.at("point a").name == "upper trapezius");
  CHECK(label_of(table, "UT") == "uppertrapezius");
  CHECK(table.at("Popliteus").referral == "back of the knee");
  CHECK(table.at("knee point").paired());

  table.extend(folder.write("other.csv", "label,synonyms,side\nsoleus,UT,midline\n"));
  CHECK(label_of(table, "UT") == "soleus");
  CHECK_FALSE(table.at("UT").paired());

  const auto refuses = [&](const char* text, const char* says) {
    MuscleTable fresh = MuscleTable::shipped();
    CHECK_THROWS_WITH(fresh.extend(folder.write("bad.tsv", text)),
                      Contains("bad.tsv") && Contains(says));
  };
  refuses("name\tside\nsoleus\tpaired\n", "'label' is missing");
  refuses("label\nUpper Trapezius\n", "line 2");
  refuses("label\tside\nsoleus\tboth\n", "neither 'paired' nor 'midline'");
  refuses("label\nsoleus\nsoleus\n", "stands twice");
  refuses("label\tsynonyms\none\tX\ntwo\tx.\n", "a name of 'one' too");
  CHECK_THROWS_AS(table.extend(folder / "none.tsv"), stiff::Error);
}
