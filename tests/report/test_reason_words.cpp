#include "stiff/report/reason_words.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("Every reason has words of its own, without the names that tables use") {
  std::set<std::string_view> briefs;
  for (const Reason reason : all_reasons()) {
    INFO(to_string(reason));
    const ReasonWords words = reason_words(reason);
    CHECK(words.sentence.ends_with('.'));
    CHECK(words.brief.find('_') == std::string_view::npos);
    CHECK(briefs.insert(words.brief).second);
  }
}
