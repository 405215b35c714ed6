// Executable: a program compiled for this processor, with its memory, ready to run many times.
//
// Compilation plans all intermediate values into one arena (lifetimes share memory), puts all parameters in a second contiguous
// arena and their gradients in a third of the same layout, chooses kernels, and prepares every call; run() then allocates nothing
// and throws nothing. Parameters may be stored in the kernels' own layout: go through set_parameter / parameter for values in the
// language's row-major order, and through the arenas only for elementwise work such as an optimiser's step.
//
// An Executable is used by one thread at a time. Compiled executables are meant to be cached by their owner (per net, mode, batch size).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "array/program.h"

namespace lykos::array {

struct CompileOptions {
  int threads = 0;          // 0: thread_count() of threads.h at the time of the run
  bool run_passes = true;   // the passes of passes.h
  bool use_onednn = true;   // false: plain loops only (tests); also LYKOS_ONEDNN=0
  // Parameters are stored in the kernels' own layout. false: row-major, so that the arenas of several executables of one net (other batch
  // sizes or sequence lengths) can be copied byte by byte.
  bool training_layout = true;
};

// A view of one flat arena.
struct ArenaSegment {
  std::int64_t offset = 0;  // in elements
  std::int64_t size = 0;    // includes the padding of the kernel's layout
  int parameter = -1;       // position in Program::parameters
};
struct Arena {
  void* data = nullptr;
  std::int64_t size = 0;  // in elements
  DType dtype = DType::Real32;
  std::span<const ArenaSegment> segments;
};

class Executable {
 public:
  Executable();
  Executable(Executable&&) noexcept;
  Executable& operator=(Executable&&) noexcept;
  ~Executable();
  bool valid() const { return implementation_ != nullptr; }

  // The program as compiled; inputs, parameters, states and outputs keep the positions of the original.
  const Program& program() const;

  // Copies a value in. Type and shape must be those of the program: std::invalid_argument("[executable] ...") otherwise.
  void set_input(int index, const Array& value);
  // Row-major memory of an input, to be filled in place (no copy) before run().
  void* input_buffer(int index);
  // Lets the next runs read an input from (write an output to) the caller's row-major memory, aligned to 64 bytes, instead of the program's own:
  // saves the copy of large ones. The memory must live until the last such run; input_buffer(index) and set_input, or write_to(index, nullptr), go
  // back. False, and nothing changed, where a kernel or a shared place in memory stands against it.
  bool read_from(int index, const void* memory);
  bool write_to(int index, void* memory);
  void set_parameter(int index, const Array& value);
  Array parameter(int index) const;
  void set_state(int index, const Array& value);
  Array state(int index) const;
  // Copies all parameters and states of another executable whose program has the same lists (train -> validate).
  void copy_parameters_from(const Executable& other);
  // Key of the random operations. Each run() uses the step once and then advances it by one.
  void set_seed(std::uint64_t seed, std::uint64_t step = 0);

  void run() noexcept;

  // A copy of an output in row-major order.
  Array output(int index) const;
  // Row-major memory of an output, valid until the next run().
  const void* output_buffer(int index) const;
  // Whether the last run found that an output holds finite numbers only. Where it says no, nobody has looked.
  bool output_is_finite(int index) const;
  // The gradient of a parameter in row-major order (program with parameter gradients); invalid Array when it has none.
  Array gradient(int index) const;

  // The flat arenas, with equal segments. `gradients()` is empty without parameter gradients.
  Arena parameters();
  Arena gradients();

  // Bytes of the intermediate arena, and a line per instruction with the chosen kernel, for debugging.
  std::int64_t arena_bytes() const;
  std::string describe() const;

 private:
  friend Executable compile(const Program& program, const CompileOptions& options);
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// Compiles a program. Parameters and states start as zeros. Throws std::invalid_argument / std::runtime_error("[compile] ...").
Executable compile(const Program& program, const CompileOptions& options = {});

}  // namespace lykos::array
