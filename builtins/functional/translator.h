// translator.h - from the body of Compile to a MachineProgram.
//
// The body is walked once per pass. Each variable (a site: parameter, local, accumulator) has the join of the types assigned to it;
// when a pass finds that a site needs a wider type than it was given, the walk is repeated with that type. What has no
// instruction of its own becomes an evaluation (compiled_program.h).
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "builtins/functional/compiled_program.h"
#include "builtins/support.h"

namespace lykos::builtins {

struct CompileRequest {
  std::vector<Expr> variables;
  std::vector<ValueType> types;
  Expr body;
  std::vector<std::pair<Expr, ValueType>> known;   // types of subexpressions matching a pattern
  bool catch_overflow = true;
  bool separate = false;             // the body is a list whose elements are values of their own, all real
};

/// Nothing when the body assigns to its variables in a way the machine has no instructions for.
std::optional<MachineProgram> translate(const CompileRequest& request);

class Translator {
 public:
  explicit Translator(const CompileRequest& request) : request_(request) {}
  std::optional<MachineProgram> run();

 private:
  struct Unsupported {};             // this expression must be evaluated outside
  struct Variable {
    Expr symbol;
    Operand place;
    std::size_t site = 0;
    bool fixed = false;              // a loop counter or a function's parameter: not to be assigned
  };
  struct Loop {
    std::vector<std::size_t> breaks, continues;   // jumps to patch
  };
  struct LoopRange {                 // what an iterator runs over
    Operand counter;                 // the value of the variable
    Operand last;                    // integer loops: the last value
    std::size_t start = 0;
    std::optional<std::size_t> exit;
    Operand step, index, count;
    Operand list;
    bool integers = false;
  };

  bool pass();
  bool pass_values();
  // ---- expressions (translator.cpp)
  Operand compile(const Expr& e, bool wanted = true);
  Operand compile_symbol(const Expr& e);
  Operand compile_call(const Expr& e, bool wanted);
  Operand compile_stable(const Expr& e, const Expr& next);       // not changed by evaluating `next`
  Operand compile_if(const Expr& e, bool wanted);
  Operand compile_branches(const Operand& condition, const Expr* yes, const Expr* no, bool wanted);
  Operand compile_connective(const Expr& e, bool decisive);
  Operand compile_compound(const Expr& e, bool wanted);
  Operand compile_scope(const Expr& e, bool wanted);
  Operand compile_set(const Expr& lhs, const Expr& rhs);
  Operand assign(const Expr& lhs, const Operand& value);
  Operand assign_part(const Expr& lhs, const Operand& value);
  Operand compile_update(const Expr& e);
  Operand compile_while(const Expr& e);
  Operand compile_for(const Expr& e);
  Operand compile_return(const Expr& e);
  Operand compile_loop(const Expr& e, bool wanted);               // Do, Table, Sum, Product
  Operand loop_level(const Expr& e, std::size_t level, const Operand& accumulator);
  LoopRange begin_loop(const Expr& spec, Expr& symbol);
  void end_loop(LoopRange& range, Loop& loop);
  Operand compile_function(const Expr& function, const std::vector<Operand>& arguments);
  Operand compile_iteration(const Expr& e);                       // Map, Fold, Nest and kin
  // ---- arithmetic (translator_arithmetic.cpp)
  std::optional<Operand> compile_arithmetic(const Expr& e);
  Operand compile_sum(const Expr& e, KnownSymbol head);
  Operand compile_power(const Expr& e);
  Operand power(const Operand& base, const Operand& exponent, const Expr& exponent_expr);
  Operand binary(KnownSymbol head, const Operand& a, const Operand& b);
  Operand compare(KnownSymbol head, const Operand& a, const Operand& b);
  Operand compile_comparison(const Expr& e, KnownSymbol head);
  std::optional<Operand> elementary(const Expr& e, const Operand& argument);
  Operand round_to_integer(const Expr& e, int how);
  // ---- arrays (translator_arithmetic.cpp)
  std::optional<Operand> compile_array_function(const Expr& e);
  Operand compile_part(const Expr& e);
  Operand part(const Operand& array, const std::vector<Operand>& specs);
  Operand compile_list(const Expr& e);
  void push(const Operand& list, const Operand& element);
  // ---- evaluations
  Operand evaluate_outside(const Expr& e, ValueType type);
  Operand apply_outside(const Expr& head, const std::vector<Operand>& operands, ValueType type);
  bool assigns_variable(const Expr& e) const;
  static bool has_effects(const Expr& e);
  std::optional<ValueType> known_type(const Expr& e) const;
  // ---- registers, sites, code
  Operand new_register(ValueType type);
  Operand integer_constant(std::int64_t value);
  Operand real_constant(double value);
  Operand boolean_constant(bool value);
  Operand convert(const Operand& value, MachineType base);
  Operand copy(const Operand& value);
  void move(const Operand& target, const Operand& value);
  Variable& declare(const Expr& symbol, ValueType initial);
  Operand site_register(std::size_t& site, ValueType initial);
  void widen(std::size_t site, ValueType type);
  Variable* find(const Expr& symbol);
  std::size_t emit(MachineOp op, std::int32_t t = 0, std::int32_t a = 0, std::int32_t b = 0, std::int32_t c = 0);
  std::size_t here();
  void patch(std::size_t jump) { program_.code[jump].t = static_cast<std::int32_t>(here()); }
  static ValueType join(ValueType a, ValueType b);

  const CompileRequest& request_;
  MachineProgram program_;
  std::vector<Variable> scope_;
  std::vector<ValueType> site_types_;      // kept from pass to pass
  std::size_t next_site_ = 0;
  bool widened_ = false;
  std::vector<Loop*> loops_;
  std::vector<std::size_t> returns_;
  std::size_t result_site_ = 0;
  Operand result_;
  std::size_t label_ = ~std::size_t{0};    // where a jump may land: what is before must not be changed
};

}  // namespace lykos::builtins
