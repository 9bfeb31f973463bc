#include <sstream>

#include "tools/progress_line.h"
#include <catch2/catch.hpp>

using namespace stiff::tool;

TEST_CASE("a log gets a line an item and no control characters") {
  std::ostringstream err;
  {
    ProgressLine progress(err, false);
    progress.item(1, 2, "a ok");
    progress.item(2, 2, "b refused");
  }
  CHECK(err.str() == "[1/2] a ok\n[2/2] b refused\n");
}

TEST_CASE("a terminal gets one line that is rewritten and gone at the end") {
  std::ostringstream err;
  {
    ProgressLine progress(err, true);
    progress.item(1, 3, "a ok");
    progress.item(2, 3, "b refused", true);
    progress.item(3, 3, "c ok");
  }
  const std::string text = err.str();
  CHECK(text.find("left; a ok") != std::string::npos);
  CHECK(text.find("[2/3] b refused\n") != std::string::npos);
  CHECK(text.ends_with("\r\x1b[K"));
}

TEST_CASE("a duration reads as people say it") {
  CHECK(duration_text(4.4) == "4 s");
  CHECK(duration_text(200) == "3 min 20 s");
  CHECK(duration_text(7500) == "2 h 05 min");
  CHECK(duration_text(-1) == "unknown");
}
