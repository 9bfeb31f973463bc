#include "stiff/io/sidecar_keys.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

constexpr auto kKeys = std::to_array<SidecarKey>({
    // the echo
    {"CenterFrequency", "Hz", "centre frequency of the received echo"},
    {"SamplingFrequency", "Hz", "fast-time sampling of RF; sampling of a trace"},
    {"SoundSpeed", "m/s", "speed of sound that the picture was made with"},
    {"PulseRepetitionFrequency", "Hz", "frames a second, where the file has no frame times"},
    {"ReferenceFrames", "1", "frames before the push, where the file has no frame times"},
    // the push: a number, or a list with one number a push
    {"PushLateral", "m", "where the tissue was pushed, along the probe"},
    {"PushAxial", "m", "depth of the push's focus"},
    {"PushTime", "s", "end of the push on the recording's time axis (0 where not said)"},
    {"PushHalfWidth", "m", "half of the pushed region's width"},
    {"PushDuration", "s", "length of the push"},
    // the tissue
    {"Density", "kg/m3", "density (1000 where not said)"},
    {"Isotropic", "", "true: the tissue is taken as isotropic, so that E = 3 mu"},
    {"TissueThickness", "m", "the muscle's thickness across the wave's path"},
    {"TissueThicknessError", "m", "standard error of the thickness (0 where not said)"},
    {"PoissonRatio", "1", "Poisson's ratio of an indented tissue (0.5 where not said)"},
    // whose, where, how
    {"Muscle", "", "muscle"},
    {"Side", "", "left or right"},
    {"Site", "", "place within the muscle"},
    {"State", "", "rest, contracted, stretched ..."},
    {"Posture", "", "sitting, prone ..."},
    {"ProbeDirection", "", "along or across the fibres"},
    {"Device", "", "the instrument"},
    {"Manufacturer", "", "its maker"},
    {"ManufacturersModelName", "", "its model; the device where Device is not given"},
    {"Participant", "", "participant label, for files whose name has none"},
    {"Session", "", "session label, likewise"},
    {"Run", "", "run label, likewise"},
    // regions
    {"Regions", "", "named regions: circles, boxes, polygons, label masks"},
    {"Mask", "", "the muscle's border: a region without a name"},
    // a lab's own layout
    {"Quantity", "", "what a table of readings holds"},
    {"Units", "", "its unit"},
    {"SampleKind", "", "iq, rf, displacement or velocity"},
    {"SampleScale", "1", "factor on the samples, -1 where towards the probe is positive"},
    {"Variables", "", "the mapping of a lab's own .mat or HDF5 file"},
    // other modalities
    {"ProbeMass", "kg", "moving mass of a tap probe"},
    {"AddedMass", "kg", "mass of the tissue that swings with a tap probe (0 where not said)"},
    {"ProbeDiameter", "m", "diameter of the tap probe or indenter"},
    {"ProbeArea", "m2", "area of a compressing probe (of ProbeDiameter where not said)"},
    {"ProbeShape", "", "flat or sphere"},
    {"ForceScale", "1", "factor on an indentation's force, -1 where pressing is negative"},
    {"DepthScale", "1", "factor on an indentation's depth, -1 where it is a height"},
    {"Preload", "N", "static force on the skin"},
    {"TapForce", "N", "force of the tap"},
    {"TapDuration", "s", "length of the tap"},
    {"VibrationFrequency", "Hz", "frequency of a harmonic vibration, or a list"},
});

}  // namespace

std::span<const SidecarKey> sidecar_keys() {
  return kKeys;
}

bool is_sidecar_key(std::string_view name) {
  return std::any_of(kKeys.begin(), kKeys.end(),
                     [&](const SidecarKey& key) { return key.name == name; });
}

}  // namespace stiff
