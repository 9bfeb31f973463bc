#include "stiff/report/forest_plot.h"

#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("A row has a dot and a bar where there are numbers, and its texts always") {
  ForestPlot plot;
  plot.groups = {{"All", {{"a", 1, 0.5, 1.5, "one"}, {"b", kNaN, kNaN, kNaN, "no value"}}},
                 {"", {{"c <", -1, kNaN, kNaN, "no interval", "ink-2", true}}}};
  plot.band = Range{-0.5, 0.5};
  plot.description = "a \"test\"";
  const std::string svg = forest_drawing(plot).str();
  CHECK(count(svg, "<circle") == 2);
  CHECK(count(svg, "class=\"line ink-1\"") == 1);
  CHECK(count(svg, "class=\"rings ink-2\"") == 1);
  CHECK(count(svg, "<rect") == 1);
  CHECK(count(svg, ">c &lt;<") == 1);
  CHECK(count(svg, ">no value<") == 1);
  CHECK(count(svg, "aria-label=\"a &quot;test&quot;\"") == 1);
  CHECK(count(svg, "nan") == 0);
}
