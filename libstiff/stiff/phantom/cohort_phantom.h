#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/options.h"
#include "stiff/dsp/random_field.h"
#include "stiff/phantom/map_chain.h"
#include "stiff/phantom/swe_phantom_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// Who is there, and how stiff their muscle is.
struct CohortPeople {
  int people = 20;
  int patients = 0;
  int sides = 2;
  double modulus_pa = 19.16e3;
  double between_sd = 0.2;
  double within_sd = 0.1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"people", "1", "Healthy people", 0, 99999}, self.people);
    visit(Option{"patients", "1", "People with nodules or bands in one side", 0, 99999},
          self.patients);
    visit(Option{"sides", "1", "Sides recorded of each person: 1 or 2", 1, 2}, self.sides);
    visit(Option{"modulus", "Pa", "Shear modulus of the median person's muscle", 100, 1e6},
          self.modulus_pa);
    visit(Option{"between", "1", "SD of ln modulus between people", 0, 2}, self.between_sd);
    visit(Option{"within", "1", "SD of ln modulus between the sides of a person", 0, 2},
          self.within_sd);
  }
};

/// What a patient's affected side holds.
struct CohortLesions {
  int nodules = 1;
  int bands = 0;
  double nodule_diameter_m = 8e-3;
  double nodule_ratio = 1.68;
  double band_length_m = 20e-3;
  double band_width_m = 4e-3;
  double band_ratio = 1.5;
  double fibre_angle_deg = 0;
  double fibre_spread_deg = 10;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"nodules", "1", "Nodules of each patient", 0, 20}, self.nodules);
    visit(Option{"bands", "1", "Taut bands of each patient", 0, 20}, self.bands);
    visit(Option{"nodule-diameter", "m", "Diameter of a nodule", 5e-4, 0.1},
          self.nodule_diameter_m);
    visit(Option{"nodule-ratio", "1", "Its modulus over the muscle's mean", 0.1, 20},
          self.nodule_ratio);
    visit(Option{"band-length", "m", "Length of a band", 1e-3, 0.2}, self.band_length_m);
    visit(Option{"band-width", "m", "Width of a band", 5e-4, 0.1}, self.band_width_m);
    visit(Option{"band-ratio", "1", "Its modulus over the muscle's mean", 0.1, 20},
          self.band_ratio);
    visit(Option{"fibre-angle", "deg", "Direction of bands, from lateral towards depth", -90, 90},
          self.fibre_angle_deg);
    visit(Option{"fibre-spread", "deg", "Half width of the bands' even spread about it", 0, 90},
          self.fibre_spread_deg);
  }
};

/// The grid of the maps.
struct CohortGrid {
  int rows = 130;
  int columns = 121;
  double pitch_m = 0.3e-3;
  double shallow_m = 5e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"rows", "1", "Pixels in depth", 8, 2000}, self.rows);
    visit(Option{"columns", "1", "Pixels across", 8, 2000}, self.columns);
    visit(Option{"pitch", "m", "Distance of pixels", 2e-5, 5e-3}, self.pitch_m);
    visit(Option{"shallow", "m", "Depth of the upper edge", 0, 0.2}, self.shallow_m);
  }
};

/// All that a cohort is made of. Equal options give equal bits; a larger cohort has the smaller
/// one's people in it.
struct CohortPhantomOptions {
  CohortPeople people;
  UnevenMuscle uneven{.cv = 0.1};
  CohortLesions lesions;
  std::uint64_t seed = 1;
};

enum class LesionKind { nodule, band };

/// A place that is stiffer than the muscle; `place.speed_m_per_s` is its own.
struct CohortLesion {
  LesionKind kind = LesionKind::nodule;
  Nodule place;
  double ratio = 1;  ///< its modulus over the muscle's mean
  double modulus_kpa = 0;
};

/// One side of one person.
struct CohortRecording {
  int person = 0;  ///< 1, 2, ...: healthy people first
  bool patient = false;
  std::string side;
  double modulus_kpa = 0;  ///< mean over the muscle's unevenness
  std::vector<CohortLesion> lesions;
  std::uint64_t seed = 0;  ///< of the unevenness and of all that the chain adds
};

struct CohortPerson {
  int number = 0;
  bool patient = false;
  std::string sex;  ///< `female`, `male`: without influence
  int age = 0;      ///< 20 to 70, likewise
  std::vector<CohortRecording> recordings;
};

/// Where lesions may lie: each is within it as a whole, with 1 mm to spare.
struct LesionField {
  Point low;
  Point high;
};

/// The people: of each a muscle of ln modulus = ln median + between + side, both normal; of each
/// patient one side, by chance, with nodules and bands at places by chance that do not meet.
/// \param density kg/m3, for the lesions' speeds.
/// \throws Error (usage) for options out of their range, and for lesions that find no room.
std::vector<CohortPerson> cohort_people(const CohortPhantomOptions& options,
                                        const LesionField& field, double density = 1000);

/// Maps of a cohort by the chain's formula (`map_chain.h`), about 2 ms each.
class CohortMaps {
 public:
  CohortMaps(const CohortGrid& grid, const UnevenMuscle& uneven, const MapChainOptions& chain,
             double density = 1000);

  const Axis& axial_m() const { return axial_m_; }
  const Axis& lateral_m() const { return lateral_m_; }
  /// Where every pixel that is not under a push has a value, dropouts apart.
  LesionField field() const;
  const MapChain& chain() const { return chain_; }

  /// mu of the muscle times its unevenness and trend (`UnevenMuscle`), lesions over it with an edge
  /// of 0.2 mm (`share_inside`): kPa.
  Picture<float> true_modulus(const CohortRecording& recording) const;
  MeasuredMap measure(const CohortRecording& recording) const;

 private:
  Axis axial_m_, lateral_m_;
  UnevenMuscle uneven_;
  double density_;
  MapChain chain_;
  RandomField field_;
};

}  // namespace stiff
