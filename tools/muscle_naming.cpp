#include "tools/muscle_naming.h"

#include <unordered_map>
#include <variant>
#include <vector>

namespace stiff::tool {

void name_as_the_table_does(std::string& muscle, std::string& side, const MuscleTable& muscles) {
  if (const Muscle* known = muscles.find(muscle)) muscle = known->label;
  if (const auto known = side_of_word(side)) side = *known;
}

void name_as_the_table_does(Table& recordings, const MuscleTable& muscles) {
  for (Column& column : recordings.columns) {
    auto* cells = std::get_if<std::vector<std::string>>(&column.values);
    const bool muscle = column.name == "muscle";
    if (!cells || (!muscle && column.name != "side")) continue;
    std::unordered_map<std::string, std::string> named;
    for (std::string& cell : *cells) {
      const auto [at, fresh] = named.try_emplace(cell, cell);
      std::string none;
      if (fresh) {
        name_as_the_table_does(muscle ? at->second : none, muscle ? none : at->second, muscles);
      }
      cell = at->second;
    }
  }
}

}  // namespace stiff::tool
