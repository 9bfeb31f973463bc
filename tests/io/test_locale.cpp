#include "stiff/io/delimited_table.h"
#include "stiff/io/mat_file.h"
#include "stiff/io/regions_table.h"
#include "stiff/io/sidecar.h"

#include <clocale>
#include <locale>

#include "io/mat5_writer.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

struct DecimalComma : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

// C++ streams get a decimal comma always; C's functions where the machine has a locale with one.
class CommaLocale {
 public:
  CommaLocale()
      : before_(std::locale::global(std::locale(std::locale::classic(), new DecimalComma))) {
    for (const char* name :
         {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "es_ES.UTF-8", "it_IT.UTF-8"}) {
      if (std::setlocale(LC_ALL, name) != nullptr) return;
    }
    WARN("no locale with a decimal comma is installed: only C++ streams have one in this test");
  }
  ~CommaLocale() {
    std::locale::global(before_);
    std::setlocale(LC_ALL, "C");
  }

 private:
  std::locale before_;
};

}  // namespace

TEST_CASE("a locale with decimal commas changes no number that is read") {
  const CommaLocale comma;
  const stiff_test::Scratch s;
  const auto file = s.write("r_swe.mat", "");
  s.write(
      "r_swe.json",
      R"({"CenterFrequency": 5.208e6, "PushLateral": [-0.0125, 1234.5], "Regions": [{"Name": "a"}]})");
  const Sidecar sidecar = resolve_sidecars(s.path(), file);
  CHECK(sidecar.number("CenterFrequency") == 5.208e6);
  CHECK(sidecar.numbers("PushLateral") == std::vector<double>{-0.0125, 1234.5});
  CHECK(parse_delimited_table("v\n1.5\n1234.25\n", "t.csv").numbers(0) ==
        std::vector<double>{1.5, 1234.25});
  const auto rows = read_regions_table(
      s.write("rois.tsv", "recording_id\tname\tshape\tnumbers_mm\n*\ta\tcircle\t0.5 1500.5 2\n"));
  CHECK(std::get<Circle>(rows[0].region.shape).centre.axial_m == Approx(1.5005));
  const stiff_test::Mat5Writer w;
  const MatFile mat(
      s.write("m.mat", w.file({w.structure("S", {"a"}, 1, {w.doubles("", {1, 1}, {2.5})})})));
  CHECK(to_number(mat.read_part("S(1).a"), "a") == 2.5);
}
