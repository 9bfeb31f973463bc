#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/options.h"
#include "stiff/recording/shear_wave_recording.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

std::span<const Choice<SampleKind>> choices(SampleKind);

/// How the wave spreads, which decides its decay and its near field.
enum class WaveSpread {
  three_dimensional,  ///< a push of finite elevational width, as a probe makes it
  plane_strain,       ///< a line source across the picture
  cylindrical,        ///< a line source along the depth: no near field, one speed at all depths
};
std::span<const Choice<WaveSpread>> choices(WaveSpread);

/// How the muscle round nodules and bands varies: its modulus is the mean times
///   exp(s g - s^2/2 + trend (depth - 20 mm)),  s^2 = ln(1 + cv^2),
/// g a Gaussian field of variance 1 and correlation exp(-r^exponent), r in correlation lengths.
struct UnevenMuscle {
  double cv = 0;
  double axial_length_m = 4e-3;
  double lateral_length_m = 4e-3;
  double exponent = 1;
  double trend_per_m = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"uneven", "1", "Coefficient of variation of the muscle's modulus", 0, 0.5},
          self.cv);
    visit(Option{"uneven-axial-length", "m",
                 "Distance in depth at which the unevenness's correlation has fallen to 1/e", 2e-4,
                 2e-2},
          self.axial_length_m);
    visit(Option{"uneven-lateral-length", "m", "The same across", 2e-4, 2e-2},
          self.lateral_length_m);
    visit(Option{"uneven-exponent", "1",
                 "Its correlation is exp(-(r/length)^exponent): 1 rough, 2 smooth", 0.2, 2},
          self.exponent);
    visit(Option{"trend", "1/m", "Change of the modulus's logarithm with depth, from 20 mm on", -50,
                 50},
          self.trend_per_m);
  }
};

/// The tissue. `nodules`, `bands`, `layers` and `uneven` make the speed a map: the wave is then one
/// of plane strain.
struct PhantomMedium {
  double speed_m_per_s = 2.5;
  double viscosity_pa_s = 0;
  double density_kg_per_m3 = 1000;
  WaveSpread spread = WaveSpread::three_dimensional;
  /// `lateral,axial,semi-lateral,semi-axial,tilt,speed` in mm, degrees and m/s; `;` between
  /// nodules.
  std::string nodules;
  /// `lateral,axial,length,width,tilt,speed` likewise: bars with round ends.
  std::string bands;
  /// `depth,speed` in mm and m/s: below that depth; `;` between layers, deeper ones last.
  std::string layers;
  double edge_m = 0.2e-3;
  UnevenMuscle uneven;
  std::uint64_t uneven_seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"speed", "m/s", "Shear wave speed sqrt(mu/rho)", 0.2, 30}, self.speed_m_per_s);
    visit(Option{"viscosity", "Pa s", "Kelvin-Voigt viscosity of the whole medium", 0, 20},
          self.viscosity_pa_s);
    visit(Option{"density", "kg/m3", "Density", 500, 2000}, self.density_kg_per_m3);
    visit(Option{"spread", "", "How the wave of a homogeneous medium spreads"}, self.spread);
    visit(Option{"nodules", "LIST",
                 "Ellipses of another speed: lateral,axial,semi-lateral,semi-axial,tilt,speed (mm, "
                 "degrees, m/s), ';' between them"},
          self.nodules);
    visit(
        Option{"bands", "LIST",
               "Bars with round ends of another speed: lateral,axial,length,width,tilt,speed (mm, "
               "degrees, m/s), ';' between them"},
        self.bands);
    visit(Option{"layers", "LIST",
                 "Layers below the top one: depth,speed (mm, m/s), ';' between them"},
          self.layers);
    visit(Option{"edge", "m", "Half width of the soft edge of nodules, bands and layers", 0, 5e-3},
          self.edge_m);
    UnevenMuscle::describe(self.uneven, visit);
    visit(Option{"uneven-seed", "1", "Seed of the unevenness"}, self.uneven_seed);
  }
};

/// The pushes: one acquisition each.
struct PhantomPush {
  bool enabled = true;
  std::string lateral_mm = "-12 12";
  double focus_m = 20e-3;
  double lateral_sigma_m = 0.4e-3;
  double elevational_sigma_m = 0.8e-3;
  double axial_sigma_m = 5e-3;
  double duration_s = 0.2e-3;
  double peak_displacement_m = 15e-6;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"push", "", "Push at all; false: the same frames, and nothing moves them"},
          self.enabled);
    visit(Option{"push-lateral", "LIST",
                 "Lateral positions of the pushes in mm, one acquisition each"},
          self.lateral_mm);
    visit(Option{"push-focus", "m", "Depth of the pushes' focus", 0, 0.2}, self.focus_m);
    visit(Option{"push-lateral-sigma", "m", "Gaussian width (SD) of the push, lateral", 5e-5, 1e-2},
          self.lateral_sigma_m);
    visit(Option{"push-elevational-sigma", "m", "Gaussian width (SD) of the push, elevational",
                 5e-5, 1e-2},
          self.elevational_sigma_m);
    visit(Option{"push-axial-sigma", "m", "Gaussian width (SD) of the push, axial", 5e-5, 0.1},
          self.axial_sigma_m);
    visit(Option{"push-duration", "s", "Duration of a push", 1e-6, 5e-3}, self.duration_s);
    visit(Option{"push-peak", "m", "Largest displacement that a push makes, at any time", 0, 2e-4},
          self.peak_displacement_m);
  }
};

/// The picture and the frames.
struct PhantomGrid {
  double width_m = 38e-3;
  double lateral_pitch_m = 0.3e-3;
  double shallow_m = 5e-3;
  double deep_m = 35e-3;
  double axial_pitch_m = 0.2e-3;
  double prf_hz = 8000;
  int frames = 80;
  int reference_frames = 5;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"width", "m", "Width of the picture, centred on lateral 0", 1e-3, 0.2},
          self.width_m);
    visit(Option{"lateral-pitch", "m", "Distance of its lines", 2e-5, 5e-3}, self.lateral_pitch_m);
    visit(Option{"shallow", "m", "Depth of its upper edge", 0, 0.2}, self.shallow_m);
    visit(Option{"deep", "m", "Depth of its lower edge", 1e-3, 0.3}, self.deep_m);
    visit(Option{"axial-pitch", "m", "Distance of its samples in depth", 2e-5, 5e-3},
          self.axial_pitch_m);
    visit(Option{"prf", "Hz", "Frame rate", 100, 1e5}, self.prf_hz);
    visit(Option{"frames", "1", "Frames in all, the reference frames among them", 3, 10000},
          self.frames);
    visit(Option{"reference-frames", "1", "Frames before the push", 0, 1000},
          self.reference_frames);
  }
};

/// How the picture is made from the motion.
struct PhantomEcho {
  SampleKind kind = SampleKind::iq;  ///< iq, displacement or velocity
  double centre_frequency_hz = 5e6;
  double fractional_bandwidth = 0.6;
  double f_number = 1.5;
  double sound_speed_m_per_s = 1540;
  double scatterers_per_mm2 = 60;
  double snr_db = 40;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        Option{"kind", "", "What the samples are; a field gets the noise that tracking would have"},
        self.kind);
    visit(Option{"centre-frequency", "Hz", "Centre frequency of the echoes", 5e5, 5e7},
          self.centre_frequency_hz);
    visit(Option{"bandwidth", "1",
                 "Pulse-echo bandwidth at -6 dB, as a share of the centre frequency", 0.05, 1.5},
          self.fractional_bandwidth);
    visit(Option{"f-number", "1",
                 "f-number of the tracking beams: their width at half height in wavelengths", 0.5,
                 10},
          self.f_number);
    visit(Option{"sound-speed", "m/s", "Speed of sound", 1000, 2000}, self.sound_speed_m_per_s);
    visit(Option{"scatterers", "1/mm2", "Scatterers a square millimetre", 0.1, 1000},
          self.scatterers_per_mm2);
    visit(Option{"snr", "dB", "Mean speckle power over thermal noise power", -20, 200},
          self.snr_db);
  }
};

/// What spoils a recording, each off at 0. All of it goes with the seed.
struct PhantomArtefacts {
  double bulk_velocity_m_per_s = 0;
  double tilt_velocity_rad_per_s = 0;
  double breathing_velocity_m_per_s = 0;
  double bulk_frequency_hz = 8;
  double reverberation_db = 0;
  double reverberation_decay_s = 0.3e-3;
  double clutter_share = 0;
  double clutter_correlation_s = 2e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"bulk-velocity", "m/s", "Peak axial velocity of the probe against the tissue", 0,
                 0.2},
          self.bulk_velocity_m_per_s);
    visit(Option{"tilt-velocity", "rad/s", "Peak rate of the probe's tilt about its middle", 0, 10},
          self.tilt_velocity_rad_per_s);
    visit(Option{"breathing-velocity", "m/s", "Peak velocity at the lower edge, 0 at the probe", 0,
                 0.2},
          self.breathing_velocity_m_per_s);
    visit(Option{"bulk-frequency", "Hz", "Frequency of the probe's translation and tilt", 0.1, 50},
          self.bulk_frequency_hz);
    visit(Option{"reverberation", "dB",
                 "Echo of the push over the speckle at the push's end; 0: none", 0, 80},
          self.reverberation_db);
    visit(Option{"reverberation-decay", "s", "Time in which that echo's amplitude falls to 1/e",
                 1e-5, 1e-2},
          self.reverberation_decay_s);
    visit(Option{"clutter", "1", "Share of the echo's power that decorrelates", 0, 1},
          self.clutter_share);
    visit(Option{"clutter-correlation", "s", "Time in which that share's correlation falls to 1/e",
                 1e-5, 1},
          self.clutter_correlation_s);
  }
};

/// A shear wave phantom. Equal options give equal bits.
struct SwePhantomOptions {
  PhantomMedium medium;
  PhantomPush push;
  PhantomGrid grid;
  PhantomEcho echo;
  PhantomArtefacts artefacts;
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    PhantomMedium::describe(self.medium, visit);
    PhantomPush::describe(self.push, visit);
    PhantomGrid::describe(self.grid, visit);
    PhantomEcho::describe(self.echo, visit);
    PhantomArtefacts::describe(self.artefacts, visit);
    visit(Option{"seed", "1", "Seed of scatterers, noise and artefacts"}, self.seed);
  }
};

enum class NoduleShape {
  ellipse,
  bar,  ///< a rectangle with half circles at its ends, within the semi-axes
};
/// A place of another speed; `tilt_rad` turns the first semi-axis from lateral towards depth.
struct Nodule {
  Point centre;
  double semi_lateral_m = 0;
  double semi_axial_m = 0;
  double tilt_rad = 0;
  double speed_m_per_s = 0;
  NoduleShape shape = NoduleShape::ellipse;
};
/// Everything below a depth.
struct Layer {
  double depth_m = 0;
  double speed_m_per_s = 0;
};

/// The lists that the options hold as text. \throws Error (usage) naming the option and what is
/// wrong.
std::vector<double> push_positions(const PhantomPush& push);
std::vector<Nodule> nodules(const PhantomMedium& medium);
std::vector<Nodule> bands(const PhantomMedium& medium);
std::vector<Layer> layers(const PhantomMedium& medium);

Axis axial_axis(const PhantomGrid& grid);
Axis lateral_axis(const PhantomGrid& grid);

/// The frames' times; 0 is the push's end. All are whole multiples of 1/PRF: the reference frames
/// end before the push begins, and frames that would fall into the push are not there.
std::vector<double> frame_times(const PhantomGrid& grid, double push_duration_s);

/// \throws Error (usage) naming the first option that is out of its range or at odds with another.
void check(const SwePhantomOptions& options);

}  // namespace stiff
