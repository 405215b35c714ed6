// compiled_program.h - what Compile makes of an expression: a program for a register machine over machine integers, reals, complex
// numbers and packed arrays.
//
// Every value has a type known when the function is compiled, so an instruction works on registers of one bank without looking
// at what they hold. Whatever the machine cannot do itself (an array operation, a function of the user) is an evaluation: the
// evaluator is called with the registers' values and its answer must have the type that was foreseen. When a program cannot go on
// (overflow, a part that does not exist, an answer of another type) it stops with a reason, and the caller evaluates the
// uncompiled function instead.
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "array/array.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// Element types in the order in which they join: an integer and a real make a real.
enum class MachineType : std::uint8_t { Void, Boolean, Integer, Real, Complex };
struct ValueType {
  MachineType base = MachineType::Void;
  int rank = 0;                       // 0: a number; else an array of that many levels
  friend bool operator==(const ValueType&, const ValueType&) = default;
};

/// A register: its bank follows from the type (integers and truth values, reals, complex numbers, arrays).
struct Operand {
  ValueType type;
  std::int32_t index = -1;
};

enum class MachineOp : std::uint8_t {
#define LYKOS_MACHINE_OP(name) name,
#include "builtins/functional/machine_ops.inc"
#undef LYKOS_MACHINE_OP
};
const char* machine_op_name(MachineOp op);

struct Instruction {
  MachineOp op;
  std::int32_t t = 0, a = 0, b = 0, c = 0;  // target and operands: registers, or a jump's destination in t
};

/// An evaluation: the template's symbols stand for the operands.
struct Evaluation {
  Expr body;
  std::vector<Expr> symbols;
  std::vector<Operand> operands;
  bool apply = false;                 // body is a head, applied to the operands
  Operand result;                     // Void: the value is not wanted
};

struct MachineProgram {
  std::vector<Instruction> code;
  std::vector<Evaluation> evaluations;
  std::vector<std::pair<std::int32_t, std::int64_t>> integers;   // constants: register and value
  std::vector<std::pair<std::int32_t, double>> reals;
  std::vector<std::pair<std::int32_t, std::complex<double>>> complexes;
  std::vector<std::pair<std::int32_t, array::Array>> arrays;
  std::int32_t counts[4] = {0, 0, 0, 0};                          // registers of each bank
  std::vector<Operand> parameters;
  Operand result;
  std::vector<Operand> values;        // of a program with several values: each a real
  bool catch_overflow = true;         // of integers; otherwise they wrap
};

/// How a run ended.
struct MachineOutcome {
  enum class Kind { Value, Numerical, Type } kind = Kind::Value;
  Expr value;
  Expr culprit;                       // Type: the expression that had another type
  ValueType wanted;
};

/// Runs a program on arguments of the parameters' types (numbers and packed arrays).
MachineOutcome run_program(const MachineProgram& program, std::span<const Expr> arguments);

/// Runs a program of real parameters and several values. False where the machine cannot go on; the values need not be finite.
bool run_program(const MachineProgram& program, std::span<const double> arguments, std::span<double> values);

/// Whether an argument can be passed for a parameter of this type; `converted` is the number or packed array to pass.
bool machine_argument(const Expr& argument, ValueType type, Expr& converted);

/// The type of what a CompiledFunction gives, when it has a program.
std::optional<ValueType> compiled_result_type(const Expr& compiled);

/// The names of types in messages: "machine-size real number", "rank 1 tensor of machine-size integers".
std::string type_description(ValueType type);

}  // namespace lykos::builtins
