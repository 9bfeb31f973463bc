#pragma once

#include "stiff/core/estimate.h"

namespace stiff {

/// Shear modulus in Pa of an isotropic, incompressible, elastic, unbounded solid: mu = rho c^2. Of
/// a group speed in viscous tissue it is an apparent modulus: it rises with the frequency of the
/// wave.
double shear_modulus_pa(double speed_m_per_s, double density_kg_per_m3);

/// Young's modulus of the same solid, E = 3 mu. It holds only where isotropy is stated; muscle is
/// not isotropic.
double young_modulus_pa(double shear_modulus_pa);

/// The same in kPa with the error carried through: the interval's ends are mapped, the
/// standard error is 2 rho c sigma. An estimate without a value keeps its reason.
Estimate shear_modulus_kpa(const Estimate& speed_m_per_s, double density_kg_per_m3);
Estimate young_modulus_kpa(const Estimate& shear_modulus_kpa);

}  // namespace stiff
