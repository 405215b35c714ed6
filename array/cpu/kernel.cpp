// From an operation to the family that implements it.
#include "array/cpu/kernel.h"

#include <stdexcept>

namespace lykos::array::cpu {

KernelPointer make_kernel(const Program& program, const Instruction& instruction) {
  switch (instruction.op) {
    case Op::Elementwise: return make_elementwise_kernel(program, instruction);
    case Op::Cast: return make_cast_kernel(program, instruction);
    case Op::MatMul:
    case Op::Linear: return make_matmul_kernel(program, instruction);
    case Op::Convolution:
    case Op::ConvolutionBackwardData:
    case Op::ConvolutionBackwardWeights: return make_convolution_kernel(program, instruction);
    case Op::MaxPool:
    case Op::MaxPoolScatter:
    case Op::MaxPoolGather:
    case Op::AveragePool:
    case Op::AveragePoolBackward: return make_pooling_kernel(program, instruction);
    case Op::BatchNormalize:
    case Op::BatchNormalizeBackward:
    case Op::BatchNormalizeEvaluate: return make_normalization_kernel(program, instruction);
    case Op::Standardize:
    case Op::StandardizeBackward: return make_standardize_kernel(program, instruction);
    case Op::Softmax:
    case Op::SoftmaxBackward:
    case Op::LogSoftmax:
    case Op::LogSoftmaxBackward:
    case Op::CrossEntropyIndex:
    case Op::CrossEntropyIndexBackward:
    case Op::SoftmaxCrossEntropy:
    case Op::SoftmaxCrossEntropyBackward: return make_softmax_kernel(program, instruction);
    case Op::Recurrent:
    case Op::RecurrentBackward: return make_recurrent_kernel(program, instruction);
    case Op::CtcLoss:
    case Op::CtcLossBackward: return make_ctc_kernel(program, instruction);
    case Op::Transpose:
    case Op::BroadcastTo:
    case Op::Slice:
    case Op::Unslice:
    case Op::Concatenate:
    case Op::Pad: return make_copy_kernel(program, instruction);
    case Op::Reduce: return make_reduce_kernel(program, instruction);
    case Op::ArgReduce:
    case Op::Cumulate:
    case Op::Order: return make_order_kernel(program, instruction);
    case Op::Gather:
    case Op::ScatterAdd:
    case Op::GatherAlong:
    case Op::ScatterAddAlong:
    case Op::OneHot:
    case Op::Iota: return make_index_kernel(program, instruction);
    case Op::Callback: return make_callback_kernel(program, instruction);
    case Op::RandomUniform:
    case Op::RandomNormal:
    case Op::RandomDistribution:
    case Op::DropoutMask: return make_random_kernel(program, instruction);
    case Op::Reshape:
    case Op::StopGradient: break;
  }
  throw std::logic_error(std::string("[compile] no kernel for ") + name_of(instruction.op));
}

}  // namespace lykos::array::cpu
