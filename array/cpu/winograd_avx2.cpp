// The loops of winograd_loops.inc for one instruction set; array/CMakeLists.txt sets the compiler flags.
#define LYKOS_LOOPS_NAMESPACE avx2
#define LYKOS_WINOGRAD_LANES 8
#include "array/cpu/winograd_loops.inc"
