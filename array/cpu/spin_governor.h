// Keeps OpenMP's busy waiting in check when the machine is shared.
//
// libgomp's threads spin for milliseconds at each barrier. That is right when every thread has a core, and a disaster when another
// process takes one: each barrier then lasts a scheduling quantum, and a net evaluation of 0.1 ms takes 70 ms (measured). libgomp spins
// only briefly as soon as a process manages more threads than there are cores, so that is what the governor arranges, by keeping a
// second, sleeping team, while the operating system reports that our threads wait for a core.
#pragma once

namespace lykos::array::cpu {

// Looks at the clock, and every few milliseconds at the time our threads waited for a core; call after each run with `threads` > 1.
// Costs some nanoseconds when there is nothing to do.
void govern_spinning(int threads) noexcept;

}  // namespace lykos::array::cpu
