// Kernel: one instruction of a program, prepared for this processor.
//
// Compilation makes a kernel per instruction (make_*_kernel below, a file per family), plans memory, and then binds each kernel to
// its addresses. run() works on raw pointers only: no allocation, no checks, no exceptions. All checks were made when the program
// was built.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "array/cpu/loops.h"
#include "array/program.h"

namespace lykos::array::cpu {

// What a kernel may know about the present run.
struct RunContext {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  int threads = 1;
};

// Where values live: a view of the executable's table. `of` gives the first element of a value.
class Addresses {
 public:
  explicit Addresses(const std::vector<std::byte*>& table) : table_(table) {}
  template <typename T>
  T* of(ValueId id) const {
    return id == kNoValue ? nullptr : static_cast<T*>(static_cast<void*>(table_[static_cast<std::size_t>(id)]));
  }

 private:
  const std::vector<std::byte*>& table_;
};

class Kernel {
 public:
  virtual ~Kernel() = default;
  // Stores the addresses and prepares everything that depends on them. May allocate scratch for `threads` threads.
  virtual void bind(const Addresses& addresses, int threads) = 0;
  // Whether bind() may be called again, cheaply, when an input or output of the program moves to other memory (Executable::read_from).
  virtual bool can_be_bound_again() const { return false; }
  virtual void run(const RunContext& context) noexcept = 0;
  // Whether the first result of the last run is known to hold finite numbers only; most kernels do not know.
  virtual bool result_is_finite() const { return false; }
  // For Executable::describe.
  virtual std::string describe() const = 0;
};

using KernelPointer = std::unique_ptr<Kernel>;

// The function of one operand that a pass attached to an instruction (Attributes::post), as a vector loop; null when there is none.
template <typename T>
typename Loops<T>::Function post_function(const Instruction& instruction) {
  const auto& post = instruction.attributes.post;
  return post ? loops<T>().functions[static_cast<int>(post->nodes()[static_cast<std::size_t>(post->result())].function)] : nullptr;
}

// One factory per family; each handles the operations named in its file, for Real32 and Real64.
KernelPointer make_elementwise_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_cast_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_copy_kernel(const Program& program, const Instruction& instruction);       // Transpose .. Pad
KernelPointer make_reduce_kernel(const Program& program, const Instruction& instruction);     // Reduce
KernelPointer make_order_kernel(const Program& program, const Instruction& instruction);      // ArgReduce, Cumulate, Order
KernelPointer make_index_kernel(const Program& program, const Instruction& instruction);      // Gather .. Iota
KernelPointer make_matmul_kernel(const Program& program, const Instruction& instruction);     // MatMul, Linear
KernelPointer make_convolution_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_pooling_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_normalization_kernel(const Program& program, const Instruction& instruction);  // BatchNormalize .. evaluate
KernelPointer make_standardize_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_softmax_kernel(const Program& program, const Instruction& instruction);    // Softmax .. cross entropies
KernelPointer make_recurrent_kernel(const Program& program, const Instruction& instruction);  // Recurrent, RecurrentBackward
KernelPointer make_ctc_kernel(const Program& program, const Instruction& instruction);        // CtcLoss, CtcLossBackward
KernelPointer make_callback_kernel(const Program& program, const Instruction& instruction);
KernelPointer make_random_kernel(const Program& program, const Instruction& instruction);

// The plain-loop kernel of any operation except Reshape and StopGradient, which move nothing.
KernelPointer make_kernel(const Program& program, const Instruction& instruction);

}  // namespace lykos::array::cpu
