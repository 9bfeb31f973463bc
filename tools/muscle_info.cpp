#include "tools/muscle_info.h"

#include <algorithm>
#include <utility>

namespace stiff::tool {
namespace {

void line(std::ostream& out, std::string name, const std::string& text) {
  if (text.empty()) return;
  name.resize(std::max<std::size_t>(name.size() + 2, 26), ' ');
  out << "  " << name << text << "\n";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

}  // namespace

MuscleTable known_muscles(const std::filesystem::path& user_table) {
  MuscleTable muscles = MuscleTable::shipped();
  if (!user_table.empty()) muscles.extend(user_table);
  return muscles;
}

void print_muscle(std::ostream& out, const MuscleTable& muscles, const std::string& name) {
  const Muscle& muscle = muscles.at(name);
  out << muscle.name << "\n";
  line(out, "label", muscle.label);
  line(out, "latin", muscle.latin);
  line(out, "also called", joined(muscle.synonyms));
  line(out, "region", muscle.region);
  line(out, "side", muscle.paired() ? "left and right" : "midline");
  line(out, "fibres", muscle.fibre_direction);
  if (!muscle.depth_mm.empty()) {
    line(out, "depth below the skin", muscle.depth_mm + " mm in the people of the references");
  }
  line(out, "trigger points refer to", muscle.referral);
  line(out, "known for", muscle.complaint);
  line(out, "references", joined(muscle.references));
  line(out, "note", "referral patterns are what the literature describes, not a diagnosis");
}

}  // namespace stiff::tool
