// The loops of list_loops.inc for one instruction set; array/CMakeLists.txt sets the compiler flags.
#define LYKOS_LOOPS_NAMESPACE baseline
#include "array/cpu/list_loops.inc"
