#pragma once

#include "stiff/baseline/map_sums.h"
#include "stiff/result/healthy_baseline.h"

#include <map>
#include <string>
#include <vector>

namespace stiff {

/// Gathers healthy people's maps into the field entries of a baseline, map by map, so that no
/// picture stays in memory. The person is the unit: a person's maps are averaged first.
class FieldCohort {
 public:
  /// \param key its side, site and method are set here. \param person tells people apart; not kept.
  void add(BaselineKey key, const std::string& person, const std::string& sex, double age,
           const LogMap& map);
  /// The entries, ordered by key, people ordered by their numbers.
  std::vector<FieldEntry> entries() const;

 private:
  struct KeyOrder {
    bool operator()(const BaselineKey& a, const BaselineKey& b) const;
  };
  struct Person {
    std::vector<double> medians;
    double variance = 0, error_variance = 0, extent_axial = 0, extent_lateral = 0;
    FieldTrend trend{};
    FieldProfile depth, lateral;  ///< sums over the person's maps
    std::string sex;
    double age = kNaN;
  };
  struct Gathered {
    std::map<std::string, Person> people;
    FieldLags lags;
  };
  std::map<BaselineKey, Gathered, KeyOrder> gathered_;
};

/// Makes, or makes anew, all that a field entry says of its people. A pure function of people, lags
/// and profiles.
void summarise(FieldEntry& entry);

/// Both as one entry. \throws Error (bad_data) where both hold the same people.
FieldEntry merge_fields(const FieldEntry& a, const FieldEntry& b);

/// The field entry of a key or the reason why there is none, as `matching_entry`.
struct FieldMatch {
  const FieldEntry* entry = nullptr;
  std::string refusal;
};
FieldMatch matching_field(const HealthyBaseline& baseline, const BaselineKey& key);

}  // namespace stiff
