#include "stiff/report/page_frame.h"

#include "stiff/core/version.h"
#include "stiff/report/number_words.h"

namespace stiff {
namespace {

// Colours of lines: Okabe and Ito's (Wong2011), which the colour-blind tell apart.
constexpr std::string_view kStyle = R"css(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1b1f24; font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 20px 24px 48px; }
main.wide { max-width: 1500px; }
h1 { font-size: 28px; line-height: 1.2; margin: 4px 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 34px 0 10px; padding-top: 12px; border-top: 1px solid #d8dee4; }
h3 { font-size: 16px; margin: 18px 0 6px; }
p { margin: 6px 0 10px; max-width: 80ch; }
a { color: #0a58a8; }
a:focus-visible { outline: 3px solid #0a58a8; outline-offset: 2px; }
nav { font-size: 14px; }
.who { color: #4b535d; margin: 0 0 12px; overflow-wrap: anywhere; }
.who b { color: #1b1f24; font-weight: 600; }
.notice { border-left: 4px solid #56b4e9; background: #f3f8fc; padding: 8px 14px; margin: 12px 0; max-width: none; font-size: 14px; }
.trouble { border-left: 4px solid #d55e00; background: #fdf5f0; padding: 10px 14px; margin: 12px 0; max-width: none; }
.trouble p, .notice p { margin: 2px 0; max-width: none; }
.trouble ul, .notice ul { margin: 2px 0; }
.status { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 8px; font-size: 14px; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.status-ok { color: #00704f; background: #f0faf6; }
.status-refused { color: #a34700; background: #fdf5f0; }
.status-failed { color: #9a1b1b; background: #fdf1f1; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(215px, 1fr)); gap: 12px; margin: 14px 0; padding: 0; list-style: none; }
.tile { border: 1px solid #d8dee4; border-radius: 6px; padding: 10px 14px; break-inside: avoid; }
.tile .what { font-size: 14px; color: #4b535d; }
.tile .value { font-size: 26px; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile .value small { font-size: 15px; font-weight: 400; }
.tile .range { font-size: 14px; color: #4b535d; font-variant-numeric: tabular-nums; }
.lead { border-color: #1b1f24; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
figure { margin: 8px 0; break-inside: avoid; max-width: 100%; }
figcaption { font-size: 14px; color: #4b535d; }
figure h3 { margin-top: 0; }
.stack { display: flex; flex-direction: column; gap: 12px; }
svg.plot { max-width: 100%; height: auto; display: block; }
svg text { font-size: 12px; fill: #333b44; font-family: inherit; }
svg .axis-name { font-size: 13px; fill: #1b1f24; }
svg .axis { stroke: #59636e; stroke-width: 1; }
svg .frame { fill: none; stroke: #59636e; stroke-width: 1; }
svg .grid { stroke: #e4e8ec; stroke-width: 1; }
svg .line { fill: none; stroke-linejoin: round; }
svg .band { stroke-width: 0; fill-opacity: 0.22; }
svg .pixels { image-rendering: pixelated; }
svg .halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; fill: #1b1f24; }
svg .edge-light { fill: none; stroke: #fff; stroke-width: 4; stroke-linejoin: round; }
svg .edge-dark { fill: none; stroke: #111; stroke-width: 1.8; stroke-linejoin: round; }
svg .badge { fill: #fff; stroke: #111; stroke-width: 1.5; }
svg .badge-text { font-weight: 700; fill: #111; }
svg .bar-mark { fill: none; stroke: #111; stroke-width: 1.5; }
svg .mark-text { font-weight: 600; fill: #111; }
svg .ink-1 { stroke: #0072b2; } svg .band.ink-1, svg .dots.ink-1 { fill: #0072b2; }
svg .ink-2 { stroke: #d55e00; } svg .band.ink-2, svg .dots.ink-2 { fill: #d55e00; }
svg .ink-3 { stroke: #009e73; } svg .band.ink-3, svg .dots.ink-3 { fill: #009e73; }
svg .ink-4 { stroke: #cc79a7; } svg .band.ink-4, svg .dots.ink-4 { fill: #cc79a7; }
svg .ink-5 { stroke: #e69f00; } svg .band.ink-5, svg .dots.ink-5 { fill: #e69f00; }
svg .ink-6 { stroke: #111; } svg .band.ink-6, svg .dots.ink-6 { fill: #111; }
svg .ink-soft { stroke: #8c959f; } svg .band.ink-soft, svg .dots.ink-soft { fill: #8c959f; }
svg .ink-white { stroke: #fff; } svg .dots.ink-white { fill: #fff; }
svg .dots { stroke: none; }
svg .rings { fill: #fff; stroke-width: 2; }
.figures.close { gap: 4px 12px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; margin: 8px 0 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #4b535d; padding-bottom: 4px; }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid #e4e8ec; }
thead th { border-bottom: 2px solid #8c959f; vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 600; }
td.num, th.num { text-align: right; }
td.num { white-space: nowrap; }
td.plain { white-space: nowrap; }
td div.number { white-space: nowrap; }
svg.strip { display: block; }
tr.primary td, tr.primary th { background: #f6f8fa; }
.swatch { display: inline-block; width: 12px; height: 12px; background: #c8c8c8; border: 1px solid #59636e; vertical-align: -1px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.share { display: inline-block; height: 10px; background: #8c959f; vertical-align: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.fine { font-size: 13px; color: #4b535d; }
.columns { columns: 3 240px; column-gap: 28px; font-size: 13px; padding-left: 0; list-style: none; overflow-wrap: anywhere; }
.references { font-size: 14px; padding-left: 20px; }
.references li { margin-bottom: 3px; }
.sums { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.9em; overflow-wrap: anywhere; }
footer { margin-top: 40px; border-top: 1px solid #d8dee4; padding-top: 10px; font-size: 13px; color: #4b535d; }
@media print {
  body { font-size: 10.5pt; }
  table { font-size: 8pt; }
  th, td { padding: 2px 7px 2px 0; }
  .fine { font-size: 8pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-after: avoid; }
  tr, figure, .tile { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
)css";

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action "
    "'none'";

}  // namespace

std::string page_text(const std::string& title, const Markup& body, PageWidth width) {
  Markup page;
  page.open("html", {{"lang", "en"}}).open("head");
  page.single("meta", {{"charset", "utf-8"}});
  page.single("meta",
              {{"http-equiv", "Content-Security-Policy"}, {"content", std::string(kPolicy)}});
  page.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.single("meta", {{"name", "generator"}, {"content", "stiff " + std::string(version())}});
  page.element("title", title);
  page.open("style").verbatim(kStyle).close();
  page.close().open("body");
  page.open("main", {{"class", width == PageWidth::table ? "wide" : "text"}}).add(body);
  page.open("footer").element("p", kNoDiagnosis);
  page.element("p", "Written by stiff " + std::string(version()) + ".");
  page.close().close().close().close();
  return std::string(kPageMark) + page.str();
}

Markup section(std::string_view heading, const Markup& body, std::string_view anchor) {
  Markup out;
  if (anchor.empty()) {
    out.open("section");
  } else {
    out.open("section", {{"id", std::string(anchor)}});
  }
  return out.element("h2", heading).add(body).close();
}

Markup figure(std::string_view heading, const Plot& plot, std::string_view caption) {
  Markup out;
  out.open("figure", {{"style", "width:" + fixed_text(plot.width_px(), 0) + "px"}});
  out.element("h3", heading).add(plot.svg());
  if (!caption.empty()) out.element("figcaption", caption);
  return out.close();
}

Markup wide_figure(std::string_view heading, const Markup& drawing, std::string_view caption) {
  Markup out;
  out.open("figure").element("h3", heading).add(drawing);
  if (!caption.empty()) out.element("figcaption", caption);
  return out.close();
}

Markup& open_table(Markup& out, std::string_view caption,
                   const std::vector<TableHeading>& headings) {
  out.open("div", {{"class", "scroll"}}).open("table");
  if (!caption.empty()) out.element("caption", caption);
  out.open("thead").open("tr");
  for (const TableHeading& heading : headings) {
    out.element("th", heading.text,
                {{"scope", "col"}, {"class", heading.number ? "num" : "words"}});
  }
  return out.close().close().open("tbody");
}

Markup& close_table(Markup& out) {
  return out.close().close().close();
}

Markup status_badge(std::string_view status) {
  Markup out;
  const bool known = status == "ok" || status == "refused" || status == "failed";
  return out.element("span", status,
                     {{"class", "status" + (known ? " status-" + std::string(status) : "")}});
}

}  // namespace stiff
