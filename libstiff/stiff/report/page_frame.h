#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/plot.h"

#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What stands on every page: the reader is not to take a number for a verdict on a person.
inline constexpr std::string_view kNoDiagnosis =
    "Candidates for trigger points are places that are stiffer than expected. This is a research "
    "tool: it measures. It is not a diagnosis, and no decision on a person\u2019s treatment may "
    "rest on it.";

/// The first bytes of a page that this library wrote: `report` replaces such pages and no others.
inline constexpr std::string_view kPageMark = "<!DOCTYPE html>\n<!-- stiff report -->\n";

/// A whole page: style inside, no scripts, nothing that is fetched (a policy in the page forbids
/// both). Well-formed as XML.
enum class PageWidth { text, table };
std::string page_text(const std::string& title, const Markup& body,
                      PageWidth width = PageWidth::text);

/// A section with its heading, and an anchor for links within the page.
Markup section(std::string_view heading, const Markup& body, std::string_view anchor = {});

/// A plot with its heading and caption, which are no wider than it.
Markup figure(std::string_view heading, const Plot& plot, std::string_view caption = {});

/// The same of any drawing, over the page's whole width.
Markup wide_figure(std::string_view heading, const Markup& drawing, std::string_view caption = {});

/// The head of a table that the caller goes on with: its rows, then two `close`. Headings of
/// numbers stand at the right.
struct TableHeading {
  std::string text;
  bool number = true;
};
Markup& open_table(Markup& out, std::string_view caption,
                   const std::vector<TableHeading>& headings);
/// Ends what `open_table` began.
Markup& close_table(Markup& out);

/// "ok", "refused", "failed" as a word in a frame.
Markup status_badge(std::string_view status);

}  // namespace stiff
