// Chooses the vector loops for this processor, once. LYKOS_SIMD=avx2 or baseline asks for less, for tests.
#include "array/cpu/loops.h"

#include <cstdlib>
#include <cstring>

#include "array/list_loops.h"

namespace lykos::array::cpu {

namespace avx512 {
extern const Loops<float> kFloatLoops;
extern const Loops<double> kDoubleLoops;
}  // namespace avx512
namespace avx2 {
extern const Loops<float> kFloatLoops;
extern const Loops<double> kDoubleLoops;
}  // namespace avx2
namespace baseline {
extern const Loops<float> kFloatLoops;
extern const Loops<double> kDoubleLoops;
}  // namespace baseline

namespace {

int level() {
  static const int chosen = [] {
    const char* wish = std::getenv("LYKOS_SIMD");
    const bool want_512 = wish == nullptr || std::strcmp(wish, "avx512") == 0;
    const bool want_256 = want_512 || std::strcmp(wish, "avx2") == 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (want_512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl")) {
      return 2;
    }
    if (want_256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 1;
#else
    (void)want_256;
#endif
    return 0;
  }();
  return chosen;
}

}  // namespace

template <>
const Loops<float>& loops<float>() {
  return level() == 2 ? avx512::kFloatLoops : level() == 1 ? avx2::kFloatLoops : baseline::kFloatLoops;
}
template <>
const Loops<double>& loops<double>() {
  return level() == 2 ? avx512::kDoubleLoops : level() == 1 ? avx2::kDoubleLoops : baseline::kDoubleLoops;
}

const char* loops_name() { return level() == 2 ? "avx512" : level() == 1 ? "avx2" : "baseline"; }

}  // namespace lykos::array::cpu

namespace lykos::array {

namespace avx512 {
extern const ListLoops kListLoops;
}
namespace avx2 {
extern const ListLoops kListLoops;
}
namespace baseline {
extern const ListLoops kListLoops;
}

const ListLoops& list_loops() {
  const int chosen = cpu::level();
  return chosen == 2 ? avx512::kListLoops : chosen == 1 ? avx2::kListLoops : baseline::kListLoops;
}

}  // namespace lykos::array
