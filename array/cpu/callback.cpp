// Callback: operands are copied out, the host's function is called, its result is copied back.
#include <algorithm>
#include <cstring>
#include <exception>
#include <limits>
#include <utility>

#include "array/cpu/kernel.h"

namespace lykos::array {
namespace {

thread_local std::exception_ptr pending_error;

}  // namespace

void rethrow_callback_error() {
  if (pending_error) std::rethrow_exception(std::exchange(pending_error, nullptr));
}

namespace cpu {
namespace {

class CallbackKernel final : public Kernel {
 public:
  CallbackKernel(const Program& program, const Instruction& instruction)
      : function_(instruction.attributes.host), in_ids_(instruction.inputs), out_id_(instruction.outputs[0]),
        shape_(program.shape(out_id_)), dtype_(program.dtype(out_id_)) {
    for (ValueId id : in_ids_) {
      in_shapes_.push_back(program.shape(id));
      in_types_.push_back(program.dtype(id));
    }
  }

  void bind(const Addresses& addresses, int) override {
    in_.clear();
    for (ValueId id : in_ids_) in_.push_back(addresses.of<const std::byte>(id));
    out_ = addresses.of<std::byte>(out_id_);
  }

  void run(const RunContext&) noexcept override {
    const auto bytes = static_cast<std::size_t>(shape_.element_count() * size_of(dtype_));
    try {
      std::vector<Array> operands;
      for (std::size_t i = 0; i < in_.size(); ++i) {
        Array a(in_types_[i], in_shapes_[i]);
        std::memcpy(a.bytes(), in_[i], static_cast<std::size_t>(a.byte_count()));
        operands.push_back(std::move(a));
      }
      Array result = Array::zeros(dtype_, shape_);
      if (!pending_error) {
        function_->call(operands, result);
        std::memcpy(out_, result.bytes(), bytes);
        return;
      }
    } catch (...) {
      pending_error = std::current_exception();
    }
    // Nothing sensible follows from a failed call; the caller hears of it after the run.
    if (dtype_ == DType::Real32) std::fill_n(static_cast<float*>(static_cast<void*>(out_)), shape_.element_count(), std::numeric_limits<float>::quiet_NaN());
    else std::fill_n(static_cast<double*>(static_cast<void*>(out_)), shape_.element_count(), std::numeric_limits<double>::quiet_NaN());
  }

  std::string describe() const override { return "host function"; }

 private:
  std::shared_ptr<const HostFunction> function_;
  std::vector<ValueId> in_ids_;
  ValueId out_id_;
  Shape shape_;
  DType dtype_;
  std::vector<Shape> in_shapes_;
  std::vector<DType> in_types_;
  std::vector<const std::byte*> in_;
  std::byte* out_ = nullptr;
};

}  // namespace

KernelPointer make_callback_kernel(const Program& program, const Instruction& instruction) { return std::make_unique<CallbackKernel>(program, instruction); }

}  // namespace cpu
}  // namespace lykos::array
