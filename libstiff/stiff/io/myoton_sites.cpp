#include "stiff/io/myoton_sites.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"

#include <optional>

namespace stiff {

void SiteMap::extend(const std::filesystem::path& path) {
  const DelimitedTable table = read_delimited_table(path);
  const auto text = table.find({"text"});
  const auto muscle = table.find({"muscle"});
  const auto site = table.find({"site"});
  const auto side = table.find({"side"});
  if (!text || !muscle) {
    throw Error(ErrorKind::bad_data, path.filename().string() + ": the column '" +
                                         (text ? "muscle" : "text") + "' is missing");
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    ExportSite known;
    try {
      known.muscle = muscles_.at(table.rows[row][*muscle]).label;
    } catch (const Error& error) {
      table.refuse(row, *muscle, error.what());
    }
    if (site) known.site = table.rows[row][*site];
    if (side) {
      const auto which = side_of_word(table.rows[row][*side]);
      if (!which) table.refuse(row, *side, "it is neither left nor right");
      known.side = *which;
    }
    const std::string key = folded_name(table.rows[row][*text]);
    if (key.empty()) table.refuse(row, *text, "it is empty");
    if (!by_text_.emplace(key, std::move(known)).second) {
      table.refuse(row, *text, "this text stands twice");
    }
  }
}

ExportSite SiteMap::known(std::string_view text) const {
  if (const auto at = by_text_.find(folded_name(text)); at != by_text_.end()) return at->second;
  const SidedName sided = split_side(text);
  if (const Muscle* muscle = muscles_.find(text)) return {muscle->label, "", ""};
  if (const Muscle* muscle = muscles_.find(sided.name)) return {muscle->label, sided.side, ""};
  return {};
}

ExportSite SiteMap::find(std::string_view object, std::string_view location,
                         std::string_view pattern) const {
  const std::string first(object);
  const std::string second(location);
  if (!object.empty() && !location.empty()) {
    for (const std::string& both : {first + " " + second, second + " " + first}) {
      if (ExportSite found = known(both); !found.muscle.empty()) return found;
    }
  }
  if (ExportSite found = known(object); !found.muscle.empty()) {
    if (found.site.empty()) found.site = second;
    return found;
  }
  if (ExportSite found = known(location); !found.muscle.empty()) return found;
  if (ExportSite found = known(pattern); !found.muscle.empty()) {
    if (found.site.empty()) found.site = second;
    return found;
  }
  return {};
}

}  // namespace stiff
