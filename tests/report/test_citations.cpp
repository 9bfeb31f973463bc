#include "stiff/report/citations.h"

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("References are numbered as the text cites them, the others come behind by their names") {
  PageMethods first, second;
  first.reference_keys = {"Holm1979", "Student1908", "Weir2005"};
  first.references = {"Holm. A", "Student. B", "Weir. C"};
  second.reference_keys = {"Holm1979", "Welch1947"};
  second.references = {"Holm. A", "Welch. D"};
  Citations citations;
  citations.add(first);
  citations.add(second);
  Prose text(citations);
  text.say("t").cite({"Student1908"}).say(", then").cite({"Welch1947", "Student1908"});
  text.say("; none").cite({"Unknown2000"});
  CHECK(text.str() == "t [1], then [2, 1]; none");
  CHECK(citations.list().str() ==
        "<ol class=\"references\"><li>Student. B</li>\n<li>Welch. D</li>\n<li>Holm. A</li>\n"
        "<li>Weir. C</li>\n</ol>\n");
}
