// The oneDNN kernel library: dispatch to families, layouts, conversions between layouts, and the kernel that executes a primitive.
#include "array/cpu/onednn.h"

#include <cstring>

#include "array/cpu/onednn_internal.h"
#include "array/cpu/scratch.h"
#include "array/cpu/winograd.h"

namespace lykos::array::cpu {
namespace onednn {

dnnl::engine& engine() {
  static dnnl::engine the_engine(dnnl::engine::kind::cpu, 0);
  return the_engine;
}

dnnl::stream& stream() {
  static dnnl::stream the_stream(engine());
  return the_stream;
}

bool OneDnnLayout::padded() const {
  std::int64_t count = 1;
  for (std::int64_t extent : descriptor_.dims()) count *= extent;
  return byte_count() != count * static_cast<std::int64_t>(dnnl::memory::data_type_size(descriptor_.data_type()));
}

bool OneDnnLayout::equals(const Layout& other) const {
  const auto* same = dynamic_cast<const OneDnnLayout*>(&other);
  return same != nullptr && same->descriptor_ == descriptor_;
}

std::string OneDnnLayout::describe() const {
  const auto& blocking = descriptor_.data.format_desc.blocking;
  std::string text = "blocked";
  for (int i = 0; i < blocking.inner_nblks; ++i) {
    text += (i == 0 ? " " : "x") + std::to_string(blocking.inner_blks[i]) + static_cast<char>('a' + blocking.inner_idxs[i]);
  }
  return text + (padded() ? " padded" : "");
}

Dims dims_of(const Shape& shape) { return Dims(shape.begin(), shape.end()); }

Descriptor plain(const Dims& dims, dnnl::memory::data_type type) {
  Dims strides(dims.size());
  std::int64_t stride = 1;
  for (std::size_t i = dims.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= dims[i];
  }
  return Descriptor(dims, type, strides);
}

Descriptor any(const Dims& dims) { return Descriptor(dims, dnnl::memory::data_type::f32, dnnl::memory::format_tag::any); }

LayoutPointer layout_of(const Descriptor& descriptor) {
  if (descriptor == plain(descriptor.dims(), descriptor.data_type())) return nullptr;
  return std::make_shared<OneDnnLayout>(descriptor);
}

Descriptor descriptor_of(const LayoutPointer& layout, const Dims& dims) {
  return layout ? static_cast<const OneDnnLayout&>(*layout).descriptor() : plain(dims);
}

PrimitiveKernel::PrimitiveKernel(dnnl::primitive primitive, std::vector<Argument> arguments, std::string text)
    : primitive_(static_cast<dnnl::primitive&&>(primitive)), arguments_(static_cast<std::vector<Argument>&&>(arguments)), text_(static_cast<std::string&&>(text)) {}

void PrimitiveKernel::bind(const Addresses& addresses, int) {
  if (!memories_.empty()) {
    for (std::size_t i = 0; i < arguments_.size(); ++i) dnnl_memory_set_data_handle(memories_[i].get(), addresses.of<void>(arguments_[i].value));
    return;
  }
  for (const Argument& argument : arguments_) {
    memories_.emplace_back(argument.descriptor, engine(), addresses.of<void>(argument.value));
  }
  for (std::size_t i = 0; i < arguments_.size(); ++i) calls_.push_back({arguments_[i].place, memories_[i].get()});
  stream();
}

// The C call: the C++ one would build a map at each execution.
void PrimitiveKernel::run(const RunContext&) noexcept {
  dnnl_primitive_execute(primitive_.get(), stream().get(), static_cast<int>(calls_.size()), calls_.data());
}

dnnl::primitive_attr attributes_with_post(const Instruction& instruction) {
  dnnl::primitive_attr attributes;
  const auto& post = instruction.attributes.post;
  if (!post) return attributes;
  dnnl::post_ops operations;
  const ScalarFunction function = post->nodes()[static_cast<std::size_t>(post->result())].function;
  const auto algorithm = function == ScalarFunction::Ramp   ? dnnl::algorithm::eltwise_relu
                         : function == ScalarFunction::Tanh ? dnnl::algorithm::eltwise_tanh
                                                            : dnnl::algorithm::eltwise_logistic;
  operations.append_eltwise(1.0f, algorithm, 0.0f, 0.0f);
  attributes.set_post_ops(operations);
  return attributes;
}

namespace {

// A reorder; two of them through a row-major middle when the layouts see the value with different axes (grouped weights).
class ConversionKernel final : public Kernel {
 public:
  ConversionKernel(ValueId from, const LayoutPointer& from_layout, ValueId to, const LayoutPointer& to_layout, const Dims& dims) : from_id_(from), to_id_(to) {
    const Dims from_dims = from_layout ? descriptor_of(from_layout, dims).dims() : (to_layout ? descriptor_of(to_layout, dims).dims() : dims);
    const Dims to_dims = to_layout ? descriptor_of(to_layout, dims).dims() : from_dims;
    from_ = descriptor_of(from_layout, from_dims);
    to_ = descriptor_of(to_layout, to_dims);
    two_steps_ = from_dims != to_dims;
    if (two_steps_) {
      middle_.resize(plain(from_dims).get_size());
      first_ = dnnl::reorder(dnnl::reorder::primitive_desc(engine(), from_, engine(), plain(from_dims)));
      second_ = dnnl::reorder(dnnl::reorder::primitive_desc(engine(), plain(to_dims), engine(), to_));
    } else {
      first_ = dnnl::reorder(dnnl::reorder::primitive_desc(engine(), from_, engine(), to_));
    }
  }
  void bind(const Addresses& addresses, int) override { attach(addresses.of<void>(from_id_), addresses.of<void>(to_id_)); }
  bool can_be_bound_again() const override { return true; }
  void attach(void* from, void* to) {
    if (!memories_.empty()) {
      dnnl_memory_set_data_handle(memories_.front().get(), from);
      dnnl_memory_set_data_handle(memories_.back().get(), to);
      return;
    }
    memories_.emplace_back(from_, engine(), from);
    if (two_steps_) {
      memories_.emplace_back(plain(from_.dims()), engine(), middle_.data());
      memories_.emplace_back(plain(to_.dims()), engine(), middle_.data());
    }
    memories_.emplace_back(to_, engine(), to);
    stream();
  }
  void run(const RunContext&) noexcept override {
    const dnnl_exec_arg_t one[2] = {{DNNL_ARG_FROM, memories_[0].get()}, {DNNL_ARG_TO, memories_[1].get()}};
    dnnl_primitive_execute(first_.get(), stream().get(), 2, one);
    if (!two_steps_) return;
    const dnnl_exec_arg_t two[2] = {{DNNL_ARG_FROM, memories_[2].get()}, {DNNL_ARG_TO, memories_[3].get()}};
    dnnl_primitive_execute(second_.get(), stream().get(), 2, two);
  }
  std::string describe() const override { return "reorder"; }

 private:
  ValueId from_id_, to_id_;
  Descriptor from_, to_;
  bool two_steps_ = false;
  std::vector<std::byte> middle_;
  dnnl::primitive first_, second_;
  std::vector<dnnl::memory> memories_;
};

// Weights for a Winograd convolution: brought into blocks, then transformed.
class WinogradWeightsKernel final : public Kernel {
 public:
  WinogradWeightsKernel(ValueId from, const LayoutPointer& from_layout, ValueId to, std::shared_ptr<const WinogradWeightsLayout> layout, const Dims& dims)
      : from_id_(from), to_id_(to), layout_(static_cast<std::shared_ptr<const WinogradWeightsLayout>&&>(layout)), from_(descriptor_of(from_layout, dims)),
        blocked_(descriptor_of(layout_->blocked(), dims)), reorder_(dnnl::reorder::primitive_desc(engine(), from_, engine(), blocked_)) {}
  void bind(const Addresses& addresses, int threads) override { attach(addresses.of<void>(from_id_), addresses.of<float>(to_id_), threads); }
  void attach(void* from, float* to, int threads) {
    to_ = to;
    memories_.clear();
    memories_.emplace_back(from_, engine(), from);
    memories_.emplace_back(blocked_, engine(), blocks());
    reserve_scratch(threads, 0, element_count());
    stream();
  }
  void run(const RunContext& context) noexcept override {
    dnnl_memory_set_data_handle(memories_[1].get(), blocks());
    const dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, memories_[0].get()}, {DNNL_ARG_TO, memories_[1].get()}};
    dnnl_primitive_execute(reorder_.get(), stream().get(), 2, arguments);
    layout_->fill(to_, blocks(), context.threads);
  }
  std::string describe() const override { return "Winograd transform of weights"; }

 private:
  std::int64_t element_count() const { return static_cast<std::int64_t>(blocked_.get_size() / sizeof(float)); }
  float* blocks() const { return thread_scratch(ScratchPurpose::Shared, element_count()); }

  ValueId from_id_, to_id_;
  std::shared_ptr<const WinogradWeightsLayout> layout_;
  Descriptor from_, blocked_;
  dnnl::reorder reorder_;
  std::vector<dnnl::memory> memories_;
  float* to_ = nullptr;
};

class OneDnnLibrary final : public KernelLibrary {
 public:
  LaidOutKernel make(const Program& program, const Instruction& instruction, const std::vector<LayoutPointer>& current, const std::vector<bool>&) override {
    if (instruction.outputs.empty() || program.dtype(instruction.outputs[0]) != DType::Real32) return {};
    for (ValueId id : instruction.inputs) {
      if (id != kNoValue && program.shape(id).element_count() == 0) return {};
    }
    try {
      switch (instruction.op) {
        case Op::Convolution:
        case Op::ConvolutionBackwardData:
        case Op::ConvolutionBackwardWeights: return make_convolution(program, instruction, current);
        case Op::MaxPool:
        case Op::MaxPoolScatter:
        case Op::AveragePool:
        case Op::AveragePoolBackward: return make_pooling(program, instruction, current);
        case Op::BatchNormalize:
        case Op::BatchNormalizeBackward:
        case Op::BatchNormalizeEvaluate: return make_normalization(program, instruction, current);
        case Op::Linear: return make_linear(program, instruction, current);
        default: return {};
      }
    } catch (const dnnl::error&) {
      return {};  // a case oneDNN does not implement
    }
  }

  KernelPointer make_conversion(ValueId from, const LayoutPointer& from_layout, ValueId to, const LayoutPointer& to_layout, DType, const Shape& shape) override {
    if (auto winograd = std::dynamic_pointer_cast<const WinogradWeightsLayout>(to_layout)) {
      return std::make_unique<WinogradWeightsKernel>(from, from_layout, to, winograd, dims_of(shape));
    }
    return std::make_unique<ConversionKernel>(from, from_layout, to, to_layout, dims_of(shape));
  }

  void convert(const void* from, const LayoutPointer& from_layout, void* to, const LayoutPointer& to_layout, DType, const Shape& shape) override {
    if (auto winograd = std::dynamic_pointer_cast<const WinogradWeightsLayout>(to_layout)) {
      WinogradWeightsKernel kernel(kNoValue, from_layout, kNoValue, winograd, dims_of(shape));
      kernel.attach(const_cast<void*>(from), static_cast<float*>(to), 1);
      kernel.run({});
      return;
    }
    ConversionKernel kernel(kNoValue, from_layout, kNoValue, to_layout, dims_of(shape));
    kernel.attach(const_cast<void*>(from), to);
    kernel.run({});
  }
};

}  // namespace
}  // namespace onednn

std::unique_ptr<KernelLibrary> make_onednn_library() { return std::make_unique<onednn::OneDnnLibrary>(); }

}  // namespace lykos::array::cpu
