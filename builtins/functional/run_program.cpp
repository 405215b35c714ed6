// run_program.cpp - the register machine that runs compiled functions.
#include <algorithm>
#include <climits>
#include <cmath>
#include <cstring>

#include "builtins/functional/compiled_program.h"
#include "builtins/functional/machine_functions.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using Complex = std::complex<double>;

const char* machine_op_name(MachineOp op) {
  static const char* const names[] = {
#define LYKOS_MACHINE_OP(name) #name,
#include "builtins/functional/machine_ops.inc"
#undef LYKOS_MACHINE_OP
  };
  return names[static_cast<std::size_t>(op)];
}

std::string type_description(ValueType type) {
  std::string element = type.base == MachineType::Integer ? "machine-size integer" : type.base == MachineType::Complex ? "machine-size complex number"
                        : type.base == MachineType::Boolean ? "True or False" : "machine-size real number";
  if (type.rank == 0) return element;
  return "rank " + std::to_string(type.rank) + " tensor of " + element + "s";
}

namespace {

struct NumericalError {};

DType dtype_of(MachineType base) {
  return base == MachineType::Integer ? DType::Integer64 : base == MachineType::Complex ? DType::ComplexReal64 : DType::Real64;
}

Array converted_array(const Array& a, MachineType base) { return a.dtype() == dtype_of(base) ? a : a.convert(dtype_of(base)); }

// The registers of one run, in one block per bank: short programs need no allocation.
template <class T>
class Bank {
 public:
  explicit Bank(std::int32_t count) : data_(few_) {
    if (count > kFew) {
      many_.resize(static_cast<std::size_t>(count));
      data_ = many_.data();
    }
  }
  T& operator[](std::int32_t i) { return data_[i]; }

 private:
  static constexpr std::int32_t kFew = 24;
  T few_[kFew];
  std::vector<T> many_;
  T* data_;
};

std::int64_t checked_power(std::int64_t base, std::int64_t exponent, bool catch_overflow) {
  if (exponent < 0) {
    if (base == 1) return 1;
    if (base == -1) return exponent % 2 == 0 ? 1 : -1;
    throw NumericalError{};
  }
  if (exponent == 0 && base == 0) throw NumericalError{};
  std::int64_t result = 1;
  std::int64_t square = base;
  for (std::int64_t n = exponent; n > 0; n >>= 1) {
    if ((n & 1) != 0 && __builtin_mul_overflow(result, square, &result) && catch_overflow) throw NumericalError{};
    if (n > 1 && __builtin_mul_overflow(square, square, &square) && catch_overflow) throw NumericalError{};
  }
  return result;
}

double floor_modulus(double a, double b) {
  if (b == 0) throw NumericalError{};
  const double r = std::fmod(a, b);
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

std::int64_t to_integer(double x) {
  if (!(x > -9.2e18 && x < 9.2e18)) throw NumericalError{};
  return static_cast<std::int64_t>(x);
}

double round_half_even(double x) {
  const double r = std::nearbyint(x);  // the default mode rounds ties to even
  return r;
}

// Reals that differ in their last seven bits compare as equal, as the evaluator has it.
bool near(double x, double y) { return x == y || std::fabs(x - y) <= 0x1p-46 * std::max(std::fabs(x), std::fabs(y)); }

std::int64_t part_index(std::int64_t i, std::int64_t length) {
  if (i > 0 && i <= length) return i - 1;
  if (i < 0 && -i <= length) return length + i;
  throw NumericalError{};
}

std::int64_t flat_index(const Array& a, std::int64_t i, std::int64_t j) {
  return part_index(i, a.shape()[0]) * a.shape()[1] + part_index(j, a.shape()[1]);
}

template <class T>
void push_number(Array& list, DType dtype, T value) {
  const std::int64_t n = list.valid() ? list.shape()[0] : 0;
  if (n == 0) list = Array(dtype, Shape{1});
  else list.resize_leading(n + 1);
  list.data<T>()[n] = value;
}

void push_complex(Array& list, Complex value) {
  const std::int64_t n = list.valid() ? list.shape()[0] : 0;
  if (n == 0) list = Array(DType::ComplexReal64, Shape{1});
  else list.resize_leading(n + 1);
  list.data<double>()[2 * n] = value.real();
  list.data<double>()[2 * n + 1] = value.imag();
}

void push_row(Array& list, const Array& row) {
  if (!row.valid()) throw NumericalError{};
  if (!list.valid()) {
    Shape shape{1};
    for (int i = 0; i < row.rank(); ++i) shape.push_back(row.shape()[i]);
    list = Array(row.dtype(), shape);
    std::memcpy(list.bytes(), row.bytes(), static_cast<std::size_t>(row.byte_count()));
    return;
  }
  bool same = list.rank() == row.rank() + 1 && list.dtype() == row.dtype();
  for (int i = 0; same && i < row.rank(); ++i) same = list.shape()[i + 1] == row.shape()[i];
  if (!same) throw NumericalError{};  // ragged: not an array
  const std::int64_t n = list.shape()[0];
  list.resize_leading(n + 1);
  std::memcpy(static_cast<char*>(list.bytes()) + n * row.byte_count(), row.bytes(), static_cast<std::size_t>(row.byte_count()));
}

template <class T>
T element(const Array& list, std::int64_t i) {
  if (!list.valid()) throw NumericalError{};
  return list.data<T>()[part_index(i, list.shape()[0])];
}

Complex complex_element(const Array& list, std::int64_t i) {
  if (!list.valid()) throw NumericalError{};
  const std::int64_t at = part_index(i, list.shape()[0]);
  return {list.data<double>()[2 * at], list.data<double>()[2 * at + 1]};
}

// Where an element is written; complex numbers take two places.
template <class T>
T* place(Array& list, std::int64_t i) {
  if (!list.valid()) throw NumericalError{};
  const std::int64_t at = part_index(i, list.shape()[0]);
  list.make_unique();
  return list.data<T>() + (list.dtype() == DType::ComplexReal64 ? 2 * at : at);
}

void set_row(Array& list, std::int64_t i, const Array& row) {
  bool same = list.valid() && row.valid() && list.rank() == row.rank() + 1 && list.dtype() == row.dtype();
  for (int k = 0; same && k < row.rank(); ++k) same = list.shape()[k + 1] == row.shape()[k];
  if (!same) throw NumericalError{};
  const std::int64_t at = part_index(i, list.shape()[0]);
  list.make_unique();
  std::memcpy(static_cast<char*>(list.bytes()) + at * row.byte_count(), row.bytes(), static_cast<std::size_t>(row.byte_count()));
}

class Machine {
 public:
  explicit Machine(const MachineProgram& program)
      : program_(program), i_(program.counts[0]), r_(program.counts[1]), c_(program.counts[2]), t_(program.counts[3]) {}

  MachineOutcome run(std::span<const Expr> arguments) {
    load_constants();
    for (std::size_t k = 0; k < arguments.size(); ++k) load(program_.parameters[k], arguments[k]);
    MachineOutcome outcome;
    try {
      if (!step_through(outcome)) return outcome;
      outcome.value = read(program_.result);
      if (program_.result.type.rank == 0 && !is_finite(program_.result)) outcome.kind = MachineOutcome::Kind::Numerical;
    } catch (const NumericalError&) {
      outcome.kind = MachineOutcome::Kind::Numerical;
    }
    return outcome;
  }

  bool run(std::span<const double> arguments, std::span<double> values) {
    load_constants();
    for (std::size_t k = 0; k < arguments.size(); ++k) r_[program_.parameters[k].index] = arguments[k];
    MachineOutcome outcome;
    try {
      if (!step_through(outcome)) return false;
    } catch (const NumericalError&) {
      return false;
    }
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = r_[program_.values[k].index];
    return true;
  }

 private:
  void load_constants() {
    for (const auto& [index, value] : program_.integers) i_[index] = value;
    for (const auto& [index, value] : program_.reals) r_[index] = value;
    for (const auto& [index, value] : program_.complexes) c_[index] = value;
    for (const auto& [index, value] : program_.arrays) t_[index] = value;
  }

  bool is_finite(const Operand& o) {
    if (o.type.base == MachineType::Real) return std::isfinite(r_[o.index]);
    if (o.type.base == MachineType::Complex) return std::isfinite(c_[o.index].real()) && std::isfinite(c_[o.index].imag());
    return true;
  }

  void load(const Operand& target, const Expr& value) {
    if (target.type.rank > 0) {
      if (value.is_packed()) t_[target.index] = converted_array(value.array(), target.type.base);
      else t_[target.index] = Array();
      return;
    }
    switch (target.type.base) {
      case MachineType::Boolean: i_[target.index] = value.is_true() ? 1 : 0; break;
      case MachineType::Integer: i_[target.index] = value.is_small_integer() ? value.small_integer() : value.to_integer().to_int64(); break;
      case MachineType::Real: r_[target.index] = to_double(value); break;
      case MachineType::Complex: c_[target.index] = {to_double(real_part(value)), to_double(imaginary_part(value))}; break;
      case MachineType::Void: break;
    }
  }

  Expr read(const Operand& source) {
    if (source.type.rank > 0) return t_[source.index].valid() ? packed_list(t_[source.index]) : make_list({});
    switch (source.type.base) {
      case MachineType::Boolean: return Expr::boolean(i_[source.index] != 0);
      case MachineType::Integer: return Expr::integer(i_[source.index]);
      case MachineType::Real: return Expr::real(r_[source.index]);
      case MachineType::Complex: return Expr::complex(c_[source.index].real(), c_[source.index].imag());
      case MachineType::Void: break;
    }
    return sym::Null;
  }

  // Calls the evaluator; false when the answer is not of the type that was foreseen.
  bool evaluate_outside(const Evaluation& e, MachineOutcome& outcome) {
    std::vector<Expr> values;
    for (const Operand& o : e.operands) values.push_back(read(o));
    const Expr value = e.apply ? lykos::apply(e.body, std::span<const Expr>(values)) : evaluate(substitute(e.body, e.symbols, values));
    if (e.result.type.base == MachineType::Void) return true;
    Expr passed;
    if (!machine_argument(value, e.result.type, passed)) {
      outcome.kind = MachineOutcome::Kind::Type;
      outcome.culprit = e.apply ? make_normal(e.body, values) : substitute(e.body, e.symbols, values);
      outcome.wanted = e.result.type;
      return false;
    }
    load(e.result, passed);
    return true;
  }

  std::int64_t checked(bool overflow, std::int64_t value) const {
    if (overflow && program_.catch_overflow) throw NumericalError{};
    return value;
  }

  bool step_through(MachineOutcome& outcome);

  const MachineProgram& program_;
  Bank<std::int64_t> i_;
  Bank<double> r_;
  Bank<Complex> c_;
  Bank<Array> t_;
};

bool Machine::step_through(MachineOutcome& outcome) {
  const Instruction* const code = program_.code.data();
  const Instruction* p = code;
  std::int64_t value = 0;
  for (;; ++p) {
    const Instruction& in = *p;
    switch (in.op) {
      case MachineOp::MoveI: i_[in.t] = i_[in.a]; break;
      case MachineOp::MoveR: r_[in.t] = r_[in.a]; break;
      case MachineOp::MoveC: c_[in.t] = c_[in.a]; break;
      case MachineOp::MoveT: t_[in.t] = t_[in.a]; break;
      case MachineOp::IntegerToR: r_[in.t] = static_cast<double>(i_[in.a]); break;
      case MachineOp::IntegerToC: c_[in.t] = static_cast<double>(i_[in.a]); break;
      case MachineOp::RealToC: c_[in.t] = r_[in.a]; break;
      case MachineOp::ArrayToR: t_[in.t] = t_[in.a].valid() ? converted_array(t_[in.a], MachineType::Real) : Array(); break;
      case MachineOp::ArrayToC: t_[in.t] = t_[in.a].valid() ? converted_array(t_[in.a], MachineType::Complex) : Array(); break;
      case MachineOp::AddI: { const bool o = __builtin_add_overflow(i_[in.a], i_[in.b], &value); i_[in.t] = checked(o, value); break; }
      case MachineOp::SubtractI: { const bool o = __builtin_sub_overflow(i_[in.a], i_[in.b], &value); i_[in.t] = checked(o, value); break; }
      case MachineOp::MultiplyI: { const bool o = __builtin_mul_overflow(i_[in.a], i_[in.b], &value); i_[in.t] = checked(o, value); break; }
      case MachineOp::NegateI: { const bool o = __builtin_sub_overflow(std::int64_t{0}, i_[in.a], &value); i_[in.t] = checked(o, value); break; }
      case MachineOp::ModI: {
        const std::int64_t a = i_[in.a], b = i_[in.b];
        if (b == 0) throw NumericalError{};
        value = b == -1 ? 0 : a % b;
        i_[in.t] = value != 0 && (value < 0) != (b < 0) ? value + b : value;
        break;
      }
      case MachineOp::QuotientI: {
        const std::int64_t a = i_[in.a], b = i_[in.b];
        if (b == 0 || (b == -1 && a == INT64_MIN)) throw NumericalError{};
        value = a / b;
        i_[in.t] = a % b != 0 && (a < 0) != (b < 0) ? value - 1 : value;
        break;
      }
      case MachineOp::PowerI: i_[in.t] = checked_power(i_[in.a], i_[in.b], program_.catch_overflow); break;
      case MachineOp::AbsI: i_[in.t] = checked(i_[in.a] == INT64_MIN, i_[in.a] < 0 ? -i_[in.a] : i_[in.a]); break;
      case MachineOp::SignI: i_[in.t] = (i_[in.a] > 0) - (i_[in.a] < 0); break;
      case MachineOp::MinI: i_[in.t] = std::min(i_[in.a], i_[in.b]); break;
      case MachineOp::MaxI: i_[in.t] = std::max(i_[in.a], i_[in.b]); break;
      case MachineOp::AndI: i_[in.t] = i_[in.a] & i_[in.b]; break;
      case MachineOp::OrI: i_[in.t] = i_[in.a] | i_[in.b]; break;
      case MachineOp::XorI: i_[in.t] = i_[in.a] ^ i_[in.b]; break;
      case MachineOp::NotI: i_[in.t] = ~i_[in.a]; break;
      case MachineOp::ShiftLeftI: {
        const std::int64_t n = i_[in.b];
        if (n < 0 || n > 62) throw NumericalError{};
        const bool o = __builtin_mul_overflow(i_[in.a], std::int64_t{1} << n, &value);
        i_[in.t] = checked(o, value);
        break;
      }
      case MachineOp::ShiftRightI: {
        const std::int64_t n = i_[in.b];
        if (n < 0) throw NumericalError{};
        i_[in.t] = n > 63 ? 0 : i_[in.a] >= 0 ? i_[in.a] >> n : -(-i_[in.a] >> n);
        break;
      }
      case MachineOp::EvenI: i_[in.t] = (i_[in.a] & 1) == 0; break;
      case MachineOp::LessI: i_[in.t] = i_[in.a] < i_[in.b]; break;
      case MachineOp::LessEqualI: i_[in.t] = i_[in.a] <= i_[in.b]; break;
      case MachineOp::EqualI: i_[in.t] = i_[in.a] == i_[in.b]; break;
      case MachineOp::UnequalI: i_[in.t] = i_[in.a] != i_[in.b]; break;
      case MachineOp::NotB: i_[in.t] = i_[in.a] == 0; break;
      case MachineOp::AddR: r_[in.t] = r_[in.a] + r_[in.b]; break;
      case MachineOp::SubtractR: r_[in.t] = r_[in.a] - r_[in.b]; break;
      case MachineOp::MultiplyR: r_[in.t] = r_[in.a] * r_[in.b]; break;
      case MachineOp::DivideR: r_[in.t] = r_[in.a] / r_[in.b]; break;
      case MachineOp::NegateR: r_[in.t] = -r_[in.a]; break;
      case MachineOp::ModR: r_[in.t] = floor_modulus(r_[in.a], r_[in.b]); break;
      case MachineOp::PowerR: {
        const double x = std::pow(r_[in.a], r_[in.b]);
        if (std::isnan(x) || (r_[in.a] == 0 && r_[in.b] <= 0)) throw NumericalError{};
        r_[in.t] = x;
        break;
      }
      case MachineOp::PowerRI: {
        const std::int64_t n = i_[in.b];
        const double x = r_[in.a];
        if (n == 2) r_[in.t] = x * x;
        else if (n == -1) r_[in.t] = 1 / x;
        else if (x == 0 && n <= 0) throw NumericalError{};
        else r_[in.t] = std::pow(x, static_cast<double>(n));
        break;
      }
      case MachineOp::MinR: r_[in.t] = std::min(r_[in.a], r_[in.b]); break;
      case MachineOp::MaxR: r_[in.t] = std::max(r_[in.a], r_[in.b]); break;
      case MachineOp::ArcTan2R:
        if (r_[in.a] == 0 && r_[in.b] == 0) throw NumericalError{};
        r_[in.t] = std::atan2(r_[in.b], r_[in.a]);
        break;
      case MachineOp::FunctionR: {
        const double x = kMachineFunctions[in.b].real(r_[in.a]);
        if (std::isnan(x)) throw NumericalError{};
        r_[in.t] = x;
        break;
      }
      case MachineOp::LessR: i_[in.t] = r_[in.a] < r_[in.b] && !near(r_[in.a], r_[in.b]); break;
      case MachineOp::LessEqualR: i_[in.t] = r_[in.a] <= r_[in.b] || near(r_[in.a], r_[in.b]); break;
      case MachineOp::EqualR: i_[in.t] = near(r_[in.a], r_[in.b]); break;
      case MachineOp::UnequalR: i_[in.t] = !near(r_[in.a], r_[in.b]); break;
      case MachineOp::SignR: i_[in.t] = (r_[in.a] > 0) - (r_[in.a] < 0); break;
      case MachineOp::RoundR: {
        const double x = r_[in.a];
        i_[in.t] = to_integer(in.b == 0 ? std::floor(x) : in.b == 1 ? std::ceil(x) : in.b == 2 ? round_half_even(x) : std::trunc(x));
        break;
      }
      case MachineOp::QuotientR: i_[in.t] = to_integer(std::floor(r_[in.a] / r_[in.b])); break;
      case MachineOp::AddC: c_[in.t] = c_[in.a] + c_[in.b]; break;
      case MachineOp::SubtractC: c_[in.t] = c_[in.a] - c_[in.b]; break;
      case MachineOp::MultiplyC: c_[in.t] = c_[in.a] * c_[in.b]; break;
      case MachineOp::DivideC: c_[in.t] = c_[in.a] / c_[in.b]; break;
      case MachineOp::NegateC: c_[in.t] = -c_[in.a]; break;
      case MachineOp::PowerC: c_[in.t] = std::pow(c_[in.a], c_[in.b]); break;
      case MachineOp::PowerCI: {
        const std::int64_t n = i_[in.b];
        const Complex x = c_[in.a];
        if (n == 2) c_[in.t] = x * x;
        else if (n >= -1024 && n <= 1024) c_[in.t] = std::pow(x, static_cast<int>(n));
        else c_[in.t] = std::pow(x, Complex(static_cast<double>(n)));
        break;
      }
      case MachineOp::FunctionC: c_[in.t] = kMachineFunctions[in.b].complex(c_[in.a]); break;
      case MachineOp::EqualC: i_[in.t] = near(c_[in.a].real(), c_[in.b].real()) && near(c_[in.a].imag(), c_[in.b].imag()); break;
      case MachineOp::ReC: r_[in.t] = c_[in.a].real(); break;
      case MachineOp::ImC: r_[in.t] = c_[in.a].imag(); break;
      case MachineOp::AbsC: r_[in.t] = std::abs(c_[in.a]); break;
      case MachineOp::ArgC: r_[in.t] = std::arg(c_[in.a]); break;
      case MachineOp::ConjugateC: c_[in.t] = std::conj(c_[in.a]); break;
      case MachineOp::MakeC: c_[in.t] = {r_[in.a], r_[in.b]}; break;
      case MachineOp::Jump:
        if (in.t <= p - code && interrupt_flag != 0) check_interrupt();
        p = code + in.t - 1;
        break;
      case MachineOp::JumpUnless:
        if (i_[in.a] == 0) p = code + in.t - 1;
        break;
      case MachineOp::JumpIf:
        if (i_[in.a] != 0) p = code + in.t - 1;
        break;
      case MachineOp::LoopI:
        if (++i_[in.a] <= i_[in.b]) {
          if (interrupt_flag != 0) check_interrupt();
          p = code + in.t - 1;
        }
        break;
      case MachineOp::LengthT: i_[in.t] = t_[in.a].valid() ? t_[in.a].shape()[0] : 0; break;
      case MachineOp::Get1I: i_[in.t] = element<std::int64_t>(t_[in.a], i_[in.b]); break;
      case MachineOp::Get1R: r_[in.t] = element<double>(t_[in.a], i_[in.b]); break;
      case MachineOp::Get1C: c_[in.t] = complex_element(t_[in.a], i_[in.b]); break;
      case MachineOp::Get2I: i_[in.t] = t_[in.a].data<std::int64_t>()[flat_index(t_[in.a], i_[in.b], i_[in.c])]; break;
      case MachineOp::Get2R: r_[in.t] = t_[in.a].data<double>()[flat_index(t_[in.a], i_[in.b], i_[in.c])]; break;
      case MachineOp::Get2C: {
        const std::int64_t at = flat_index(t_[in.a], i_[in.b], i_[in.c]);
        c_[in.t] = {t_[in.a].data<double>()[2 * at], t_[in.a].data<double>()[2 * at + 1]};
        break;
      }
      case MachineOp::GetRow: {
        if (!t_[in.a].valid()) throw NumericalError{};
        Array row = t_[in.a].part(part_index(i_[in.b], t_[in.a].shape()[0]));
        t_[in.t] = std::move(row);
        break;
      }
      case MachineOp::Set1I: *place<std::int64_t>(t_[in.t], i_[in.a]) = i_[in.b]; break;
      case MachineOp::Set1R: *place<double>(t_[in.t], i_[in.a]) = r_[in.b]; break;
      case MachineOp::Set1C: {
        double* at = place<double>(t_[in.t], i_[in.a]);
        at[0] = c_[in.b].real();
        at[1] = c_[in.b].imag();
        break;
      }
      case MachineOp::Set2I: {
        const std::int64_t at = flat_index(t_[in.t], i_[in.a], i_[in.b]);
        t_[in.t].make_unique();
        t_[in.t].data<std::int64_t>()[at] = i_[in.c];
        break;
      }
      case MachineOp::Set2R: {
        const std::int64_t at = flat_index(t_[in.t], i_[in.a], i_[in.b]);
        t_[in.t].make_unique();
        t_[in.t].data<double>()[at] = r_[in.c];
        break;
      }
      case MachineOp::Set2C: {
        const std::int64_t at = flat_index(t_[in.t], i_[in.a], i_[in.b]);
        t_[in.t].make_unique();
        t_[in.t].data<double>()[2 * at] = c_[in.c].real();
        t_[in.t].data<double>()[2 * at + 1] = c_[in.c].imag();
        break;
      }
      case MachineOp::SetRow: set_row(t_[in.t], i_[in.a], t_[in.b]); break;
      case MachineOp::BeginList: t_[in.t] = Array(); break;
      case MachineOp::PushI: push_number(t_[in.t], DType::Integer64, i_[in.a]); break;
      case MachineOp::PushR: push_number(t_[in.t], DType::Real64, r_[in.a]); break;
      case MachineOp::PushC: push_complex(t_[in.t], c_[in.a]); break;
      case MachineOp::PushT: push_row(t_[in.t], t_[in.a]); break;
      case MachineOp::Evaluate:
        if (!evaluate_outside(program_.evaluations[static_cast<std::size_t>(in.a)], outcome)) return false;
        break;
      case MachineOp::Fail: throw NumericalError{};
      case MachineOp::Return: return true;
    }
  }
}

}  // namespace

bool machine_argument(const Expr& argument, ValueType type, Expr& converted) {
  if (type.rank > 0) {
    if (argument.is_list() && argument.size() == 0) {
      converted = argument;
      return type.rank == 1;
    }
    if (!argument.is_list()) return false;
    converted = argument.is_packed() ? argument : pack(argument);
    if (!converted.is_packed() && type.base != MachineType::Integer) {
      // Numbers of mixed kinds are packed as machine numbers.
      const Expr machine = evaluate(make_normal(sym::N, {argument}));
      converted = machine.is_packed() ? machine : pack(machine);
    }
    if (!converted.is_packed() || converted.array().rank() != type.rank) return false;
    const DType dtype = converted.array().dtype();
    return type.base == MachineType::Integer ? dtype == DType::Integer64 : type.base == MachineType::Real ? dtype != DType::ComplexReal64 : true;
  }
  converted = argument;
  switch (type.base) {
    case MachineType::Boolean: return argument.is_true() || argument.is_false();
    case MachineType::Integer: return argument.is_small_integer() || (argument.is_integer() && argument.to_integer().fits_int64());
    case MachineType::Real:
    case MachineType::Complex: {
      if (!argument.is_number()) {
        if (!argument.is_symbol() && argument.kind() != Kind::Normal) return false;
        if (argument.is_list()) return false;
        converted = evaluate(make_normal(sym::N, {argument}));  // Pi, Sqrt[2]
      }
      if (type.base == MachineType::Complex) return converted.is_number();
      return converted.is_real_number() && std::isfinite(to_double(converted));
    }
    case MachineType::Void: return true;
  }
  return false;
}

MachineOutcome run_program(const MachineProgram& program, std::span<const Expr> arguments) { return Machine(program).run(arguments); }
bool run_program(const MachineProgram& program, std::span<const double> arguments, std::span<double> values) { return Machine(program).run(arguments, values); }

}  // namespace lykos::builtins
