// properties_test.cpp - laws that hold for every expression, tried on generated ones: printing reads back, Sort permutes, Union is
// a set, Expand keeps values, packed and unpacked lists agree.
#include "array/array.h"
#include "builtins/all.h"
#include "evaluator/evaluator.h"
#include "evaluator/messages.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "parser/parser.h"
#include "tests/unit/properties/generator.h"

#include "tests/unit/catch.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace lykos::properties {
namespace {

void start() {
  static const bool started = [] {
    builtins::register_all();
    return true;
  }();
  (void)started;
}

Expr read(const std::string& text) {
  const ParseResult result = parse_one(text, plain_resolver());
  INFO(text);
  REQUIRE(!result.error.has_value());
  REQUIRE(result.expressions.size() == 1);
  return result.expressions[0].value;
}

Expr call(const char* function, std::vector<Expr> arguments) { return evaluate(make_normal(Expr::symbol(function), std::move(arguments))); }
Expr input(const std::string& text) { return evaluate(read(text)); }

}  // namespace

TEST_CASE("properties: InputForm reads back to the same tree") {
  start();
  Generator generator(1);
  for (int i = 0; i < 3000; ++i) {
    const Expr tree = generator.expression(4, false);
    const std::string printed = to_input_form(tree);
    const Expr again = read(printed);
    INFO(printed << "   before " << to_full_form(tree) << "   after " << to_full_form(again));
    REQUIRE(again == tree);
  }
}

TEST_CASE("properties: InputForm of a value evaluates to the value") {
  start();
  const QuietScope quiet({}, true, {});
  Generator generator(2);
  for (int i = 0; i < 2000; ++i) {
    // Heads that only compute: nothing generated here may define or change a symbol.
    const Expr value = call("Plus", {generator.polynomial(3), make_normal(sym::Times, {generator.number(), generator.polynomial(3)}),
                                     make_normal(sym::Power, {generator.polynomial(2), generator.number()})});
    const std::string printed = to_input_form(value);
    INFO(printed << "   of " << to_full_form(value));
    REQUIRE(evaluate(read(printed)) == value);
  }
}

TEST_CASE("properties: Sort is a permutation in order, Union a sorted set") {
  start();
  Generator generator(3);
  for (int i = 0; i < 500; ++i) {
    const Expr list = generator.list(generator.below(12));
    const Expr sorted = call("Sort", {list});
    INFO(to_input_form(list));
    REQUIRE(sorted.size() == list.size());
    CHECK(call("Tally", {sorted}).size() == call("Tally", {list}).size());
    CHECK(call("OrderedQ", {sorted}).is_true());
    CHECK(call("Sort", {sorted}) == sorted);
    CHECK(call("Sort", {call("Reverse", {list})}) == sorted);
    CHECK(evaluate(make_normal(sym::Part, {list, call("Ordering", {list})})) == sorted);
    const Expr united = call("Union", {list});
    CHECK(united == call("Union", {sorted}));
    CHECK(united == call("DeleteDuplicates", {sorted}));
    CHECK(call("Complement", {list, list}).size() == 0);
    CHECK(call("Intersection", {list, united}) == united);
  }
}

TEST_CASE("properties: Expand, Together and Factor keep the value at random points") {
  start();
  Generator generator(4);
  for (int i = 0; i < 150; ++i) {
    const Expr polynomial = evaluate(generator.polynomial(3));
    const Expr point = input("{x -> " + std::to_string(generator.integer(-7, 7)) + "/3, y -> " + std::to_string(generator.integer(-7, 7)) + "/5}");
    const Expr value = evaluate(make_normal(sym::ReplaceAll, {polynomial, point}));
    INFO(to_input_form(polynomial));
    const Expr expanded = call("Expand", {polynomial});
    CHECK(evaluate(make_normal(sym::ReplaceAll, {expanded, point})) == value);
    CHECK(call("Expand", {expanded}) == expanded);
    CHECK(evaluate(make_normal(sym::ReplaceAll, {call("Together", {polynomial}), point})) == value);
    CHECK(evaluate(make_normal(sym::ReplaceAll, {call("Factor", {polynomial}), point})) == value);
    CHECK(evaluate(make_normal(sym::ReplaceAll, {call("Collect", {polynomial, Expr::symbol("x")}), point})) == value);
  }
}

namespace {

/// The same expression, reals within two units in the last place: functions of packed reals have loops of their own.
bool agree(const Expr& a, const Expr& b) {
  if (a.is_real_number() && b.is_real_number() && (a.is_real() || b.is_real())) {
    const double x = to_double(a), y = to_double(b), size = std::max(std::fabs(x), std::fabs(y));
    return std::fabs(x - y) <= 2 * (std::nextafter(size, INFINITY) - size);
  }
  if (a.is_complex() && b.is_complex()) return agree(a.re(), b.re()) && agree(a.im(), b.im());
  if (a.is_list() && b.is_list() && a.size() == b.size()) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!agree(a.args()[i], b.args()[i])) return false;
    return true;
  }
  return a == b;
}

}  // namespace

TEST_CASE("properties: arithmetic on packed lists is that of their elements, also at the edges of the machine numbers") {
  start();
  const QuietScope quiet({}, true, {});
  // Each list is long enough for a vector, and most hold one element that has no ordinary result.
  static const char* const kLists[] = {
      "N[Range[-20, 20]]/8", "N[Range[41]]/16", "Range[-20, 20]", "Range[41]", "N[Range[41]] + 10^6/7", "Range[41]*10^17", "Append[N[Range[40]], 1.*^308]",
      "Append[N[Range[40]], -1.*^308]", "Append[N[Range[40]], 1.*^-308]", "Append[N[Range[40]], 0.]", "Append[Range[40], 0]", "Append[Range[40], 2^62]",
      "Append[Range[40], -2^62]", "Append[Range[40], 2^52 + 1]", "Append[N[Range[40]], 3.*^5 Pi]", "Append[N[Range[40]], 1.*^22]", "N[Range[41]] (1. + 0.5 I)",
      "Partition[N[Range[36]], 6]", "Partition[Range[36], 6]"};
  // Long enough for what is done in strands, and for transposes that wait.
  static const char* const kLongLists[] = {"N[Range[5000]]", "Range[-2500, 2500]", "Partition[N[Range[4900]], 70]", "Partition[Range[4900], 70]"};
  static const char* const kFunctions[] = {
      "-# &", "# + 1 &", "2.5 - # &", "3 # &", "# - 0.5 &", "#/7. &", "1/# &", "1./# &", "#^2 &", "#^3 &", "#^7 &", "#^-2 &", "#^-3 &", "#^0.5 &", "#^1.5 &", "#^2. &", "#^-5. &",
      "Sqrt", "Exp", "Exp[-#] &", "Log", "Sin", "Cos", "Tan", "ArcTan", "Sinh", "Tanh", "Abs", "Sign", "UnitStep", "Unitize", "Ramp", "Floor", "Ceiling", "Round", "IntegerPart",
      "FractionalPart", "Mod[#, 3] &", "Mod[#, 7.] &", "Mod[#, -4] &", "Mod[#, 0.3] &", "Quotient[#, 3] &", "Quotient[#, -2.5] &", "Mod[100, #] &", "2 # + 3 #^2 - #^3 + 1 &", "# # # &", "# + # + 2. + # &",
      "Exp[I (# + 0.25)] &", "Exp[2. I (# - 0.5)] &", "Transpose[{#, 2 #}][[3, 2]] &", "Exp[-#^2] Sqrt[Abs[#]] &", "Sin[#] Cos[2 #] &", "# + Range[Length[#]] &", "# N[Range[Length[#]]] &", "Pi # &", "#/2 &", "Clip[#, {-1, 1}] &", "Clip[#, {-1., 1.}] &",
      "Clip", "# > 2 &", "Accumulate", "Differences", "Total", "Max", "Min", "Mean", "Outer[Plus, #, #] &", "Outer[Times, #, {1, 2.5, 3}] &", "Outer[Times, #, Range[12]] &",
      "Outer[Mod, #, Range[12]] &", "Total[#, 2] &", "Total[#, {-1}] &", "Pick[#, UnitStep[# - 2], 1] &", "Transpose[{#, #}] &", "Total[Transpose[{#, 3 #}]] &", "Transpose[Transpose[{#, 3 #}]] &", "Max[Transpose[{#, 3 #}]] &", "Re", "Im", "Arg", "Conjugate",
      "Mod[Transpose[#], 3] &", "Transpose[#][[2]] &", "#[[{3, -1, 1}]] &", "#[[Range[20]]] &", "#[[2 ;; ;; 3]] &", "#[[-1 ;; 1 ;; -1]] &", "Sort", "Ordering", "Union", "Tally", "Counts",
      "BinCounts[#, {-3, 30, 4}] &", "BinCounts[#, 5.] &", "Variance", "StandardDeviation", "Norm", "Reverse", "#^-1.5 &", "2.^# &", "#^# &", "ArcTan[#, 2.] &",
      "Log10", "Log2", "Log[2, #] &", "Log[3, #] &", "Round[#, 0.25] &", "Round[#, 3] &", "Floor[#, 0.7] &", "Ceiling[#, 2] &", "GCD[#, 12] &", "GCD[#, Range[Length[#]]] &",
      "DeleteDuplicates", "DeleteDuplicates[Join[#, #]] &", "Union[#, # + 3] &", "Intersection[#, # + 3] &", "Complement[#, # + 3] &", "Complement[#, 2 #, # + 1] &",
      "Quantile[#, 1/4] &", "Quantile[#, {0.1, 0.9}] &", "Quartiles", "MovingAverage[#, 3] &", "Append[#, 5] &", "Append[#, 5.] &", "TakeLargest[#, 4] &", "TakeSmallest[#, 3] &",
      "MapThread[Plus, {#, 2 #}] &", "MapThread[Times, {#, Reverse[#]}] &", "MapThread[f, {#, #}] &",
      "Riffle[#, 0] &", "Riffle[#, 0.5] &", "Riffle[#, Reverse[#]] &", "Select[#, # > 5 &] &", "Select[#, 3 < # <= 20.5 &] &", "Select[#, 0 <= Mod[#, 5] < 2 && # != 7 &] &",
      "Select[#, ! (#^2 < 30 || # == 12) &] &", "Select[#, EvenQ] &", "Select[#, OddQ[# + 1] &] &", "Select[#, Positive] &", "Select[#, Function[x, Abs[x] < Pi]] &",
      "Select[#, GreaterThan[3]] &", "Select[#, # > 2^53 &] &", "Select[#, # >= 2, 3] &", "Select[#, # > 2 &, 3] &", "Select[#, # > 1000 &] &", "Select[#, 1/# > 0.1 &] &",
      "Select[#, # != 0 && 1/# > 0.1 &] &", "Select[#, PrimeQ] &", "Count[#, _?(# > 3 &)] &", "Count[#, _?EvenQ] &", "Cases[#, _?Positive] &", "Cases[#, _?(Mod[#, 3] < 1 &)] &", "AllTrue[#, # > -30 &] &",
      "AnyTrue[#, # > 39 &] &", "NoneTrue[#, Negative] &", "Thread[# > 3] &", "Thread[2.5 >= #] &", "Thread[# == 3] &", "Thread[# < Reverse[#]] &", "Thread[f[#, 1]] &", "Select[#, # > y &] &"};
  static const char* const kOfLongLists[] = {
      "# + 1 &", "2.5 - # &", "#^3 &", "#^-2 &", "Sqrt", "Sin", "Exp[-#/100.] &", "Mod[#, 7] &", "Quotient[#, 3] &", "# + # + 2. + # &", "Floor[#/3.] &", "Clip[#, {3, 1000}] &", "Accumulate",
      "Differences", "Total", "Total[#, 2] &", "Total[#, {-1}] &", "Max", "Min", "Mean", "Sort", "Ordering", "Union", "Reverse", "Transpose[{#, 2 #}] &", "Transpose[Transpose[{#, 2 #}] - {1.5, 2}] &",
      "Total[Transpose[{#, 3 #}]] &", "Transpose[Transpose[{#, 3 #}]] &", "Max[Transpose[{#, 3 #}]] &", "Transpose[#] - Total[#] &", "2 Transpose[#] + Transpose[#]^2 &",
      "Total[Abs[Transpose[#]], {2}] &", "Range[Length[#]] - Transpose[#] &", "Mod[Transpose[#], 3] &", "Transpose[#][[2]] &", "#[[{3, -1, 1}]] &", "#[[-1 ;; 1 ;; -1]] &",
      "Pick[#, UnitStep[# - 2], 1] &", "Transpose[#].# &", "Map[Total, Transpose[{#, #}]] &", "Most[Transpose[{#, 2 #}]] &", "Length[Transpose[{#, #}]] &", "Dimensions[Transpose[{#, #}]] &", "Select[#, Mod[#, 3] == 1 &] &", "Select[#, # > 70 &] &",
      "UnitStep[# - 50] &", "Total[UnitStep[# - 50.5]] &", "Total[UnitStep[# - 50.5], 2] &", "Total[UnitStep[# - 50.5], {2}] &", "Pick[#, UnitStep[# - 50.5], 1] &", "Pick[#, UnitStep[# - 50.5], 0] &",
      "Pick[#, UnitStep[# - 50.5], 2] &", "UnitStep[# - 50.5] # &", "Length[UnitStep[# - 0.5]] &", "Max[UnitStep[# - 50.5]] &", "Append[UnitStep[# - 50.5], 7] &", "UnitStep[# - 50.5][[3]] &",
      "Module[{s = UnitStep[# - 50.5]}, s[[2]] = 5; s] &", "Module[{s = UnitStep[# - 50.5]}, s[[2]] = 1.5; s] &", "Module[{s = Transpose[{#, #}]}, s[[2]] = 1.5; s] &", "Transpose[UnitStep[# - 50.5]] &"};
  const auto compare = [](const char* list, std::span<const char* const> functions) {
    const Expr packed = pack(input(list));
    INFO(list);
    REQUIRE(packed.is_packed());
    const auto plain_copy = [](const auto& self, const Expr& e) -> Expr {
      if (!e.is_list()) return e;
      std::vector<Expr> elements;
      for (const Expr& element : e.args()) elements.push_back(self(self, element));
      return make_list(std::move(elements));
    };
    const Expr plain = plain_copy(plain_copy, packed);
    REQUIRE(!plain.is_packed());
    for (const char* function : functions) {
      const Expr f = evaluate(read(function));
      const Expr fast = apply(f, {packed}), slow = apply(f, {plain});
      const bool same = agree(fast, slow);
      INFO(function << " gives " << (same ? "" : to_input_form(fast) + " and " + to_input_form(slow)));
      CHECK(same);
    }
  };
  for (const char* list : kLists) compare(list, kFunctions);
  for (const char* list : kLongLists) compare(list, kOfLongLists);
}

TEST_CASE("properties: packed and unpacked lists give the same") {
  start();
  const QuietScope quiet({}, true, {});
  static const char* const kFunctions[] = {
      "Total", "Reverse", "Sort", "Union", "Tally", "Accumulate", "Differences", "Max", "Min", "Mean", "Abs", "Sin", "#^2 &", "#*3 + 1 &", "1/(# + 1/2) &", "RotateLeft",
      "Partition[#, 2] &", "Take[#, 3] &", "Drop[#, -1] &", "Append[#, x] &", "Prepend[#, 2.5] &", "Join[#, {1, a}] &", "Map[f, #] &", "Select[#, # > 0 &] &",
      "Position[#, 1] &", "Count[#, _Integer] &", "MemberQ[#, 2] &", "Split", "Gather", "Ordering", "# . # &", "Outer[Times, #, #] &", "Fold[Plus, 0, #] &", "#[[2 ;; ;; 2]] &",
      "ToString", "Hash", "Length", "Dimensions", "First", "Last", "Most", "Rest", "Flatten[{#, #}] &", "Transpose[{#, #}] &", "Clip[#, {-1, 1}] &", "Mod[#, 3] &",
      "Round", "UnitStep", "Sign", "# == # &", "StandardDeviation", "Median", "Riffle[#, 0] &", "MapIndexed[List, #] &", "Cases[#, _?Positive] &", "# /. 1 -> y &", "PadRight[#, 9] &"};
  Generator generator(5);
  for (int round = 0; round < 12; ++round) {
    std::vector<Expr> elements;
    const std::size_t length = 4 + generator.below(5);
    const bool reals = round % 2 == 1;
    for (std::size_t i = 0; i < length; ++i)
      elements.push_back(reals ? Expr::real(static_cast<double>(generator.integer(-40, 40)) / 8) : Expr::integer(generator.integer(-3, 6)));
    const Expr packed = pack(make_list(std::vector<Expr>(elements)));
    const Expr plain = unpack(packed);
    REQUIRE(packed.is_packed());
    REQUIRE(!plain.is_packed());
    for (const char* function : kFunctions) {
      const Expr f = evaluate(read(function));
      INFO(function << " of " << to_input_form(plain));
      CHECK(agree(apply(f, {packed}), apply(f, {plain})));
    }
  }
}

}  // namespace lykos::properties
