// The one setting for how many processor cores numeric work may use. Executables, linear algebra and random fills read it.
#pragma once

namespace lykos::array {

// Sets the number of threads for all later work; 0 restores the default (the number of cores the process may use, one if the
// machine is busy with other work, or LYKOS_THREADS). Call between runs, not during one.
void set_thread_count(int count);
int thread_count();

}  // namespace lykos::array
