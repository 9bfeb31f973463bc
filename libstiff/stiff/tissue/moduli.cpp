#include "stiff/tissue/moduli.h"

namespace stiff {

double shear_modulus_pa(double speed_m_per_s, double density_kg_per_m3) {
  return density_kg_per_m3 * speed_m_per_s * speed_m_per_s;
}

double young_modulus_pa(double shear_modulus_pa) {
  return 3 * shear_modulus_pa;
}

Estimate shear_modulus_kpa(const Estimate& speed_m_per_s, double density_kg_per_m3) {
  return scaled_power(speed_m_per_s, 1e-3 * density_kg_per_m3, 2);
}

Estimate young_modulus_kpa(const Estimate& shear_modulus_kpa) {
  return scaled_power(shear_modulus_kpa, 3, 1);
}

}  // namespace stiff
