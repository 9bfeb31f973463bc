#include "stiff/io/export_people.h"
#include "stiff/io/myoton_export.h"

#include "io/export_text.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff::ExportPeople;
using stiff::ExportPerson;

namespace {

std::string label_of(const ExportPerson& person, const std::string& operator_name = "Zbigniew") {
  ExportPeople people;
  people.learn(person, operator_name);
  return people.label(person);
}

}  // namespace

TEST_CASE("An identifier that is a code stays, any other becomes a number") {
  const std::string name = "Xaverius Quandt";
  const std::string birth = "17/08/1961";
  for (const char* code : {"01", "S01", "P012", "MTrP07", "subject12", "patient3", "A1B2C3"}) {
    CHECK(label_of({code, name, birth}) == code);
  }
  CHECK(label_of({"S-01", name, birth}) == "S01");
  CHECK(label_of({"sub-01", name, birth}) == "01");
  for (const char* other : {"Quandt", "quandt1", "Quandt, X.", "XQuandt61", "Mueller07", "17081961",
                            "S170861", "19610817", "1961-08-17", "S01 Quandt", "abc",
                            "1234567890123", "m\xC3\xBCl01", "a/../b1", "Zbigniew1", "7,62E+18"}) {
    CAPTURE(other);
    CHECK(label_of({other, name, birth}) == "p01");
  }
  // A short name at the front of a code, and within one by chance.
  CHECK(label_of({"Li7", "Li Wu", birth}) == "p01");
  CHECK(label_of({"ctrli7", "Li Wu", birth}) == "p01");  // a word of five letters
  CHECK(label_of({"cli7", "Li Wu", birth}) == "cli7");
  // Labs write the code in place of the name as well.
  CHECK(label_of({"S01", "S01", birth}) == "S01");
}

TEST_CASE("People are told apart, and numbers never meet an identifier") {
  ExportPeople people;
  const ExportPerson coded{"p01", "Abel", "01/01/1950"};
  const ExportPerson named{"Quandt", "Quandt", "17/08/1961"};
  const ExportPerson spoilt{"7,62E+18", "Cain", "02/02/1952"};
  const ExportPerson spoilt_too{"7,62E+18", "Seth", "03/03/1953"};
  const ExportPerson nobody{"7,62E+18", "", ""};
  for (const ExportPerson& person : {named, coded, spoilt, spoilt_too}) people.learn(person, "");
  CHECK(people.label(named) == "p02");
  CHECK(people.label(coded) == "p01");
  CHECK(people.label(spoilt) == "p03");
  CHECK(people.label(spoilt_too) == "p04");
  CHECK(people.label(named) == "p02");
  CHECK(people.renamed() == 3);
  CHECK(people.doubtful() == 0);
  CHECK_FALSE(ExportPeople::is_known(nobody));
  people.learn({"p01", "Abel Other", "01/01/1950"}, "");
  CHECK(people.doubtful() == 1);
  CHECK(people.holds_name("at Seth's desk"));
  CHECK(people.holds_name("sethlateral"));
  CHECK_FALSE(people.holds_name("central"));
}

TEST_CASE("No name, birth date, operator or number is in anything that an import returns") {
  std::vector<stiff_test::ExportTap> taps(8);
  for (std::size_t i = 0; i < taps.size(); ++i) taps[i].iteration = std::to_string(i + 1);
  taps[1].id = "Quandt";                // a name as an identifier
  taps[2].location = "Quandt lateral";  // in a free text
  taps[3].state = "Zbigniew's";
  taps[4].object = "Xaverius Quandt";  // where the muscle should be
  taps[5].side = "Quandt";
  taps[6].f = "Quandt";  // a row shifted by a cell
  taps[7].iteration = "17/08/1961";
  const stiff_test::Scratch folder;
  const stiff::MuscleTable muscles = stiff::MuscleTable::shipped();
  const stiff::MyotonExport out =
      stiff::read_myoton_exports({folder.write("a.csv", stiff_test::export_text(taps))}, muscles,
                                 stiff::SiteMap(muscles), "M");
  std::string all = out.sha256;
  for (const auto& lines : {out.missing_lines, out.notes}) {
    for (const std::string& line : lines) all += line + "\n";
  }
  for (const auto& [reason, count] : out.reasons) all += reason + "\n";
  for (const stiff::Table& table :
       {stiff::recordings_table(out.results), stiff::estimates_table(out.results), out.account,
        out.missing, out.participants}) {
    for (const stiff::Column& column : table.columns) {
      if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
        for (const std::string& text : *texts) all += text + "\n";
      }
    }
  }
  CHECK(out.imported == 4);
  CHECK(out.refused == 4);
  for (char& c : all) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const char* word :
       {"quandt", "xaverius", "zbigniew", "1961", "sn-77", "sn77", "7,62", "2026"}) {
    CAPTURE(word);
    CHECK(all.find(word) == std::string::npos);
  }
}
