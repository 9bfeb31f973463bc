#include "stiff/report/page_names.h"

#include <catch2/catch.hpp>

using stiff::page_names;
using Texts = std::vector<std::string>;

TEST_CASE("A page is called as its recording, where that can be a file's name") {
  CHECK(page_names(Texts{"sub-01_swe", "trap\u00E8ze <b> & co", "a b"}) ==
        Texts{"sub-01_swe.html", "trap\u00E8ze <b> & co.html", "a b.html"});
}

TEST_CASE("No page leaves its folder, hides, or takes the place of another") {
  const Texts ids{
      "../../etc/passwd",    ".",    "",     "index",      "study", "a\nb", "..", "a\\b",
      std::string(241, 'x'), "same", "same", "recording-1"};
  CHECK(page_names(ids) == Texts{"recording-1-.html", "recording-2.html", "recording-3.html",
                                 "recording-4.html", "recording-5.html", "recording-6.html",
                                 "recording-7.html", "recording-8.html", "recording-9.html",
                                 "same.html", "recording-11.html", "recording-1.html"});
}
