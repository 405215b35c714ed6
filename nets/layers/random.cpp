// RandomArrayLayer: draws from a distribution whose parameters are numbers or come from input ports, element by element.
//
// Where a draw is a function of parameters and of uniform or normal numbers, gradients flow to the parameters; draws that need rejection
// (gamma, Poisson, binomial) are constants for gradients.
#include <cmath>

#include "nets/layers/families.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"

namespace lykos::nets {
namespace {

using array::ScalarExpression;
using array::ScalarFunction;
using array::ScalarTerm;
using Kind = array::Builder::Distribution;

// Makes draws for one layer: parameters are arrays of the output's shape.
class Sampler {
 public:
  Sampler(LoweringContext& c, std::vector<ValueId> parameters, const array::Shape& shape) : c_(c), b_(c.builder()), p_(std::move(parameters)), shape_(shape) {}

  ValueId parameter(std::size_t i, double fallback = 1) { return i < p_.size() ? p_[i] : b_.fill(fallback, c_.real(), shape_); }
  std::size_t count() const { return p_.size(); }
  // On (0, 1], so that logarithms are finite.
  ValueId uniform() {
    ScalarExpression f;
    f.set_result(1.0 - f.input(0));
    return combine(f, {b_.random_uniform(c_.real(), shape_, 0, 1, c_.next_stream())});
  }
  ValueId normal() { return b_.random_normal(c_.real(), shape_, 0, 1, c_.next_stream()); }
  ValueId draw(Kind kind, std::vector<ValueId> parameters) { return b_.random_distribution(kind, parameters, c_.next_stream()); }
  ValueId gamma(ValueId shape) { return draw(Kind::Gamma, {shape}); }
  ValueId combine(const ScalarExpression& f, const std::vector<ValueId>& operands) { return b_.elementwise(f, operands); }

 private:
  LoweringContext& c_;
  array::Builder& b_;
  std::vector<ValueId> p_;
  array::Shape shape_;
};

using Draw = ValueId (*)(Sampler&);

// f(x, y) of a draw and a parameter, and the like.
template <typename F>
ValueId map(Sampler& s, const F& f, std::vector<ValueId> operands) {
  ScalarExpression e;
  std::vector<ScalarTerm> terms;
  for (std::size_t i = 0; i < operands.size(); ++i) terms.push_back(e.input(static_cast<int>(i)));
  e.set_result(f(e, terms));
  return s.combine(e, operands);
}

using Terms = const std::vector<ScalarTerm>&;
// -Log of a uniform number, kept above 0 so that its logarithm is finite.
constexpr double kLeast = 1e-30;
ScalarTerm call(ScalarExpression& e, ScalarFunction f, std::initializer_list<ScalarTerm> arguments) { return e.call(f, arguments); }
ScalarTerm logarithm(ScalarExpression& e, ScalarTerm t) { return call(e, ScalarFunction::Log, {t}); }

// Exponential numbers of mean 1.
ValueId exponential(Sampler& s) {
  return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Max, {-logarithm(e, t[0]), e.constant(kLeast)}); }, {s.uniform()});
}

// One row for each distribution: how many parameters it may have, and its draws.
struct DistributionRow {
  const char* name;
  int least, most;
  Draw draw;
};

constexpr DistributionRow kDistributions[] = {
    {"BernoulliDistribution", 1, 1, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::LessEqual, {t[0], t[1]}); }, {s.uniform(), s.parameter(0)});
     }},
    {"BetaDistribution", 2, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression&, Terms t) { return t[0] / (t[0] + t[1]); }, {s.gamma(s.parameter(0)), s.gamma(s.parameter(1))});
     }},
    {"BinomialDistribution", 2, 2, [](Sampler& s) { return s.draw(Kind::Binomial, {s.parameter(0), s.parameter(1)}); }},
    {"CauchyDistribution", 0, 2, [](Sampler& s) {
       constexpr double kPi = 3.141592653589793;
       return map(s, [](ScalarExpression& e, Terms t) { return t[1] + t[2] * call(e, ScalarFunction::Tan, {(t[0] - 0.5) * kPi}); }, {s.uniform(), s.parameter(0, 0), s.parameter(1)});
     }},
    {"ChiDistribution", 1, 1, [](Sampler& s) {
       const ValueId g = s.gamma(map(s, [](ScalarExpression&, Terms t) { return t[0] * 0.5; }, {s.parameter(0)}));
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Sqrt, {2.0 * t[0]}); }, {g});
     }},
    {"ChiSquareDistribution", 1, 1, [](Sampler& s) {
       const ValueId g = s.gamma(map(s, [](ScalarExpression&, Terms t) { return t[0] * 0.5; }, {s.parameter(0)}));
       return map(s, [](ScalarExpression&, Terms t) { return 2.0 * t[0]; }, {g});
     }},
    {"DiscreteUniformDistribution", 2, 2, [](Sampler& s) {
       // 1 - u lies in [0, 1)
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Floor, {t[1] + (1.0 - t[0]) * (t[2] - t[1] + 1.0)}); },
                  {s.uniform(), s.parameter(0), s.parameter(1)});
     }},
    {"ErlangDistribution", 2, 2, [](Sampler& s) { return map(s, [](ScalarExpression&, Terms t) { return t[0] / t[1]; }, {s.gamma(s.parameter(0)), s.parameter(1)}); }},
    {"ExpGammaDistribution", 1, 3, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[2] + t[1] * call(e, ScalarFunction::Log, {t[0]}); },
                  {s.gamma(s.parameter(0)), s.parameter(1), s.parameter(2, 0)});
     }},
    {"ExponentialDistribution", 0, 1, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return -call(e, ScalarFunction::Log, {t[0]}) / t[1]; }, {s.uniform(), s.parameter(0)});
     }},
    {"ExtremeValueDistribution", 0, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[1] - t[2] * logarithm(e, t[0]); }, {exponential(s), s.parameter(0, 0), s.parameter(1)});
     }},
    {"GammaDistribution", 2, 4, [](Sampler& s) {
       const ValueId g = s.gamma(s.parameter(0));
       if (s.count() == 2) return map(s, [](ScalarExpression&, Terms t) { return t[0] * t[1]; }, {g, s.parameter(1)});
       return map(s, [](ScalarExpression& e, Terms t) { return t[3] + t[1] * call(e, ScalarFunction::Power, {t[0], 1.0 / t[2]}); },
                  {g, s.parameter(1), s.parameter(2), s.parameter(3, 0)});
     }},
    {"GeometricDistribution", 1, 1, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Floor, {logarithm(e, t[0]) / logarithm(e, 1.0 - t[1])}); }, {s.uniform(), s.parameter(0)});
     }},
    {"GumbelDistribution", 0, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[1] + t[2] * logarithm(e, t[0]); }, {exponential(s), s.parameter(0, 0), s.parameter(1)});
     }},
    {"HalfNormalDistribution", 1, 1, [](Sampler& s) {
       constexpr double kHalfPiRoot = 1.2533141373155003;  // Sqrt[Pi/2]
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Abs, {t[0]}) * kHalfPiRoot / t[1]; }, {s.normal(), s.parameter(0)});
     }},
    {"InverseGammaDistribution", 2, 2, [](Sampler& s) { return map(s, [](ScalarExpression&, Terms t) { return t[1] / t[0]; }, {s.gamma(s.parameter(0)), s.parameter(1)}); }},
    {"LaplaceDistribution", 0, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression&, Terms t) { return t[2] + t[3] * (t[0] - t[1]); }, {exponential(s), exponential(s), s.parameter(0, 0), s.parameter(1)});
     }},
    {"LogGammaDistribution", 2, 3, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[2] - 1.0 + call(e, ScalarFunction::Exp, {t[0] * t[1]}); },
                  {s.gamma(s.parameter(0)), s.parameter(1), s.parameter(2, 1)});
     }},
    {"LogisticDistribution", 0, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[2] + t[3] * (logarithm(e, t[0]) - logarithm(e, t[1])); }, {exponential(s), exponential(s), s.parameter(0, 0), s.parameter(1)});
     }},
    {"LogNormalDistribution", 2, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Exp, {t[1] + t[0] * t[2]}); }, {s.normal(), s.parameter(0), s.parameter(1)});
     }},
    {"MaxwellDistribution", 1, 1, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[3] * call(e, ScalarFunction::Sqrt, {t[0] * t[0] + t[1] * t[1] + t[2] * t[2]}); },
                  {s.normal(), s.normal(), s.normal(), s.parameter(0)});
     }},
    {"NakagamiDistribution", 2, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return call(e, ScalarFunction::Sqrt, {t[0] * t[2] / t[1]}); }, {s.gamma(s.parameter(0)), s.parameter(0), s.parameter(1)});
     }},
    {"NegativeBinomialDistribution", 2, 2, [](Sampler& s) {
       const ValueId mean = map(s, [](ScalarExpression&, Terms t) { return t[0] * (1.0 - t[1]) / t[1]; }, {s.gamma(s.parameter(0)), s.parameter(1)});
       return s.draw(Kind::Poisson, {mean});
     }},
    {"NormalDistribution", 0, 2, [](Sampler& s) { return map(s, [](ScalarExpression&, Terms t) { return t[1] + t[0] * t[2]; }, {s.normal(), s.parameter(0, 0), s.parameter(1)}); }},
    {"ParetoDistribution", 2, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[1] * call(e, ScalarFunction::Exp, {t[0] / t[2]}); }, {exponential(s), s.parameter(0), s.parameter(1)});
     }},
    {"PoissonDistribution", 1, 1, [](Sampler& s) { return s.draw(Kind::Poisson, {s.parameter(0)}); }},
    {"RayleighDistribution", 1, 1, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[1] * call(e, ScalarFunction::Sqrt, {-2.0 * call(e, ScalarFunction::Log, {t[0]})}); }, {s.uniform(), s.parameter(0)});
     }},
    {"StudentTDistribution", 1, 1, [](Sampler& s) {
       const ValueId g = s.gamma(map(s, [](ScalarExpression&, Terms t) { return t[0] * 0.5; }, {s.parameter(0)}));
       return map(s, [](ScalarExpression& e, Terms t) { return t[0] / call(e, ScalarFunction::Sqrt, {2.0 * t[1] / t[2]}); }, {s.normal(), g, s.parameter(0)});
     }},
    {"UniformDistribution", 0, 2, [](Sampler& s) {
       return map(s, [](ScalarExpression&, Terms t) { return t[1] + (1.0 - t[0]) * (t[2] - t[1]); }, {s.uniform(), s.parameter(0, 0), s.parameter(1)});
     }},
    {"WeibullDistribution", 2, 3, [](Sampler& s) {
       return map(s, [](ScalarExpression& e, Terms t) { return t[3] + t[2] * call(e, ScalarFunction::Power, {-call(e, ScalarFunction::Log, {t[0]}), 1.0 / t[1]}); },
                  {s.uniform(), s.parameter(0), s.parameter(1), s.parameter(2, 0)});
     }},
};

const DistributionRow* find_distribution(std::string_view name) {
  for (const DistributionRow& row : kDistributions) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// ---- ports: one for each slot of the parameters

int slot_count(const ValueList& distribution) {
  int n = 0;
  for (const Value& v : distribution) {
    if (v.is(Value::Kind::Function)) n = std::max(n, v.function().slot_count());
  }
  return n;
}

void prepare_random(NetNode& layer) {
  const Value& v = layer.parameter("Distribution");
  const ValueList& list = v.list();
  const DistributionRow* row = find_distribution(list[0].word());
  const int parameters = static_cast<int>(list.size()) - 1;
  if (!row) {
    std::string names;
    for (const DistributionRow& known : kDistributions) names += (names.empty() ? "" : ", ") + std::string(known.name);
    throw NetError("netinvparam2", list[0].text() + " is not a distribution that RandomArrayLayer can draw from; these are " + names + ".", {}, layer.spec->name);
  }
  if (parameters < row->least || parameters > row->most) {
    throw NetError("netinvparam2", std::string(row->name) + " has " + std::to_string(row->least) + (row->most == row->least ? "" : " to " + std::to_string(row->most)) +
                                       (row->most == 1 ? " parameter" : " parameters") + ", but " + std::to_string(parameters) + " were given.", {}, layer.spec->name);
  }
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i].is_number() || list[i].is(Value::Kind::Function)) continue;
    throw NetError("netinvparam2", "The parameter " + list[i].text() + " of " + row->name + " is not a number or a function of slots.", {}, layer.spec->name);
  }
  const int slots = slot_count(list);
  layer.inputs.clear();
  for (int i = 0; i < slots; ++i) {
    std::string name = slots == 1 ? "Input" : "Input" + std::to_string(i + 1);
    for (const Value& f : list) {
      if (f.is(Value::Kind::Function) && i < static_cast<int>(f.function().slot_names().size())) name = f.function().slot_names()[static_cast<std::size_t>(i)];
    }
    layer.inputs.push_back({name, PortType::any(), PortRole::Data, nullptr});
  }
}

void infer_random(InferenceContext& c) {
  for (int i = 0; i < c.input_count(); ++i) c.same_shape(i, 0);
}

void settle_random(InferenceContext& c) {
  if (c.input_count() == 0 && !c.output().rank_known) c.refine_output(0, PortType::real());
}

void lower_random(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueList& list = c.parameter("Distribution").list();
  const array::Shape shape = c.batched(c.output_dimensions());
  std::vector<ValueId> inputs, parameters;
  for (int i = 0; i < c.input_count(); ++i) inputs.push_back(c.input(i));
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i].is_number()) parameters.push_back(b.fill(list[i].number(), c.real(), shape));
    else parameters.push_back(b.elementwise_to(list[i].function().body(), inputs, c.real(), shape));
  }
  Sampler sampler(c, std::move(parameters), shape);
  c.set_output(find_distribution(list[0].word())->draw(sampler));
}

}  // namespace

std::vector<LayerSpec> random_layers() {
  return {
      {.name = "RandomArrayLayer",
       .parameters = {{.name = "Distribution", .kind = ParameterKind::Distribution, .positional = true, .required = true, .option = false}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .is_random = true,
       .usage = "RandomArrayLayer[dist] is a layer without inputs that gives random numbers of a distribution, anew at each evaluation.\n"
                "RandomArrayLayer[f] draws from the distribution f[x1, ...] for corresponding elements of its inputs.",
       .prepare = prepare_random,
       .infer = infer_random,
       .settle = settle_random,
       .lower = lower_random},
  };
}

}  // namespace lykos::nets
