#pragma once

#include "stiff/recording/shear_wave_recording.h"
#include "stiff/result/maps.h"
#include "stiff/wave/compound.h"
#include "stiff/wave/slowness_error.h"

#include <string>

namespace stiff {

/// The pictures of a recording from its slowness: speed, shear modulus, and Young's modulus if
/// `isotropic`, each with its standard error (first order: sigma_c = sigma_s c^2, sigma_mu = 2 rho
/// c sigma_c). `note` says which motion and frequency the speed is of.
Maps result_maps(const ShearWaveRecording& recording, const CompoundMap& map,
                 const SlownessError& error, bool isotropic, const std::string& note);

/// B-mode in dB below its own maximum: what the recording brings, else the magnitude of its first
/// IQ frame; empty where there is neither.
Picture<float> bmode_db(const ShearWaveRecording& recording);

}  // namespace stiff
