#include "stiff/report/markup.h"

#include <catch2/catch.hpp>

using stiff::escaped_text;
using stiff::link_text;
using stiff::Markup;

TEST_CASE("What a stranger calls a file is text and nothing else") {
  CHECK(escaped_text("<script>alert('x')</script>") ==
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  CHECK(escaped_text("a & b \"c\"") == "a &amp; b &quot;c&quot;");
  CHECK(escaped_text("trap\u00E8ze \u2603 \U0001F600") == "trap\u00E8ze \u2603 \U0001F600");
}

TEST_CASE("What is no character becomes U+FFFD, one a byte") {
  const std::string r = "\uFFFD";
  CHECK(escaped_text(std::string_view("a\0b", 3)) == "a" + r + "b");
  CHECK(escaped_text("\x1b[31m\x7f") == r + "[31m" + r);
  CHECK(escaped_text("\xff\xfe") == r + r);
  CHECK(escaped_text("\xc0\xaf") == r + r);              // overlong
  CHECK(escaped_text("\xed\xa0\x80") == r + r + r);      // a surrogate
  CHECK(escaped_text("\xc2\x85") == r + r);              // a control character of two bytes
  CHECK(escaped_text("\xef\xbf\xbf") == r + r + r);      // U+FFFF, which XML forbids
  CHECK(escaped_text("\xf4\x90\x80\x80").size() == 12);  // beyond U+10FFFF
  CHECK(escaped_text("a\tb\nc") == "a\tb\nc");
  CHECK(escaped_text("caf\xc3") == "caf" + r);  // cut short
}

TEST_CASE("A link holds letters, digits and four marks, the rest by percent") {
  CHECK(link_text("sub-01_ses-pre.html") == "sub-01_ses-pre.html");
  CHECK(link_text("a b#c?d%e:f/g\"") == "a%20b%23c%3Fd%25e%3Af%2Fg%22");
  CHECK(link_text("\u00E8") == "%C3%A8");
}

TEST_CASE("Elements are closed in order, attributes escaped") {
  Markup page;
  page.open("p", {{"title", "a\"b"}}).text("1 < 2").single("br").element("b", "x & y").close();
  CHECK(page.str() == "<p title=\"a&quot;b\">1 &lt; 2<br/>\n<b>x &amp; y</b></p>\n");
  Markup twice;
  twice.open("div").add(page).close();
  CHECK(twice.str() == "<div>" + page.str() + "</div>\n");
}
